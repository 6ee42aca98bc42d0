"""`wasihost completions` and `wasihost man`: print text for shells and readers."""

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
    """Print completions for a shell.

    The first lines of the output explain where to put it. `wasihost self shells` installs it for bash and fish.
    """
    sys.stdout.write(shells.SCRIPTS[shell])


def man(
    format: Annotated[Literal["roff", "markdown"], typer.Option(help="choose the output format")] = "roff",
) -> None:
    """Print the manual, as a man page or as Markdown."""
    sys.stdout.write((roff if format == "roff" else markdown).page(manual.sections()))
