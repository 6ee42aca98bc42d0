"""Assemble modules from bytes: what a test wants to say, byte by byte, and nothing that it does not."""

HEADER = b"\0asm\x01\0\0\0"
TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = range(1, 14)
I32, I64, F32, F64, V128, FUNCREF, EXTERNREF, EXNREF = 0x7F, 0x7E, 0x7D, 0x7C, 0x7B, 0x70, 0x6F, 0x69


def u32(value: int) -> bytes:
    """Unsigned LEB128."""
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def vector(items) -> bytes:
    items = [bytes(item) if isinstance(item, (bytes, list, tuple)) else bytes([item]) for item in items]
    return u32(len(items)) + b"".join(items)


def name(text: str | bytes) -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    return u32(len(raw)) + raw


def section(section_id: int, content: bytes) -> bytes:
    return bytes([section_id]) + u32(len(content)) + content


def functype(params=(), results=()) -> bytes:
    return b"\x60" + vector(params) + vector(results)


def body(code: bytes, local_groups=()) -> bytes:
    """A function body: groups of (count, value type), then the code, whose final `end` is added."""
    content = vector([u32(count) + bytes([valtype]) for count, valtype in local_groups]) + code + b"\x0b"
    return u32(len(content)) + content


def module(*sections: bytes) -> bytes:
    return HEADER + b"".join(sections)


def functions(*codes: bytes, type_: bytes | None = None, between: bytes = b"") -> bytes:
    """A module of functions of one type, () -> () by default, with the sections `between` function and code section."""
    return module(
        section(TYPE, vector([functype() if type_ is None else type_])),
        section(FUNCTION, vector([0] * len(codes))),
        between,
        section(CODE, vector([body(code) for code in codes])),
    )
