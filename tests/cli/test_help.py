"""The help fits a screen, and says what the tables say."""

import re

import pytest

from tests.cli import golden
from wasihost.cli.manual import help
from wasihost.options.catalog import COMMANDS
from wasihost.options.table import OF_RUNS, OPTIONS

SHORT = [name for name in golden.names() if name.endswith(" -h")]


def test_help_fits_a_screen():
    assert len(help.text().splitlines()) <= 70
    assert len(help.text(top=True, short=True).splitlines()) <= 34


@pytest.mark.parametrize("name", [*SHORT, "run", "top"])
def test_help_fits_a_line(name):
    assert 80 >= max(map(len, golden.help_text(name).splitlines()))


def test_help_lists_every_option_and_marks_those_allowed_after_module():
    listed = re.findall(r"^([* ]) (?:-[a-zA-Z], )?(--[a-z0-9-]+)", help.text(), re.MULTILINE)

    assert [("*" if option.after_module else " ", option.name) for option in OPTIONS] == listed


def test_help_names_the_variables_that_stand_for_no_option():
    assert OF_RUNS and all(name in help.text() for name in OF_RUNS)


def test_top_help_has_a_line_for_every_command():
    for text in (help.text(top=True), help.text(top=True, short=True)):
        listed = re.findall(r"^  ([a-z]+)  +[A-Z]", text, re.MULTILINE)
        assert ["run", *(row.name for row in COMMANDS if " " not in row.name)] == listed


def test_a_help_line_stands_alone():
    """It begins with a verb or a noun, in lower case as the names in front of it, and is no sentence."""
    for row in (*OPTIONS, *(option for command in COMMANDS for option in command.options)):
        assert re.match(r"[a-z]", row.help) and not row.help.endswith("."), row
        assert row.help.split()[0] not in ("its", "what", "whose", "where", "how", "only", "the", "of"), row


SAME = [
    # what is typed, the text of
    (["--help"], "top"),
    (["help"], "top"),
    (["-h"], "top -h"),
    (["--dir", ".", "-h"], "top -h"),
    (["run", "--help"], "run"),
    (["help", "run"], "run"),
    (["run", "-h"], "run -h"),
    (["help", "compile"], "compile"),
    (["compile", "--help"], "compile"),
    (["compile", "-h"], "compile -h"),
    (["compile", "--level", "max", "-h", "m.wasm"], "compile -h"),
    (["cache", "-h"], "cache -h"),
    (["help", "cache", "prune"], "cache prune"),
    (["cache", "prune", "-h"], "cache prune -h"),
]


@pytest.mark.parametrize("typed, name", SAME, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_every_way_to_ask(wasihost, typed, name):
    done = wasihost(*typed)

    assert (0, b"") == (done.returncode, done.stderr)
    # Typer's lines have another length here.
    assert "".join(golden.help_text(name).split()) == "".join(done.stdout.decode().split())


@pytest.mark.parametrize(
    "topic, hint",
    [("complie", "did you mean `wasihost compile`?"), ("cache lsx", "did you mean `wasihost cache ls`?"),
     ("x", "`wasihost help` lists all commands")],
)  # fmt: skip
def test_help_about_nothing(wasihost, topic, hint):
    done = wasihost("help", *topic.split())

    assert (2, b"") == (done.returncode, done.stdout)
    assert f"error: there is no command `{topic}`\nhint: {hint}\n" == done.stderr.decode()


def test_what_follows_two_dashes_asks_for_nothing(wasihost):
    done = wasihost("inspect", "--", "-h")

    assert 127 == done.returncode
    assert b"`-h`" in done.stderr
