"""What a command line may not have been meant to say: it is done, with a warning."""

from __future__ import annotations

import sys

from wasihost.cli.options import grant_text
from wasihost.errors import to_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wasihost.cli.options import Grant, RunOptions


SAME_NAME = "C's library takes their names for the same, and uses the last one"
OTHER_NAME = "grant it under a name of its own: `--dir HOST::GUEST`"


def tell(options: RunOptions) -> None:
    if options.quiet:
        return
    from wasihost.cli import report

    if options.misspelt and sys.stderr is not None and sys.stderr.isatty():
        word = options.arguments[0].partition("=")[0]
        report.warning(
            f"`{word}` goes to the program: did you mean `{options.misspelt}`?",
            "`--` behind MODULE says that what follows is the program's",
            color=options.color,
        )
    tell_hidden(options.dir, color=options.color)


def tell_hidden(grants: Sequence[Grant], *, color: str = "auto") -> None:
    from wasihost.cli import report

    for first, later in hidden(grants):
        report.warning(f"{shown(first)} is hidden by {shown(later)}: {SAME_NAME}", OTHER_NAME, color=color)


def shown(grant: Grant) -> str:
    return to_type("--dir", grant_text(grant))


def hidden(grants: Sequence[Grant]) -> list[tuple[Grant, Grant]]:
    """Grants that a program in C cannot find, each with the one that it finds instead."""
    found = []
    for number, grant in enumerate(grants):
        same = [other for other in grants[number + 1 :] if as_found(other[1]) == as_found(grant[1])]
        if same and same[-1] != grant:
            found.append((grant, same[-1]))
    return found


def as_found(name: str) -> str:
    """A granted name as C's library compares it with the beginning of a path (`strip_prefixes` of wasi-libc)."""
    while name[:1] == "/" or name == "." or name[:2] == "./":
        name = name[1 if name[:1] == "/" else 2 :]
    return name
