"""A position in a mangled name, and limits that protect against hostile names, because names come from modules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

MAX_NAME = 8192  # characters of a name, mangled or demangled
DEEPEST = 100  # types and paths in one another
MAX_DIGITS = 39  # of a number: the largest 128-bit number has 39

Read = TypeVar("Read", bound=Callable[..., Any])


class Unknown(Exception):
    """The symbol is not a mangled name, or has an unsupported form."""


class Cursor:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.written = 0  # total characters

    def peek(self, size: int = 1) -> str:
        return self.text[self.at : self.at + size]

    def take(self, expected: str) -> bool:
        """Skip a text if it comes next.  Returns whether it did."""
        found = self.text.startswith(expected, self.at)
        self.at += len(expected) if found else 0
        return found

    def need(self, expected: str) -> None:
        if not self.take(expected):
            raise Unknown

    def next(self) -> str:
        if self.at >= len(self.text):
            raise Unknown
        self.at += 1
        return self.text[self.at - 1]

    def digits(self, known: str = "0123456789") -> str:
        """Read digits, possibly none, but not more than Python converts to an integer."""
        start = self.at
        while self.peek() and self.peek() in known:
            self.at += 1
        if self.at - start > MAX_DIGITS:
            raise Unknown
        return self.text[start : self.at]

    def sized(self) -> str:
        """Read a decimal length, and that many characters."""
        digits = self.digits()
        if not digits or len(digits) > 5 or self.at + int(digits) > len(self.text):
            raise Unknown
        return self.chunk(int(digits))

    def chunk(self, size: int) -> str:
        if self.at + size > len(self.text):
            raise Unknown
        self.at += size
        return self.text[self.at - size : self.at]

    def checked(self, text: str) -> str:
        """Return the text, and count it, because repeated back references could make it grow without bound."""
        self.written += len(text)
        if len(text) > MAX_NAME or self.written > 64 * MAX_NAME:
            raise Unknown
        return text


def nested(read: Read) -> Read:
    """Decorate a recursive method: limits its depth."""

    @wraps(read)
    def limited(self: Cursor, *args: Any, **options: Any) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unknown
        try:
            return read(self, *args, **options)
        finally:
            self.depth -= 1

    return limited  # type: ignore[return-value]
