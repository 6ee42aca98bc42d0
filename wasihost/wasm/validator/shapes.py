"""The instruction tables in the form that the validator reads: ops.ROWS → one Shape per opcode (section 5.4).

`layout.shape_index` returns the index of each.
"""

from collections.abc import Callable
from enum import IntEnum

from wasihost.native import Global, Struct, u8, u16, u32
from wasihost.ops import ROWS, Op
from wasihost.wasm.types import VALTYPE_CODES
from wasihost.wasm.validator.layout import PREFIXES, Context, shape_index

Action = IntEnum(
    "Action",
    # ILLEGAL: no such opcode.  FIXED: the Shape has the operands, the result, and the indices to read.  PAIR: FIXED
    # with two results and no index.
    # CONST_*, ACCESS, ATOMIC_*, LANE*: FIXED with other immediates.  The others have the name of an instruction.
    "ILLEGAL UNSUPPORTED FIXED PAIR CONST_I32 CONST_I64 CONST_F32 CONST_F64 CONST_V128 ACCESS ATOMIC_ACCESS "
    "LANE_ACCESS LANE LANES ATOMIC_FENCE UNREACHABLE BLOCK LOOP IF ELSE END BR BR_IF BR_TABLE RETURN CALL "
    "CALL_INDIRECT RETURN_CALL RETURN_CALL_INDIRECT CALL_REF RETURN_CALL_REF BR_ON_NULL BR_ON_NON_NULL THROW THROW_REF "
    "TRY_TABLE DROP SELECT SELECT_T LOCAL_GET LOCAL_SET LOCAL_TEE GLOBAL_GET GLOBAL_SET "
    "TABLE_GET TABLE_SET TABLE_SIZE TABLE_GROW TABLE_FILL TABLE_INIT TABLE_COPY "
    "REF_NULL REF_IS_NULL REF_FUNC REF_AS_NON_NULL PREFIX",
    start=0,
)


class Immediate(IntEnum):
    """The indices that FIXED instructions carry."""

    NONE = 0
    MEMIDX = 1
    DATAIDX = 2
    ELEMIDX = 3


class Shape(Struct):
    action: u8
    alignment: u8  # log2 of the natural alignment
    result: u8  # value type; 0: no result
    result_count: u8
    param_count: u8  # at most 4
    first_immediate: u8
    second_immediate: u8
    wide_result: u8  # as `wide`, for the result
    params: u32  # value types, the last one in the highest byte; compared with the four bytes on top of the stack
    mask: u32  # selects the bytes of `params` that are used
    wide: u32  # mask to XOR `params` with if the (first) memory or table has 64-bit addresses,
    wide2: u32  # if the second one has,
    wide_both: u32  # if both have
    lanes: u16  # number of lanes that a lane index selects from
    context: u8  # of layout.Context: what its code needs
    second_result: u8  # of a PAIR
    # For a prefix: `params` is the first index, `mask` is the number of indices.


# Instructions with a signature that need another action than FIXED, or that share one.  Others use their name.
ACTIONS = {"select t": Action.SELECT_T}
ACTIONS |= {"atomic.fence": Action.ATOMIC_FENCE, "table.init": Action.TABLE_INIT, "table.copy": Action.TABLE_COPY}
ACTIONS |= {"table.size": Action.TABLE_SIZE}
ACTIONS_BY_IMMEDIATES = {
    "i32": Action.CONST_I32,
    "i64": Action.CONST_I64,
    "f32": Action.CONST_F32,
    "f64": Action.CONST_F64,
    "v128": Action.CONST_V128,
    "memarg": Action.ACCESS,
    "memarg lane": Action.LANE_ACCESS,
    "lane": Action.LANE,
    "lanes": Action.LANES,
}
# Opcodes of later releases and of proposals, which are recognized so that the error can name the feature.
LATER_OPCODES = {
    **dict.fromkeys((0x06, 0x07, 0x09, 0x18, 0x19), "legacy exception handling"),
    **dict.fromkeys((0xD3, 0xFB), "garbage collection"),
    0xFE: "threads",
}


def action(row: Op) -> Action:
    if row.prefix == 0xFE and row.immediates == ("memarg",):
        return Action.ATOMIC_ACCESS
    if row.name in ACTIONS:
        return ACTIONS[row.name]
    if len(row.results or ()) > 1:
        return Action.PAIR
    if row.params is None:
        return Action[row.name.upper().replace(".", "_")]
    return ACTIONS_BY_IMMEDIATES.get(" ".join(row.immediates), Action.FIXED)


# Address types are i32 here, until the memory or table is known.
CODES = VALTYPE_CODES | dict.fromkeys(("addr", "addr2", "count"), VALTYPE_CODES["i32"])
TO_64_BITS = VALTYPE_CODES["i32"] ^ VALTYPE_CODES["i64"]


def shape(row: Op) -> bytes:
    params = _four_bytes(row, lambda param: CODES[param])
    results = [CODES[result] for result in row.results or ()]
    indices = [Immediate[kind.upper()] for kind in row.immediates if kind.upper() in Immediate.__members__]
    return Shape.pack(
        action=action(row),
        alignment=row.access_width or 0,
        result=results[0] if results else 0,
        result_count=len(results),
        param_count=len(row.params or ()),
        first_immediate=indices[0] if indices else Immediate.NONE,
        second_immediate=indices[1] if len(indices) > 1 else Immediate.NONE,
        wide_result=TO_64_BITS if "addr" in (row.results or ()) else 0,
        params=params,
        mask=_four_bytes(row, lambda param: 0xFF),
        wide=_four_bytes(row, lambda param: TO_64_BITS * (param == "addr")),
        wide2=_four_bytes(row, lambda param: TO_64_BITS * (param == "addr2")),
        wide_both=_four_bytes(row, lambda param: TO_64_BITS * (param == "count")),
        lanes=row.lanes if "lane" in row.immediates else 0,
        context=_context(row),
        second_result=results[1] if len(results) > 1 else 0,
    )


def _calls(row: Op) -> bool:
    of_runtime = "@" in f"{row.ir}{row.shared}".replace("@llvm.", "") or row.touches == "table"
    return of_runtime or "call" in row.name or "throw" in row.name or row.name == "ref.func"


def _context(row: Op) -> int:
    is_access = row.access_width is not None
    is_global = row.name.startswith("global.") or row.name in ("memory.size", "try_table")
    is_other = _calls(row) or is_global or (bool(row.touches) and not is_access)
    needs = Context.MEMORY * is_access | Context.INSTANCE * is_other | Context.CALLS * _calls(row)
    return needs | Context.LOOP * (row.name == "loop")


def _four_bytes(row: Op, byte: Callable[[str], int]) -> int:
    """One byte per operand, the last operand in the highest byte."""
    return int.from_bytes(bytes(map(byte, row.params or ())).rjust(4, b"\0"), "little")


def _table() -> bytes:
    rows = [Shape.pack()] * max(indices.stop for indices in PREFIXES.values())
    for opcode in LATER_OPCODES:
        rows[opcode] = Shape.pack(action=Action.UNSUPPORTED)
    for prefix, indices in PREFIXES.items():
        rows[prefix] = Shape.pack(action=Action.PREFIX, params=indices.start, mask=len(indices))
    for row in ROWS:
        rows[shape_index(row.prefix, row.opcode)] = shape(row)
    return b"".join(rows)


SHAPES = Global(Shape, data=_table())
