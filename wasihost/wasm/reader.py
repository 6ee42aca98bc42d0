"""Bytes of a module → integers, names, byte ranges (specification section 5.2).

Every method reads at `pos`, never past `end`, and raises DecodeError with the offset at fault.
"""

from __future__ import annotations

from array import array

from wasihost.errors import DecodeError

PREFIXES = range(0xFB, 0xFF)  # bytes that a number follows, which is the opcode


class Reader:
    """A cursor over `data[pos:end]`; offsets are those of the whole module."""

    __slots__ = ("canonical", "data", "end", "pos")

    def __init__(self, data: bytes, pos: int, end: int) -> None:
        self.data = data
        self.canonical: list[int] = []  # of the module's types, where types are read
        self.pos = pos
        self.end = end

    def byte(self) -> int:
        pos = self.pos
        if pos >= self.end:
            raise DecodeError("unexpected end of section or function", offset=pos)
        self.pos = pos + 1
        return self.data[pos]

    def u32(self) -> int:
        """Unsigned LEB128 of at most 5 bytes; nearly all have one or two, so these cases come first."""
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
        """A type index, or less than zero: the code of an abstract type, of one byte and no other form."""
        start = self.pos
        code = self.s33()
        if code < 0 and self.pos != start + 1:
            raise DecodeError("malformed heap type", offset=start)
        return code

    def _leb128(self, bits: int, *, signed: bool) -> int:
        """LEB128 of `bits` bits.  DecodeError: more bytes than these need, or bits set beyond them (section 5.2.2)."""
        start, value, shift = self.pos, 0, 0
        while True:
            byte = self.byte()
            left = bits - shift
            if left < 7:
                beyond = (byte & 0x7F) >> (left - signed)  # and the sign: these bits must be equal
                if beyond and not (signed and beyond == 0x7F >> (left - 1)):
                    raise DecodeError("integer too large", offset=start)
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value - (1 << shift) if signed and byte & 0x40 else value
            if shift >= bits:
                raise DecodeError("integer representation too long", offset=start)

    def opcode(self) -> tuple[int, int]:
        """Prefix, or 0, and opcode of an instruction (section 5.4)."""
        code = self.byte()
        return (code, self.u32()) if code in PREFIXES else (0, code)

    def count(self, what: str, limit: int) -> int:
        """Length of a vector of `what`.  Each element takes a byte, so hostile counts fail here, before any loop."""
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
        """`count` integers u32 in a row: the bulk of function and element sections, hence without a call each."""
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
        """Step over `size` bytes; returns where they start."""
        start = self.pos
        if size > len(self.data) - start:
            raise DecodeError("length out of bounds", offset=start, hint="the file ends too soon: is it all there?")
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
