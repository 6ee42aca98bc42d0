"""Read the bytes of a module: bytes → integers, names, byte ranges (specification section 5.2).

Every method reads at `pos`, never past `end`, and raises DecodeError with the offset of the error.
"""

from __future__ import annotations

from array import array

from wasihost.errors import DecodeError

PREFIXES = range(0xFB, 0xFF)  # bytes that are followed by the opcode, as an integer


class Reader:
    """A cursor over `data[pos:end]`; offsets are those of the whole module."""

    __slots__ = ("data", "end", "pos")

    def __init__(self, data: bytes, pos: int, end: int) -> None:
        self.data = data
        self.pos = pos
        self.end = end

    def byte(self) -> int:
        pos = self.pos
        if pos >= self.end:
            raise DecodeError("unexpected end of section or function", offset=pos)
        self.pos = pos + 1
        return self.data[pos]

    def u32(self) -> int:
        """Read an unsigned LEB128 of at most 5 bytes.  Nearly all have one or two bytes, so these cases come first."""
        data, pos = self.data, self.pos
        if pos + 1 < self.end:
            if (low := data[pos]) < 0x80:
                self.pos = pos + 1
                return low
            if (high := data[pos + 1]) < 0x80:
                self.pos = pos + 2
                return low & 0x7F | high << 7
        return self._leb128(32, signed=False)

    def u64(self) -> int:
        return self._leb128(64, signed=False)

    def s32(self) -> int:
        return self._leb128(32, signed=True)

    def s33(self) -> int:
        return self._leb128(33, signed=True)

    def s64(self) -> int:
        return self._leb128(64, signed=True)

    def heap_type(self) -> int:
        """Read a heap type: a type index, or, if negative, the code of an abstract type.

        A code must have exactly one byte.
        """
        start = self.pos
        code = self.s33()
        if code < 0 and self.pos != start + 1:
            raise DecodeError("malformed heap type", offset=start)
        return code

    def _leb128(self, bits: int, *, signed: bool) -> int:
        """Read a LEB128 integer of `bits` bits (section 5.2.2).

        DecodeError: it has more bytes than necessary for `bits` bits, or bits beyond them are set.
        """
        start, value, shift = self.pos, 0, 0
        while True:
            byte = self.byte()
            left = bits - shift
            if left < 7:
                beyond = (byte & 0x7F) >> (left - signed)  # including the sign bit, if signed: these bits must be equal
                if beyond and not (signed and beyond == 0x7F >> (left - 1)):
                    raise DecodeError("integer too large", offset=start)
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if signed and byte & 0x40 else value
            if shift >= bits:
                raise DecodeError("integer representation too long", offset=start)

    def opcode(self) -> tuple[int, int]:
        """Read the opcode of an instruction: its prefix, or 0, and the opcode (section 5.4)."""
        code = self.byte()
        return (code, self.u32()) if code in PREFIXES else (0, code)

    def count(self, what: str, limit: int) -> int:
        """Read the length of a vector of `what`.

        Each element takes at least a byte, so a length that exceeds the section is rejected here, before any loop.
        """
        start = self.pos
        count = self.u32()
        if count > len(self.data) - self.pos:
            raise DecodeError(f"length out of bounds: {count} {what}", offset=start)
        if count > self.end - self.pos:
            raise DecodeError(f"unexpected end of section or function: {count} {what}", offset=start)
        if count > limit:
            raise DecodeError(f"too many {what}: {count}; this implementation's limit is {limit}", offset=start)
        return count

    def indices(self, count: int) -> array[int]:
        """Read `count` u32 integers.

        Function and element sections consist of them, so there is no call per integer.
        """
        data, pos, end = self.data, self.pos, self.end
        found = array("I")
        for _ in range(count):
            if pos + 1 < end and (low := data[pos]) < 0x80:
                found.append(low)
                pos += 1
            elif pos + 1 < end and (high := data[pos + 1]) < 0x80:
                found.append(low & 0x7F | high << 7)
                pos += 2
            else:
                self.pos = pos
                found.append(self._leb128(32, signed=False))
                pos = self.pos
        self.pos = pos
        return found

    def skip(self, size: int) -> int:
        """Skip `size` bytes.  Returns their offset."""
        start = self.pos
        if size > len(self.data) - start:
            raise DecodeError("length out of bounds", offset=start, hint="the file is probably truncated")
        if size > self.end - start:
            raise DecodeError("unexpected end of section or function", offset=start)
        self.pos = start + size
        return start

    def name(self) -> str:
        start = self.skip(self.u32())
        try:
            return self.data[start : self.pos].decode()
        except UnicodeDecodeError as error:
            raise DecodeError("malformed UTF-8 encoding", offset=start + error.start) from None
