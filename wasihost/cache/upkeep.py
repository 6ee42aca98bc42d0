"""List the content of a cache, and remove files: the least recently used artifacts, and leftovers of other processes.

Other processes use the cache at the same time, so a file that has disappeared is not an error here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from stat import S_ISREG

from wasihost import artifact
from wasihost.cache import partial, samples
from wasihost.cache.directory import Directory
from wasihost.cache.lock import is_held
from wasihost.cache.seal import SEALED_SIZE, parse_index
from wasihost.digits import parse_size
from wasihost.own import open_own

LIMIT = 1 << 30  # maximum bytes of artifacts; the least recently used are removed
SIZE_VARIABLE = "WASIHOST_CACHE_SIZE"
OLD_NS = 30 * 86400 * 10**9  # maximum age of a configuration file's arguments, and of samples
YOUNG_NS = 5 * 10**9  # the writer of a younger file may not have locked it yet


class Entry:
    """One artifact."""

    __slots__ = ("functions", "index", "key", "level", "optimized", "size", "sources", "used")

    def __init__(self, key: str, header: artifact.Header | None, size: int, used: float) -> None:
        self.key = key
        self.level = header.level if header else "damaged"
        self.functions = header.functions if header else 0
        self.optimized = header.optimized if header else 0  # at level `mixed`: functions that are at `max`
        self.size = size  # bytes
        self.used = used  # seconds since the epoch
        self.sources: list[str] = []  # paths of the modules that have this key
        self.index: list[str] = []  # names of the index entries that refer to it


def entries(cache: Directory) -> list[Entry]:
    """All artifacts, the most recently used first."""
    directory = cache.open()
    found: dict[str, Entry] = {}
    if directory is None:
        return []
    for name, status in _files(directory, ".artifact"):
        header = None
        with suppress(OSError), _opened(directory, name) as fd:
            header = artifact.read_header(fd)
        key = name.removesuffix(".artifact")
        found[key] = Entry(key, header, status.st_size, status.st_mtime)
    for name, key, source, status in _index(directory):
        if key in found:
            entry = found[key]
            entry.used = max(entry.used, status.st_mtime)
            entry.index.append(name)
            if source not in entry.sources:
                entry.sources.append(source)
    return sorted(found.values(), key=lambda entry: -entry.used)


def recent_sources(cache: Directory, most: int) -> list[str]:
    """Paths of the most recently used modules, some of which may no longer exist."""
    directory = cache.open()
    if directory is None:
        return []
    newest = sorted(_files(directory, ".index"), key=lambda file: -file[1].st_mtime_ns)
    sources = (_parsed(directory, name) for name, _ in newest[:most])
    return list(dict.fromkeys(source for _, source in filter(None, sources)))


def limit() -> int:
    """The maximum size of all artifacts in bytes.  ValueError: the variable is not a size."""
    text = os.environ.get(SIZE_VARIABLE)
    return parse_size(text) if text else LIMIT


def trim(cache: Directory, most: int | None = None, *, keep: str = "", unused_since: float = 0) -> tuple[int, int]:
    """Remove old files.  Returns the number of artifacts removed, and their size in bytes.

    most          remove the least recently used artifacts beyond this size in bytes; by default, the limit of the
                  cache, else that of the environment
    keep          key of an artifact that stays, whatever its size
    unused_since  remove artifacts that were not used since this time, in seconds since the epoch

    Files that dead processes and removed artifacts have left are removed as well.
    """
    directory = cache.open()
    if directory is None:
        return 0, 0
    if most is None:
        most = cache.limit
    if most is None:
        try:
            most = limit()
        except ValueError:
            most = LIMIT
    kept = entries(cache)
    total = sum(entry.size for entry in kept)
    count = freed = 0
    for entry in reversed(list(kept)):
        if entry.key != keep and (total > most or entry.used < unused_since):
            _remove(directory, *entry.index, f"{entry.key}.artifact")
            total -= entry.size
            count, freed = count + 1, freed + entry.size
            kept.remove(entry)
    known = {name for entry in kept for name in entry.index}
    for name, status in _files(directory, ".index"):
        # A young entry may refer to an artifact that was stored after `entries` listed the directory.
        if name not in known and abs(time.time_ns() - status.st_mtime_ns) > YOUNG_NS:
            _remove(directory, name)
    partial.prune(directory)
    for suffix in (".words", samples.SUFFIX):
        for name, status in _files(directory, suffix):
            if abs(time.time_ns() - status.st_mtime_ns) > OLD_NS:
                _remove(directory, name)
    _remove_leftovers(directory)
    return count, freed


def clear(cache: Directory) -> tuple[int, int]:
    """Remove all files except those being written.

    Returns the number of artifacts removed, and their size in bytes.
    """
    directory = cache.open()
    count = size = 0
    if directory is not None:
        for suffix in (".index", ".words", partial.SUFFIX, samples.SUFFIX, ".artifact"):
            for name, status in _files(directory, suffix):
                _remove(directory, name)
                if suffix == ".artifact":
                    count, size = count + 1, size + status.st_size
        _remove_leftovers(directory, age_ns=0)
    return count, size


def _remove_leftovers(directory: int, age_ns: int = YOUNG_NS) -> None:
    """Remove temporary files and locks of dead processes, which nobody holds any more."""
    for suffix in (".tmp", ".lock"):
        for name, status in _files(directory, suffix):
            if abs(time.time_ns() - status.st_mtime_ns) < age_ns:
                continue
            with suppress(OSError), _opened(directory, name) as fd:
                if not is_held(fd):
                    _remove(directory, name)


def _remove(directory: int, *names: str) -> None:
    for name in names:
        with suppress(OSError):
            os.unlink(name, dir_fd=directory)


@contextmanager
def _opened(directory: int, name: str) -> Iterator[int]:
    fd = open_own(name, dir_fd=directory)
    try:
        yield fd
    finally:
        os.close(fd)


def _files(directory: int, suffix: str) -> Iterator[tuple[str, os.stat_result]]:
    for name in os.listdir(directory):
        if name.endswith(suffix):
            try:
                status = os.stat(name, dir_fd=directory, follow_symlinks=False)
            except OSError:
                continue
            if S_ISREG(status.st_mode):
                yield name, status


def _index(directory: int) -> Iterator[tuple[str, str, str, os.stat_result]]:
    """Name, key, source and status of each valid index entry."""
    for name, status in _files(directory, ".index"):
        if found := _parsed(directory, name):
            yield name, *found, status


def _parsed(directory: int, name: str) -> tuple[str, str] | None:
    """Key and source of an index entry, or None if it is no longer valid."""
    with suppress(OSError, ValueError), _opened(directory, name) as fd:
        found = parse_index(name, os.read(fd, SEALED_SIZE))
        return found.key.hex(), os.fsdecode(found.source)
    return None
