"""`wasihost compile`: a module → an artifact to keep, or what the compiler makes of it on the way, to read."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Literal

import typer

from wasihost.cli.options import BY_NAME
from wasihost.cli.report import about
from wasihost.cli.run import Terminal
from wasihost.engine import Engine
from wasihost.errors import UsageError, WasihostError, system_reason

SUFFIXES = {"artifact": ".artifact", "llvm-ir": ".ll", "asm": ".s", "obj": ".o"}
BINARY = ("artifact", "obj")

Level = Annotated[Literal["fast", "balanced", "max"], typer.Option(help="how fast the code has to be")]
CanonicalNans = Annotated[bool, typer.Option("--canonical-nans", help=BY_NAME["--canonical-nans"].help)]
Jobs = Annotated[int | None, typer.Option(min=1, metavar="N", help=BY_NAME["--jobs"].help)]
Quiet = Annotated[bool, typer.Option("--quiet", help=BY_NAME["--quiet"].help)]
Color = Annotated[Literal["auto", "always", "never"], typer.Option(help=BY_NAME["--color"].help)]


def compile_module(
    module: Annotated[str, typer.Argument(metavar="MODULE")],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="write here; `-`: standard output; default: by MODULE's name"
        ),
    ] = None,
    level: Level = "max",
    canonical_nans: CanonicalNans = False,
    metered: Annotated[bool, typer.Option("--metered", help="its code counts, for runs with `--fuel`")] = False,
    jobs: Jobs = None,
    emit: Annotated[Literal["artifact", "llvm-ir", "asm", "obj"], typer.Option(help="what to write")] = "artifact",
    func: Annotated[
        list[int] | None,
        typer.Option(metavar="INDEX", help="only this function (again for more); not of an artifact"),
    ] = None,
    quiet: Quiet = False,
    color: Color = "auto",
) -> None:
    """Compile MODULE once and keep the result: `wasihost --allow-precompiled FILE` runs it without compiling."""
    if output == "-" and emit in BINARY and sys.stdout.isatty():
        raise UsageError(f"the {emit} is binary, and standard output is a terminal", hint="name a file: `-o FILE`")
    if func and emit == "artifact":
        raise UsageError("an artifact holds all functions: `--func` goes with another `--emit`")
    watcher = Terminal(quiet=quiet, color=color)
    engine = Engine(level=level, jobs=jobs, canonical_nans=canonical_nans, metered=metered, observer=watcher)
    with about(module):
        if emit == "artifact":
            with open(engine.artifact_for(module), "rb") as artifact:
                artifact.seek(0)
                data = artifact.read()
        else:
            data = engine.emit(module, emit, func)
    write_output(output or _default_output(module, emit), data)


def _default_output(module: str, emit: str) -> str:
    if module == "-":
        return "-"
    name = os.path.basename(module)
    return (name.removesuffix(".wasm").removesuffix(".wat") or name) + SUFFIXES[emit]


def write_output(path: str, data: bytes) -> None:
    """All of it, or no file at all; `-` is standard output."""
    try:
        if path == "-":
            sys.stdout.buffer.write(data)
        elif os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe stays what it is
            with open(path, "wb") as file:
                file.write(data)
        else:
            temporary = f"{path}.{os.getpid()}.tmp"
            try:
                with open(temporary, "wb") as file:
                    file.write(data)
                os.replace(temporary, path)
            except BaseException:
                if os.path.exists(temporary):
                    os.unlink(temporary)
                raise
    except OSError as error:
        raise WasihostError(f"cannot write `{path}`: {system_reason(error)}") from None
