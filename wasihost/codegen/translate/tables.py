"""The ahead-of-time tier: tables and references of one body as LLVM IR text (specification 4.6.5 and 4.6.6)."""

from __future__ import annotations

from wasihost.abi import TABLE_HEAD, FuncRef, ImportedFunction, Table, TableSlot, Trap
from wasihost.codegen.translate.exceptions import Exceptions
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.template import trap_label

# Fields of a FuncRef, from an entry of a table plus the table's base.
CODE, CONTEXT, TYPE_ID = (FuncRef.offset(field) - TABLE_HEAD for field in ("code", "vmctx", "type_id"))


class Tables(Exceptions):
    def table(self, tableidx: int) -> tuple[str, str]:
        """The first entry and the number of entries, as an address."""
        slot = self.layout.table(tableidx)
        base = self.constant_field(slot + TableSlot.offset("base"))
        fixed = self.context.fixed_length(tableidx)
        if fixed is not None:
            return base, str(fixed)
        table = self.constant_field(slot + TableSlot.offset("table"))
        n = self.new()
        self.write(f"%{n} = getelementptr i8, ptr {table}, i64 {Table.offset('length')}")
        self.write(f"%{n + 1} = load i64, ptr %{n}, align 8")
        if self.context.table_address(tableidx) == "i64":
            return base, f"%{n + 1}"
        self.write(f"%{n + 2} = trunc i64 %{n + 1} to i32")
        return base, f"%{n + 2}"

    def widened(self, address: str) -> str:
        """An address as an i64."""
        if address.startswith("i64 "):
            return address
        n = self.new()
        self.write(f"%{n} = zext {address} to i64")
        return f"i64 %{n}"

    def table_size(self, step: Step, at: int) -> None:
        self.splice(step, at, self.table(step.index)[1])

    def table_access(self, step: Step, at: int) -> None:
        base, length = self.table(step.index)
        if not self.context.holds_functions(step.index):
            self.splice(step, at, base, length)
        elif step.result:
            index = self.stack[-1]
            self.splice(step, at, base, length)
            self.stack.pop()  # the entry itself
            self.runtime_call("table_entry", f"i32 {step.index}, {self.widened(index)}", at, result="ptr")
        else:
            n = self.new()
            self.write(
                f"%{n} = ptrtoint {self.stack[-1]} to i64\n"
                f"%{n + 1} = ptrtoint ptr {base} to i64\n"
                f"%{n + 2} = sub i64 %{n}, %{n + 1}\n"
                f"%{n + 3} = add i64 %{n + 2}, {TABLE_HEAD}\n"
                f"%{n + 4} = inttoptr i64 %{n + 3} to ptr"
            )
            self.stack[-1] = f"ptr %{n + 4}"
            self.splice(step, at, base, length)

    def entry_of_type(self, step: Step, index: str, at: int) -> str:
        """The FuncRef at an index of a table, plus TABLE_HEAD; the entry is there, and of the type that is called."""
        base, length = self.table(step.table)
        n = self.new()
        self.write(f"%{n} = icmp uge {index}, {length}")
        self.trap_if(f"i1 %{n}", Trap.UNDEFINED_ELEMENT, at)
        expected = self.constant_field(self.layout.type_id(step.index), "i32")
        index = self.widened(index)
        n = self.new()
        there, elsewhere = f"b{n}.1", f"b{n}.2"
        place = self.unit.location(at)
        # A null reference faults at FuncRef.type_id, which is how its trap is told from other faults.
        self.write(
            f"%{n + 1} = getelementptr ptr, ptr {base}, {index}\n"
            f"%{n + 2} = load i64, ptr %{n + 1}, align 8\n"
            f"%{n + 3} = getelementptr i8, ptr {base}, i64 %{n + 2}\n"
            f"%{n + 4} = getelementptr i8, ptr %{n + 3}, i64 {TYPE_ID}\n"
            f"%{n + 5} = load volatile i32, ptr %{n + 4}, align 8{place}\n"
            f"%{n + 6} = icmp eq i32 %{n + 5}, {expected}"
        )
        self.branch(f"i1 %{n + 6}", there, elsewhere)
        before, found = self.current, self.look_closer(step, n, index, expected, there, at)
        self.write(f"{there}:")
        self.current = there
        entry = self.new()
        self.write(f"%{entry} = phi ptr [ %{n + 3}, %{before} ], [ {found}, %{elsewhere} ]")
        return f"%{entry}"

    def look_closer(self, step: Step, n: int, index: str, expected: str, there: str, at: int) -> str:
        """Behind all other blocks: the entry may be one that nobody has asked for yet."""
        with self.behind_all_others(f"b{n}.2"):
            self.runtime_call("table_entry", f"i32 {step.table}, {index}", at, result="ptr")
            entry, m = self.stack.pop(), self.new()
            self.write(
                f"%{m} = getelementptr i8, {entry}, i64 {TABLE_HEAD}\n"
                f"%{m + 1} = getelementptr i8, {entry}, i64 {FuncRef.offset('type_id')}\n"
                f"%{m + 2} = load volatile i32, ptr %{m + 1}, align 8{self.unit.location(at)}\n"
                f"%{m + 3} = icmp eq i32 %{m + 2}, {expected}"
            )
            wrong = trap_label(n, 1, Trap.INDIRECT_CALL_TYPE_MISMATCH, self.context.style)
            self.branch(f"i1 %{m + 3}", there, wrong)
        self.note_trap(n, 1, Trap.INDIRECT_CALL_TYPE_MISMATCH, at)
        return f"%{m}"

    def function_reference(self, step: Step, at: int) -> None:
        if step.index in self.context.module.escaped_functions:
            self.runtime_call("function_reference", f"i32 {step.index}", at, result="ptr")
        else:
            place = self.layout.function(step.index) + ImportedFunction.offset("funcref")
            self.stack.append(f"ptr {self.constant_field(place)}")
