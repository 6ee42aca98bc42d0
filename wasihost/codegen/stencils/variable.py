"""Stencils of globals, selects, shuffles, references, tables and fuel."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wasihost.abi import TABLE_HEAD, Limits, Store, Table, Trap, VMContext
from wasihost.codegen.stencils.operands import Form, K, Text, Variant, variant
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.codegen.translate.values import operand
from wasihost.ops import BY_NAME

TYPES = ("i32", "i64", "f32", "f64", "v128")
_SLOT = (("slot", "field"),)


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


def shuffles(features: frozenset[str]) -> Iterator[tuple[str, Form, Variant]]:
    """The constant is lane numbers for either operand, where those of the other one have the highest bit set."""
    ir = BY_NAME["i8x16.relaxed_swizzle"].meaning(features)

    def write(text: Text) -> str:
        numbers = text.lanes()
        found = []
        for name, offset in (("a", 0), ("b", 16)):
            lanes = text.new(f"load %v128, ptr {text.pointer(numbers, offset)}, align 16")
            values = [text.operand(name, "v128"), f"%v128 {lanes}"]
            found.append(text.meaning(ir, {"a": "%v128", "b": "%v128"}, values, "%v128"))
        text.result("v128", f"%v128 {text.new(f'or {found[0]}, {operand(found[1])}')}")
        return text.body()

    form = Form("RR", "a")
    yield "i8x16.shuffle", form, variant(form, {"a": "v128", "b": "v128"}, (), write)


def effects() -> Iterator[tuple[str, Form, Variant]]:
    """Rows without operands."""

    def fence(text: Text) -> str:
        text.meaning(BY_NAME["atomic.fence"].ir, {}, [], "")
        return text.body()

    yield "atomic.fence", Form(""), variant(Form(""), {}, (), fence)


def references() -> Iterator[tuple[str, Form, Variant]]:
    """A null trap, and entries of tables; `slot` is where the instance has a table's address.

    What `table.get` reads from a table of functions is no reference; only its check is of use.
    """

    def not_null(text: Text) -> str:
        text.meaning(BY_NAME["ref.as_non_null"].ir, {"a": "ptr"}, [text.operand("a", "externref")], "")
        return text.body()

    form = Form("R")
    yield "ref.as_non_null", form, variant(form, {"a": "externref"}, (), not_null)
    for address in ("i32", "i64"):
        types = {"a": address, "b": "externref", "r": "externref"}
        for name, form in (("table.get", Form("R", "a")), ("table.set", Form("RR"))):
            yield f"{name} {address}", form, variant(form, types, _SLOT, _table(name, address))
        yield f"table.set {address} functions", form, variant(form, types, _SLOT, _table(name, address, functions=True))
        form = Form("", "r")
        yield f"table.size {address}", form, variant(form, {"r": address}, _SLOT, _table_size(address))


def _table_length(text: Text, address: str, table: str) -> str:
    length = text.load("i64", text.pointer(table, Table.offset("length")))
    return text.new(f"trunc i64 {length} to i32") if address == "i32" else length


def _table(name: str, address: str, *, functions: bool = False) -> Callable[[Text], str]:
    ir = BY_NAME[name].ir.replace("addr ", f"{address} ")

    def write(text: Text) -> str:
        table = text.load("ptr", text.field("slot"))
        base = text.load("ptr", text.pointer(table, Table.offset("base")))
        operands = {"a": address} | ({"b": "ptr"} if name == "table.set" else {})
        values = [text.operand("a", address)]
        if name == "table.set":
            reference = text.operand("b", "externref")
            if functions:  # an entry counts from the table's base
                distance = text.new(f"sub i64 {text.integer(reference)}, {text.integer(f'ptr {base}')}")
                distance = text.new(f"add i64 {distance}, {TABLE_HEAD}")
                reference = f"ptr {text.new(f'inttoptr i64 {distance} to ptr')}"
            values.append(reference)
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
