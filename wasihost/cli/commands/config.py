"""`wasihost config`: the path of the configuration file, and the options that it and the environment set."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from wasihost.characters import printable
from wasihost.options import command_line
from wasihost.options.config_file import default_path
from wasihost.options.config_toml import Unreachable, load
from wasihost.options.table import BY_NAME, Option

app = typer.Typer(help="Show which options are set, and where.")


def _option(name: str) -> typer.models.OptionInfo:
    row = BY_NAME[name]
    return typer.Option(row.name, metavar=row.metavar, envvar=row.environment, help=row.help)  # type: ignore[no-any-return]


Config = Annotated[str | None, _option("--config")]
Profile = Annotated[str | None, _option("--profile")]


@app.command("path")
def path(config: Config = None) -> None:
    """Print the path of the configuration file, which need not exist."""
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(config or default_path(os.environ)) + b"\n")


@app.command("show")
def show(context: typer.Context, config: Config = None, profile: Profile = None) -> None:
    """Check the configuration, and show the options that are set.

    A line has the option, its value, and the file or variable that sets it.
    """
    given = [f"{name}={text}" for name, text in (("--config", config), ("--profile", profile)) if text]
    options = command_line.parse([*given, "--", "MODULE"], os.environ)  # reports mistakes as a run does
    rows: list[tuple[Option, str, str]] = []
    file = config or default_path(os.environ)
    loaded = None
    try:
        loaded = None if options.no_config or not os.path.lexists(file) else load(file)[1]
    except Unreachable as error:  # a run ignores this default
        context.obj.report.warning(error.message, error.hint)
    if loaded is not None:
        sources = [(loaded.top, file)] + (
            [(loaded.profiles[profile], f"{file} [profile.{profile}]")] if profile else []
        )
        for args, source in sources:
            for arg in args:
                name, _, text = arg.partition("=")
                rows.append((BY_NAME[name], text, source))
    rows += [(option, text, str(option.environment)) for option, text in command_line.from_environment(os.environ)]
    last = {option.name: at for at, (option, _, _) in enumerate(rows)}
    for at, (option, text, source) in enumerate(rows):
        if option.repeatable or last[option.name] == at:
            sys.stdout.write(f"{option.name:<18}  {printable(text):<20}  {printable(source)}\n")
