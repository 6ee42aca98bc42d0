"""The finished units of an interrupted compilation, stored beside the artifacts for the next attempt.

    modules/<key>.partial    a seal, then for each unit: its number, its size, its bytes

The file contains code like an artifact, so the same conditions apply: it belongs to the user, and is complete and
under its own name.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from wasihost.cache.directory import Directory, write_all
from wasihost.cache.seal import SEAL_SIZE, seal
from wasihost.own import open_own

SUFFIX = ".partial"
MAX_FILE_BYTES = 256 << 20  # maximum size of a file in bytes; further units are dropped
MAX_FILES = 4  # maximum number of files; the oldest are removed
MAX_AGE_NS = 7 * 86400 * 10**9
MIN_SECONDS = 2.0  # minimum seconds of compiling that are worth storing
_UNIT = struct.Struct("<IQ")  # number, size in bytes


@contextmanager
def units(cache: Directory | None, key: bytes) -> Iterator[dict[int, bytes]]:
    """A context for a compilation: yields the stored units, to which it adds.  If interrupted, all units are stored."""
    found = take(cache, key) if cache else {}
    was_interrupted, begun = bool(found), time.monotonic()
    try:
        yield found
    except BaseException:
        if cache and found and time.monotonic() - begun >= MIN_SECONDS:
            keep(cache, key, found)
        raise
    if cache and was_interrupted:
        forget(cache, key)


def take(cache: Directory, key: bytes) -> dict[int, bytes]:
    """The units of an artifact that were compiled earlier, by their numbers."""
    directory, name = cache.open(), _name(key)
    if directory is None:
        return {}
    try:
        with open(open_own(name, dir_fd=directory), "rb") as file:
            text = file.read(MAX_FILE_BYTES + 1)
    except OSError:
        return {}
    rest = memoryview(text)[SEAL_SIZE:]
    if len(text) > MAX_FILE_BYTES or seal(name, rest) != text[:SEAL_SIZE]:
        return {}
    found = {}
    while rest:
        number, size = _UNIT.unpack_from(rest)
        found[number] = bytes(rest[_UNIT.size : _UNIT.size + size])
        rest = rest[_UNIT.size + size :]
    return found


def keep(cache: Directory, key: bytes, units: dict[int, bytes]) -> None:
    """Store units in place of those stored before.  Errors are ignored."""
    directory, name, parts, size = cache.open(create=True), _name(key), [], SEAL_SIZE
    if directory is None:
        return
    for number, unit in units.items():
        size += _UNIT.size + len(unit)
        if size > MAX_FILE_BYTES:
            break
        parts += [_UNIT.pack(number, len(unit)), unit]
    text = b"".join(parts)
    with suppress(OSError):
        cache.write(name, lambda out: write_all(out, seal(name, text) + text), sync=False)
        prune(directory)


def forget(cache: Directory, key: bytes) -> None:
    with suppress(OSError):
        os.unlink(_name(key), dir_fd=cache.open())


def prune(directory: int) -> None:
    """Remove the files of compilations that nobody continued."""
    found = []
    for name in os.listdir(directory):
        if name.endswith(SUFFIX):
            with suppress(OSError):
                found.append((os.stat(name, dir_fd=directory, follow_symlinks=False).st_mtime_ns, name))
    for place, (written, name) in enumerate(sorted(found, reverse=True)):
        if place >= MAX_FILES or abs(time.time_ns() - written) > MAX_AGE_NS:
            with suppress(OSError):
                os.unlink(name, dir_fd=directory)


def _name(key: bytes) -> str:
    return f"{key.hex()}{SUFFIX}"
