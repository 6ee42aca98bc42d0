"""What to try next is said to a person, at a terminal, and to nobody else."""

import pytest

from tests.cli.terminal import Terminal

NEXT = b"try this next: "
LINES = [
    # arguments, what is suggested
    (["compile", "--level", "fast", "--emit", "exe", "hello.wasm", "-o", "hello"], b"`./hello`"),
    (["compile", "--level", "fast", "--emit", "exe", "hello.wasm", "-o", "out/hello"], b"`out/hello`"),
    (["install", "--level", "fast", "--bin-dir", "out", "hello.wasm"], b"/out/hello`"),
    (["compile", "--level", "fast", "--quiet", "--emit", "exe", "hello.wasm", "-o", "hello"], None),
    (["compile", "--level", "fast", "hello.wasm", "-o", "x.artifact"], None),
    (["compile", "--level", "fast", "--emit", "asm", "hello.wasm", "-o", "x.s"], None),
]


@pytest.mark.parametrize(
    "arguments, suggested", LINES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_person_is_told(command, place, environ, wasihost, arguments, suggested):
    (place / "out").mkdir()
    with Terminal([*command, *arguments], environ=environ, directory=place) as terminal:
        assert 0 == terminal.end()

    said = [line for line in terminal.shown.splitlines() if NEXT in line]
    assert said == [] if suggested is None else (len(said) == 1 and said[0].endswith(suggested)), terminal.shown


def test_nobody_else_is(place, wasihost):
    for arguments, _ in LINES:
        (place / "out").mkdir(exist_ok=True)
        done = wasihost(*arguments, *(["--force"] if arguments[0] == "install" else []), cwd=place)
        assert (0, False) == (done.returncode, NEXT in done.stdout + done.stderr)
