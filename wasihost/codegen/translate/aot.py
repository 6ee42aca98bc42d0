"""The ahead-of-time tier: blocks, memory and globals of one body as LLVM IR text.

Contract of the code written here: wasihost.abi.  `%vm` is the instance, parameters are %0, %1 …, what many
instructions need is loaded once in the entry block under a name (`hoist`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wasihost.abi import Limits, Memory, MemorySlot, Store, Trap, VMContext
from wasihost.codegen.translate.convention import Passed, pass_results
from wasihost.codegen.translate.flow import Flow
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.template import struct_type, trap_label
from wasihost.codegen.translate.walk import Walker

if TYPE_CHECKING:
    from wasihost.codegen.translate.unit import Unit

FUEL = Store.offset("limits") + Limits.offset("fuel")
INVARIANT = "align 8, !invariant.load !0"


class Aot(Walker):
    is_tail = False  # the function takes part in tail calls

    def __init__(self, unit: Unit, flow: Flow, locals_: list[str]) -> None:
        super().__init__(flow, locals_)
        self.unit = unit
        self.context = unit.context
        self.layout = self.context.layout
        self.cold: list[str] = []  # blocks behind all others
        self.traps: dict[Trap, None] = {}  # raised in blocks that the whole function shares
        self.promoted: set[str] = set()  # values that are widened f32, where nothing hides that
        self.open: dict[tuple[str, str], str] = {}  # values, as floats of a type, → before their NaNs became canonical
        self.memory0 = ""  # the base of memory 0, once it is needed
        self.hoisted: dict[str, str] = {}  # name → the line of the entry block that defines it

    # ------------------------------------------------------------------------------------------------------- blocks
    def place(self, name: str) -> None:
        self.write(f"{name}:")
        self.current = name
        self.addresses.clear()

    def jump(self, name: str) -> None:
        self.write(f"br label %{name}")

    def branch(self, condition: str, yes: str, no: str) -> None:
        self.write(f"br {condition}, label %{yes}, label %{no}")

    def switch(self, index: str, names: list[str], default: str) -> None:
        cases = " ".join(f"i32 {k}, label %{name}" for k, name in enumerate(names))
        self.write(f"switch {index}, label %{default} [ {cases} ]")

    def phi(self, number: int, type_: str, edges: list[tuple[str, str]]) -> str:
        cut = len(type_) + 1
        return f"%{number} = phi {type_} " + ", ".join([f"[ {value[cut:]}, %{block} ]" for block, value in edges])

    def condition(self) -> str:
        value = self.stack.pop()
        if value.startswith("i1 "):
            return value
        if value[4] != "%":
            return "i1 false" if value == "i32 0" else "i1 true"
        n = self.new()
        self.write(f"%{n} = icmp ne {value}, 0")
        return f"i1 %{n}"

    def is_null(self, reference: str, *, null: bool) -> str:
        n = self.new()
        self.write(f"%{n} = icmp {'eq' if null else 'ne'} {reference}, null")
        return f"i1 %{n}"

    def as_non_null(self, step: Step, at: int) -> None:
        reference = self.stack[-1]
        self.splice(step, at)
        self.stack.append(reference)

    def leave_function(self) -> None:
        types = self.flow.function.step.results
        values = self.stack[len(self.stack) - len(types) :]
        if self.is_tail:
            values, types = self.spill(values, types, pass_results(types))
        if len(values) <= 1:
            self.write(f"ret {values[0]}" if values else "ret void")
            return
        whole = "poison"
        struct = struct_type(types)
        for position, value in enumerate(values):
            n = self.new()
            self.write(f"%{n} = insertvalue {struct} {whole}, {value}, {position}")
            whole = f"%{n}"
        self.write(f"ret {struct} {whole}")

    def spill(self, values: list[str], types: tuple[str, ...], passed: Passed) -> tuple[list[str], tuple[str, ...]]:
        """Store the values that are not passed in registers; those that are, and their types, are left."""
        for number, offset in passed.spilled:
            place = self.spilled(offset)
            self.write(f"store {values[number]}, ptr {place}, align 8")
        return [values[number] for number in passed.in_registers], tuple(
            types[number] for number in passed.in_registers
        )

    def spilled(self, offset: int) -> str:
        """Pointer to a value in the Store."""
        store = self.constant_field(VMContext.offset("store"))
        n = self.new()
        self.write(f"%{n} = getelementptr i8, ptr {store}, i64 {offset}")
        return f"%{n}"

    # ------------------------------------------------------------------------------------------------ straight lines
    def splice(self, step: Step, at: int, *context: str) -> None:
        """Any prepared instruction: `context` is what its text takes besides the operands."""
        first = len(self.stack) - len(step.params)
        operands = self.stack[first:]
        del self.stack[first:]
        n = self.new()
        self.write(step.text(n, *operands, *context, at))
        for index, trap in enumerate(step.traps, 1):
            self.note_trap(n, index, trap, at)
        if step.traps:
            self.current = f"b{n}.{len(step.traps)}"
        if step.result:
            self.stack.append(f"{step.result}{n + step.last}")

    def splice_open(self, step: Step, at: int) -> None:
        """With canonical NaNs, an instruction that takes any, and so its operands as they were made."""
        first = len(self.stack) - len(step.params)
        self.stack[first:] = [self.open.get((step.floats, value), value) for value in self.stack[first:]]
        self.splice(step, at)
        if step.open:
            result = self.stack[-1]
            self.open[step.arithmetic, result] = step.open(int(result.rpartition("%")[2]) - step.last)

    def note_trap(self, n: int, index: int, trap: Trap, at: int) -> None:
        """Have a block for the trap number `index` of the instruction with value number `n`."""
        if self.context.style.located:
            label = trap_label(n, index, trap, self.context.style)
            self.cold.append(f"{label}:\n{raise_trap(trap)}{self.unit.location(at)}\nunreachable")
        else:
            self.traps[trap] = None

    def trap_if(self, condition: str, trap: Trap, at: int) -> None:
        n = self.new()
        following = f"b{n}.1"
        self.branch(condition, trap_label(n, 1, trap, self.context.style), following)
        self.note_trap(n, 1, trap, at)
        self.write(f"{following}:")
        self.current = following

    def unreachable(self, step: Step, at: int) -> None:
        self.write(f"{raise_trap(Trap.UNREACHABLE)}{self.unit.location(at)}\nunreachable")

    def select(self, step: Step, at: int) -> None:
        condition = self.condition()
        b = self.stack.pop()
        a = self.stack.pop()
        type_ = a[: a.index(" ")]
        n = self.new()
        self.write(self.context.select(type_).text(n, a, b, condition, at))
        self.stack.append(f"{type_} %{n}")

    def opaque_constant(self, step: Step, at: int) -> None:
        """A float that LLVM must not see: one load or fence of it is enough for a block."""
        value = self.addresses.get(step)
        if value is None:
            n = self.new()
            self.write(f"%{n} = {self.unit.opaque_constant(step.result)}")
            value = self.addresses[step] = f"{step.params[0]} %{n}"
        self.stack.append(value)

    def splice_opaque(self, step: Step, at: int) -> None:
        """A float that must be opaque if it is made from a constant."""
        self.splice(step if "%" in self.stack[-1] else step.hidden, at)

    def promote(self, step: Step, at: int) -> None:
        self.splice_opaque(step, at)
        self.promoted.add(self.stack[-1])

    def demote(self, step: Step, at: int) -> None:
        """Without fences promotions are plain, but LLVM may undo one right here, and its NaN would stay signalling."""
        value = self.stack[-1]
        if value in self.promoted:
            n = self.new()
            self.write(f"%{n} = call double @llvm.arithmetic.fence.f64({value})")
            self.stack[-1] = f"double %{n}"
        self.splice(step, at)

    # -------------------------------------------------------------------------------------------------------- locals
    def load_local(self, step: Step, at: int) -> None:
        n = self.new()
        type_ = self.local_types[step.index]
        self.write(f"%{n} = load {type_}, ptr %local{step.index}")
        self.stack.append(f"{type_} %{n}")

    def store_local(self, step: Step, at: int) -> None:
        self.write(f"store {self.stack.pop()}, ptr %local{step.index}")

    def tee_local(self, step: Step, at: int) -> None:
        self.write(f"store {self.stack[-1]}, ptr %local{step.index}")

    # ----------------------------------------------------------------------------------------------------------- fuel
    def pay(self, step: Step, at: int) -> None:
        """As much fuel as is known here."""
        self.pay_value(step.result, at)

    def pay_by_count(self, step: Step, at: int) -> None:
        """For each so many of what the instruction that follows is about; their number is on the stack."""
        count = self.stack[-1]
        n = self.new()
        wide = count[4:]
        if count.startswith("i32 "):
            wide = f"%{n}"
            self.write(f"{wide} = zext {count} to i64")
        self.write(f"%{n + 1} = lshr i64 {wide}, {step.index}")
        self.pay_value(f"%{n + 1}", at)

    def pay_value(self, cost: str, at: int) -> None:
        store = self.hoist_load("fuel.store", VMContext.offset("store"))
        left = self.hoist("fuel", f"getelementptr i8, ptr {store}, i64 {FUEL}")
        n = self.new()
        self.write(
            f"%{n} = load i64, ptr {left}, align 8\n"
            f"%{n + 1} = icmp ult i64 %{n}, {cost}\n"
            f"%{n + 2} = sub i64 %{n}, {cost}"
        )
        self.trap_if(f"i1 %{n + 1}", Trap.OUT_OF_FUEL, at)
        self.write(f"store i64 %{n + 2}, ptr {left}, align 8")

    # ------------------------------------------------------------------------------------------------------- instance
    def hoist(self, name: str, definition: str) -> str:
        if name not in self.hoisted:
            self.hoisted[name] = f"%{name} = {definition}"
        return f"%{name}"

    def hoist_load(self, name: str, offset: int, type_: str = "ptr") -> str:
        """What lies at `offset` of the instance and never changes."""
        place = self.hoist(f"{name}.at", f"getelementptr i8, ptr %vm, i64 {offset}")
        return self.hoist(name, f"load {type_}, ptr {place}, {INVARIANT}")

    def field(self, offset: int) -> str:
        """Pointer into the instance."""
        place = self.addresses.get(offset)
        if place is None:
            n = self.new()
            self.write(f"%{n} = getelementptr i8, ptr %vm, i64 {offset}")
            place = self.addresses[offset] = f"%{n}"
        return place

    def constant_field(self, offset: int, type_: str = "ptr") -> str:
        """What lies at `offset` of the instance and never changes."""
        place = self.field(offset)
        value = self.addresses.get((type_, offset))
        if value is None:
            n = self.new()
            self.write(f"%{n} = load {type_}, ptr {place}, align {4 if type_ == 'i32' else 8}, !invariant.load !0")
            value = self.addresses[type_, offset] = f"%{n}"
        return value

    # -------------------------------------------------------------------------------------------------------- memory
    def memory(self, memidx: int) -> str:
        offset = self.layout.memory(memidx) + MemorySlot.offset("base")
        base = self.hoist_load(f"memory{memidx}", offset)
        if not memidx:
            self.memory0 = base
        return base

    def length(self, memidx: int) -> str:
        """Pointer to the length of a memory in bytes."""
        slot = self.layout.memory(memidx) + MemorySlot.offset("memory")
        memory = self.hoist_load(f"memory{memidx}.object", slot)
        return self.hoist(f"memory{memidx}.length", f"getelementptr i8, ptr {memory}, i64 {Memory.offset('length')}")

    def load_length(self, memidx: int) -> str:
        shared, length = self.context.module.memories[memidx].shared, self.length(memidx)
        return f"load atomic i64, ptr {length} monotonic, align 8" if shared else f"load i64, ptr {length}, align 8"

    def locate(self, address: str, offset: int) -> str:
        # Given address < 2**32 and offset < 2**32; then address + offset lies inside the 8 GiB reservation.
        base = self.memory0 or self.memory(0)
        if address[4] != "%":
            pointer = self.at_constant(base, address, offset)
        else:
            index = self.addresses.get(address)
            if index is None:
                n = self.new()
                self.write(f"%{n} = zext {address} to i64")
                index = self.addresses[address] = f"%{n}"
            n = self.new()
            # One getelementptr for both: arrays of one byte, and a byte in one of them.
            index = f"[1 x i8], ptr {base}, i64 {index}, i64 {offset}" if offset else f"i8, ptr {base}, i64 {index}"
            self.write(f"%{n} = getelementptr {index}")
            pointer = f"%{n}"
        self.addresses[address, offset] = pointer
        return pointer

    def at_constant(self, base: str, address: str, offset: int) -> str:
        n = self.new()
        self.write(f"%{n} = getelementptr i8, ptr {base}, i64 {(int(address[4:]) & 0xFFFFFFFF) + offset}")
        return f"%{n}"

    def access(self, step: Step, at: int) -> None:
        """An access that the walker's loop has no case for; the address lies below the other operands."""
        address = self.stack.pop(-1 - len(step.params))
        self.splice(step, at, self.locate(address, step.offset))

    def access_checked(self, step: Step, at: int) -> None:
        address = self.stack.pop(-1 - len(step.params))
        self.splice(step, at, self.check(address, step, at))

    def check(self, address: str, step: Step, at: int) -> str:
        """Pointer to the bytes that a load or store accesses, all of which lie inside the memory."""
        base, length = self.memory(step.memory), self.load_length(step.memory)
        if address.startswith("i64 "):
            return self.check_wide(base, length, address, step, at)
        n = self.new()
        self.write(
            f"%{n} = zext {address} to i64\n"
            f"%{n + 1} = add i64 %{n}, {step.offset + step.width}\n"
            f"%{n + 2} = {length}\n"
            f"%{n + 3} = icmp ugt i64 %{n + 1}, %{n + 2}"
        )
        self.trap_if(f"i1 %{n + 3}", Trap.MEMORY_OUT_OF_BOUNDS, at)
        pointer = self.new()
        self.write(f"%{pointer} = getelementptr [1 x i8], ptr {base}, i64 %{n}, i64 {step.offset}")
        return f"%{pointer}"

    def check_wide(self, base: str, length: str, address: str, step: Step, at: int) -> str:
        """As `check`, where address and offset together may pass 2**64."""
        reach = min(step.offset + step.width, (1 << 64) - 1)  # no memory is as long as that
        n = self.new()
        self.write(
            f"%{n} = {length}\n"
            f"%{n + 1} = sub i64 %{n}, {reach}\n"
            f"%{n + 2} = icmp ult i64 %{n}, {reach}\n"
            f"%{n + 3} = icmp ult i64 %{n + 1}, {address[4:]}\n"
            f"%{n + 4} = or i1 %{n + 2}, %{n + 3}"
        )
        self.trap_if(f"i1 %{n + 4}", Trap.MEMORY_OUT_OF_BOUNDS, at)
        n = self.new()
        self.write(
            f"%{n} = getelementptr i8, ptr {base}, {address}\n%{n + 1} = getelementptr i8, ptr %{n}, i64 {step.offset}"
        )
        return f"%{n + 1}"

    def memory_size(self, step: Step, at: int) -> None:
        self.splice(step, at, self.length(step.index))

    # ------------------------------------------------------------------------------------------------------- globals
    def global_(self, step: Step, at: int) -> None:
        """global.get and global.set; an imported global's place is in the instance."""
        offset = self.layout.global_(step.index)
        imported = step.index < self.context.imported_globals
        self.splice(step, at, self.constant_field(offset) if imported else self.field(offset))

    # ------------------------------------------------------------------------------------------------------ the whole
    def blocks(self, entry: list[str]) -> list[str]:
        """The lines of the whole body; `entry` begins the entry block."""
        shared = [f"trap.{trap.name}:\n{raise_trap(trap)}\nunreachable" for trap in self.traps]
        return ["entry:", *entry, *self.hoisted.values(), *self.lines, *self.cold, *shared]


def raise_trap(trap: Trap) -> str:
    return f"call void @llvm.ubsantrap(i8 {trap.value}) nomerge"
