"""Where the interpreter's handlers are, and where in its code an interpreted function is (native subset)."""

from wasihost.native import Global, Struct, bool_, native, ptr, u64

RESUME, INSTANCE = -8, -16  # codegen.handlers.frame


class Span(Struct):
    low: u64
    high: u64


span = Global(Span)  # 0: nothing has been interpreted


@native(inline=True)
def is_handler(pc: u64) -> bool_:
    return span.low <= pc < span.high


@native(inline=True)
def position(pc: u64, frame: u64) -> u64:
    """A return address in a frame; if that is a handler, where the function is, in the code of its image."""
    return u64[ptr(frame) + RESUME] if is_handler(pc) else pc
