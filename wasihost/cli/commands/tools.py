"""`wasihost install` and related commands: modules as commands with fixed grants.

An installed command is an executable that contains its module (`cli.executable.build`).  The file itself records what
it was made from, so there is no separate list that could disagree with the directory.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from typing import Annotated

import typer

from wasihost.characters import printable
from wasihost.cli.commands.compile import Color, Cpu, Jobs, Level, Quiet, require_place, write_output
from wasihost.cli.executable import build, installed
from wasihost.cli.executable.build import with_fixed_options
from wasihost.cli.executable.installed import Facts, Recipe
from wasihost.cli.report.reporter import Reporter, about
from wasihost.cli.run.run import Terminal
from wasihost.errors import (
    CommandNotFound,
    ModuleNotFound,
    UsageError,
    WasihostError,
    size_text,
    system_reason,
    to_type,
)
from wasihost.module_file import stem

VARIABLE = "WASIHOST_BIN_DIR"
OWN_NAME = "wasihost"
OTHER_NAME = "choose another name with `--name`"
OTHER_PLACE = "`--bin-dir` chooses another directory"
INSTALLED = "`wasihost list` lists the installed commands"
NAME = re.compile(r"[^\s/\0.-][^\s/\0]*")

Directory = Annotated[
    str | None,
    typer.Option(
        "--bin-dir", metavar="DIRECTORY", envvar=VARIABLE, help="use the commands in DIRECTORY; default: ~/.local/bin"
    ),
]
Force = Annotated[bool, typer.Option("--force", help="replace any other file of this name")]


@with_fixed_options
def install(
    context: typer.Context,
    module: Annotated[str, typer.Argument(metavar="MODULE")],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="name the command NAME; default: named after MODULE")
    ] = None,
    args: tuple[str, ...] = (),
    level: Level = "max",
    cpu: Annotated[Cpu, typer.Option(help="target this CPU, or all")] = "native",
    jobs: Jobs = None,
    bin_dir: Directory = None,
    force: Force = False,
    quiet: Quiet = False,
    color: Color = "auto",
) -> None:
    """Install MODULE as a command with fixed grants.

    The command passes all its arguments to the program. A relative directory in a grant is relative to the directory
    in which the command is started.
    """
    if module == "-":
        raise UsageError("a command is compiled from a file", hint="save the module to a file first")
    chosen = stem(module) if name is None else name
    path = _path(chosen, bin_dir, hint=OTHER_NAME)
    if chosen == OWN_NAME:
        raise UsageError(f"a command named `{OWN_NAME}` would hide wasihost itself", hint=OTHER_NAME)
    if os.path.lexists(path) and not (force and os.path.isfile(path)):
        _require_same(path, module, force=force)
    recipe = Recipe(args, level, cpu)
    report = context.obj.report.colored(color)
    _write(path, module, recipe, jobs, Terminal(report, quiet=quiet))
    if not quiet:
        _print(f"installed {printable(path)}")
        directory = os.path.dirname(path)
        if directory not in os.environ.get("PATH", "").split(os.pathsep):
            report.warning(f"`{directory}` is not on PATH", f"add it: `export PATH={shlex.quote(directory)}:$PATH`")
        else:
            _warn_of_others(path, report)
        report.suggestion(to_type(chosen if shutil.which(chosen) == path else path))


def _require_same(path: str, module: str, *, force: bool) -> None:
    """Only a command from the same module may be replaced, because others have grants of their own.

    `force`: every file may be, but nothing that is not a file.
    """
    contents = installed.read_if_any(path)
    if contents is None:
        if force and os.path.isdir(path):
            raise WasihostError(f"cannot write `{path}`: it is a directory", hint=OTHER_PLACE)
        what = "not a command that `wasihost install` made"
    elif os.path.realpath(contents[1].source) != os.path.realpath(module):
        what = f"made from `{contents[1].source}`, not from `{os.path.abspath(module)}`"
    else:
        return
    hint = OTHER_NAME if force else f"{OTHER_NAME}, or replace it with `--force`"
    raise WasihostError(f"`{path}` already exists and is {what}", hint=hint)


def _warn_of_others(path: str, report: Reporter) -> None:
    """Warn about other programs with the same name in PATH, of which only the first can be started."""
    directory, name = os.path.split(path)
    places = os.environ["PATH"].split(os.pathsep)
    other = shutil.which(name, path=os.pathsep.join(place for place in places if place != directory))
    if other is None:
        return
    if shutil.which(name) == path:
        report.warning(f"`{name}` now starts this command instead of `{other}`", "`--name` chooses another name")
    else:
        report.warning(f"`{name}` starts `{other}`, which comes first on PATH", "`--name` chooses another name")


def list_tools(
    bin_dir: Directory = None, as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False
) -> None:
    """List installed commands.

    A line has the name, the size, the level, the module, and the options of the command.
    """
    found = [(path, os.stat(path).st_size, *contents) for path, contents in installed.commands(bin_dir)]
    if as_json:
        import json

        rows = [
            {"name": os.path.basename(path), "path": path, "size": count, "options": recipe.args, **facts._asdict()}
            for path, count, recipe, facts in found
        ]
        _print(json.dumps(rows, indent=2))
        return
    names = [printable(os.path.basename(path)) for path, *_ in found]
    width = max(map(len, names), default=0)
    for name, (_, count, recipe, facts) in zip(names, found, strict=True):
        line = f"{name:<{width}}  {size_text(count):>9}  {facts.level:<8}  {facts.source}"
        _print(printable(" ".join([line, *map(shlex.quote, recipe.args)])))


def uninstall(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="COMMAND...")],
    bin_dir: Directory = None,
    quiet: Quiet = False,
) -> int:
    """Remove installed commands.

    Files that `wasihost install` did not make are never removed. If one command cannot be removed, the others still
    are, and the exit status is that of the first failure.
    """
    status = 0
    for path in [_path(name, bin_dir) for name in names]:
        try:
            _require(path)
            _remove(path)
        except WasihostError as error:
            status = status or error.exit_status
            context.obj.report.failure(error)
            continue
        if not quiet:
            _print(f"removed {printable(path)}")
    return status


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError as error:
        raise WasihostError(f"cannot remove `{path}`: {system_reason(error)}") from None


def upgrade(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="COMMAND")],
    module: Annotated[str | None, typer.Argument(metavar="[MODULE]")] = None,
    jobs: Jobs = None,
    bin_dir: Directory = None,
    quiet: Quiet = False,
    color: Color = "auto",
) -> None:
    """Rebuild an installed command.

    The command is compiled from MODULE, or from the file that it was made from. It keeps its grants.
    """
    path = _path(name, bin_dir)
    recipe, facts = _require(path)
    if os.stat(path).st_uid not in (os.geteuid(), 0):
        raise WasihostError(
            f"`{path}` belongs to another user, who chose its grants", hint="remove it, and install it yourself"
        )
    source = module or facts.source
    if module is None and not os.path.exists(source):
        raise ModuleNotFound(
            f"`{name}` was made from `{source}`, which no longer exists",
            path=source,
            hint=f"give its new path: {to_type('wasihost', 'upgrade', name, 'MODULE')}",
        )
    _write(path, source, recipe, jobs, Terminal(context.obj.report.colored(color), quiet=quiet))
    if not quiet:
        _print(f"upgraded {printable(path)}")


def binfmt(context: typer.Context) -> None:
    """Print a binfmt_misc entry that lets the kernel run modules.

    With it, `./tool.wasm` starts wasihost.
    """
    from wasihost.cli.commands.self import launcher_file

    file = launcher_file()
    if file is None:
        raise WasihostError(
            "the kernel needs an executable, but this command was started by Python",
            hint="use the command that pip or `install.sh` installs; editable installations have none",
        )
    if not re.fullmatch(r"[^:\s]{1,127}", file):
        raise WasihostError(f"the kernel cannot register `{file}`", hint="the path must be short, without spaces")
    _print(f":wasm:M::\\x00asm\\x01\\x00\\x00\\x00::{file}:P")
    context.obj.report.note(
        "Linux 5.12 or later; a module gets what your configuration grants, and all its arguments are its own.",
        "until reboot:  wasihost binfmt | sudo tee /proc/sys/fs/binfmt_misc/register",
        "permanently:   wasihost binfmt | sudo tee /etc/binfmt.d/wasm.conf",
        "to undo:       echo -1 | sudo tee /proc/sys/fs/binfmt_misc/wasm",
    )


# -------------------------------------------------------------------------------------------------------- the directory
def _path(name: str, bin_dir: str | None, *, hint: str = INSTALLED) -> str:
    if not NAME.fullmatch(name):
        message = f"`{name}` is not a name for a command" if name else "the name of the command is empty"
        raise UsageError(message, hint=hint)
    return os.path.join(installed.directory_of(bin_dir), name)


def _require(path: str) -> tuple[Recipe, Facts]:
    """What a command was made from.  Error: the file is something else."""
    contents = installed.read_if_any(path)
    if contents is None:
        if os.path.lexists(path):
            raise UsageError(f"`{path}` is not a command that `wasihost install` made", hint=INSTALLED)
        raise CommandNotFound(f"`{path}` does not exist", hint=INSTALLED)
    return contents


def _write(path: str, module: str, recipe: Recipe, jobs: int | None, observer: Terminal) -> None:
    require_place(path, below_new=True, hint=OTHER_PLACE)
    with about(module):
        data = build.make(module, recipe, jobs=jobs, observer=observer)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except OSError as error:
        raise WasihostError(f"cannot create `{os.path.dirname(path)}`: {system_reason(error)}") from None
    write_output(path, data, mode=0o777)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
