"""The manual → a man page, in the macros of man(7)."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

import wasihost
from wasihost.cli.manual.model import SUMMARY, Entry, Section, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK = '.\\" Made by `wasihost man`.\n'
SPECIAL = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "~": "\\(ti", "^": "\\(ha", '"': "\\(dq"}


def page(sections: Iterable[Section]) -> str:
    """The whole manual, for `man -l -`."""
    head = f'{MARK}.TH WASIHOST 1 "" "wasihost {wasihost.__version__}" "User Commands"\n.ad l\n'
    name = f".SH NAME\nwasihost \\- {prose(SUMMARY[:1].lower() + SUMMARY[1:])}\n"
    see = ".SH SEE ALSO\n.BR timeout (1),\n.BR man (1)\n"
    return head + name + "".join(map(_section, sections)) + see


def _section(section: Section) -> str:
    heading = f'.SH "{prose(section.title.upper())}"\n' if section.level == 1 else f'.SS "{prose(section.title)}"\n'
    return heading + "".join(map(_block, section.blocks)).removeprefix(".PP\n")


def _block(block: object) -> str:
    if isinstance(block, str):
        return f".PP\n{_lines(prose(block))}"
    if isinstance(block, Verbatim):
        return ".PP\n.EX\n" + "".join(f"{_line(literal(line))}\n" for line in block.text.splitlines()) + ".EE\n"
    assert isinstance(block, list)
    return "".join(map(_entry, block))


def _entry(entry: Entry) -> str:
    term = ", ".join(f"\\fB{literal(name)}\\fR" for name in entry.term.split(", "))
    if entry.value:
        term += ("" if entry.value.startswith("[") else " ") + f"\\fI{literal(entry.value)}\\fR"
    return f".TP\n{term}\n{_lines(prose(' '.join(_facts(entry))))}"


def _facts(entry: Entry) -> Iterator[str]:
    yield f"{entry.what[:1].upper()}{entry.what[1:]}" + ("" if entry.what.endswith((".", "!", "…")) else ".")
    if entry.default:
        yield f"Default: {entry.default}."
    if entry.environment:
        yield f"Environment: `{entry.environment}`."
    if entry.after:
        yield "Also after MODULE."


def prose(text: str) -> str:
    """Running text, in which text between backticks is bold and is not broken across lines."""
    parts = text.split("`")
    return "".join(f"\\fB\\%{literal(part)}\\fR" if n % 2 else literal(part, "-") for n, part in enumerate(parts))


def literal(text: str, plain: str = "") -> str:
    """Literal text, except for characters in `plain`, which typesetting may change."""
    return "".join(c if c in plain else SPECIAL.get(c) or (c if c.isascii() else f"\\[u{ord(c):04X}]") for c in text)


def _lines(text: str) -> str:
    return "".join(f"{_line(line)}\n" for line in wrap(text, 78, break_long_words=False, break_on_hyphens=False))


def _line(text: str) -> str:
    """A line that is not a request."""
    return f"\\&{text}" if text.startswith((".", "'")) else text
