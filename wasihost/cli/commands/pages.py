"""`wasihost completions` and `wasihost man`: what is printed for shells and readers."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from wasihost.cli.completion import shells
from wasihost.cli.manual import markdown, roff
from wasihost.cli.manual import model as manual


def completions(
    shell: Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="bash|zsh|fish", show_default=False)],
) -> None:
    """Print what lets a shell complete the command line of wasihost.

    It says in its first lines where it goes.  `wasihost self shells` puts it where bash and fish look by themselves.
    """
    sys.stdout.write(shells.SCRIPTS[shell])


def man(
    format: Annotated[Literal["roff", "markdown"], typer.Option(help="what it is written in")] = "roff",
) -> None:
    """Print the manual: every command with its options, every variable, exit status and file."""
    sys.stdout.write((roff if format == "roff" else markdown).page(manual.sections()))
