"""The manual → Markdown, as in docs/reference.md."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from wasihost.cli.manual.model import SUMMARY, Entry, Section, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 120
HEADINGS = {
    # field of an entry → heading of its column
    "term": "",
    "value": "value",
    "environment": "environment",
    "default": "default",
    "after": "after MODULE",
    "what": "",
}


def page(sections: Iterable[Section]) -> str:
    head = f"{SUMMARY}. `wasihost man` prints this as a page, and `wasihost --help` the options alone."
    return f"# Reference of wasihost\n{_block(head)}" + "".join(map(_section, sections))


def _section(section: Section) -> str:
    return f"\n#{'#' * section.level} {section.title}\n" + "".join(_block(block) for block in section.blocks)


def _block(block: object) -> str:
    if isinstance(block, str):
        return f"\n{fill(block, WIDTH, break_long_words=False, break_on_hyphens=False)}\n"
    if isinstance(block, Verbatim):
        return "\n" + "".join(f"    {line}\n" for line in block.text.splitlines())
    assert isinstance(block, list)
    return f"\n{_table(block)}"


def _table(entries: Sequence[Entry]) -> str:
    """A table with the columns that are not empty."""
    fields = [field for field in HEADINGS if any(getattr(entry, field) for entry in entries)]
    rows = [[HEADINGS[field] for field in fields], ["---"] * len(fields)]
    rows += [[_cell(field, getattr(entry, field)) for field in fields] for entry in entries]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(field: str, text: str) -> str:
    text = text.replace("|", "\\|")
    return f"`{text}`" if text and field in ("term", "value", "environment") else text
