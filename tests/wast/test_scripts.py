import os
import signal
import time

import pytest

from wasihost.errors import WasihostError
from wasihost.wast import scripts
from wasihost.wast.runner import Failure, Report


@pytest.fixture
def place(tmp_path):
    for name in ("b.wast", "a.wast", "below/c.wast"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"(module) ;; {name}\n")
    (tmp_path / "other.wat").write_text("(module)")
    return tmp_path


def test_find_is_recursive_and_sorted(place):
    assert ["a.wast", "b.wast", "below/c.wast"] == [os.path.relpath(s.path, place) for s in scripts.find(str(place))]


def test_find_takes_any_file(place):
    assert [scripts.Script(str(place / "other.wat"), 8)] == scripts.find(str(place / "other.wat"))


@pytest.mark.parametrize("path, reason", [("none.wast", "cannot open .*: no such file"), ("empty", "has no scripts")])
def test_nothing_to_find(tmp_path, path, reason):
    (tmp_path / "empty").mkdir()

    with pytest.raises(WasihostError, match=reason):
        scripts.find(str(tmp_path / path))


@pytest.mark.parametrize(
    "end, message",
    [
        (os.abort, "the process that ran it died: SIGABRT"),
        (lambda: os._exit(3), "the process that ran it died: exit status 3"),
        (lambda: time.sleep(60), "did not end within 0.5 s"),
    ],
    ids=["crash", "exit", "hang"],
)
def test_a_crash_costs_only_its_script(place, monkeypatch, end, message):
    def run_script(content: bytes, level: str) -> Report:
        if b"b.wast" in content:
            end()
        return Report(len(content), (), {level: 1})

    monkeypatch.setattr(scripts, "run_script", run_script)
    monkeypatch.setattr(scripts, "TIMEOUT_S", 0.5)
    done = {}

    reports = scripts.run(scripts.find(str(place)), level="fast", jobs=2, on_done=done.__setitem__)

    good = [Report(19, (), {"fast": 1}), Report(25, (), {"fast": 1})]
    assert [good[0], Report(0, (Failure(0, "script", message),), {}), good[1]] == reports
    assert reports == [done[script] for script in scripts.find(str(place))]


def test_the_timer_of_one_script_does_not_end_the_next(place, monkeypatch):
    monkeypatch.setattr(scripts, "run_script", lambda content, level: time.sleep(0.3) or Report(1, (), {}))
    monkeypatch.setattr(scripts, "TIMEOUT_S", 0.5)

    assert [Report(1, (), {})] * 3 == scripts.run(scripts.find(str(place)), level="fast", jobs=1)


def test_a_script_that_is_gone(place):
    found = scripts.find(str(place))
    os.unlink(found[0].path)

    reports = scripts.run(found, level="fast", jobs=1)

    assert [(Failure(0, "script", "cannot be read: no such file or directory"),), (), ()] == [
        report.failures for report in reports
    ]


def test_signals_of_the_caller_do_not_reach_scripts(place, monkeypatch):
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        monkeypatch.setattr(scripts, "run_script", lambda content, level: time.sleep(30))
        monkeypatch.setattr(scripts, "TIMEOUT_S", 0.2)
        (report,) = scripts.run(scripts.find(str(place / "a.wast")), level="fast", jobs=1)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert "did not end" in report.failures[0].message
