"""Characters that control a terminal or reorder a line, which names and paths of modules must not do.

These are controls, format characters, line separators, surrogates and private use (Unicode categories Cc, Cf, Zl, Zp,
Cs, Co).
"""

from __future__ import annotations

import re
from functools import cache

# First and last character of each range, in order.
STEERING = (
    (0x0, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F),
    (0x890, 0x891), (0x8E2, 0x8E2), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),
    (0xD800, 0xF8FF), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0x110BD, 0x110BD), (0x110CD, 0x110CD),
    (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF), (0xF0000, 0x10FFFF),
)  # fmt: skip
REPLACEMENT = "\ufffd"


def printable(text: str) -> str:
    """The text on one line: a control character below 256 becomes `\\xNN`, any other one U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _steering().sub(_shown, text)


@cache
def _steering() -> re.Pattern[str]:
    return re.compile("[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in STEERING) + "]")


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else REPLACEMENT


def shortened(text: str, longest: int = 1000) -> str:
    """The text without its middle if it is too long, because a name may have megabytes."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} … {text[-half:]}"
