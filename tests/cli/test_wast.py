"""`wasihost wast`, as a shell sees it."""

import pytest

GOOD = """
(module (func (export "id") (param i32) (result i32) (local.get 0)))
(assert_return (invoke "id" (i32.const 3)) (i32.const 3))
"""
BAD = f"""{GOOD}
(assert_return (invoke "id" (i32.const 3)) (i32.const 4))
(module (type (struct)))
"""


@pytest.fixture
def scripts(tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "good.wast").write_text(GOOD)
    (tmp_path / "below" / "bad.wast").write_text(BAD)
    return tmp_path


@pytest.mark.parametrize("level", ["fast", "balanced", "max"])
def test_passing_script_has_status_0(wasihost, scripts, level):
    done = wasihost("wast", "good.wast", "--level", level)

    assert (0, b"") == (done.returncode, done.stderr)
    assert [
        "good.wast       2 passed     0 failed     0 skipped",
        "1 script        2 passed     0 failed     0 skipped",
    ] == done.stdout.decode().splitlines()


def test_a_failure_is_shown_with_its_line(wasihost, scripts):
    done = wasihost("wast", ".", "--jobs", "1")

    assert (1, b"") == (done.returncode, done.stderr)
    assert [
        "below/bad.wast       2 passed     1 failed     1 skipped (1 garbage collection)",
        "  below/bad.wast:5: assert_return: expected i32.const 0x4, got i32 0x3",
        "good.wast            2 passed     0 failed     0 skipped",
        "2 scripts            4 passed     1 failed     1 skipped",
    ] == done.stdout.decode().splitlines()


def test_of_many_failures_the_first_are_shown(wasihost, tmp_path):
    (tmp_path / "many.wast").write_text(
        "(module (type (struct)))\n" + '(assert_return (invoke "f"))\n(assert_malformed (module) "")\n' * 30
    )

    lines = wasihost("wast", "many.wast").stdout.decode().splitlines()

    assert 10 == sum("many.wast:" in line for line in lines)
    assert "  … and 20 more" in lines


@pytest.mark.parametrize(
    "arguments, status, message",
    [
        ((), 2, b"is missing"),
        (("none.wast",), 127, b"cannot open script `none.wast`: no such file or directory"),
        (("-",), 2, b"test scripts are read from files"),
        (("below",), 2, b"`below` has no scripts (*.wast)"),
        (("good.wast", "--level", "plain"), 2, b"--level"),
        (("good.wast", "--jobs", "0"), 2, b"--jobs"),
    ],
)
def test_mistakes_have_message_and_status(wasihost, scripts, arguments, status, message):
    (scripts / "below" / "bad.wast").unlink()

    done = wasihost("wast", *arguments)

    assert status == done.returncode
    assert message in done.stderr.lower()
    assert done.stdout == b""


def test_names_do_not_steer_the_terminal(wasihost, tmp_path):
    (tmp_path / "\x1b[31m.wast").write_text('(assert_return (invoke "\\1b[2J"))(assert_return (get "\\1b[2J"))')

    assert b"\x1b" not in wasihost("wast", ".").stdout
