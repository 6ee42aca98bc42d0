"""`wasihost help`: the text of `--help`, also of a command."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from wasihost.cli.manual import help as manual
from wasihost.errors import UsageError
from wasihost.options.catalog import COMMANDS
from wasihost.options.foreign import command_meant


def explain(
    context: typer.Context, names: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]...")] = None
) -> None:
    """Explain wasihost, or one of its commands."""
    name = " ".join(names or ())
    if name in ("", "run"):
        sys.stdout.write(manual.text(top=not name))
        return
    known = [row.name for row in COMMANDS]
    if name not in known:
        hint = command_meant(name, known) or "`wasihost help` lists all commands"
        raise UsageError(f"there is no command `{name}`", hint=hint)
    assert context.parent is not None
    context.parent.command.main([*name.split(), "--help"], prog_name="wasihost", standalone_mode=False)
