"""Stencils of loads, stores and atomics: one for each kind of memory.

`slot` is where the instance has the base of one that is `based`, and the memory itself if it is checked.

    guarded   memory 0 with addresses of 32 bits; its base is in a register, and guard pages follow it
    based     the same for another memory, whose base is in the instance
    checked   any memory whose accesses are compared with its length
    wide      likewise with addresses of 64 bits

If offset + width is 2**31 or more, the address and the offset are added first (`add offset`), and the access has the
offset 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from wasihost.abi import Memory, Trap
from wasihost.codegen.stencils.operands import Form, K, L, Numbers, R, Text, Variant, bank, variant
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.codegen.translate.values import operand
from wasihost.ops import BY_NAME, Op
from wasihost.ops.atomic import PREFIX as ATOMIC

MEMORIES = ("guarded", "based", "checked", "wide")
_OUTSIDE = Trap.MEMORY_OUT_OF_BOUNDS


def forms(row: Op, memory: str) -> tuple[Form, ...]:
    """The first operand is the address; a constant one is added to the offset by whoever knows both."""
    params, results = row.params or (), row.results
    if calls_runtime(row):
        return (Form("R", "r"),)
    plain = memory == "guarded" and row.prefix != ATOMIC
    if len(params) > 1 and results:
        return (Form("R" * len(params), "a" if bank(results[0]) == "integer" else "b"),)
    if results:
        found = [Form("R", "r"), *([Form("L", "r"), Form("K", "r")] * plain)]
        return (*found, *([Form("R", "a")] * (bank(results[0]) == "integer")))
    if not plain:
        return (Form("RR"),)
    kinds = ["RR", "LR", "KR"] + ["RK", "LK"] * (bank(params[1]) == "integer")
    return tuple(map(Form, kinds))


def calls_runtime(row: Op) -> bool:
    """Whether a stencil can only find the address, which the runtime is called with."""
    return "@" in row.shared


def _ranges(form: Form, row: Op, memory: str) -> Iterator[Numbers]:
    slots = ["slot", "far slot"] if L in form.kinds else [""]
    offsets = ["far offset"] if row.prefix == ATOMIC or memory != "guarded" else ["offset", "far offset"]
    stored = {0: "byte", 1: "short"}.get(row.access_width or 0, "far")
    for offset, slot in product(offsets, slots):
        numbers = [(name, slot) for name in form.slots]
        if form.kinds[1:] == K:
            numbers.append(("k", stored))
        if memory != "guarded":
            numbers.append(("slot", "field"))
        if memory in ("checked", "wide"):
            numbers.append(("reach", "far reach"))
        yield (*numbers, ("offset", offset))


def accesses(row: Op, form: Form, memory: str, lane: int) -> Iterator[Variant]:
    params, results, ir = row.params or (), row.results or (), row.ir
    address = "i64" if memory == "wide" else "i32"
    if calls_runtime(row):
        params, results = params[:1], ("i64",)
        ir = row.shared[: row.shared.index("\n", row.shared.index("%touched"))] + "\n%r = ptrtoint ptr %p to i64"
    types = dict(zip("abc", (address, *params[1:]), strict=False)) | ({"r": results[0]} if results else {})
    ir = ir.replace("$1", str(lane))

    def write(text: Text) -> str:
        place = pointer(text, memory)
        if row.prefix == ATOMIC:  # in a register, because an offset that stands there twice is no hole
            place = text.new(f'call ptr asm "", "=r,0"(ptr {place})')
        named = list(zip("bc", params[1:], strict=False))
        arguments = {name: LLVM_TYPES[valtype] for name, valtype in named} | {"p": ""}
        # What is stored may be narrower than the operand: LLVM narrows a constant that it sees as it is.
        values = [f"{v} {text.sample['k']}" if form.kinds[1:] == K else text.operand(name, v) for name, v in named]
        result = text.meaning(ir, arguments, [*values, place], LLVM_TYPES[results[0]] if results else "")
        if results:
            text.result(results[0], result)
        return text.body()

    for numbers in _ranges(form, row, memory):
        yield variant(form, types, numbers, write)


def pointer(text: Text, memory: str) -> str:
    """The address of the accessed bytes.  Traps if they are outside a checked memory."""
    offset = text.sample["offset"]
    base = "%mem"
    checks = memory in ("checked", "wide")
    if checks:  # by way of the memory itself, which has its length, too
        of = text.load("ptr", text.field("slot"))
        base = text.load("ptr", text.pointer(of, Memory.offset("base")))
    elif memory != "guarded":
        base = text.load("ptr", text.field("slot"))
    if text.form.kinds[0] == K:
        return text.pointer(base, offset)
    if memory == "wide" or text.form.kinds[0] == R:  # where an i32 is zero-extended
        index = text.operand("a", "i64")
    else:
        index = f"i64 {text.new('zext ' + text.operand('a', 'i32') + ' to i64')}"
    if checks:
        place = text.pointer(of, Memory.offset("length"))
        length = text.new(f"load atomic i64, ptr {place} monotonic, align 8")
        # The sum of an address of 32 bits and its reach has less than 64; a wider address may be too large for it.
        end = text.new(f"add {index}, {text.sample['reach']}")
        if memory == "wide":
            text.trap_if(text.new(f"icmp ult i64 {end}, {operand(index)}"), _OUTSIDE.name, _OUTSIDE)
        text.trap_if(text.new(f"icmp ugt i64 {end}, {length}"), _OUTSIDE.name, _OUTSIDE)
    return text.pointer(text.new(f"getelementptr i8, ptr {base}, {index}"), offset)


def sizes() -> Iterator[tuple[str, Form, Variant]]:
    """memory.size; `slot` is where the instance has the memory's address, and `k` is log2 of the size of its pages."""
    form = Form("", "r")
    for address in ("i32", "i64"):

        def write(text: Text, address: str = address) -> str:
            length = text.pointer(text.load("ptr", text.field("slot")), Memory.offset("length"))
            ir = BY_NAME["memory.size"].ir.replace("$shift", "%shift")
            text.result(address, text.meaning(ir, {"p": "", "shift": ""}, [length, str(text.sample["k"])], address))
            return text.body()

        yield (
            f"memory.size {address}",
            form,
            variant(form, {"r": address}, (("k", "count32"), ("slot", "field")), write),
        )


def add_offset(form: Form) -> Variant:
    """Add an offset to an address.  Traps if the sum exceeds 64 bits."""

    def write(text: Text) -> str:
        address, offset = text.operand("a", "i64"), text.wide()
        total = text.new(f"add {address}, {operand(offset)}")
        text.trap_if(text.new(f"icmp ult i64 {total}, {operand(address)}"), _OUTSIDE.name, _OUTSIDE)
        text.result("i64", f"i64 {total}")
        return text.body()

    return variant(form, {"a": "i64", "r": "i64"}, (("wide", "wide"),), write)
