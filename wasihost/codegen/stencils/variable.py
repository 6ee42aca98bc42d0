"""Stencils of moves, constants, globals, selects, references, tables and fuel."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wasihost.abi import Limits, Store, Table, Trap, VMContext
from wasihost.codegen.stencils.operands import Form, K, Numbers, Text, Variant, slot_align, variant
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.codegen.translate.values import operand
from wasihost.ops import BY_NAME

TYPES = ("i32", "i64", "f32", "f64", "v128")
_SLOT = (("slot", "field"),)


def moves(valtype: str) -> Iterator[tuple[Form, list[Variant]]]:
    """`a` to a register, "r", or to a slot of the frame, `lb`."""
    kinds = "RLK" if valtype in ("i32", "i64") else "RL"
    near = ["slot", "far slot"] if valtype != "v128" else ["far slot"]
    for kind in kinds:
        sources: dict[str, list[Numbers]] = {"R": [()], "L": [(("la", slot),) for slot in near], "K": [(("k", "far"),)]}
        form = Form(kind, "r")
        yield form, [variant(form, {"a": valtype, "r": valtype}, numbers, _load(valtype)) for numbers in sources[kind]]
        form = Form(kind)
        found = []
        for slot in near:
            numbers: Numbers = {"R": (), "L": (("la", slot),), "K": (("k", "far"),)}[kind]
            found.append(variant(form, {"a": valtype}, (*numbers, ("lb", slot)), _store(valtype)))
        yield form, found


def _load(valtype: str) -> Callable[[Text], str]:
    def write(text: Text) -> str:
        text.result(valtype, text.operand("a", valtype))
        return text.body()

    return write


def _store(valtype: str) -> Callable[[Text], str]:
    def write(text: Text) -> str:
        value, place = text.operand("a", valtype), text.field("lb", "%fp")
        text.lines.append(f"store {value}, ptr {place}, align {slot_align(valtype)}")
        return text.body()

    return write


def constants() -> Iterator[tuple[str, Form, Variant]]:
    """Constants that cannot be operands: integers of 64 bits, floats, vectors and zeros."""

    def wide(text: Text) -> str:
        text.result("i64", text.wide())
        return text.body()

    def double(text: Text) -> str:
        value = text.wide()
        text.result("f64", f"double {text.new(f'bitcast {value} to double')}")
        return text.body()

    def single(text: Text) -> str:
        value = text.constant("i32")
        text.result("f32", f"float {text.new(f'bitcast {value} to float')}")
        return text.body()

    def vector(text: Text) -> str:
        text.result("v128", f"%v128 {text.new('load %v128, ptr @constant, align 16')}")
        return text.body()

    def zero(valtype: str) -> Callable[[Text], str]:
        def write(text: Text) -> str:
            text.result(valtype, f"{LLVM_TYPES[valtype]} zeroinitializer")
            return text.body()

        return write

    form = Form("", "r")
    yield "i64.const", form, variant(form, {"r": "i64"}, (("wide", "wide"),), wide)
    yield "f64.const", form, variant(form, {"r": "f64"}, (("wide", "wide"),), double)
    yield "f32.const", form, variant(form, {"r": "f32"}, (("k", "far"),), single, hides=True)
    yield "v128.const", form, variant(form, {"r": "v128"}, (), vector)
    yield "integer zero", form, variant(form, {"r": "i64"}, (), zero("i64"))
    yield "float zero", form, variant(form, {"r": "v128"}, (), zero("v128"))


def globals_(valtype: str, *, imported: bool) -> Iterator[tuple[str, Form, Variant]]:
    """`slot` is the offset in the instance of the value, or of the address of an imported value."""
    type_ = LLVM_TYPES[valtype]

    def place(text: Text) -> str:
        field = text.field("slot")
        return text.load("ptr", field) if imported else field

    def get(text: Text) -> str:
        ir = BY_NAME["global.get"].ir.replace("$t", type_)
        text.result(valtype, text.meaning(ir, {"p": ""}, [place(text)], type_))
        return text.body()

    def set_(text: Text) -> str:
        ir = BY_NAME["global.set"].ir.replace("$t", type_)
        value = text.operand("a", valtype)
        text.meaning(ir, {"a": type_, "p": ""}, [value, place(text)], "")
        return text.body()

    form = Form("", "r")
    yield "global.get", form, variant(form, {"r": valtype}, _SLOT, get)
    for kind in ("R", K) if valtype in ("i32", "i64") else ("R",):
        form = Form(kind)
        numbers = (("k", "far"), *_SLOT) if kind == K else _SLOT
        yield "global.set", form, variant(form, {"a": valtype}, numbers, set_)


def selects(valtype: str) -> Iterator[tuple[Form, list[Variant]]]:
    """The result replaces the first operand."""

    def write(text: Text) -> str:
        condition = text.new(f"icmp ne {text.operand('c', 'i32')}, 0")
        type_ = LLVM_TYPES[valtype]
        ir = BY_NAME["select"].ir.replace("$t", type_)
        values = [text.operand("a", valtype), text.operand("b", valtype), f"i1 {condition}"]
        text.result(valtype, text.meaning(ir, {"a": type_, "b": type_, "c": "i1"}, values, type_))
        return text.body()

    types = {"a": valtype, "b": valtype, "c": "i32"}
    form = Form("RRR", "a")
    yield form, [variant(form, types, (), write)]
    form = Form("RRL", "a")
    yield form, [variant(form, types, (("lc", slot),), write) for slot in ("slot", "far slot")]


def references() -> Iterator[tuple[str, Form, Variant]]:
    """A null trap, and entries of tables that hold no functions; `slot` is where the instance has a table's address."""

    def not_null(text: Text) -> str:
        text.meaning(BY_NAME["ref.as_non_null"].ir, {"a": "ptr"}, [text.operand("a", "externref")], "")
        return text.body()

    form = Form("R")
    yield "ref.as_non_null", form, variant(form, {"a": "externref"}, (), not_null)
    for address in ("i32", "i64"):
        for name in ("table.get", "table.set"):
            form = Form("R", "a") if name == "table.get" else Form("RR")
            types = {"a": address, "b": "externref", "r": "externref"}
            yield f"{name} {address}", form, variant(form, types, _SLOT, _table(name, address))
        form = Form("", "r")
        yield f"table.size {address}", form, variant(form, {"r": address}, _SLOT, _table_size(address))


def _table_length(text: Text, address: str, table: str) -> str:
    length = text.load("i64", text.pointer(table, Table.offset("length")))
    return text.new(f"trunc i64 {length} to i32") if address == "i32" else length


def _table(name: str, address: str) -> Callable[[Text], str]:
    ir = BY_NAME[name].ir.replace("addr ", f"{address} ")

    def write(text: Text) -> str:
        table = text.load("ptr", text.field("slot"))
        base = text.load("ptr", text.pointer(table, Table.offset("base")))
        operands = {"a": address} | ({"b": "ptr"} if name == "table.set" else {})
        values = [text.operand("a", address)]
        if name == "table.set":
            values.append(text.operand("b", "externref"))
        result = "ptr" if name == "table.get" else ""
        found = text.meaning(
            ir, operands | {"table": "", "length": ""}, [*values, base, _table_length(text, address, table)], result
        )
        if result:
            text.result("externref", found)
        return text.body()

    return write


def _table_size(address: str) -> Callable[[Text], str]:
    def write(text: Text) -> str:
        table = text.load("ptr", text.field("slot"))
        text.result(address, f"{address} {_table_length(text, address, table)}")
        return text.body()

    return write


def payments() -> Iterator[tuple[str, Form, Variant]]:
    """Charge fuel: `k` units, or 1 for each 64 bytes or each entry of the length `a`."""

    def write(cost: Callable[[Text], str]) -> Callable[[Text], str]:
        def pay(text: Text) -> str:
            store = text.load("ptr", text.pointer("%vm", VMContext.offset("store")))
            left = text.pointer(store, Store.offset("limits") + Limits.offset("fuel"))
            had, amount = text.load("i64", left), cost(text)
            text.trap_if(text.new(f"icmp ult i64 {had}, {amount}"), Trap.OUT_OF_FUEL.name, Trap.OUT_OF_FUEL)
            text.lines.append(f"store i64 {text.new(f'sub i64 {had}, {amount}')}, ptr {left}, align 8")
            return text.body()

        return pay

    form = Form(K)
    known = write(lambda text: operand(text.constant("i64")))
    yield "pay", form, variant(form, {}, (("k", "far offset"),), known, hides=True)
    form = Form("R")
    for unit, shift in (("bytes", 6), ("entries", 0)):
        for valtype in ("i32", "i64"):

            def size(text: Text, valtype: str = valtype, shift: int = shift) -> str:
                value = text.operand("a", valtype)
                wide = text.new(f"zext {value} to i64") if valtype == "i32" else operand(value)
                return text.new(f"lshr i64 {wide}, {shift}")

            yield f"pay {unit} {valtype}", form, variant(form, {"a": valtype}, (), write(size))
