"""The text of `--help` and of its short form `-h`, made from the tables of options and commands."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import wasihost
from wasihost.cli.manual import examples
from wasihost.cli.manual.model import STATUSES, SUMMARY, USAGE, usage
from wasihost.options import catalog
from wasihost.options.table import BY_NAME, OF_RUNS, OPTIONS, SHORT, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wasihost.options.row import Parameter

WIDTH = 80
NAMES = 30  # width of the column of names
RUN = "Run a module; `wasihost MODULE` does the same."

FOOT = """
After MODULE the options marked * are still the host's, until `--` or the first
argument that is none of them. All that follows is the guest's.
Most options are also variables, such as WASIHOST_QUIET=1, and keys of the
configuration file; `--quiet=no` overrides a flag that is set there.
"""


def text(*, top: bool = False, short: bool = False) -> str:
    """The help of a run; `top`: of the whole command, with a line for each other command."""
    head = f"{SUMMARY}\n\nUsage: {USAGE}\n" + ("       wasihost COMMAND …\n" if top else "")
    commands = f"\nCommands\n{_commands()}" if top else ""
    if short:
        common = "".join(_line(option, star="") for option in OPTIONS if option.common)
        name = "wasihost" if top else "wasihost run"
        return f"{head}{commands}\nCommon options\n{common}\n`{name} --help` lists all options.{_more(top)}\n"
    groups = dict.fromkeys(option.group for option in OPTIONS)
    sections = [f"\n{group}\n" + "".join(_line(o) for o in OPTIONS if o.group == group) for group in groups]
    statuses = [f"{number} {what}" if isinstance(number, int) else what for number, what, _ in STATUSES]
    return "".join(
        (
            head,
            commands,
            *sections,
            FOOT,
            _wrapped("Other variables: ", list(OF_RUNS), ",", "."),
            _wrapped("Exit status: ", statuses, ",", "; see `wasihost man`."),
            "\nExamples\n" + examples.text("run"),
        )
    )


def _more(top: bool) -> str:
    return " `wasihost help COMMAND` explains a command." if top else ""


def of_command(name: str) -> str:
    """The short form of a command's help; KeyError: there is no such command."""
    row = {row.name: row for row in catalog.COMMANDS}[name]
    members = [member for member in catalog.COMMANDS if member.name.startswith(f"{name} ")]
    shown = tuple(o for o in row.options if o.name not in BY_NAME or BY_NAME[o.name].common)
    parts = [f"{row.summary}\n\nUsage: {usage(row)}\n"]
    if members:
        parts.append(f"\nCommands\n{_rows([(member.name.split()[1], member.summary) for member in members])}")
    if shown:
        parts.append(f"\n{'Options' if shown == row.options else 'Common options'}\n")
        parts += [_line(option, star="") for option in shown]
    return "".join(parts) + f"\nExamples\n{examples.text(name)}\n`wasihost {name} --help` explains everything.\n"


def _commands() -> str:
    return _rows([("run", RUN), *((row.name, row.summary) for row in catalog.COMMANDS if " " not in row.name)])


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in rows)
    return "".join(f"  {name:<{width}}  {what}\n" for name, what in rows)


def _wrapped(first: str, words: list[str], separator: str, end: str) -> str:
    """A list, wrapped to the width of the screen."""
    lines = [first + words[0]]
    for n, word in enumerate(words[1:], 2):
        lines[-1] += separator
        room = WIDTH - len(lines[-1]) - len(end if n == len(words) else separator)
        if len(word) + 1 <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "".join(f"{line}\n" for line in lines).removesuffix("\n") + f"{end}\n"


def version() -> str:
    return f"wasihost {wasihost.__version__}\n"


def _line(option: Option | Parameter, star: str = "*") -> str:
    space = "" if option.kind == "optional" else " "
    short = getattr(option, "short", "") or next((s for s, name in SHORT.items() if name == option.name), "")
    names = f"{short + ', ' if short else ''}{option.name}{space}{option.metavar}".rstrip()
    mark = star if star and getattr(option, "after_module", False) else " "
    head, indent = f"{mark} {names:<{NAMES}}", " " * (NAMES + 2)
    if len(names) >= NAMES:
        return f"{head}\n{indent}{option.help}\n"
    return fill(option.help, WIDTH, initial_indent=head, subsequent_indent=indent, break_on_hyphens=False) + "\n"
