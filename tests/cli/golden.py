"""What is made from the tables of options and commands, as it is today: `scripts/bless` writes it.

wasihost/options/catalog.py   what Typer's commands take, for completions, which have no time to import Typer
docs/reference.md         the manual
tests/cli/help/           every text of `--help`, and of `-h`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from wasihost.cli.commands.dispatch import app
from wasihost.cli.manual import help, markdown
from wasihost.cli.manual import model as manual
from wasihost.options.row import Command, Parameter
from wasihost.options.table import BY_NAME, COMMANDS
from wasihost.wasi.preview1 import FUNCTIONS

ROOT = Path(__file__).parents[2]
HELP = Path(__file__).parent / "help"
REFERENCE = ROOT / "docs" / "reference.md"
CATALOG = ROOT / "wasihost" / "options" / "catalog.py"
TEXTS_OF_RUNS = {
    "top": lambda: help.text(top=True),
    "top -h": lambda: help.text(top=True, short=True),
    "run": help.text,
    "run -h": lambda: help.text(short=True),
}
HEAD = '''"""The commands beside `run`, what they take, and the names of WASI: for readers with no time to import those.

`scripts/bless` writes this file.
"""

from wasihost.options.row import Command, Parameter

# fmt: off
COMMANDS = (
'''


def render() -> dict[Path, str]:
    """The files, as they should be.  The reference is made from the catalog that is there."""
    files = {CATALOG: catalog(), REFERENCE: markdown.page(manual.sections())}
    return files | {HELP / f"{re.sub('[ -]+', '-', name)}.txt": help_text(name) for name in names()}


def names() -> list[str]:
    """Of all commands, and their short forms."""
    return [*TEXTS_OF_RUNS, *(name for command in commands() for name in (command.name, f"{command.name} -h"))]


def help_text(name: str) -> str:
    if name in TEXTS_OF_RUNS:
        return TEXTS_OF_RUNS[name]()
    if name.endswith(" -h"):
        return help.of_command(name.removesuffix(" -h"))
    return CliRunner().invoke(app, [*name.split(), "--help"], prog_name="wasihost", env={"COLUMNS": "80"}).output


def commands() -> Iterator[Command]:
    """What Typer makes of the functions."""
    yield from sorted(_commands(get_command(app), ""), key=lambda command: COMMANDS.index(command.name.split()[0]))


def _commands(group: Any, prefix: str) -> Iterator[Command]:
    for name, command in group.commands.items():
        paragraphs = (" ".join(paragraph.split()) for paragraph in command.help.split("\n\n"))
        kinds: dict[bool, list[Parameter]] = {True: [], False: []}
        for parameter in command.params:
            kinds[parameter.param_type_name == "argument"].append(_parameter(parameter))
        yield Command(prefix + name, "\n".join(paragraphs), tuple(kinds[True]), tuple(kinds[False]))
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix}{name} ")


def _parameter(parameter: Any) -> Parameter:
    of_run = BY_NAME.get(parameter.opts[0])
    choices = "|".join(getattr(parameter.type, "choices", ()))
    if of_run and of_run.kind == "choice" and of_run.metavar == parameter.metavar:
        choices = of_run.metavar
    is_flag = getattr(parameter, "is_flag", False)
    is_argument = parameter.param_type_name == "argument"
    default = "" if is_flag or parameter.default is None else str(parameter.default)
    names = sorted(parameter.opts, key=len)
    return Parameter(
        name=parameter.metavar if is_argument else names[-1],
        metavar="" if is_flag else choices or parameter.metavar,
        kind="flag" if is_flag else "choice" if choices else "text",
        help=getattr(parameter, "help", None) or "",
        short=names[0] if len(names) > 1 else "",
        default=default,
        environment=parameter.envvar,
        repeatable=bool(getattr(parameter, "multiple", False)) or parameter.nargs == -1,
        required=parameter.required,
    )


def catalog() -> str:
    rows = "".join(_command(command) for command in commands())
    wasi = "".join(f"    {row[0].name!r},\n" for row in FUNCTIONS)
    return f"{HEAD}{rows})\n\nWASI = (\n{wasi})\n"


def _command(command: Command) -> str:
    help = "\n".join(f"        {part!r}" for part in wrap(command.help))
    rows = ("".join(map(_row, rows)) for rows in (command.arguments, command.options))
    groups = "".join(f"        (\n{group}        ),\n" if group else "        (),\n" for group in rows)
    return f"    Command(\n        {command.name!r},\n{help},\n{groups}    ),\n"


def _row(row: Parameter) -> str:
    """The fields that have no defaults, which come first, and those of the others that say something."""
    words = [
        repr(value) if n < len(row) - len(row._field_defaults) else f"{name}={value!r}"
        for n, (name, value) in enumerate(zip(row._fields, row, strict=True))
        if row._field_defaults.get(name) != value
    ]
    line = f"            Parameter({', '.join(words)}),\n"
    if len(line) <= 120:
        return line
    fields = "".join(f"                {word},\n" for word in words)
    return f"            Parameter(\n{fields}            ),\n"


def wrap(text: str) -> list[str]:
    """Parts of at most a line, which end behind spaces."""
    return re.findall(r".{1,100}(?:\s|$)", text, re.DOTALL)
