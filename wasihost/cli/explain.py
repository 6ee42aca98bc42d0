"""What a trap was about in particular: the instruction, from the module if it is still the same, and what it accessed.

out of bounds memory access: i32.load of 4 bytes at 0x10000 of a memory of 0x10000 bytes (1 page)
"""

from __future__ import annotations

from wasihost.abi import PAGE_SHIFT, Trap
from wasihost.engine import module_of
from wasihost.errors import WasihostError
from wasihost.ops import ROWS
from wasihost.ops.row import Op
from wasihost.wasm.reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wasihost import errors

BY_CODE = {(row.prefix, row.opcode): row for row in ROWS}
INDIRECT = ("call_indirect", "return_call_indirect")


def _accesses(touched: str) -> Callable[[Op], bool]:
    return lambda row: row.touches == touched and row.name not in INDIRECT


def _named(*parts: str) -> Callable[[Op], bool]:
    return lambda row: any(part in row.name for part in parts)


# Trap → whether an instruction can be the one: optimised code may be ascribed to a neighbour.
CAUSES: dict[int, Callable[[Op], bool]] = {
    Trap.MEMORY_OUT_OF_BOUNDS: _accesses("memory"),
    Trap.TABLE_OUT_OF_BOUNDS: _accesses("table"),
    Trap.UNDEFINED_ELEMENT: _named(*INDIRECT),
    Trap.UNINITIALIZED_ELEMENT: _named(*INDIRECT),
    Trap.INDIRECT_CALL_TYPE_MISMATCH: _named(*INDIRECT),
    Trap.INTEGER_DIVIDE_BY_ZERO: _named(".div_", ".rem_"),
    Trap.INTEGER_OVERFLOW: _named(".div_", ".trunc_"),
    Trap.INVALID_CONVERSION: _named(".trunc_"),
    Trap.UNALIGNED_ATOMIC: _named(".atomic."),
}


def explain(trap: errors.Trap, path: str, artifact: int) -> None:
    """Give a trap its detail; none where nothing is known."""
    cause = CAUSES.get(trap.code)
    if cause is None:
        return
    try:
        found = _instruction(trap, path, artifact)
    except (WasihostError, IndexError):  # the module cannot be read any more, or it is no instruction there
        found = None
    row, text = found if found and cause(found[0]) else (None, "")
    words = [text, access(trap, row)]
    trap.detail = " ".join(filter(None, words)) or None


def _instruction(trap: errors.Trap, path: str, artifact: int) -> tuple[Op, str] | None:
    """The instruction at which the innermost frame stands, and how it is called here."""
    offset = trap.frames[0].offset if trap.frames else None
    data = module_of(path, artifact) if offset is not None else None
    if data is None or offset is None:
        return None
    reader = Reader(data, offset, len(data))
    row = BY_CODE.get(reader.opcode())
    if row is None:
        return None
    return row, _call(row, data, reader.u32(), reader.u32()) if row.name in INDIRECT else row.name


def _call(row: Op, data: bytes, typeidx: int, tableidx: int) -> str:
    """What a call through a table wants, and how many there are, if that is always the same."""
    from wasihost.wasm.decoder import decode

    module = decode(data)
    count, most = module.tables[tableidx].type.limits
    size = f" through a table of {count} entr{'y' if count == 1 else 'ies'}" if count == most else ""
    return f"{row.name} of a function {module.types[typeidx]}{size}"


def access(trap: errors.Trap, row: Op | None) -> str:
    """`of 4 bytes at 0x10000 of a memory of 0x10000 bytes (1 page)`."""
    count = 0 if row is None or row.access_width is None else 1 << row.access_width
    size = f"of {count} byte{'' if count == 1 else 's'}" if count else ""
    if trap.fault is None:
        return size
    fault, length = trap.fault, trap.fault.length
    place = f"at {fault.address:#x} of" if fault.is_start or count == 1 else f"that reaches {fault.address:#x}, in"
    pages = length >> PAGE_SHIFT
    return f"{size} {place} a memory of {length:#x} bytes ({pages} page{'' if pages == 1 else 's'})".lstrip()
