"""The IR text of one handler.

A handler is a function in GHC's convention, which passes the interpreter's registers and saves none.  It reads its
operands from the code, and ends in a tail call of the next handler.

An instruction is the number of its handler (u16), and then the operands in the order in which they are mentioned here:

    L   a slot of the frame, i16: how many times 8 bytes it is from the frame pointer
    R   nothing: the operand is in the accumulator of its bank
    K   a constant: i32, which is extended for an i64, or the bits of a float
    numbers (u32 unless noted), then the slot of each result, unless that is the accumulator

The frame, from the frame pointer upwards: the caller's frame pointer, the address in the code that the caller continues
at, the parameters, the last one lowest.  Downwards: see RESUME, INSTANCE and FIRST_SLOT, then locals and operands.
"""

from __future__ import annotations

from collections.abc import Sequence

from wasihost.abi import BUILTIN_INDEX, BUILTINS, VMContext
from wasihost.codegen.stencils.operands import FLOATS, Form, K, L, R, Text
from wasihost.codegen.translate.template import LLVM_TYPES, RUNTIME
from wasihost.codegen.translate.values import operand
from wasihost.ops.row import OPERANDS, RESULTS

from .frame import RESUME

# Names and types in the order of the convention: r13, rbp, r12, rbx, r14, four that are not used, r15, xmm1.
PARAMETERS = (
    *(("ip", "ptr"), ("fp", "ptr"), ("mem", "ptr"), ("vm", "ptr"), ("acc", "i64")),
    *((f"unused{number}", "i64") for number in range(4)),
    *(("table", "ptr"), ("facc", "<2 x i64>")),
)
HEAD = ", ".join(f"{type_} %{name}" for name, type_ in PARAMETERS)
NUMBER = 2  # bytes of the number of a handler
SLOT_UNIT = 8
ADVANCED = "=r,0,i,~{dirflag},~{fpsr},~{flags}"
CONSTANT_BYTES = {"f64": 8, "address": 0}  # of a constant in the code, if not 4; an address is part of the offset


class HandlerText(Text):
    def __init__(
        self,
        kinds: str = "",
        types: Sequence[str] = (),
        numbers: Sequence[tuple[str, str]] = (),
        *,
        result: str = "",
        moves: bool = False,
    ) -> None:
        """`numbers`: names and types.  `result`: R, or L for a slot, of each result.  `moves`: it may fault."""
        super().__init__(Form(kinds), {}, hides=True)
        self.numbers: dict[str, str] = {}  # SSA values by name
        self.kinds = dict(zip(OPERANDS, kinds, strict=False))
        self.places: dict[str, int] = {}
        self.current = "entry"  # the block that is being written
        self.moves = moves
        self.size = NUMBER
        for name, kind, valtype in zip(OPERANDS, kinds, types, strict=False):
            self.places[name] = self.size
            self.size += {L: 2, R: 0, K: CONSTANT_BYTES.get(valtype, 4)}[kind]
        for name, type_ in numbers:
            self.places[name] = self.size
            self.numbers[name] = self._read(name, type_)
            self.size += {"i16": 2, "i32": 4, "u32": 4, "s32": 4, "i64": 8, "i128": 16, "u16": 2, "s16": 2}[type_]
        self.sample = self.numbers  # type: ignore[assignment]  # where stencils have numbers, these have values
        for name, kind in zip(RESULTS, result, strict=False):
            if kind == L:
                self.places[name] = self.size
                self.size += 2
        if kinds[1:2] == K and types[1] in ("i32", "i64"):
            self.numbers["k"] = operand(self.operand("b", types[1]))

    # ------------------------------------------------------------------------------------------------------ the code
    def _read(self, name: str, type_: str) -> str:
        """A number: u16, u32, s16 and s32 as an i64."""
        place = self.pointer("%ip", str(self.places[name]))
        if type_ == "i128":
            return place
        value = self.new(f"load i{type_[1:]}, ptr {place}, align 2")
        if type_[0] == "i":
            return value
        return self.new(f"{'zext' if type_[0] == 'u' else 'sext'} i{type_[1:]} {value} to i64")

    def slot(self, name: str) -> str:
        """A pointer to the slot that an operand names."""
        place = self.pointer("%ip", str(self.places[name]))
        value = self.new(f"sext i16 {self.new(f'load i16, ptr {place}, align 2')} to i64")
        return self.new(f"getelementptr i64, ptr %fp, i64 {value}")

    def operand(self, name: str, valtype: str) -> str:
        kind = self.kinds[name]
        if kind == R:
            return self.register(name, valtype)
        type_ = LLVM_TYPES[valtype]
        if kind == L:
            return f"{type_} {self.new(f'load {type_}, ptr {self.slot(name)}, align 8')}"
        place = self.pointer("%ip", str(self.places[name]))
        if valtype == "i64":
            narrow = self.new(f"load i32, ptr {place}, align 2")
            return f"i64 {self.new(f'sext i32 {narrow} to i64')}"
        return f"{type_} {self.new(f'load {type_}, ptr {place}, align 2')}"

    def register(self, name: str, valtype: str) -> str:
        if valtype == "f32":
            lanes = self.new("bitcast <2 x i64> %facc to <4 x float>")
            return f"float {self.new(f'extractelement <4 x float> {lanes}, i32 0')}"
        if valtype == "f64":
            lanes = self.new("bitcast <2 x i64> %facc to <2 x double>")
            return f"double {self.new(f'extractelement <2 x double> {lanes}, i32 0')}"
        if valtype == "v128":
            return "%v128 %facc"
        if valtype == "i32":
            return f"i32 {self.new('trunc i64 %acc to i32')}"
        if valtype == "externref":
            return f"ptr {self.new('inttoptr i64 %acc to ptr')}"
        return "i64 %acc"

    def constant(self, valtype: str, name: str = "k") -> str:
        return f"{valtype} {self.numbers[name]}"

    def wide(self, name: str = "wide") -> str:
        return f"i64 {self.numbers[name]}"

    def lanes(self) -> str:
        return self.numbers["constant"]

    def pointer(self, base: str, offset: int | str) -> str:
        return self.new(f"getelementptr i8, ptr {base}, i64 {offset}")

    # --------------------------------------------------------------------------------------------------------- effects
    def result(self, valtype: str, value: str, name: str = "r") -> None:
        value = operand(value)
        if name in self.places:
            self.lines.append(f"store {LLVM_TYPES[valtype]} {value}, ptr {self.slot(name)}, align 8")
            return
        if valtype in ("f32", "f64"):
            lanes, one = {"f32": ("<4 x float>", "float"), "f64": ("<2 x double>", "double")}[valtype]
            vector = self.new(f"insertelement {lanes} poison, {one} {value}, i32 0")
            value = self.new(f"bitcast {lanes} {vector} to <2 x i64>")
        elif valtype == "i32":
            value = self.new(f"zext i32 {value} to i64")
        elif valtype == "externref":
            value = self.new(f"ptrtoint ptr {value} to i64")
        self.changed["facc" if valtype in FLOATS else "acc"] = value

    def meanings(
        self, ir: str, arguments: dict[str, str], values: list[str], results: str, arithmetic: str = ""
    ) -> list[str]:
        called = RUNTIME.search(ir)
        if called and called[1] in BUILTIN_INDEX:
            self.resume_at(self.pointer("%ip", str(NUMBER)))
        return super().meanings(ir, arguments, values, results, arithmetic)

    def resume_at(self, ip: str) -> None:
        """Before a call of native code: store where in the code this function is."""
        self.lines.append(f"store ptr {ip}, ptr {self.pointer('%fp', str(RESUME))}, align 8")
        self.changed |= {"acc": "undef", "facc": "undef"}

    def call(self, name: str, *arguments: str) -> str:
        """Call a function of the runtime; the result without its type, if there is one."""
        result, *types = BUILTINS[name]
        table = self.load("ptr", self.pointer("%vm", str(VMContext.offset("builtins"))))
        code = self.load("ptr", self.pointer(table, str(8 * BUILTIN_INDEX[name])))
        values = ", ".join(f"{type_} {value}" for type_, value in zip(types, arguments, strict=True))
        line = f"call {result} {code}(ptr %vm, {values})"
        if result == "void":
            self.lines.append(line)
            return ""
        return self.new(line)

    def trap(self, name: str, value: int) -> str:
        block = f"trap.{name}:\n{go(f'@trap.{value}')}"
        if block not in self.traps:
            self.traps.append(block)
        return f"trap.{name}"

    def trap_if(self, condition: str, name: str, value: int) -> None:
        super().trap_if(condition, name, value)
        self.current = f"on{self._count}"

    def label(self) -> str:
        self._count += 1
        return f"l{self._count}"

    # ---------------------------------------------------------------------------------------------------------- endings
    def follow(self, ip: str, prefix: str = "", **changed: str) -> str:
        """Continue with the instruction at `ip`."""
        p = prefix or "last"
        return "\n".join([
            f"%{p}.number = load i16, ptr {ip}, align 2",
            f"%{p}.index = zext i16 %{p}.number to i64",
            f"%{p}.place = getelementptr ptr, ptr %table, i64 %{p}.index",
            f"%{p}.code = load ptr, ptr %{p}.place, align 8",
            go(f"%{p}.code", self.changed | {"ip": ip} | changed),
        ])  # fmt: skip

    def next(self, prefix: str = "", skip: int = 0, **changed: str) -> str:
        """Continue with the next instruction."""
        p = f"{prefix or 'last'}.next"
        size = self.size + skip
        if self.moves:
            # Only after the access: where it faults, the register says which instruction it was.
            right = f'call ptr asm sideeffect "addq $2, $0", "{ADVANCED}"(ptr %ip, i64 {size})'
        else:
            right = f"getelementptr i8, ptr %ip, i64 {size}"
        return f"%{p} = {right}\n{self.follow(f'%{p}', prefix, **changed)}"

    def body(self) -> str:
        return "\n".join([*self.lines, self.next(), *self.traps])

    def branch(self, condition: str, *, wanted: bool) -> str:
        """Jump by a distance, which counts from its own place, where the condition, an i1, is as wanted."""
        ways = "label %yes, label %no" if wanted else "label %no, label %yes"
        place = self.pointer("%ip", str(self.size))
        distance = self.new(f"load i32, ptr {place}, align 2")
        self.size += 4
        lines = [*self.lines, f"br {condition}, {ways}", f"no:\n{self.next('no')}"]
        lines += ["yes:", f"%far = sext i32 {distance} to i64", f"%there = getelementptr i8, ptr {place}, i64 %far"]
        return "\n".join([*lines, self.follow("%there", "yes"), *self.traps])


def go(to: str, changed: dict[str, str] | None = None) -> str:
    """The jump that ends a handler, with new values for some registers."""
    changed = changed or {}
    values = ", ".join(
        f"{type_} {changed.get(name, 'undef' if name.startswith('unused') else '%' + name)}"
        for name, type_ in PARAMETERS
    )
    return f"musttail call ghccc void {to}({values})\nret void\n"
