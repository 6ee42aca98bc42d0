"""Completions and the man page as files of the user, where bash, fish and man look without being told.

Each begins with words of ours: a file that does not is somebody else's, and stays.
"""

from __future__ import annotations

import os
from contextlib import suppress

from wasihost import places
from wasihost.cli.commands.compile import write_output
from wasihost.cli.completion import shells
from wasihost.cli.manual import model as manual
from wasihost.cli.manual import roff
from wasihost.cli.report.reporter import Reporter
from wasihost.errors import WasihostError, system_reason

TYPE_CHECKING = False
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
    """Make the files, or make them again; their paths, also of those that were as they should be."""
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
    """Those that are there and ours."""
    return [path for path in paths if (_contents(path) or b"").startswith(HEADS)]


def remove(path: str) -> None:
    """The file, and the directories that are empty without it."""
    os.unlink(path)
    with suppress(OSError):  # something else is in one
        for _ in range(2):
            path = os.path.dirname(path)
            os.rmdir(path)


def _contents(path: str) -> bytes | None:
    """Empty for what is no file that can be read; None: nothing is there."""
    if not os.path.lexists(path):
        return None
    try:
        with open(path, "rb") as file:
            return file.read() if os.path.isfile(path) else b""
    except OSError:
        return b""
