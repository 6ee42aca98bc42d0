"""References and tables (specification sections 4.6.5 and 4.6.6)."""

from __future__ import annotations

from wasihost.abi import TABLE_HEAD, FuncRef, ImportedFunction, Table, TableSlot, Trap
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.template import trap_label
from wasihost.codegen.translate.values import type_of
from wasihost.codegen.translate.writer import Writer

_TYPE_ID = FuncRef.offset("type_id") - TABLE_HEAD  # from an entry of a table plus the table's base


def ref_func(w: Writer, instr: Instr, offset: int) -> None:
    if instr.index in w.context.module.escaped_functions:
        w.runtime_call("function_reference", f"i32 {instr.index}", offset, result="ptr")
    else:
        field = w.layout.function(instr.index) + ImportedFunction.offset("funcref")
        w.stack.append(f"ptr {w.constant_field(field)}")


def ref_as_non_null(w: Writer, instr: Instr, offset: int) -> None:
    reference = w.stack[-1]
    w.emit(instr, offset)
    w.stack.append(reference)


# -------------------------------------------------------------------------------------------------------------- tables
def table_size(w: Writer, instr: Instr, offset: int) -> None:
    w.emit(instr, offset, _table(w, instr.index)[1])


def table_access(w: Writer, instr: Instr, offset: int) -> None:
    """table.get and table.set."""
    base, length = _table(w, instr.index)
    if not w.context.holds_functions(instr.index):
        w.emit(instr, offset, base, length)
    elif instr.result:
        index = w.stack[-1]
        w.emit(instr, offset, base, length)
        w.stack.pop()  # the entry itself
        w.runtime_call("table_entry", f"i32 {instr.index}, {_widened(w, index)}", offset, result="ptr")
    else:
        n = w.new()
        w.write(
            f"%{n} = ptrtoint {w.stack[-1]} to i64\n"
            f"%{n + 1} = ptrtoint ptr {base} to i64\n"
            f"%{n + 2} = sub i64 %{n}, %{n + 1}\n"
            f"%{n + 3} = add i64 %{n + 2}, {TABLE_HEAD}\n"
            f"%{n + 4} = inttoptr i64 %{n + 3} to ptr"
        )
        w.stack[-1] = f"ptr %{n + 4}"
        w.emit(instr, offset, base, length)


def entry_of_type(w: Writer, instr: Instr, index: str, offset: int) -> str:
    """The FuncRef at an index of a table, plus TABLE_HEAD; traps unless it exists and has the type that is called."""
    base, length = _table(w, instr.table)
    n = w.new()
    w.write(f"%{n} = icmp uge {index}, {length}")
    w.trap_if(f"i1 %{n}", Trap.UNDEFINED_ELEMENT, offset)
    expected = w.constant_field(w.layout.type_id(instr.index), "i32")
    index = _widened(w, index)
    n = w.new()
    found, lazy = f"b{n}.1", f"b{n}.2"
    # A null reference faults at FuncRef.type_id, which is how its trap is told from other faults.
    w.write(
        f"%{n + 1} = getelementptr ptr, ptr {base}, {index}\n"
        f"%{n + 2} = load i64, ptr %{n + 1}, align 8\n"
        f"%{n + 3} = getelementptr i8, ptr {base}, i64 %{n + 2}\n"
        f"%{n + 4} = getelementptr i8, ptr %{n + 3}, i64 {_TYPE_ID}\n"
        f"%{n + 5} = load volatile i32, ptr %{n + 4}, align 8{w.unit.location(offset)}\n"
        f"%{n + 6} = icmp eq i32 %{n + 5}, {expected}"
    )
    w.branch(f"i1 %{n + 6}", found, lazy)
    before, made = w.current, _make_entry(w, instr, n, index, expected, offset)
    w.write(f"{found}:")
    w.current = found
    entry = w.new()
    w.write(f"%{entry} = phi ptr [ %{n + 3}, %{before} ], [ {made}, %{lazy} ]")
    return f"%{entry}"


def _make_entry(w: Writer, instr: Instr, n: int, index: str, expected: str, offset: int) -> str:
    """In a cold block: the runtime makes the FuncRef of an entry when it is first used; then compare the type again."""
    with w.cold_block(f"b{n}.2"):
        w.runtime_call("table_entry", f"i32 {instr.table}, {index}", offset, result="ptr")
        entry, m = w.stack.pop(), w.new()
        w.write(
            f"%{m} = getelementptr i8, {entry}, i64 {TABLE_HEAD}\n"
            f"%{m + 1} = getelementptr i8, {entry}, i64 {FuncRef.offset('type_id')}\n"
            f"%{m + 2} = load volatile i32, ptr %{m + 1}, align 8{w.unit.location(offset)}\n"
            f"%{m + 3} = icmp eq i32 %{m + 2}, {expected}"
        )
        mismatch = trap_label(n, 1, Trap.INDIRECT_CALL_TYPE_MISMATCH, w.context.style)
        w.branch(f"i1 %{m + 3}", f"b{n}.1", mismatch)
    w.note_trap(n, 1, Trap.INDIRECT_CALL_TYPE_MISMATCH, offset)
    return f"%{m}"


def _table(w: Writer, tableidx: int) -> tuple[str, str]:
    """The first entry and the number of entries, which has the type of the table's addresses."""
    slot = w.layout.table(tableidx)
    base = w.constant_field(slot + TableSlot.offset("base"))
    fixed = w.context.fixed_length(tableidx)
    if fixed is not None:
        return base, str(fixed)
    table = w.constant_field(slot + TableSlot.offset("table"))
    n = w.new()
    w.write(f"%{n} = getelementptr i8, ptr {table}, i64 {Table.offset('length')}")
    w.write(f"%{n + 1} = load i64, ptr %{n}, align 8")
    if w.context.table_address(tableidx) == "i64":
        return base, f"%{n + 1}"
    w.write(f"%{n + 2} = trunc i64 %{n + 1} to i32")
    return base, f"%{n + 2}"


def _widened(w: Writer, address: str) -> str:
    """An address as an i64."""
    if type_of(address) == "i64":
        return address
    n = w.new()
    w.write(f"%{n} = zext {address} to i64")
    return f"i64 %{n}"
