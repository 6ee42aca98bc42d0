"""Constants, locals, globals, select, references and tables (native subset)."""

from wasihost.abi import SLOT, ImportedFunction, TableSlot
from wasihost.baseline.shapes import F32, I32, I64, TYPE_OF, V128
from wasihost.baseline.state import State, has_escaped, here, immediate_count, take_word
from wasihost.interpret.emit import (
    At,
    extended,
    fits,
    is_last_made,
    is_near,
    made_kept,
    move,
    move_constant,
    pop_to,
    push,
    push_local,
    put_double,
    put_home,
    put_kept,
    put_number,
    put_operand,
    put_word,
    release,
    save_local,
    take_any,
    take_slot,
    to_home,
)
from wasihost.interpret.shapes import handler, handlers
from wasihost.interpret.straight import put_all, take_all
from wasihost.native import i32, native, u8, u16, u32, u64

_TYPES = ("i32", "i64", "f32", "f64", "v128")
VECTOR_CONSTANT = handler("constant v128 L")
GETS = handlers(*(f"global.get {t}{kind} R" for kind in ("", " imported") for t in _TYPES))
SETS = handlers(*(f"global.set {t}{kind} L" for kind in ("", " imported") for t in _TYPES))
SELECTS = handlers(*(f"select {t} LLL R" for t in ("i32", "i64", "f64", "f64", "v128")))
TABLE_GETS = handlers("table.get i32", "table.get i64", "table.get i32 functions", "table.get i64 functions")
TABLE_SETS = handlers("table.set i32", "table.set i64", "table.set i32 functions", "table.set i64 functions")
TABLE_SIZES = handlers("table.size i32 R", "table.size i64 R")
NOT_NULL = handler("ref.as_non_null")
REFERENCES = handlers("ref.func", "ref.func imported")


# ----------------------------------------------------------------------------------------------------------- constants
@native(inline=True)
def constant(s: State, type_: u32, value: u64):
    """A constant is an operand of the next instructions, unless it has more than 32 bits."""
    full = extended(type_, value)
    if type_ < F32 and not fits(full):
        wide_constant(s, full)
    else:
        push(s, At.CONSTANT, type_, full)


@native(inline=False)
def wide_constant(s: State, value: u64):
    release(s)
    start = here(s)
    move_constant(s, I64, value, 0, 0)
    made_kept(s, s.top, I64, start, WIDE_TO_SLOT)


WIDE_TO_SLOT = handler("constant wide L")


@native(inline=False)
def vector_constant(s: State):
    release(s)
    put_number(s, VECTOR_CONSTANT)
    put_double(s, take_word(s))
    put_double(s, take_word(s))
    put_home(s, s.top, V128)


# -------------------------------------------------------------------------------------------------------------- locals
@native(inline=True)
def set_local(s: State, keep: u32):
    local = u32(take_word(s))
    n = s.top - 1
    e = s.operands[n]
    slot = i32[s.local_slots, local]
    if e.place == At.ACCUMULATOR:
        save_local(s, slot, n)
        s.kept = 0
        put_kept(s, e.type, slot)
    else:
        set_from(s, slot)
    s.top = n
    s.settled = min(s.settled, n)
    if keep:
        push_local(s, local)


@native(inline=False)
def set_from(s: State, slot: i32):
    """Set a local to an operand that is not in the accumulator."""
    n = s.top - 1
    e = s.operands[n]
    release(s)
    saved = save_local(s, slot, n)
    if e.place == At.CONSTANT:
        move_constant(s, e.type, e.value, 1, slot)
    elif not saved and is_near(slot) and is_last_made(s, e):
        u16[s.out - 2] = u16(u32(slot))
    elif not e.is_local or i32(u32(e.value)) != slot:
        move(s, e.type, i32(u32(e.value)), slot)


# ------------------------------------------------------------------------------------------------------------- globals
@native(inline=False)
def get_global(s: State):
    globalidx = take_word(s)
    type_ = u32(u8[TYPE_OF, u8[s.types.globals, 2 * globalidx]])
    imported = u32(globalidx < s.task.imported_globals)
    release(s)
    start, number = here(s), u32(GETS[5 * imported + type_])
    put_number(s, number)
    put_word(s, u32(s.task.places.globals + SLOT * globalidx))
    made_kept(s, s.top, type_, start, number + 1)


@native(inline=False)
def set_global(s: State):
    globalidx = take_word(s)
    n = s.top - 1
    e = s.operands[n]
    if s.kept != 0 and s.kept <= n:
        release(s)
    imported = u32(globalidx < s.task.imported_globals)
    type_ = u32(e.type)
    if e.place == At.CONSTANT and type_ > I64:
        to_home(s, n)
    take_any(s, n, 0)
    # Those for a slot, the accumulator and a constant.
    which = (u32(0) if s.places[0] == At.SLOT else u32(1)) + u32(s.places[0] == At.CONSTANT)
    put_number(s, SETS[5 * imported + type_] + which)
    put_operand(s, 0)
    put_word(s, u32(s.task.places.globals + SLOT * globalidx))
    pop_to(s, n)


# -------------------------------------------------------------------------------------------------------------- select
@native(inline=False)
def choose(s: State):
    s.p += 8 * u64(immediate_count(s))
    n = s.top - 3
    if s.kept != 0 and s.kept <= n + 2:
        release(s)
    if s.operands[n + 2].place == At.CONSTANT:
        to_home(s, n + 2)
    take_slot(s, n, 0)
    take_slot(s, n + 1, 1)
    take_any(s, n + 2, 2)
    type_ = u32(s.operands[n].type)
    start = here(s)
    number = SELECTS[type_] + 2 * u32(s.places[2] == At.ACCUMULATOR)
    put_number(s, number)
    put_operand(s, 0)
    put_operand(s, 1)
    put_operand(s, 2)
    made_kept(s, n, type_, start, number + 1)


# ----------------------------------------------------------------------------------------------- references and tables
@native(inline=False)
def not_null(s: State):
    n = s.top - 1
    release(s)
    take_slot(s, n, 0)
    put_number(s, NOT_NULL)
    put_operand(s, 0)


@native(inline=False)
def get_entry(s: State):
    """table.get"""
    tableidx = take_word(s)
    table = s.task.tables[tableidx]
    n = s.top - 1
    take_all(s, n)
    put_number(s, TABLE_GETS[2 * table.holds_functions + table.is_wide])
    put_all(s, n)
    put_word(s, table.slot + TableSlot.offset("table"))
    if table.holds_functions:
        put_word(s, u32(tableidx))
    put_home(s, n, I64)


@native(inline=False)
def set_entry(s: State):
    """table.set"""
    table = s.task.tables[take_word(s)]
    n = s.top - 2
    take_all(s, n)
    put_number(s, TABLE_SETS[2 * table.holds_functions + table.is_wide])
    put_all(s, n)
    put_word(s, table.slot + TableSlot.offset("table"))
    pop_to(s, n)


@native(inline=False)
def table_size(s: State):
    table = s.task.tables[take_word(s)]
    release(s)
    start, number = here(s), u32(TABLE_SIZES[u64(table.is_wide)])
    put_number(s, number)
    put_word(s, table.slot + TableSlot.offset("table"))
    made_kept(s, s.top, u32(I64) if table.is_wide else u32(I32), start, number + 1)


@native(inline=False)
def function_reference(s: State, funcidx: u32):
    """ref.func"""
    release(s)
    escaped = has_escaped(s, funcidx)
    put_number(s, REFERENCES[u64(not escaped)])
    if escaped:
        put_word(s, funcidx)
    else:
        put_word(s, s.task.places.functions + ImportedFunction.size * funcidx + ImportedFunction.offset("funcref"))
    put_home(s, s.top, I64)
