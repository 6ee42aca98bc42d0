"""`wasihost cache`: what is kept on disk, to look at and to clear."""

from __future__ import annotations

import os
import sys
import time
from typing import Annotated

import typer

from wasihost.cache import Cache
from wasihost.cli import report
from wasihost.cli.options import BY_NAME
from wasihost.errors import WasihostError

ROW = BY_NAME["--cache-dir"]
Directory = Annotated[
    str | None,
    typer.Option(ROW.name, metavar=ROW.metavar, envvar=ROW.environment, help="the cache in this directory"),
]

app = typer.Typer(help="Show or clear the compiled modules that are kept on disk.")


@app.command("ls")
def list_entries(cache_dir: Directory = None) -> None:
    """One line an artifact, the last used first: size, level, last use, key, and the modules it was made from."""
    for entry in Cache(cache_dir).entries():
        used = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.used))
        sources = ", ".join(report.printable(source) for source in entry.sources) or "-"
        _print(f"{size(entry.size):>8}  {entry.level:<8}  {used}  {entry.key[:12]}  {sources}")


@app.command("info")
def info(cache_dir: Directory = None) -> None:
    """Where the cache is, how much it holds, and whether it can be used."""
    cache = Cache(cache_dir)
    entries = cache.entries()
    total = sum(entry.size for entry in entries)
    _print(f"directory  {cache.directory or '-'}")
    _print(f"artifacts  {len(entries)}")
    _print(f"size       {size(total)} of at most {size(cache.limit)}")
    _print(f"state      {f'not used: {cache.fault}' if cache.fault else 'good'}")


@app.command("clear")
def clear(cache_dir: Directory = None) -> None:
    """Remove everything that is kept; what runs now goes on."""
    cache = Cache(cache_dir)
    count, freed = cache.clear()
    if cache.fault:
        raise WasihostError(f"the cache `{cache.directory}` is not used: {cache.fault}")
    _print(f"removed {count} artifact{'' if count == 1 else 's'}, {size(freed)}")


@app.command("path")
def path(cache_dir: Directory = None) -> None:
    """The directory, for scripts."""
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(Cache(cache_dir).directory) + b"\n")


def size(count: int) -> str:
    """Bytes for people: `812 B`, `1.4 MiB`."""
    value, units = float(count), ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024 and len(units) > 1:
        value /= 1024
        units.pop(0)
    return f"{value:.0f} B" if units[0] == "B" else f"{value:.1f} {units[0]}"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
