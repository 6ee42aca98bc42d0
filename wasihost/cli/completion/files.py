"""Completions and the man page as files of the user, where bash, fish and man find them.

Each begins with a mark.  A file without the mark belongs to somebody else, and stays.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from wasihost import places
from wasihost.cli.commands.compile import write_output
from wasihost.cli.completion import shells
from wasihost.cli.manual import model as manual
from wasihost.cli.manual import roff
from wasihost.cli.report.reporter import Reporter
from wasihost.errors import WasihostError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADS = tuple(text.encode() for text in (roff.MARK, shells.BASH.split("\n")[0], shells.FISH.split("\n")[0]))


def texts() -> dict[str, str]:
    """Path → contents."""
    found = {
        "bash-completion/completions/wasihost": shells.BASH,
        "fish/vendor_completions.d/wasihost.fish": shells.FISH,
        "man/man1/wasihost.1": roff.page(manual.sections()),
    }
    return {os.path.join(places.data(), name): text for name, text in found.items()}


def write(report: Reporter) -> list[str]:
    """Create or update the files.  Returns all paths, including those of files that were already up to date."""
    paths = []
    for path, text in texts().items():
        there, data = _contents(path), text.encode()
        if there is not None and not there.startswith(HEADS):
            report.warning(f"`{path}` is not wasihost's, and is kept")
            continue
        if there != data:
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
            except OSError as error:
                raise WasihostError(f"cannot create `{os.path.dirname(path)}`: {system_reason(error)}") from None
            write_output(path, data)
        paths.append(path)
    return paths


def present(paths: Iterable[str]) -> list[str]:
    """The files that exist and are ours."""
    return [path for path in paths if (_contents(path) or b"").startswith(HEADS)]


def remove(path: str) -> None:
    """Remove the file, and the directories that are empty without it."""
    os.unlink(path)
    with suppress(OSError):  # a directory is not empty
        for _ in range(2):
            path = os.path.dirname(path)
            os.rmdir(path)


def _contents(path: str) -> bytes | None:
    """The content; empty if it is not a readable file; None: it does not exist."""
    if not os.path.lexists(path):
        return None
    try:
        with open(path, "rb") as file:
            return file.read() if os.path.isfile(path) else b""
    except OSError:
        return b""
