"""`wasihost cache`: show, fill and clear the cache."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from wasihost.cache import Cache, upkeep
from wasihost.characters import printable
from wasihost.cli.commands.compile import CanonicalNans, Color, Jobs, Level, Quiet
from wasihost.cli.report.reporter import about
from wasihost.cli.report.wording import not_a_size, unused_cache
from wasihost.cli.run.run import Terminal
from wasihost.digits import decimal, parse_size
from wasihost.engine import Engine
from wasihost.errors import UsageError, WasihostError, found, size_text
from wasihost.levels import MIXED, UNKEPT
from wasihost.options import command_line
from wasihost.options.table import BY_NAME

if TYPE_CHECKING:
    from wasihost.codegen.compiler import Progress

ROW = BY_NAME["--cache-dir"]
Directory = Annotated[str | None, typer.Option(ROW.name, metavar=ROW.metavar, help="use the cache in DIRECTORY")]


def _days(text: str) -> float:
    try:
        return decimal(text)
    except ValueError:
        raise UsageError(f"`--unused-for`: expected a number of days, {found(text)}") from None


app = typer.Typer(help="List, fill, trim or clear the cache of compiled modules.")


@app.command("ls")
def list_entries(cache_dir: Directory = None) -> None:
    """List the artifacts in the cache, most recently used first.

    A line has the size, the level, the time of the last use, the key, and the modules that it was compiled from. At
    level `mixed`, the functions that runs have spent their time in are at `max`, and the others at `baseline`.
    """
    cache = _cache(cache_dir)
    listed = upkeep.entries(cache)
    _require_usable(cache)
    for entry in listed:
        used = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.used))
        sources = ", ".join(printable(source) for source in entry.sources) or "-"
        part = f" ({entry.optimized} of {entry.functions} functions at max)" if entry.level == MIXED.name else ""
        _print(f"{size_text(entry.size):>8}  {entry.level:<8}  {used}  {entry.key[:12]}  {sources}{part}")


@app.command("info")
def info(cache_dir: Directory = None) -> None:
    """Show where the cache is, how large it is, and whether it can be used."""
    cache = _cache(cache_dir)
    entries = upkeep.entries(cache)
    cache.check()
    total, limit = sum(entry.size for entry in entries), _limit()
    _print(f"directory  {printable(cache.directory) or '-'}")
    _print(f"artifacts  {len(entries)}")
    _print(f"size       {size_text(total)} of at most {size_text(limit)}")
    _print(f"state      {f'not used: {cache.unusable}' if cache.unusable else 'good'}")


@app.command("clear")
def clear(cache_dir: Directory = None) -> None:
    """Remove all artifacts from the cache.

    Programs that are running are not affected.
    """
    cache = _cache(cache_dir)
    count, freed = upkeep.clear(cache)
    _removed(cache, count, freed)


@app.command("prune")
def prune(
    cache_dir: Directory = None,
    max_size: Annotated[
        str | None, typer.Option(metavar="SIZE", help="shrink the cache to SIZE: 500M, 2G; default: its limit")
    ] = None,
    unused_for: Annotated[
        float | None,
        typer.Option(metavar="DAYS", parser=_days, help="remove artifacts that were not used for DAYS days"),
    ] = None,
) -> None:
    """Remove the least recently used artifacts.

    Also removes what interrupted processes left.
    """
    most = _limit() if max_size is None else _size(max_size, "--max-size")
    cache = _cache(cache_dir)
    since = 0.0 if unused_for is None else time.time() - unused_for * 86400
    count, freed = upkeep.trim(cache, most, unused_since=since)
    _removed(cache, count, freed)


@app.command("warm")
def warm(
    context: typer.Context,
    modules: Annotated[list[str], typer.Argument(metavar="MODULE...", help="the files to compile")],
    level: Level = "max",
    canonical_nans: CanonicalNans = False,
    jobs: Jobs = None,
    cache_dir: Directory = None,
    quiet: Quiet = False,
    color: Color = "auto",
) -> int:
    """Compile modules ahead of time.

    Modules that are in the cache are skipped. If one fails, the others are still compiled, and the exit status is that
    of the first failure.
    """
    cache, status, width = _cache(cache_dir), 0, len(str(len(modules)))
    report = context.obj.report.colored(color)
    for number, module in enumerate(modules, 1):
        watcher = Watcher(report, quiet=quiet)
        engine = Engine(level=level, cache=cache, jobs=jobs, canonical_nans=canonical_nans, observer=watcher)
        try:
            with about(module):
                os.close(engine.artifact_for(module))
        except WasihostError as error:
            status = status or error.exit_status
            report.failure(error, module=module)
            continue
        _require_usable(cache)
        if not quiet:
            if level in UNKEPT:
                what = f"checked: the cache does not keep code of level {level}"
            else:
                what = f"compiled at level {level}" if watcher.has_compiled else "is already in the cache"
            _print(f"{number:{width}}/{len(modules)}  {printable(module)} {what}")
            sys.stdout.flush()
    return status


@app.command("path")
def path(cache_dir: Directory = None) -> None:
    """Print the directory of the cache."""
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(_cache(cache_dir).directory) + b"\n")


def _cache(directory: str | None) -> Cache:
    """The cache that a run with the same options would use."""
    given = [] if directory is None else [f"{ROW.name}={directory}"]
    return Cache(command_line.parse([*given, "--", "MODULE"], os.environ).cache_dir)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


class Watcher(Terminal):
    """Records whether something had to be compiled."""

    has_compiled = False

    def compiling(self, name: str, level: str) -> AbstractContextManager[Callable[[Progress], None] | None]:
        self.has_compiled = True
        return super().compiling(name, level)

    def cache_unused(self, name: str, directory: str, reason: str) -> None:
        """For this command, an unusable cache is an error."""


def _limit() -> int:
    return _size(os.environ.get(upkeep.SIZE_VARIABLE) or str(upkeep.LIMIT), upkeep.SIZE_VARIABLE)


def _size(text: str, shown: str) -> int:
    try:
        return parse_size(text)
    except ValueError:
        raise UsageError(not_a_size(shown, text)) from None


def _require_usable(cache: Cache) -> None:
    if cache.unusable:
        raise WasihostError(unused_cache(cache.directory, cache.unusable))


def _removed(cache: Cache, count: int, freed: int) -> None:
    _require_usable(cache)
    _print(f"removed {count} artifact{'' if count == 1 else 's'}, {size_text(freed)}")
