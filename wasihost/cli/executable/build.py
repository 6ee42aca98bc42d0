"""Build an executable with a module: launcher, artifact and options → one file that needs nothing else.

`abi.Bundle` is the layout.  `launcher.bundle` reads it at run time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from wasihost import __version__, abi, elf
from wasihost.artifact import contents
from wasihost.cli.executable.installed import Facts, Recipe
from wasihost.cli.report import doubts
from wasihost.cli.report.reporter import Reporter
from wasihost.engine import Engine, Observer
from wasihost.errors import UsageError, WasihostError
from wasihost.host import library
from wasihost.host.failures import check_entry
from wasihost.host.imports import check_imports
from wasihost.host.symbols import Artifact
from wasihost.options import command_line
from wasihost.options.table import GRANTS, LIMITS, MAX_GRANTS, OPTIONS, REPEATED, Option, RunOptions

BUILD = "import sys; sys.path[:] = {path!r}; from wasihost.packaging.build import ensure; ensure({place!r})"

READABLE = 4  # a flag of a program header

# Options that can be fixed in an executable.
FIXED = [
    option
    for option in OPTIONS
    if (option.group in (GRANTS, LIMITS, REPEATED) and option.kind != "address") or option.name == "--unknown-imports"
]


def fixed_options(given: Mapping[str, list[str] | str | bool | None], report: Reporter) -> tuple[str, ...]:
    """Values by attributes → arguments of a command line, as a run could read them.  UsageError: one is wrong."""
    args: list[str] = []
    for option in FIXED:
        value = given.get(option.attribute)
        if value is True:
            args.append(option.name)
            continue
        items = value if isinstance(value, list) else [value] if value is not None and value is not False else []
        args += [word for item in items for word in (option.name, item)]
        if len(items) > MAX_GRANTS:
            raise UsageError(
                f"`{option.name}` is given {len(items)} times, and an executable has room for {MAX_GRANTS}"
            )
    doubts.tell_hidden(as_of_run(args).dir, report)
    return tuple(args)


def as_of_run(args: Sequence[str]) -> RunOptions:
    """The options that arguments set, without the environment and the configuration file."""
    return command_line.parse([*args, "--", "MODULE"], {})


def with_fixed_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options in FIXED to a command for Typer, which is called with their `words`."""

    @wraps(command)
    def called(**given: Any) -> None:
        fixed = {option.attribute: given.pop(option.attribute) for option in FIXED}
        command(args=fixed_options(fixed, given["context"].obj.report), **given)

    parameters: list[Parameter] = []
    for name, parameter in signature(command, eval_str=True).parameters.items():
        own = parameter.replace(kind=Parameter.KEYWORD_ONLY)
        parameters += map(_parameter, FIXED) if name == "args" else [own]
    called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return called


def _parameter(option: Option) -> Parameter:
    repeatable, flag = option.repeatable, option.kind == "flag"
    kind: object = bool if flag else list[str] | None if repeatable else str | None
    metavar = None if flag else option.metavar
    text = f"{option.help}; repeatable" if repeatable else option.help
    said = Annotated[kind, typer.Option(option.name, metavar=metavar, help=text, show_default=False)]  # type: ignore[valid-type]
    default = False if flag else None
    return Parameter(option.attribute, Parameter.KEYWORD_ONLY, default=default, annotation=said)


def make(module: str, recipe: Recipe, *, jobs: int | None = None, observer: Observer | None = None) -> bytes:
    """Compile a module to an executable.  Raises the same errors as a run of a module that cannot run."""
    options = as_of_run(recipe.args)
    engine = Engine(
        level=recipe.level,
        jobs=jobs,
        observer=observer,
        canonical_nans=options.canonical_nans or options.reproducible,
        metered=options.fuel is not None,
        any_cpu=recipe.cpu == "baseline",
        accept=None if options.unknown_imports == "trap" else check_imports,
    )
    with open(engine.artifact_for(module), "rb") as file:
        data = contents(file.fileno())
    if fault := check_entry(Artifact(data)):
        raise fault
    facts = Facts(module if module == "-" else os.path.abspath(module), recipe.level, recipe.cpu, __version__)
    return pack(launcher(), data, recipe, engine.cpu_flags(), facts)


def pack(launcher: bytes, artifact: bytes, recipe: Recipe, features: Sequence[str], facts: Facts) -> bytes:
    """The launcher without debug information, followed by the bundle and the artifact."""
    texts = b"".join(os.fsencode(text) + b"\0" for text in (*recipe.args, *features, *facts))
    start = _aligned(abi.Bundle.size + len(texts))
    bundle = abi.Bundle.pack(
        magic=abi.MAGIC,
        version=abi.VERSION,
        flags=abi.BUNDLE_SETTABLE if recipe.settable else 0,
        artifact=start,
        artifact_size=len(artifact),
        option_count=len(recipe.args),
        feature_count=len(features),
        fact_count=len(facts),
    )
    contents = (bundle + texts).ljust(start, b"\0") + artifact
    _, programs = elf.headers(launcher)
    file = bytearray(launcher[: max(p.offset + p.file_size for p in programs)])
    at = _aligned(len(file))
    address = _aligned(max(p.address + p.memory_size for p in programs))
    # The kernel maps it, for users who cannot read the file; a header of our own type has its position.
    added = (
        elf.ProgramHeader.pack(
            type=type_, flags=READABLE, offset=at, address=address, physical=address,
            file_size=len(contents), memory_size=len(contents), align=abi.HOST_PAGE,
        )
        for type_ in (elf.PT_LOAD, abi.PT_BUNDLE)
    )  # fmt: skip
    elf.add_program_headers(file, *added)
    # The sections are removed.
    for name, width in (("section_headers", 8), ("section_header_count", 2), ("section_names", 2)):
        place = elf.ElfHeader.offset(name)
        file[place : place + width] = bytes(width)
    return bytes(file).ljust(at, b"\0") + contents


def launcher() -> bytes:
    """The launcher, which a checkout builds on first use."""
    place = library.launcher_path()
    if not os.path.exists(place):
        code = BUILD.format(path=[*map(os.path.abspath, sys.path)], place=place)
        built = subprocess.run([sys.executable, "-I", "-c", code], stdin=subprocess.DEVNULL, capture_output=True)
        if built.returncode:
            raise WasihostError(f"cannot build the launcher: {built.stderr.decode(errors='replace').strip()}")
    is_packaged = os.path.basename(place) == library.LAUNCHER
    with open(place if is_packaged else library.open_built(place), "rb") as file:
        return file.read()


def _aligned(size: int) -> int:
    return -(-size // abi.HOST_PAGE) * abi.HOST_PAGE
