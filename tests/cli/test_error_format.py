"""`--error-format json`: one object for each error, warning and trap."""

import json

import pytest

from tests.cli import guests
from wasihost.characters import shortened

KEYS = [
    "kind", "message", "hint", "status", "module", "offset", "line", "column", "code", "backtrace",
    "omitted_frames", "omitted_at",
]  # fmt: skip
JSON = ["--error-format", "json"]
ERRORS = [
    # arguments, what is not null or empty
    ([*JSON, "--dri"], {"message": "unknown option `--dri`", "hint": "did you mean `--dir`?", "status": 2}),
    (["--dri", "--error-format=json"], {"message": "unknown option `--dri`", "hint": "did you mean `--dir`?",
     "status": 2}),
    ([*JSON, "gone.wasm"], {"message": "cannot open module `gone.wasm`: no such file or directory", "status": 127,
     "module": "gone.wasm"}),
    ([*JSON, "bad.wasm"], {"message": "malformed section id", "status": 126, "module": "bad.wasm", "offset": 8}),
    ([*JSON, "bad.wat"], {"message": "unknown func `$f`", "status": 126, "module": "bad.wat", "line": 1,
     "column": 21}),
    ([*JSON, "m.wasm", "--dir", "gone"], {"message": "cannot preopen `gone`: no such directory",
     "hint": "create it, or grant another directory: `wasihost m.wasm --dir HOST::GUEST`", "status": 2,
     "module": "m.wasm"}),
    (["compile", *JSON, "bad.wasm"], {"message": "malformed section id", "status": 126, "module": "bad.wasm",
     "offset": 8}),
    (["compile", "m.wasm", "--level", "x", "--error-format=json"], {
     "message": "`--level`: expected one of `interpret`, `baseline`, `fast`, `balanced`, `max`, found `x`",
     "hint": "`wasihost compile --help` explains it", "status": 2}),
    (["inspect", "bad.wasm", *JSON], {"message": "malformed section id", "status": 126, "module": "bad.wasm",
     "offset": 8}),
    (["cache", "prune", "--max-size", "x", *JSON], {"message": "`--max-size`: expected a size such as `4096`, `512M` "
     "or `1.5G`, less than `1048576T`, found `x`", "hint": None, "status": 2}),
]  # fmt: skip


@pytest.fixture
def bad(tmp_path):
    (tmp_path / "bad.wasm").write_bytes(b"\0asm\1\0\0\0\x0f\0")
    (tmp_path / "bad.wat").write_text("(module (func (call $f)))")


@pytest.mark.parametrize("args, expected", ERRORS, ids=[" ".join(row[0]) for row in ERRORS])
def test_errors_are_one_json_object(wasihost, bad, args, expected):
    done = wasihost(*args, m=guests.EMPTY)

    (line,) = done.stderr.decode().splitlines()
    found = json.loads(line)
    assert KEYS == list(found)
    full = {"kind": "error", "omitted_frames": 0, "omitted_at": None, "backtrace": [], **expected}
    assert {**dict.fromkeys(KEYS), **full} == found
    assert (expected["status"], b"") == (done.returncode, done.stdout)


def test_trap_is_one_json_object_with_frames(wasihost):
    done = wasihost(*JSON, "m.wasm", m=guests.DIVIDES)

    found = json.loads(done.stderr)
    assert KEYS == list(found)
    assert ("trap", "integer divide by zero: i32.div_s", "integer_divide_by_zero", 134, "m.wasm", 0x2F) == tuple(
        found[key] for key in ("kind", "message", "code", "status", "module", "offset")
    )
    assert {"function": "div", "index": 0, "offset": 0x2F, "file": None, "line": None} == found["backtrace"][0]
    assert [0, 1, 2] == [frame["index"] for frame in found["backtrace"]]
    assert (0, None) == (found["omitted_frames"], found["omitted_at"])


def test_long_backtrace_reports_omitted_frames(wasihost):
    found = json.loads(wasihost(*JSON, "m.wasm", m=guests.RECURSES).stderr)

    assert "stack_exhausted" == found["code"]
    assert found["omitted_frames"] > 1000 and 60 < found["omitted_at"] < len(found["backtrace"])
    assert "main" == found["backtrace"][-2]["function"]


def test_a_name_without_end_is_shortened(wasihost):
    name = "\\01é" * 60_000
    module = f'(module (import "env" "{name}" (func $f)) (func (export "_start") (call $f)))'

    found = json.loads(wasihost(*JSON, "--unknown-imports", "trap", "m.wasm", m=module).stderr)

    shown = shortened("\x01é" * 60_000)
    assert ("unknown_import", f"call of an unknown import: `env::{shown}`") == (found["code"], found["message"])


def test_warnings_and_hints(wasihost, tmp_path):
    (tmp_path / "file").touch()

    done = wasihost(*JSON, "--cache-dir", "file", "m.wasm", "--dir", ".", m=guests.opens("../x", 3, "unreachable"))
    warning, trap = map(json.loads, done.stderr.decode().splitlines())

    assert KEYS == list(warning) and ("warning", None) == (warning["kind"], warning["status"])
    assert warning["message"].startswith("the cache `file` is not used: ")
    assert "trap" == trap["kind"] and trap["hint"].startswith("`../x` leads out")


def test_a_program_that_fails_by_itself_is_no_error_of_ours(wasihost):
    assert b"" == wasihost(*JSON, "m.wasm", m=guests.exits(3)).stderr


def test_variable_sets_the_error_format(wasihost):
    environ = {"WASIHOST_ERROR_FORMAT": "json"}

    for args in (["gone.wasm"], ["--dri"], ["inspect", "gone.wasm"], ["cache", "--dri"]):
        assert "error" == json.loads(wasihost(*args, environ=environ).stderr)["kind"]
    assert b"error: cannot open" in wasihost("--error-format=text", "gone.wasm", environ=environ).stderr


@pytest.mark.parametrize("args", [["--error-format", "xml", "m.wasm"], ["inspect", "--error-format", "xml"]])
def test_an_unknown_format(wasihost, args):
    done = wasihost(*args, m=guests.EMPTY)

    assert b"error: `--error-format`: expected one of `text`, `json`, found `xml`\n" == done.stderr


def test_words_of_the_guest_are_the_guests(wasihost):
    done = wasihost("m.wasm", "--error-format", "json", m=guests.repeats("args"))

    assert b"m.wasm\0--error-format\0json\0" in done.stdout
