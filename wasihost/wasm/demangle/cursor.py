"""A position in a mangled name, and the limits that no name may pass: names come from modules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

LONGEST = 8192  # characters of a name, mangled or not
DEEPEST = 100  # types and paths in one another
MOST_DIGITS = 39  # of a number: so many has the largest of 128 bits

Read = TypeVar("Read", bound=Callable[..., Any])


class Unknown(Exception):
    """The name is no mangled one, or of a form that is not known here."""


class Cursor:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.written = 0  # characters, in all

    def peek(self, size: int = 1) -> str:
        return self.text[self.at : self.at + size]

    def take(self, expected: str) -> bool:
        """Step over a text, if it is there."""
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
        """The digits that stand here, maybe none; never more than Python makes a number of."""
        start = self.at
        while self.peek() and self.peek() in known:
            self.at += 1
        if self.at - start > MOST_DIGITS:
            raise Unknown
        return self.text[start : self.at]

    def sized(self) -> str:
        """A decimal length, and so many characters."""
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
        """The text; what is referred to again and again may grow without end."""
        self.written += len(text)
        if len(text) > LONGEST or self.written > 64 * LONGEST:
            raise Unknown
        return text


def nested(read: Read) -> Read:
    """Around a method that may come back to itself: counts how deep."""

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
