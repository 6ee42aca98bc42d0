"""Text modules for tests."""

import functools

from wasihost.wasm.text.module import parse_module


@functools.cache
def wat(text: str) -> bytes:
    """The binary of a module."""
    return parse_module(text)
