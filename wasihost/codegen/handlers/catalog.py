"""The list of all handlers, by name.  The number of a handler is its place in the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from wasihost.abi import BUILTIN_INDEX, Table, Trap
from wasihost.codegen.handlers import control
from wasihost.codegen.handlers.text import HandlerText
from wasihost.codegen.stencils import memory, variable
from wasihost.codegen.stencils.catalog import is_numeric
from wasihost.codegen.stencils.operands import Form, K, L, R, Text
from wasihost.codegen.translate.template import LLVM_TYPES, RUNTIME
from wasihost.codegen.translate.values import operand
from wasihost.ops import BY_NAME, ROWS, Op
from wasihost.ops.atomic import PREFIX as ATOMIC
from wasihost.ops.row import OPERANDS
from wasihost.ops.row import RESULTS as NAMES

UNARY = (L, R)
BINARY = ("LL", "LK", "LR", "KL", "KR", "RL", "RK")
ADDRESSES = (L, R, K)
STORED = ("LL", "LR", "RL", "KL", "KR", "LK", "RK", "KK")
RESULTS = (R, L)
MEMORIES = ("guarded", "checked", "wide")
TYPES = variable.TYPES


class Handler(NamedTuple):
    name: str
    write: Callable[[frozenset[str]], str]  # its IR for a CPU


def catalog() -> Iterator[Handler]:
    """All handlers.  Names and order are the same for all CPUs of one machine."""
    for name, text in control.handlers():
        yield _plain(name, text)
    yield from _moves()
    for row in ROWS:
        if is_numeric(row):
            yield from _numeric(row)
        elif row.access_width is not None:
            yield from _accesses(row)
        elif calls_runtime(row):
            yield from _calls(row)
    yield from _variables()


def _plain(name: str, write: Callable[[], str]) -> Handler:
    return Handler(name, lambda _: write())


# ------------------------------------------------------------------------------------------------------------ numeric
def is_scalar(row: Op) -> bool:
    """Whether there are forms for all places of the operands and the result; else they are all in slots."""
    results = row.results or ()
    return "v128" not in (*(row.params or ()), *results) and not row.immediates and len(results) < 2


def forms(row: Op) -> tuple[str, ...]:
    count = len(row.params or ("externref",))
    if not is_scalar(row):
        return (L * count,)
    return UNARY if count == 1 else BINARY


def _numeric(row: Op) -> Iterator[Handler]:
    for lane in range(row.lanes) if "lane" in row.immediates else (0,):
        name = f"{row.name} {lane}" if row.immediates else row.name
        for kinds in forms(row):
            for result in RESULTS if is_scalar(row) else (L * len(row.results or ()),):
                yield Handler(f"{name} {kinds} {result}", _value(row, kinds, result, immediate=lane))
    if row.arithmetic:
        kinds = L * len(row.params or ())
        yield Handler(f"canonical {row.name} {kinds} L", _value(row, kinds, L, canonical=True))
    if row.is_comparison and is_scalar(row):
        for word, kinds in product(("if", "unless"), forms(row)):
            yield Handler(f"{word} {row.name} {kinds}", _branch(row, kinds, wanted=word == "if"))


def _operands(row: Op) -> tuple[str, ...]:
    return row.params or ("externref",)


def _value(
    row: Op, kinds: str, to: str, *, immediate: int = 0, canonical: bool = False
) -> Callable[[frozenset[str]], str]:
    params, results = _operands(row), row.results or ("i32",)

    def write(features: frozenset[str]) -> str:
        text = HandlerText(kinds, params, result=to)
        ir = row.known if row.known and kinds[1:] == K else row.meaning(features).replace("$0", str(immediate))
        values = [text.operand(name, valtype) for name, valtype in zip(OPERANDS, params, strict=False)]
        arguments = dict(zip(OPERANDS, (LLVM_TYPES[valtype] for valtype in params), strict=False))
        if row.is_comparison:
            truth = text.meaning(ir, arguments, values, "i1")
            text.result("i32", f"i32 {text.new(f'zext {truth} to i32')}")
        else:
            arithmetic = row.arithmetic if canonical else ""
            types = " ".join(LLVM_TYPES[result] for result in results)
            for name, result, value in zip(
                NAMES, results, text.meanings(ir, arguments, values, types, arithmetic), strict=False
            ):
                text.result(result, value, name)
        return text.body()

    return write


def _branch(row: Op, kinds: str, *, wanted: bool) -> Callable[[frozenset[str]], str]:
    params = _operands(row)

    def write(features: frozenset[str]) -> str:
        text = HandlerText(kinds, params)
        values = [text.operand(name, valtype) for name, valtype in zip(OPERANDS, params, strict=False)]
        arguments = dict(zip(OPERANDS, (LLVM_TYPES[valtype] for valtype in params), strict=False))
        return text.branch(text.meaning(row.meaning(features), arguments, values, "i1"), wanted=wanted)

    return write


# ------------------------------------------------------------------------------------------------------------- memory
def access_forms(row: Op, kind: str) -> tuple[tuple[str, str], ...]:
    """The places of operands and result."""
    params, results = row.params or (), row.results
    plain = kind == "guarded" and row.prefix != ATOMIC and "lane" not in row.immediates and "v128" not in params
    if plain and results and len(params) == 1:
        return tuple(product(ADDRESSES, (L,) if results[0] == "v128" else RESULTS))
    if plain and not results:
        return tuple((kinds, "") for kinds in STORED if kinds[1] != K or params[1] in ("i32", "i64"))
    return ((L * len(params), L if results else ""),)


def _accesses(row: Op) -> Iterator[Handler]:
    lanes = range(row.lanes) if "lane" in row.immediates else (0,)
    if memory.calls_runtime(row):
        for kind, shared in product(MEMORIES, ("", " shared")):
            yield _plain(f"{row.name} {kind}{shared}", _wait(row, kind, bool(shared)))
        return
    for lane, kind in product(lanes, MEMORIES):
        name = f"{row.name} {lane} {kind}" if "lane" in row.immediates else f"{row.name} {kind}"
        for kinds, to in access_forms(row, kind):
            yield _plain(f"{name} {kinds} {to}".strip(), _access(row, kind, lane, kinds, to))


def _memory_text(row: Op, kind: str, kinds: str, to: str) -> HandlerText:
    numbers = [("offset", "u32")] if kind == "guarded" else [("slot", "u32"), ("offset", "u32")]
    address = "address" if kinds[0] == K else "i64" if kind == "wide" else "i32"
    types = [address, *(row.params or ())[1:]]
    text = HandlerText(kinds, types, numbers, result=to, moves=True)
    width = 1 << (row.access_width or 0)
    if kind != "guarded":
        text.numbers["reach"] = text.new(f"add i64 {text.numbers['offset']}, {width}")
    return text


def _access(row: Op, kind: str, lane: int, kinds: str, to: str) -> Callable[[], str]:
    def write() -> str:
        form = memory.forms(row, kind)[0]
        kept = Form(kinds, form.result)
        variant = next(iter(memory.accesses(row, kept, kind, lane)))
        text = _memory_text(row, kind, kinds, to)
        return variant.write(text)

    return write


def _wait(row: Op, kind: str, shared: bool) -> Callable[[], str]:
    """wait and notify: the runtime is called if other threads can share the memory."""

    def write() -> str:
        params = row.params or ()
        text = _memory_text(row, kind, L * len(params), L)
        pointer = memory.pointer(text, kind)
        values = [text.operand(name, valtype) for name, valtype in zip("bc", params[1:], strict=False)]
        arguments = {name: LLVM_TYPES[v] for name, v in zip("bc", params[1:], strict=False)} | {"p": ""}
        text.result("i32", text.meaning(row.shared if shared else row.ir, arguments, [*values, pointer], "i32"))
        return text.body()

    return write


# -------------------------------------------------------------------------------------------------------- the runtime
def calls_runtime(row: Op) -> bool:
    found = RUNTIME.search(row.ir)
    return found is not None and found[1] in BUILTIN_INDEX


def signature(row: Op) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Also of rows that leave open the type of a reference."""
    if row.name == "table.grow":
        return ("externref", "addr"), ("addr",)
    if row.name == "table.fill":
        return ("addr", "externref", "addr"), ()
    return row.params or (), row.results or ()


def _calls(row: Op) -> Iterator[Handler]:
    for first, second in product(("i32", "i64"), repeat=2):
        yield _plain(f"{row.name} {first} {second}", _runtime(row, first, second))


def _runtime(row: Op, first: str, second: str) -> Callable[[], str]:
    count = "i64" if first == second == "i64" else "i32"
    known = {"addr": first, "addr2": second, "count": count}

    def write() -> str:
        params, results = ([known.get(v, v) for v in types] for types in signature(row))
        numbers = [(f"n{i}", "i32") for i in range(len(row.immediates))]
        text = HandlerText(L * len(params), params, numbers, result=L if results else "")
        ir = row.ir.replace("addr ", f"{first} ")
        for i in range(len(row.immediates)):
            ir = ir.replace(f"${i}", f"%n{i}")
        arguments = dict(zip(OPERANDS, (LLVM_TYPES[v] for v in params), strict=False))
        values = [text.operand(name, valtype) for name, valtype in zip(OPERANDS, params, strict=False)]
        values += [text.numbers[f"n{i}"] for i in range(len(row.immediates))]
        arguments |= {f"n{i}": "" for i in range(len(row.immediates))}
        found = text.meaning(ir, arguments, values, LLVM_TYPES[results[0]] if results else "")
        if results:
            text.result(results[0], found)
        return text.body()

    return write


# -------------------------------------------------------------------------------------------------------------- moves
def _moves() -> Iterator[Handler]:
    """8 bytes, or 16, whatever their type.  Constants; and what is in an accumulator."""
    for valtype in ("i64", "v128"):
        yield _plain(f"move {valtype}", _move(valtype, L, valtype))
        yield _plain(f"keep {valtype}", _move(valtype, R, valtype))
        yield _plain(f"move far {valtype}", _move_far(valtype))
    yield _plain("keep f64", _move("f64", R, "f64"))
    for to in RESULTS:
        for valtype in ("i32", "i64"):
            yield _plain(f"constant {valtype} {to}", _move(valtype, K, valtype, to))
        yield _plain(f"constant wide {to}", _constant("i64", to))
        for valtype in ("f32", "f64"):
            yield _plain(f"constant {valtype} {to}", _move(valtype, K, valtype, to))
    yield _plain("constant v128 L", _constant("v128", L))


def _move(valtype: str, kind: str, read: str, to: str = L) -> Callable[[], str]:
    def write() -> str:
        text = HandlerText(kind, [valtype], result=to)
        text.result(read, text.operand("a", read))
        return text.body()

    return write


def _constant(valtype: str, to: str) -> Callable[[], str]:
    def write() -> str:
        text = HandlerText(numbers=[("value", "i64" if valtype == "i64" else "i128")], result=to)
        value = text.numbers["value"]
        if valtype == "v128":
            value = text.new(f"load %v128, ptr {value}, align 2")
        text.result(valtype, f"{LLVM_TYPES[valtype]} {value}")
        return text.body()

    return write


def _move_far(valtype: str) -> Callable[[], str]:
    """From a slot to a slot that 16 bits need not reach."""

    def write() -> str:
        text = HandlerText(numbers=[("from", "s32"), ("to", "s32")])
        type_ = LLVM_TYPES[valtype]
        places = [text.new(f"getelementptr i64, ptr %fp, i64 {text.numbers[name]}") for name in ("from", "to")]
        value = text.new(f"load {type_}, ptr {places[0]}, align 8")
        text.lines.append(f"store {type_} {value}, ptr {places[1]}, align 8")
        return text.body()

    return write


# ---------------------------------------------------------------------------------------------------------- variables
def _of(variant: Callable[[Text], str], *args: object, **named: object) -> Callable[[], str]:
    def write() -> str:
        return variant(HandlerText(*args, **named))  # type: ignore[arg-type]

    return write


def _variables() -> Iterator[Handler]:
    for valtype in TYPES:
        for imported in (False, True):
            (_, _, get), (_, _, set_), *_ = variable.globals_(valtype, imported=imported)
            suffix = f"{valtype}{' imported' * imported}"
            for to in RESULTS:
                yield _plain(f"global.get {suffix} {to}", _of(get.write, numbers=[("slot", "u32")], result=to))
            for kind in (L, R, K) if valtype in ("i32", "i64") else (L, R):
                yield _plain(f"global.set {suffix} {kind}", _of(set_.write, kind, [valtype], [("slot", "u32")]))
    for valtype in ("i32", "i64", "f64", "v128"):
        for kinds in ("LLL", "LLR"):
            for to in RESULTS:
                yield _plain(f"select {valtype} {kinds} {to}", _select(valtype, kinds, to))
    for name, _, variant in variable.references():
        if name.startswith("table.get"):
            for address in ("i32", "i64"):
                if name.endswith(address):
                    yield _plain(name, _of(variant.write, "L", [address], [("slot", "u32")], result=L))
                    yield _plain(f"{name} functions", _table_function(address))
        elif name.startswith("table.set"):
            address = name.split()[1]
            yield _plain(name, _of(variant.write, "LL", [address, "externref"], [("slot", "u32")]))
        elif name.startswith("table.size"):
            for to in RESULTS:
                yield _plain(f"{name} {to}", _of(variant.write, numbers=[("slot", "u32")], result=to))
        else:
            yield _plain(name, _of(variant.write, "L", ["externref"]))
    for name, _, variant in variable.payments():
        if name == "pay":
            yield _plain(name, _of(variant.write, numbers=[("k", "u32")]))
        else:
            yield _plain(name, _of(variant.write, "L", [name.split()[-1]]))
    for name, _, variant in variable.effects():
        yield _plain(name, _of(variant.write))
    for name, _, variant in memory.sizes():
        for to in RESULTS:
            yield _plain(f"{name} {to}", _of(variant.write, numbers=[("slot", "u32"), ("k", "u32")], result=to))
    added = memory.add_offset(Form("R", "r"))
    for address in ("i32", "i64"):
        yield _plain(f"add offset {address}", _add_offset(added.write, address))
    yield Handler("i8x16.shuffle", _shuffle)
    for suffix in ("", " imported"):
        yield _plain(f"ref.func{suffix}", _function_reference(bool(suffix)))


def _select(valtype: str, kinds: str, to: str) -> Callable[[], str]:
    def write() -> str:
        text = HandlerText(kinds, [valtype, valtype, "i32"], result=to)
        condition = text.new(f"icmp ne {text.operand('c', 'i32')}, 0")
        type_ = LLVM_TYPES[valtype]
        ir = BY_NAME["select"].ir.replace("$t", type_)
        values = [text.operand("a", valtype), text.operand("b", valtype), f"i1 {condition}"]
        text.result(valtype, text.meaning(ir, {"a": type_, "b": type_, "c": "i1"}, values, type_))
        return text.body()

    return write


def _table_function(address: str) -> Callable[[], str]:
    """table.get from a table of functions: the runtime makes the reference."""

    def write() -> str:
        text = HandlerText("L", [address], [("slot", "u32"), ("tableidx", "u32")], result=L)
        table = text.load("ptr", text.field("slot"))
        index = text.operand("a", address)
        wide = operand(index) if address == "i64" else text.new(f"zext {index} to i64")
        length = text.load("i64", text.pointer(table, Table.offset("length")))
        code = Trap.TABLE_OUT_OF_BOUNDS
        text.trap_if(text.new(f"icmp uge i64 {wide}, {length}"), code.name, code)
        text.resume_at(text.pointer("%ip", 2))
        tableidx = text.new(f"trunc i64 {text.numbers['tableidx']} to i32")
        text.result("externref", f"ptr {text.call('table_entry', tableidx, wide)}")
        return text.body()

    return write


def _add_offset(write: Callable[[Text], str], address: str) -> Callable[[], str]:
    class Added(HandlerText):
        def operand(self, name: str, valtype: str) -> str:
            if name == "a" and address == "i32":
                narrow = super().operand(name, address)
                return f"i64 {self.new(f'zext {narrow} to i64')}"
            return super().operand(name, valtype)

    return lambda: write(Added("L", [address], [("wide", "i64")], result=L))


def _shuffle(features: frozenset[str]) -> str:
    _, _, variant = next(iter(variable.shuffles(features)))
    return variant.write(HandlerText("LL", ["v128", "v128"], [("constant", "i128"), ("second", "i128")], result=L))


def _function_reference(imported: bool) -> Callable[[], str]:
    def write() -> str:
        if imported:
            text = HandlerText(numbers=[("field", "u32")], result=L)
            text.result("externref", f"ptr {text.load('ptr', text.field('field'))}")
            return text.body()
        text = HandlerText(numbers=[("funcidx", "i32")], result=L)
        text.resume_at(text.pointer("%ip", 2))
        text.result("externref", f"ptr {text.call('function_reference', text.numbers['funcidx'])}")
        return text.body()

    return write


def index() -> dict[str, int]:
    """The number of each handler."""
    return {handler.name: number for number, handler in enumerate(catalog())}
