"""Detect probable mistakes on a command line.  The caller prints a warning, and continues.

`launcher.doubts` detects the same in native code; the texts here serve both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wasihost.errors import to_type
from wasihost.options.table import grant_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wasihost.options.table import Grant


SAME_NAME = "the C library treats both names as the same directory, and uses only the latter"
OTHER_NAME = "grant it under another name: `--dir HOST::GUEST`"


def shown(grant: Grant) -> str:
    return to_type("--dir", grant_text(grant))


def hidden(grants: Sequence[Grant]) -> list[tuple[Grant, Grant]]:
    """Grants that a C program cannot find, each with the grant that it finds instead."""
    found = []
    for grant in grants:
        same = [
            other for other in grants if as_found(other[1]).removesuffix("/") == as_found(grant[1]).removesuffix("/")
        ]
        # The longest name that a path begins with is found, and the last of several.
        other = max(reversed(same), key=lambda other: len(as_found(other[1])))
        if other != grant:
            found.append((grant, other))
    return found


def as_found(name: str) -> str:
    """A guest path in the form in which the C library compares it with a path (`strip_prefixes` in wasi-libc)."""
    while name[:1] == "/" or name == "." or name[:2] == "./":
        name = name[1 if name[:1] == "/" else 2 :]
    return name
