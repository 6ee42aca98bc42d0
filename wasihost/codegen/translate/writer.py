"""The writer of one body: the LLVM IR written so far, the open blocks, and the values on the operand stack.

Contract of the code: wasihost.abi.  `%vm` is the instance, parameters are %0, %1 …; what many instructions need is
loaded once in the entry block under a name (`hoist`).

Locals are values, too.  Where paths meet, the label says which locals it carries (`flow`); these, and the results of
the block, get phis.  What a label does not carry has one value on all paths, or is never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count

from wasihost.abi import CONVENTIONS, Trap, VMContext
from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.convention import OWN_RESULT, Passed, pass_results, result_registers, to_register
from wasihost.codegen.translate.flow import Flow, Label
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.loop_plan import LoopPlan
from wasihost.codegen.translate.template import STRIDE, struct_type, trap_label
from wasihost.codegen.translate.unit import CodegenUnit
from wasihost.codegen.translate.values import is_constant

Edge = tuple[str, list[str]]  # the block that a branch comes from, and the values it brings

NEVER = "never"  # the block that follows what does not return
_COLD = 1 << 30  # first value number of cold blocks, which follow all others: numbers must rise
_INVARIANT = "align 8, !invariant.load !0"


class Frame:
    """An open block."""

    __slots__ = ("edges", "height", "label", "name", "name_else", "phis", "saved", "thrown")

    def __init__(self, label: Label, name: str, height: int) -> None:
        self.label = label
        self.name = name  # of the block that branches go to
        self.height = height  # of the value stack below the block's parameters
        self.edges: list[Edge] = []
        self.phis: list[tuple[int, int]] = []  # loop: (line, value number)
        self.name_else = ""
        self.saved: list[str] = []  # if: parameters and locals that `else` starts with
        self.thrown: list[Edge] = []  # try_table: calls that may end in an exception, and the locals there


class Writer:
    def __init__(
        self,
        unit: CodegenUnit,
        flow: Flow,
        locals_: list[str],
        plans: Mapping[Label, LoopPlan],
        *,
        has_own_convention: bool,
    ) -> None:
        self.unit = unit
        self.context = unit.context
        self.layout = unit.context.layout
        self.flow = flow
        self.next_label = iter(flow.labels).__next__  # of the block that opens next
        self.has_own_convention = has_own_convention  # the function passes values as `convention` says

        # Values.
        self.stack: list[str] = []
        self.locals = locals_
        self.local_types = [value[: value.index(" ")] for value in locals_]
        self.new = count(STRIDE * (len(locals_) // STRIDE + 1), STRIDE).__next__
        self.new_cold = count(_COLD, STRIDE).__next__
        self.addresses: dict[object, str] = {}  # pointers and fields known in this block, by what they are of
        self.hoisted: dict[str, str] = {}  # name → the line of the entry block that defines it
        self.memory0 = ""  # the base of memory 0, once it is needed
        self.promoted: set[str] = set()  # values that are widened f32, where nothing hides that from LLVM
        self.open: dict[tuple[str, str], str] = {}  # (type, value) → the float before its NaN became canonical

        # Blocks.
        self.lines: list[str] = []
        self.write = self.lines.append
        self.cold: list[str] = []  # blocks that hardly ever run, after all others
        self.traps: dict[Trap, None] = {}  # raised in blocks that the whole function shares
        self.current = "entry"  # the block being written
        self.frames = [Frame(flow.function, "", 0)]
        self.calls_in_block = 0  # counted where the level limits them

        # Loops that are written twice: their plans; where both versions meet, and the end of the fast one.
        self.plans = plans
        self.joins: dict[Label, tuple[str, Edge]] = {}

        # Exceptions.
        self.tries: list[Frame] = []  # open try_tables that guard something
        self.has_pads = False
        self.has_never = False  # something names the block NEVER

    # -------------------------------------------------------------------------------------------------------- blocks
    def start_block(self, name: str) -> None:
        self.write(f"{name}:")
        self.current = name
        self.addresses.clear()

    def jump(self, name: str) -> None:
        self.write(f"br label %{name}")

    def branch(self, condition: str, yes: str, no: str) -> None:
        self.write(f"br {condition}, label %{yes}, label %{no}")

    @contextmanager
    def cold_block(self, name: str) -> Iterator[None]:
        """Write a block, and those that follow it, after all others; then continue as before."""
        write, new, block, addresses = self.write, self.new, self.current, dict(self.addresses)
        self.write, self.new = self.cold.append, self.new_cold
        self.start_block(name)
        yield
        self.write, self.new, self.current = write, new, block
        self.addresses.clear()
        self.addresses.update(addresses)

    def body(self, entry: list[str]) -> list[str]:
        """The lines of the whole body; `entry` begins the entry block."""
        if self.has_never:
            self.cold.append(f"{NEVER}:\nunreachable")
        shared = [f"trap.{trap.name}:\n{raise_trap(trap)}\nunreachable" for trap in self.traps]
        return ["entry:", *entry, *self.hoisted.values(), *self.lines, *self.cold, *shared]

    # ------------------------------------------------------------------------------------------------- wasm's blocks
    def push_frame(self, instr: Instr, label: Label) -> Frame:
        frame = Frame(label, f"b{self.new()}", len(self.stack) - len(instr.params))
        self.frames.append(frame)
        return frame

    def branch_to(self, frame: Frame) -> None:
        """Branch to a label, which ends the block."""
        if frame.name:
            self.add_edge(frame)
            self.jump(frame.name)
        else:
            self.return_results()

    def add_edge(self, frame: Frame) -> None:
        """Note a branch from here to `frame`, with the values it brings."""
        label = frame.label
        arity = len(label.instr.params if label.instr.kind == kinds.LOOP else label.instr.results)
        values = self.stack[len(self.stack) - arity :]
        values += [self.locals[x] for x in label.carried]
        frame.edges.append((self.current, values))

    def edge_types(self, frame: Frame) -> list[str]:
        """Types of the values that a branch to `frame` brings: block parameters or results, then locals."""
        instr = frame.label.instr
        results = instr.params if instr.kind == kinds.LOOP else instr.results
        return [*results, *(self.local_types[x] for x in frame.label.carried)]

    def join(self, frame: Frame) -> None:
        """Continue with the values that the branches to `frame` brought."""
        edges = frame.edges
        values = edges[0][1]
        if len(edges) > 1:
            values = [self.merge(type_, k, edges) for k, type_ in enumerate(self.edge_types(frame))]
        del self.stack[frame.height :]
        self.take(frame, values)

    def take(self, frame: Frame, values: list[str]) -> None:
        """Put the values of a branch to `frame` where its code expects them: on the stack and in the locals."""
        arity = len(values) - len(frame.label.carried)
        self.stack += values[:arity]
        for local, value in zip(frame.label.carried, values[arity:], strict=True):
            self.locals[local] = value

    def merge(self, type_: str, position: int, edges: list[Edge]) -> str:
        """The value number `position` of every edge: a phi unless they are all the same."""
        values = [edge[1][position] for edge in edges]
        if values.count(values[0]) == len(values):
            return values[0]
        n = self.new()
        self.write(phi(n, type_, [(edge[0], value) for edge, value in zip(edges, values, strict=True)]))
        return f"{type_} %{n}"

    # -------------------------------------------------------------------------------------------------------- values
    def emit(self, instr: Instr, offset: int, *context: str) -> None:
        """Write the text of an instruction; `context` is what it takes besides the operands."""
        first = len(self.stack) - len(instr.params)
        operands = self.stack[first:]
        del self.stack[first:]
        n = self.new()
        self.write(instr.text(n, *operands, *context, offset))
        for index, trap in enumerate(instr.traps, 1):
            self.note_trap(n, index, trap, offset)
        if instr.traps:
            self.current = f"b{n}.{len(instr.traps)}"
        if instr.result:
            self.stack.append(f"{instr.result}{n + instr.last}")

    def emit_pair(self, instr: Instr, offset: int) -> None:
        """Write the text of an instruction with two results, which cannot trap."""
        first = len(self.stack) - len(instr.params)
        operands = self.stack[first:]
        n = self.new()
        self.write(instr.text(n, *operands, offset))
        last = n + instr.last
        self.stack[first:] = (f"{type_} %{last - 1 + k}" for k, type_ in enumerate(instr.results))

    def define(self, text: str, *operands: object) -> str:
        """Write the definition of a value; its name."""
        n = self.new()
        self.write(f"%{n} = {text.format(*operands)}")
        return f"%{n}"

    def condition(self) -> str:
        """Pop an i32 as an i1."""
        value = self.stack.pop()
        if value.startswith("i1 "):
            return value
        if is_constant(value):
            return "i1 false" if value == "i32 0" else "i1 true"
        n = self.new()
        self.write(f"%{n} = icmp ne {value}, 0")
        return f"i1 %{n}"

    def is_null(self, reference: str, *, null: bool) -> str:
        """An i1: whether the reference is null, or is not."""
        n = self.new()
        self.write(f"%{n} = icmp {'eq' if null else 'ne'} {reference}, null")
        return f"i1 %{n}"

    # --------------------------------------------------------------------------------------------------------- traps
    def note_trap(self, n: int, index: int, trap: Trap, offset: int) -> None:
        """Have a block for the trap number `index` of the instruction with value number `n`."""
        if self.context.style.located:
            label = trap_label(n, index, trap, self.context.style)
            self.cold.append(f"{label}:\n{raise_trap(trap)}{self.unit.location(offset)}\nunreachable")
        else:
            self.traps[trap] = None

    def trap_if(self, condition: str, trap: Trap, offset: int) -> None:
        n = self.new()
        following = f"b{n}.1"
        self.branch(condition, trap_label(n, 1, trap, self.context.style), following)
        self.note_trap(n, 1, trap, offset)
        self.write(f"{following}:")
        self.current = following

    # ------------------------------------------------------------------------------------------------------- returns
    def return_results(self) -> None:
        """Return the results on top of the stack."""
        types = self.flow.function.instr.results
        values = self.stack[len(self.stack) - len(types) :]
        struct, positions = struct_type(types), list(range(len(types)))
        if self.has_own_convention:
            passed = pass_results(types)
            self.spill(values, passed)
            values = [self.in_register(values[number]) for number in passed.in_registers]
            struct = OWN_RESULT
            positions = result_registers(tuple(types[number] for number in passed.in_registers))
        elif len(values) <= 1:
            self.write(f"ret {values[0]}" if values else "ret void")
            return
        whole = "poison"
        for position, value in zip(positions, values, strict=True):
            n = self.new()
            self.write(f"%{n} = insertvalue {struct} {whole}, {value}, {position}")
            whole = f"%{n}"
        self.write(f"ret {struct} {whole}")

    def spill(self, values: list[str], passed: Passed) -> None:
        """Store the values that are not passed in registers."""
        for number, offset in passed.spilled:
            pointer = self.spilled(offset)
            self.write(f"store {values[number]}, ptr {pointer}, align 8")

    def in_register(self, value: str) -> str:
        """A value as a register holds it between functions with a convention of their own."""
        lines, made = to_register(value, f"%passed{self.new()}")
        for line in lines:
            self.write(line)
        return made

    def spilled(self, offset: int) -> str:
        """Pointer to a value in the Store."""
        store = self.constant_field(VMContext.offset("store"))
        n = self.new()
        self.write(f"%{n} = getelementptr i8, ptr {store}, i64 {offset}")
        return f"%{n}"

    # ------------------------------------------------------------------------------------------------------ instance
    def hoist(self, name: str, definition: str) -> str:
        """A value that the entry block defines."""
        if name not in self.hoisted:
            self.hoisted[name] = f"%{name} = {definition}"
        return f"%{name}"

    def hoist_load(self, name: str, offset: int, type_: str = "ptr") -> str:
        """A constant field of the instance, loaded in the entry block."""
        pointer = self.hoist(f"{name}.at", f"getelementptr i8, ptr %vm, i64 {offset}")
        return self.hoist(name, f"load {type_}, ptr {pointer}, {_INVARIANT}")

    def field(self, offset: int) -> str:
        """Pointer into the instance."""
        pointer = self.addresses.get(offset)
        if pointer is None:
            n = self.new()
            self.write(f"%{n} = getelementptr i8, ptr %vm, i64 {offset}")
            pointer = self.addresses[offset] = f"%{n}"
        return pointer

    def constant_field(self, offset: int, type_: str = "ptr") -> str:
        """A field of the instance that never changes, loaded once per block."""
        pointer = self.field(offset)
        value = self.addresses.get((type_, offset))
        if value is None:
            n = self.new()
            self.write(f"%{n} = load {type_}, ptr {pointer}, align {4 if type_ == 'i32' else 8}, !invariant.load !0")
            value = self.addresses[type_, offset] = f"%{n}"
        return value

    # ------------------------------------------------------------------------------------------------------- runtime
    def runtime_function(self, name: str) -> str:
        """The address of a function of the runtime."""
        template = self.context.runtime_function(name)
        n = self.new()
        self.write(template.text(n, 0))
        return f"%{n + template.last}"

    def runtime_call(self, name: str, arguments: str, offset: int, result: str = "void") -> None:
        """Call a function of the runtime; a result goes on the stack."""
        code = self.runtime_function(name)
        n = self.new()
        define = "" if result == "void" else f"%{n} = "
        convention = f"{CONVENTIONS[name]} " if name in CONVENTIONS else ""
        self.write(f"{define}call {convention}{result} {code}(ptr %vm, {arguments}){self.unit.location(offset)}")
        if define:
            self.stack.append(f"{result} %{n}")


def phi(number: int, type_: str, edges: list[tuple[str, str]]) -> str:
    """The line that defines value `number` as one of (block, value)."""
    start = len(type_) + 1  # of the operand in a value
    return f"%{number} = phi {type_} " + ", ".join([f"[ {value[start:]}, %{block} ]" for block, value in edges])


def raise_trap(trap: Trap) -> str:
    return f"call void @llvm.ubsantrap(i8 {trap.value}) nomerge"
