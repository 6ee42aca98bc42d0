"""Write the binary format: integers, names, vectors, sections → bytes (specification section 5.2).

Inverse of `reader`.
"""

from __future__ import annotations

from collections.abc import Sequence

_ONE_BYTE = [bytes([value]) for value in range(0x80)]


def unsigned(value: int) -> bytes:
    """Unsigned LEB128, in the shortest form (section 5.2.2)."""
    if value < 0x80:
        return _ONE_BYTE[value]
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def signed(value: int) -> bytes:
    """Signed LEB128, in the shortest form."""
    encoded = bytearray()
    while not -0x40 <= value < 0x40:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value & 0x7F)
    return bytes(encoded)


def name(raw: bytes | bytearray) -> bytes:
    """Bytes preceded by their number: a name, or the content of a data segment."""
    return unsigned(len(raw)) + raw


def vector(items: Sequence[bytes]) -> bytes:
    return unsigned(len(items)) + b"".join(items)


def section(section_id: int, content: bytes) -> bytes:
    return bytes([section_id]) + name(content)
