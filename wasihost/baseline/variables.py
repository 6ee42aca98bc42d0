"""Constants, locals, globals, select, references and tables (native subset)."""

from wasihost.abi import BUILTIN_INDEX, SLOT, TableSlot, Trap
from wasihost.baseline.calls import call_builtin, check_index, take_value
from wasihost.baseline.emit import CONSTANT, emit, find, note_stub
from wasihost.baseline.moves import (
    Place,
    claim,
    extended,
    free_registers,
    is_constant,
    is_small,
    materialise,
    push,
    push_constant,
    push_local,
    push_register,
    register_of,
    restore_pins,
    save_local,
    save_pins,
    to_home,
    to_memory,
    to_register,
)
from wasihost.baseline.shapes import F32, I32, I64, TYPE_OF, V128
from wasihost.baseline.state import State, slot_of_local, take_word
from wasihost.baseline.stencils import IN_A, operation
from wasihost.baseline.straight import destination, push_result
from wasihost.baseline.x86_64 import (
    FRAME,
    RDX,
    RSI,
    TEMPORARY,
    load_constant,
    load_vector,
    move,
)
from wasihost.codegen.stencils.layout import ABSENT
from wasihost.native import Global, native, u8, u32, u64

SELECT_INTEGER, SELECT_FLOAT = operation("select integer"), operation("select float")
NOT_NULL = operation("ref.as_non_null")
_TYPES = ("i32", "i64", "f32", "f64", "v128")


def _operations(name: str) -> bytes:
    """Numbers of operations by type."""
    return b"".join(u32.encode(operation(name.format(type_))) for type_ in _TYPES)


GETS = Global(u32, data=_operations("global.get {}") + _operations("global.get {} imported"))
SETS = Global(u32, data=_operations("global.set {}") + _operations("global.set {} imported"))
TABLE_GETS = Global(u32, data=b"".join(u32.encode(operation(f"table.get {type_}")) for type_ in ("i32", "i64")))
TABLE_SETS = Global(
    u32,
    data=b"".join(
        u32.encode(operation(f"table.set {type_}{kind}")) for kind in ("", " functions") for type_ in ("i32", "i64")
    ),
)
TABLE_SIZES = Global(u32, data=b"".join(u32.encode(operation(f"table.size {type_}")) for type_ in ("i32", "i64")))


# ----------------------------------------------------------------------------------------------------------- constants
@native(inline=True)
def constant(s: State, type_: u32, value: u64):
    """An integer of up to 32 bits is an operand of the next instructions; others go to a register."""
    if type_ < F32:
        small = extended(value) if type_ == I32 else value
        if is_small(small):
            push_constant(s, type_, small)
            return
    wide_constant(s, type_, value)


@native
def float_constant(s: State, type_: u32):
    push(s, Place.FAR_CONSTANT, type_, 0, take_word(s))


@native(inline=False)
def wide_constant(s: State, type_: u32, value: u64):
    register = destination(s, s.top, type_)
    if register == register_of(s, s.top, type_):
        claim(s, register, s.top)
    load_constant(s, type_, register, value)
    push_result(s, s.top, type_, register)


@native
def vector_constant(s: State):
    low, high = take_word(s), take_word(s)
    register = register_of(s, s.top, V128)
    claim(s, register, s.top)
    note_stub(s, CONSTANT, load_vector(s, register), low, high)
    push_register(s, V128)


# -------------------------------------------------------------------------------------------------------------- locals
@native(inline=True)
def set_local(s: State, keep: u32):
    local = u32(take_word(s))
    n = s.top - 1
    e = s.operands[n]
    register = u32(u8[s.pins, local])
    save_local(s, local, n)
    if not (e.is_local and e.local == local):
        if register:
            to_register(s, e, register)
        else:
            to_memory(s, e, FRAME, slot_of_local(s, local))
    if keep == 0:
        s.top = n
    elif register:
        s.top = n
        push_local(s, local)


# ------------------------------------------------------------------------------------------------------------- globals
@native
def get_global(s: State):
    globalidx = take_word(s)
    type_ = u32(u8[TYPE_OF, u8[s.types.globals, 2 * globalidx]])
    imported = u32(globalidx < s.task.imported_globals)
    register = destination(s, s.top, type_)
    if register == register_of(s, s.top, type_):
        claim(s, register, s.top)
    row = find(s, GETS[5 * imported + type_], 0, register & ~u32(16))
    emit(s, row, 0, 0, register, u64(s.task.places.globals) + SLOT * globalidx, 0, 0)
    push_result(s, s.top, type_, register)


@native
def set_global(s: State):
    globalidx = take_word(s)
    n = s.top - 1
    e = s.operands[n]
    imported = u32(globalidx < s.task.imported_globals)
    if e.place != Place.REGISTER and not is_constant(e):
        materialise(s, n)
    row = find(s, SETS[5 * imported + e.type], e.place, e.register & ~u32(16))
    if row == ABSENT:
        materialise(s, n)
        row = find(s, SETS[5 * imported + e.type], 0, e.register & ~u32(16))
    emit(s, row, e.register, 0, 0, u64(s.task.places.globals) + SLOT * globalidx, e.value, 0)
    s.top = n


# -------------------------------------------------------------------------------------------------------------- select
@native
def choose(s: State):
    """The result is in the register of the first operand."""
    n = s.top - 3
    c = s.operands[n + 2]
    if is_constant(c):
        materialise(s, n + 2)
    if c.place == Place.REGISTER and c.register == register_of(s, n, s.operands[n].type):
        to_home(s, n + 2)
    if s.operands[n + 1].place != Place.REGISTER:
        materialise(s, n + 1)
    materialise(s, n)
    a, b = s.operands[n], s.operands[n + 1]
    operation_ = u32(SELECT_FLOAT) if a.type >= F32 else u32(SELECT_INTEGER)
    row = find(s, operation_, u32(c.place) << 3 | IN_A << 6, (a.register | b.register | c.register) & ~u32(16))
    if row == ABSENT:
        materialise(s, n + 2)
        row = find(s, operation_, IN_A << 6, (a.register | b.register | c.register) & ~u32(16))
    emit(s, row, a.register, b.register, c.register, 0, 0, c.value)
    s.top = n + 1


# ------------------------------------------------------------------------------------------------ references and tables
@native
def not_null(s: State):
    n = s.top - 1
    if s.operands[n].place != Place.REGISTER:
        materialise(s, n)
    register = u32(s.operands[n].register)
    emit(s, find(s, NOT_NULL, 0, register), register, 0, 0, 0, 0, 0)


@native
def get_entry(s: State):
    """table.get"""
    tableidx = take_word(s)
    table = s.task.tables[tableidx]
    n = s.top - 1
    if table.holds_functions:
        free_registers(s, n)
        save_pins(s)
        to_register(s, s.operands[n], TEMPORARY)
        s.top = n
        check_index(s, u32(tableidx), Trap.TABLE_OUT_OF_BOUNDS)
        move(s, I64, RDX, TEMPORARY)
        load_constant(s, I32, RSI, tableidx)
        call_builtin(s, BUILTIN_INDEX["table_entry"])
        take_value(s, I64)
        restore_pins(s, 0)
        return
    materialise(s, n)
    register = u32(s.operands[n].register)
    row = find(s, TABLE_GETS[u64(table.is_wide)], IN_A << 6, register)
    emit(s, row, register, 0, register, u64(table.slot) + TableSlot.offset("table"), 0, 0)
    s.operands[n].type = u8(I64)


@native
def set_entry(s: State):
    """table.set"""
    table = s.task.tables[take_word(s)]
    n = s.top - 2
    materialise(s, n + 1)
    if s.operands[n].place != Place.REGISTER:
        materialise(s, n)
    a, b = s.operands[n], s.operands[n + 1]
    row = find(s, TABLE_SETS[2 * table.holds_functions + table.is_wide], 0, a.register | b.register)
    emit(s, row, a.register, b.register, 0, u64(table.slot) + TableSlot.offset("table"), 0, 0)
    s.top = n


@native
def table_size(s: State):
    table = s.task.tables[take_word(s)]
    type_ = u32(I64) if table.is_wide else u32(I32)
    register = register_of(s, s.top, type_)
    claim(s, register, s.top)
    row = find(s, TABLE_SIZES[u64(table.is_wide)], 0, register)
    emit(s, row, 0, 0, register, u64(table.slot) + TableSlot.offset("table"), 0, 0)
    push_register(s, type_)
