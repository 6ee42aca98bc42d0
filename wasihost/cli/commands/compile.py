"""`wasihost compile`: a module → an artifact or executable, or an intermediate result of the compiler."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer

from wasihost.artifact import contents
from wasihost.cli.executable import build
from wasihost.cli.executable.build import with_fixed_options
from wasihost.cli.executable.installed import Recipe
from wasihost.cli.report.reporter import about
from wasihost.cli.run.run import Terminal
from wasihost.digits import whole
from wasihost.engine import Engine
from wasihost.errors import UsageError, WasihostError, system_reason, to_type
from wasihost.module_file import stem
from wasihost.options.table import BY_NAME, Option
from wasihost.options.values import READERS


def as_in_a_run(option: Option) -> Callable[[str], Any]:
    """A parser for Typer, for an option that runs also have."""
    return lambda text: READERS[option.kind](option, text, option.name)


def _index(text: str) -> int:
    try:
        return whole(text)
    except ValueError:
        raise UsageError(f"`--func`: expected the number of a function, found `{text}`") from None


SUFFIXES = {"artifact": ".artifact", "exe": "", "llvm-ir": ".ll", "asm": ".s", "obj": ".o"}
BINARY = ("artifact", "exe", "obj")

Level = Annotated[
    Literal["interpret", "baseline", "fast", "balanced", "max"],
    typer.Option(help="choose how well the code is optimized"),
]
CanonicalNans = Annotated[bool, typer.Option("--canonical-nans", help=BY_NAME["--canonical-nans"].help)]
Jobs = Annotated[
    int | None, typer.Option(metavar="N", parser=as_in_a_run(BY_NAME["--jobs"]), help=BY_NAME["--jobs"].help)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=BY_NAME["--quiet"].help)]
Color = Annotated[Literal["auto", "always", "never"], typer.Option(help=BY_NAME["--color"].help)]
FIXED_NAMES = {option.name for option in build.FIXED} - {"--canonical-nans"}
HINTS = {"--fuel": "`--metered` makes code that counts", "--reproducible": "`--canonical-nans` makes NaNs reproducible"}
Cpu = Literal["native", "baseline"]  # this machine's CPU, or any of its architecture


@with_fixed_options
def compile_module(
    context: typer.Context,
    module: Annotated[str, typer.Argument(metavar="MODULE")],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="write to FILE; `-`: stdout; default: named after MODULE"),
    ] = None,
    level: Level = "max",
    args: tuple[str, ...] = (),
    metered: Annotated[bool, typer.Option("--metered", help="make code that counts, for runs with `--fuel`")] = False,
    jobs: Jobs = None,
    emit: Annotated[
        Literal["artifact", "exe", "llvm-ir", "asm", "obj"], typer.Option(help="choose what to write")
    ] = "artifact",
    func: Annotated[
        list[int] | None,
        typer.Option(metavar="INDEX", parser=_index, help="emit this function only; not with artifact or exe"),
    ] = None,
    cpu: Annotated[Cpu | None, typer.Option(help="target this CPU or all; default: native, baseline for exe")] = None,
    quiet: Quiet = False,
    color: Color = "auto",
) -> None:
    """Compile MODULE to an artifact, an executable, IR or assembly.

    `wasihost --allow-precompiled FILE` runs an artifact without compiling it.

    `--emit exe` writes an executable that needs neither wasihost nor Python. Its grants are those of `--dir` and
    `--env`. If it has none, it takes options from the variable WASIHOST_OPTIONS when it runs. Its limits apply unless
    that variable sets others.
    """
    if output == "-" and emit in BINARY and sys.stdout.isatty():
        raise UsageError(f"the {emit} is binary, and standard output is a terminal", hint="name a file: `-o FILE`")
    if func and emit in ("artifact", "exe"):
        raise UsageError(f"an {emit} contains all functions: use `--func` with another `--emit`")
    path = output or _default_output(module, emit)
    if path == module != "-":
        raise UsageError(f"`{path}` is the module itself", hint="write to another file: `-o FILE`")
    options = build.as_of_run(args)
    if emit != "exe" and (fixed := [arg for arg in args if arg in FIXED_NAMES]):
        raise UsageError(f"`{fixed[0]}` needs `--emit exe`", hint=HINTS.get(fixed[0]))
    if metered and emit == "exe":
        raise UsageError("`--metered` is not for an exe: `--fuel N` sets how much it may use")
    require_place(path)
    cpu = cpu or ("baseline" if emit == "exe" else "native")
    report = context.obj.report.colored(color)
    watcher = Terminal(report, quiet=quiet)
    engine = Engine(
        level=level,
        jobs=jobs,
        canonical_nans=options.canonical_nans,
        metered=metered,
        any_cpu=cpu == "baseline",
        observer=watcher,
    )
    with about(module):
        if emit == "exe":
            recipe = Recipe(args, level, cpu, settable=not options.dir and not options.env)
            data = build.make(module, recipe, jobs=jobs, observer=watcher)
        elif emit == "artifact":
            with open(engine.artifact_for(module), "rb") as artifact:
                data = contents(artifact.fileno())
        else:
            data = engine.emit(module, emit, func)
    write_output(path, data, mode=0o777 if emit == "exe" else 0o666)
    if emit == "exe" and not quiet and os.path.isfile(path):
        report.suggestion(to_type(os.path.join(os.path.dirname(path) or ".", os.path.basename(path))))


def _default_output(module: str, emit: str) -> str:
    if module == "-":
        return "-"
    return (stem(module) or os.path.basename(module)) + SUFFIXES[emit]


def require_place(path: str, *, below_new: bool = False, hint: str | None = None) -> None:
    """Raise an error before the work starts if a file cannot be written; `below_new`: directories will be created."""
    directory = os.path.dirname(path) or "."
    while below_new and not os.path.lexists(directory):
        directory = os.path.dirname(directory)
    if path == "-" or (os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)):
        return
    reason = None
    try:
        if os.path.isdir(path):
            reason = "it is a directory"
        elif os.statvfs(os.path.join(directory, "")).f_flag & os.ST_RDONLY:
            reason = "read-only file system"
        elif not os.access(directory, os.W_OK | os.X_OK):
            reason = "permission denied"
    except OSError as error:
        reason = system_reason(error)
    if reason:
        raise WasihostError(f"cannot write `{path}`: {reason}", hint=hint)


def write_output(path: str, data: bytes, *, mode: int = 0o666) -> None:
    """Write all data, or no file at all; `-` is standard output.  A running program with this name continues."""
    try:
        if path == "-":
            sys.stdout.buffer.write(data)
        elif os.path.exists(path) and not os.path.isfile(path):  # write to a device or a pipe, and do not replace it
            with open(path, "wb") as file:
                file.write(data)
        else:
            temporary = f"{path}.{os.getpid()}.tmp"
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)  # restricted by the umask
            try:
                with open(fd, "wb") as file:
                    file.write(data)
                os.replace(temporary, path)
            except BaseException:
                os.unlink(temporary)
                raise
    except OSError as error:
        raise WasihostError(f"cannot write `{path}`: {system_reason(error)}") from None
