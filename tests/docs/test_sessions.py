"""What the documentation shows is what happens: every command of every page, run as printed."""

import os
import shutil
from pathlib import Path

import pytest

from tests.docs.session import Command, commands, run
from tests.door import launcher, with_python
from wasihost.host import library

ROOT = Path(__file__).parents[2]
PAGES = [path for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]) if commands(path.read_text())]


@pytest.fixture
def home(tmp_path):
    """A user's home with the examples, and the command on the path."""
    bin_dir = tmp_path / "home/.local/bin"
    bin_dir.mkdir(parents=True)
    shutil.copy(launcher(), bin_dir / "wasihost")
    place = tmp_path / "home/work"
    place.mkdir()
    shutil.copytree(ROOT / "examples", place / "examples")
    for name in ("README.md", "LICENSE"):
        shutil.copy(ROOT / name, place)
    cache = tmp_path / "home/.cache/wasihost"  # which has the compiled runtime already: a checkout builds it otherwise
    cache.mkdir(parents=True, mode=0o700)
    library.load()
    shutil.copy2(library.path(), cache)
    return tmp_path / "home"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_sessions_on_pages_print_what_they_show(page, home):
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("WASIHOST_", "XDG_"))}
    environ = with_python({**inherited, "WASIHOST_BACKGROUND": "0", "LC_ALL": "C.UTF-8"})
    environ |= {"HOME": str(home), "PATH": f"{home}/.local/bin:{environ['PATH']}"}
    session = commands(page.read_text())

    printed = run(session, home / "work", environ)

    wrong = [
        f"{page.name}:{command.line}: $ {command.text}{text}"
        for command, text in zip(session, printed, strict=True)
        if not command.printed(text)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "shown, printed, expected",
    [
        ("one\n", "one\n", True),
        ("one\n", "one\ntwo\n", False),
        ("one … three\n", "one two three\n", True),
        ("one … three\n", "one\nthree\n", False),
        ("one\n…\n", "one\n", True),
        ("…\nthree\n", "one\ntwo\nthree\n", True),
        ("(1+1)\n", "11\n", False),
        ("", "one\n", False),
    ],
)
def test_shown_output_matches_printed_output(shown, printed, expected):
    assert Command(1, "", shown).printed(printed) is expected


def test_sessions_are_found():
    page = "text\n```console\n$ cat <<END\n> a\n> END\na\n$ true\n```\n```sh\n$ no\n```\n"

    assert commands(page) == [Command(3, "cat <<END\na\nEND\n", "a\n"), Command(7, "true\n", "")]
