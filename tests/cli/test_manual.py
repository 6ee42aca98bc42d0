"""The manual says what the tables say, and readers can show it."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from tests.cli import golden
from wasihost.cli.commands.dispatch import app
from wasihost.cli.manual import examples, markdown, roff
from wasihost.cli.manual import model as manual
from wasihost.errors import WasihostError
from wasihost.options import catalog
from wasihost.options.command_line import parse
from wasihost.options.table import COMMANDS, OPTIONS

ROOT = Path(__file__).parents[2]
PAGE = roff.page(manual.sections())
REFERENCE = markdown.page(manual.sections())
RENDERED = golden.render()
SOURCES = [*ROOT.glob("wasihost/**/*.py"), ROOT / "scripts" / "install.sh"]
OURS_ALONE = {"WASIHOST_STREAMS", "WASIHOST_NATIVE_MACHINE"}  # between processes; for tests of machines


@pytest.mark.parametrize("path", RENDERED, ids=lambda path: path.name)
def test_generated_files_match_their_tables(path):
    assert path.exists(), f"{path}: run `scripts/bless`"
    assert RENDERED[path] == path.read_text(), f"{path}: run `scripts/bless`, and read what changed"


def test_help_directory_contains_only_generated_texts():
    assert {path for path in RENDERED if path.parent == golden.HELP} == set(golden.HELP.iterdir())


def test_the_catalog_has_every_command():
    assert {*COMMANDS} - {"run"} == {row.name.split()[0] for row in catalog.COMMANDS}
    assert len(catalog.COMMANDS) > len(COMMANDS)


# ------------------------------------------------------------------------------------------------------------- contents
@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_both_have_every_option_with_all_that_is_known_of_it(option):
    row = next(line for line in REFERENCE.splitlines() if re.match(rf"\| `(-\w, )?{option.name}` \|", line))
    name = f"\\fB{roff.literal(option.name)}\\fR"
    entry = next(part for part in PAGE.split(".TP\n") if name in part.split("\n")[0])

    for text in filter(None, (option.metavar, option.environment)):
        assert text in row.replace("\\|", "|")
        assert roff.literal(text) in entry
    assert ("| yes |" in row) == option.after_module == ("Also after MODULE." in " ".join(entry.split("\n")))


def test_every_variable_that_is_read_is_listed():
    read = {name for path in SOURCES for name in re.findall(r"\bWASIHOST_[A-Z]+(?:_[A-Z]+)*\b", path.read_text())}
    listed = set(re.findall(r"^\| `(\w+)` \|", REFERENCE, re.MULTILINE))

    assert set() == read - listed - OURS_ALONE
    assert OURS_ALONE < read


def test_exit_statuses_are_those_of_the_exceptions():
    def statuses(error):
        return {error.exit_status}.union(*map(statuses, error.__subclasses__()))

    assert statuses(WasihostError) == {number for number, _, _ in manual.STATUSES if isinstance(number, int)}


# ------------------------------------------------------------------------------------------------------------- examples
def words_of(line):
    """Of the command in an example: what a shell makes of it, as far as it matters."""
    inner = re.search(r"\$\((wasihost .*?)\)", line)
    words = shlex.split(inner[1] if inner else line)
    end = next((n for n, word in enumerate(words) if word == "|"), len(words))
    return words[:end]


EXAMPLES = [(name, line) for name, rows in examples.EXAMPLES.items() for line, _ in rows]


@pytest.mark.parametrize("name, line", EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_an_example_is_one_of_its_command_and_can_be_typed(name, line):
    command, *words = words_of(line)

    assert "wasihost" == command
    if name == "run":
        assert words[0] == parse(words, {}).module
        return
    expected = name if name != "cache" and name != "self" else " ".join(words[:2])
    assert name.split() == words[: len(name.split())]
    group = get_command(app)
    for word in expected.split():
        group = group.commands[word]
    group.make_context(name, words[len(expected.split()) :])  # raises where Typer would


def test_every_command_has_an_example():
    assert {"run", *(row.name for row in catalog.COMMANDS)} == set(examples.EXAMPLES)


# ----------------------------------------------------------------------------------------------------------- appearance
@pytest.mark.parametrize("path", sorted(golden.HELP.iterdir()), ids=lambda path: path.stem)
def test_help_fits_a_terminal(path):
    text = path.read_text()

    assert max(map(len, text.splitlines())) <= 80
    assert "wasihost" in text.splitlines()[-1]  # an example


READERS = {
    "man": ["man", "-l", "--warnings", "-"],
    "groff": ["groff", "-ww", "-man", "-Tutf8"],
    "mandoc": ["mandoc", "-T", "lint", "-W", "error"],
}


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_has_anything_to_say(reader):
    if not shutil.which(reader):
        pytest.skip(f"there is no {reader} here")
    done = subprocess.run(READERS[reader], input=PAGE, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8",
                          "PATH": "/usr/bin:/bin", "MANWIDTH": "80"})  # fmt: skip

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.skipif(not shutil.which("man") or not shutil.which("groff"), reason="there is no man, or no groff here")
def test_the_page_at_80_columns():
    environ = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "MANWIDTH": "80", "MANROFFOPT": "-c"}
    done = subprocess.run(["man", "-l", "-"], input=PAGE, capture_output=True, text=True, env=environ)
    text = re.sub(".\b", "", done.stdout)

    assert max(map(len, text.splitlines())) <= 80
    for line in (
        "       wasihost cache prune [OPTIONS]\n",
        "       --dir HOST[::GUEST[::ro]]\n",
        "       -q, --quiet\n",
        "   wasihost self uninstall\n",
        '       eval "$(wasihost completions bash)"',
        "              WASIHOST_MAX_COMPILE_TIME.\n",  # in one piece
        "       ~/.cache/wasihost/app-…\n",
    ):
        assert f"\n{line}" in text
    assert "`" not in text
