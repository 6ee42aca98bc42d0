"""What would have helped a program that failed: the last thing that it was refused → the grant that allows it.

The host sees only what reaches it: C's library looks for the right directory in the guest, and says no by itself.
"""

from __future__ import annotations

import os

from wasihost.abi import RefusalKind
from wasihost.errors import to_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wasihost.cli.options import Grant, RunOptions

NO_DIRECTORY = "the program was granted no directory; if it needs files of this one: `--dir .`"


def hint(refusal: Any, options: RunOptions) -> str | None:
    """One sentence with the option that grants what was refused, or None: nothing was, or no option would help."""
    path = os.fsdecode(refusal.path[: refusal.path_size])
    match refusal.kind:
        case RefusalKind.NO_PREOPENS if not options.dir:
            return NO_DIRECTORY
        case RefusalKind.READ_ONLY:
            host, guest, _ = options.dir[refusal.mount]
            return (
                f"`{guest}` was granted for reading only, and the program tried to change something there; "
                f"to allow that: {_option(host, guest)}"
            )
        case RefusalKind.ABSOLUTE:
            return _absolute(os.path.normpath(path))
        case RefusalKind.OUTSIDE:
            return _outside(path, options.dir[refusal.mount])
    return None


def _absolute(path: str) -> str:
    directory = path if os.path.isdir(path) else os.path.dirname(path)
    # All of the host's files are more than anybody should be told to grant.
    host = "." if directory == "/" else directory if os.path.isdir(directory) else "HOST"
    return f"`{path}` lies in no directory that was granted: {_option(host, directory)}"


def _outside(path: str, grant: Grant) -> str | None:
    """C's library takes the directory whose name is the longest beginning of a path, so `..` becomes part of a name."""
    host, guest, read_only = grant
    if not _leaves(path) or guest == "/":
        return None  # a link led out, or there is nothing above
    directory = path if path.endswith("..") else os.path.dirname(path)
    prefix = "" if guest in (".", "./") else guest.rstrip("/") + "/"
    joined = os.path.join(host, directory)
    if not os.path.isdir(joined):
        return None
    shorter = os.path.normpath(joined)  # not the same where the directory is a link
    place = shorter if os.path.exists(shorter) and os.path.samefile(shorter, joined) else joined
    option = _option(place, prefix + directory, read_only=read_only)
    return f"`{prefix}{path}` lies outside of what was granted: {option}"


def _leaves(path: str) -> bool:
    """Whether it begins with `..`, and goes up nowhere else: then a grant can have its name."""
    parts = path.rstrip("/").split("/")
    ups = next((n for n, part in enumerate(parts) if part != ".."), len(parts))
    return ups > 0 and not {"", ".", ".."} & set(parts[ups:])


def _option(host: str, guest: str, *, read_only: bool = False) -> str:
    return to_type(
        "--dir", host if host == guest and not read_only else f"{host}::{guest}{'::ro' if read_only else ''}"
    )
