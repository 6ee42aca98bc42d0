"""The shape of a row about a command that Typer parses; the rows are in `catalog`."""

from __future__ import annotations

from typing import NamedTuple


class Parameter(NamedTuple):
    """An option, or an argument, which is named as its value.  It reads like a row of `options`."""

    name: str  # `--level`, `MODULE`
    metavar: str  # empty for a flag; the values of a choice
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
    """A command; a group, as `cache`, has neither arguments nor options."""

    name: str  # `compile`, `cache ls`
    help: str  # paragraphs, of which the first is a summary
    arguments: tuple[Parameter, ...] = ()
    options: tuple[Parameter, ...] = ()

    @property
    def summary(self) -> str:
        return self.help.split("\n")[0]
