"""The shape of a row for a command that Typer parses.  `catalog` has the rows."""

from __future__ import annotations

from typing import NamedTuple


class Parameter(NamedTuple):
    """An option, or an argument, whose name is that of its value.  It has the attributes of a row of `options`."""

    name: str  # `--level`, `MODULE`
    metavar: str  # empty for a flag; for a choice, its values
    kind: str  # flag, choice, text
    help: str
    short: str = ""
    default: str = ""
    environment: str | None = None
    repeatable: bool = False
    required: bool = False

    @property
    def choices(self) -> list[str]:
        return self.metavar.split("|")


class Command(NamedTuple):
    """A command.  A group, such as `cache`, has neither arguments nor options."""

    name: str  # `compile`, `cache ls`
    help: str  # paragraphs; the first is a summary
    arguments: tuple[Parameter, ...] = ()
    options: tuple[Parameter, ...] = ()

    @property
    def summary(self) -> str:
        return self.help.split("\n")[0]
