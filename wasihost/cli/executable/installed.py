"""Read the facts that executables with a module record about themselves.

The commands of `wasihost install` are such files.  There is no list of them: each file records what it was made from.
Completions use this file, so it imports little.
"""

from __future__ import annotations

import os
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from wasihost import abi, elf, places
from wasihost.errors import WasihostError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_SIZE = abi.HOST_PAGE  # bytes at the start that contain the headers of the launcher
MAX_HEAD_BYTES = 1 << 24  # bytes of a bundle in front of its artifact


class Facts(NamedTuple):
    """What an executable records about itself, for people and for `upgrade`."""

    source: str  # the module's absolute path
    level: str
    cpu: str  # native, baseline
    version: str  # version of the wasihost that created it


class Recipe(NamedTuple):
    """Everything that an executable is made from except the module."""

    args: tuple[str, ...]  # options, as on a command line
    level: str
    cpu: str
    settable: bool = False  # options may be set at run time


def read(path: str) -> tuple[Recipe, Facts] | None:
    """What an executable was made from; None: the file is not such an executable.  OSError: it cannot be read."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY), "rb") as file:
        status = os.fstat(file.fileno())
        if not S_ISREG(status.st_mode):
            return None
        try:
            start, size = file.read(READ_SIZE), status.st_size
            _, programs = elf.headers(start)
            (place,) = [program for program in programs if program.type == abi.PT_BUNDLE]
            if place.offset > size:
                return None
            file.seek(place.offset)
            data = file.read(abi.Bundle.size)
            bundle = abi.Bundle.unpack(data)
            if bundle.magic != abi.MAGIC or not abi.Bundle.size <= bundle.artifact <= MAX_HEAD_BYTES:
                return None
            texts = file.read(bundle.artifact - abi.Bundle.size).split(b"\0")[:-1]
            args = [os.fsdecode(text) for text in texts[: bundle.option_count]]
            first = bundle.option_count + bundle.feature_count
            facts = Facts(*map(os.fsdecode, texts[first : first + bundle.fact_count]))
        except (ValueError, TypeError, IndexError):  # too short, or something else
            return None
    return Recipe(tuple(args), facts.level, facts.cpu, bool(bundle.flags & abi.BUNDLE_SETTABLE)), facts


def read_if_any(path: str) -> tuple[Recipe, Facts] | None:
    """The same, but None if the file cannot be read."""
    try:
        return read(path)
    except OSError:
        return None


def directory_of(given: str | None) -> str:
    """The directory of the commands; by default ~/.local/bin."""
    directory = given or os.path.join(places.home(), ".local", "bin")
    if not given and not os.path.isabs(directory):
        raise WasihostError("there is no home directory for commands", hint="choose one: `--bin-dir`")
    return os.path.abspath(directory)


def commands(given: str | None) -> Iterator[tuple[str, tuple[Recipe, Facts]]]:
    """The commands in a directory: paths, and what they were made from.

    WasihostError: a given directory cannot be read.
    """
    directory = directory_of(given)
    try:
        names = sorted(os.listdir(directory))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        if not given:
            return
        raise WasihostError(f"cannot read `{directory}`: {system_reason(error)}") from None
    for name in names:
        path = os.path.join(directory, name)
        contents = read_if_any(path) if os.path.isfile(path) and not name.endswith(".tmp") else None
        if contents is not None:
            yield path, contents
