"""What the stitcher knows of an instruction: ops.ROWS → one Shape per opcode (native subset).

`wasm.validator.layout.shape_index` returns the index of each, as for the validator's shapes.
"""

import re
from enum import IntEnum

from wasihost.abi import BUILTIN_INDEX
from wasihost.baseline.stencils import has_operation, operation
from wasihost.codegen.stencils.catalog import is_numeric
from wasihost.layout import Array, Struct, u8, u16
from wasihost.native import Global
from wasihost.ops import ROWS, Op
from wasihost.ops.atomic import PREFIX as ATOMIC
from wasihost.ops.row import OPERANDS
from wasihost.wasm.types import VALTYPE_CODES
from wasihost.wasm.validator.layout import PREFIXES, shape_index

# Types of operands.  A reference is a pointer, and moves like an i64.
I32, I64, F32, F64, V128 = range(5)
NO_TYPE = 0xFF
_TYPES = {"i32": I32, "i64": I64, "f32": F32, "f64": F64, "v128": V128, "addr": I32, "addr2": I32, "count": I32}
_BY_CODE = {code: _TYPES[name] for name, code in VALTYPE_CODES.items() if name in _TYPES}
TYPE_OF = Global(data=bytes(_BY_CODE.get(code, I64) for code in range(256)))

Do = IntEnum(
    "Do",
    # COMPUTE, LOAD, STORE, ACCESS (more operands), BUILTIN, WAIT (or notify), PAIR (computes two results): the Shape
    # has the details.  The others are instructions.
    "UNKNOWN NOP COMPUTE LOAD STORE ACCESS BUILTIN I32_CONST I64_CONST F32_CONST F64_CONST V128_CONST REF_NULL "
    "LOCAL_GET LOCAL_SET LOCAL_TEE GLOBAL_GET GLOBAL_SET DROP SELECT MEMORY_SIZE TABLE_GET TABLE_SET TABLE_SIZE "
    "REF_FUNC REF_AS_NON_NULL BLOCK LOOP IF ELSE END BR BR_IF BR_TABLE BR_ON_NULL BR_ON_NON_NULL RETURN "
    "UNREACHABLE CALL CALL_INDIRECT CALL_REF RETURN_CALL RETURN_CALL_INDIRECT RETURN_CALL_REF THROW THROW_REF "
    "TRY_TABLE ATOMIC_FENCE WAIT I8X16_SHUFFLE PAIR",
    start=0,
)
_SHARED_NAMES = {"select t": Do.SELECT, "memory.atomic.wait32": Do.WAIT, "memory.atomic.wait64": Do.WAIT}
_SHARED_NAMES["memory.atomic.notify"] = Do.WAIT


class Settle(IntEnum):
    """What makes a constant second operand one that a stencil takes (ops.row)."""

    ANY = 0
    MODULO_32 = 1
    MODULO_64 = 2
    DIVISOR = 3


class Fuel(IntEnum):
    """What an instruction costs."""

    NONE = 0
    ONE = 1
    BYTES = 2
    ENTRIES = 3


# Arguments of a runtime function: an immediate (plus its number), an operand (plus its number), the address in the host
# of what is accessed, or a number (plus that).
IMMEDIATE, OPERAND, ADDRESS, NUMBER = 0x10, 0x20, 0x30, 0x40


class Shape(Struct):
    action: u8
    count: u8  # of operands
    types: Array(u8, 3)
    result: u8
    settle: u8
    is_comparison: u8  # 1: the operation is followed by one that branches if it holds, and one that does unless
    operation: u16  # of COMPUTE; of accesses, that for guarded memories, then those for the other kinds
    canonical: u16  # with canonical NaNs
    width: u8  # bytes that are accessed
    lanes: u8  # number of operations, one for each lane
    builtin: u8
    argument_count: u8
    arguments: Array(u8, 6)
    fuel: u8
    ends: u8  # 1: it ends a sequence of instructions that is paid for at once
    is_located: u8  # 1: it may trap or call
    folds: u8  # 1: a float constant may be in memory
    takes_bank: u8  # 1: the first operand and the result are in registers of one bank
    second_result: u8  # of a PAIR
    pad: Array(u8, 3)  # to a power of two, so that a shape is found quickly


_ENDS = "loop if else end br br_if br_table br_on_null br_on_non_null return unreachable throw throw_ref".split()


def _ends(row: Op) -> bool:
    """As in translate.fuel: what nothing can enter or leave is paid for at once."""
    return row.name in _ENDS or "call" in row.name


def _is_located(row: Op) -> bool:
    return "trap" in row.ir or bool(row.touches) or _ends(row) or "@" in row.ir.replace("@llvm.", "")


def _action(row: Op) -> Do:
    if row.name in _SHARED_NAMES:
        return _SHARED_NAMES[row.name]
    name = row.name.upper().replace(".", "_")
    if name in Do.__members__:
        return Do[name]
    if row.access_width is not None:
        plain = row.prefix != ATOMIC and "lane" not in row.immediates
        plain = plain and len(row.params or ()) + len(row.results or ()) == 2
        return (Do.LOAD if row.results else Do.STORE) if plain else Do.ACCESS
    if is_numeric(row):
        return Do.COMPUTE if len(row.results or ()) < 2 else Do.PAIR
    return Do.BUILTIN if _call(row) else Do.UNKNOWN


def _call(row: Op) -> tuple[str, list[int]] | None:
    """The runtime function that a row calls, and its arguments."""
    ir = row.shared or row.ir
    found = re.search(r"call \w+ @(\w+)\(ptr %vm, (.*)\)", ir)
    if not found or found[1] not in BUILTIN_INDEX:
        return None
    widened = dict(re.findall(r"%(\w+) = (?:address|zext i32) %(\w)", ir))
    arguments = []
    for text in found[2].split(", "):
        value = text.split()[1]
        if value[0] == "$":
            arguments.append(IMMEDIATE + int(value[1:]))
        elif value == "%p":
            arguments.append(ADDRESS)
        elif value[0] != "%":
            arguments.append(NUMBER + int(value))
        else:
            name = value.removeprefix("%")
            arguments.append(OPERAND + OPERANDS.index(widened.get(name, name)))
    return found[1], arguments


def _operation(row: Op, action: Do) -> str:
    lane = " 0" if "lane" in row.immediates else ""
    return f"{row.name}{lane}" + " guarded" * (action in (Do.LOAD, Do.STORE, Do.ACCESS, Do.WAIT))


def shape(row: Op) -> bytes:
    action = _action(row)
    params, results = row.params, row.results
    if row.name in ("table.grow", "table.fill"):  # whose signature leaves open the type of the reference
        params, results = (("i64", "addr"), ("addr",)) if row.name == "table.grow" else (("addr", "i64", "addr"), ())
    if row.name == "ref.is_null":
        params, results = ("i64",), ("i32",)
    types = [_TYPES[param] for param in params or ()]
    result = _TYPES[results[0]] if results else NO_TYPE
    name = _operation(row, action)
    fields = {}
    if action in (Do.COMPUTE, Do.PAIR, Do.LOAD, Do.STORE, Do.ACCESS, Do.WAIT):
        fields["operation"] = operation(name)
        canonical = f"canonical {row.name}"
        fields["canonical"] = operation(canonical if has_operation(canonical) else name)
    if action in (Do.BUILTIN, Do.WAIT):
        builtin, arguments = _call(row) or ("", [])
        fields |= {"builtin": BUILTIN_INDEX[builtin], "argument_count": len(arguments)}
        fields["arguments"] = arguments + [0] * (6 - len(arguments))
    return Shape.pack(
        action=action,
        count=len(types),
        types=(types + [NO_TYPE] * 3)[:3],
        result=result,
        settle=_settle(row),
        is_comparison=row.is_comparison and "v128" not in (params or ()),
        width=0 if row.access_width is None else 1 << row.access_width,
        lanes=row.lanes if "lane" in row.immediates else 0,
        fuel={"none": Fuel.NONE, "": Fuel.ONE, "bytes": Fuel.BYTES, "entries": Fuel.ENTRIES}[row.fuel],
        ends=_ends(row),
        is_located=_is_located(row),
        folds=set(types) in ({F32}, {F64}) and len(types) == 2 and row.name[4:] not in ("eq", "ne"),
        second_result=_TYPES[results[1]] if results and len(results) > 1 else NO_TYPE,
        takes_bank=bool(types and results) and (types[0] >= F32) == (result >= F32),
        **fields,
    )


def _settle(row: Op) -> Settle:
    if row.settle == "modulo":
        return Settle.MODULO_32 if (row.params or ())[1] == "i32" else Settle.MODULO_64
    return Settle.DIVISOR if row.settle == "divisor" else Settle.ANY


def _table() -> bytes:
    rows = [Shape.pack()] * max(indices.stop for indices in PREFIXES.values())
    for row in ROWS:
        rows[shape_index(row.prefix, row.opcode)] = shape(row)
    return b"".join(rows)


SHAPES = Global(Shape, data=_table())
