"""`--env '*'`: all variables of the host, in every way to run a module."""

import pytest

from tests.cli import guests

READS = guests.repeats("environ")
OWN = {"PATH", "PYTHONPATH", "TERM", "HOME"}


def given(done, known):
    assert (0, b"") == (done.returncode, done.stderr)
    found = [text.decode().partition("=") for text in done.stdout.split(b"\0")[:-1]]
    assert len(found) == len({name for name, _, _ in found})
    return {name: value for name, _, value in found if name in known}


@pytest.mark.parametrize(
    "options, expected",
    [
        (["--env", "*"], {"A": "1", "B": ""}),
        (["--env", "*", "--env", "A=2", "--env", "C=3"], {"A": "2", "B": "", "C": "3"}),  # the last one counts
        (["--env", "A=2", "--env", "C=3", "--env", "*"], {"A": "1", "B": "", "C": "3"}),
        (["--env", "*", "--env", "A=2", "--env", "*"], {"A": "1", "B": ""}),
        (["--env", "*=x"], {"*": "x"}),
    ],
)
def test_all_variables(start, environ, options, expected):
    environ |= {"A": "1", "B": ""}
    del environ["WASIHOST_CACHE_DIR"]  # has nothing to do with executables

    assert expected == given(start(READS, options=options), {"A", "B", "C", "*"})


def test_exactly_those_of_the_host(start, environ):
    """Also in the C locale, in which Python sets a variable of its own."""
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        environ.pop(name, None)
    found = given(start(READS, options=["--env", "*"]), {*environ, "LC_CTYPE"})

    assert environ == found


def test_places_other_than_the_command_line(wasihost, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('env = ["*", "B=2"]\n')
    config.chmod(0o600)
    own = {"A": "1", "B": "1"}

    for options, environ in ([["--config", "config.toml"], own], [[], {**own, "WASIHOST_ENV": "*\nB=2"}]):
        done = wasihost(*options, "m.wasm", m=READS, environ=environ)
        assert {"A": "1", "B": "2"} == given(done, {"A", "B"})


def test_a_variable_of_the_host_that_python_adds(wasihost, environ):
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        environ.pop(name, None)

    assert {} == given(wasihost("--env", "LC_CTYPE", "m.wasm", m=READS), {"LC_CTYPE"})
