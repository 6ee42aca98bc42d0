"""The hosts whose answers are compared: wasihost at each level, and Wasmtime."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from tests.fuzz import world
from tests.fuzz.observe import Failure, Function
from tests.fuzz.smith import FEATURES
from tests.tiering.improved import ImprovingEngine
from tests.wat import wat
from wasihost import abi, errors
from wasihost.abi import TRAP_MESSAGES, Trap
from wasihost.codegen import compiler
from wasihost.engine import Engine
from wasihost.host.instance import Func, Global, Memory, Module, Store, Table

TRAPS = {
    **TRAP_MESSAGES,
    # A table that is called beyond its end has a name of its own with us, which Wasmtime does not tell.
    Trap.UNDEFINED_ELEMENT: TRAP_MESSAGES[Trap.TABLE_OUT_OF_BOUNDS],
    # An access may be both; which is found first is not specified.
    Trap.UNALIGNED_ATOMIC: TRAP_MESSAGES[Trap.MEMORY_OUT_OF_BOUNDS],
}
# Wasmtime's names of traps → ours.
WASMTIME_TRAPS = {
    "STACK_OVERFLOW": Trap.STACK_EXHAUSTED,
    "MEMORY_OUT_OF_BOUNDS": Trap.MEMORY_OUT_OF_BOUNDS,
    "HEAP_MISALIGNED": Trap.UNALIGNED_ATOMIC,
    "TABLE_OUT_OF_BOUNDS": Trap.TABLE_OUT_OF_BOUNDS,
    "INDIRECT_CALL_TO_NULL": Trap.UNINITIALIZED_ELEMENT,
    "BAD_SIGNATURE": Trap.INDIRECT_CALL_TYPE_MISMATCH,
    "INTEGER_OVERFLOW": Trap.INTEGER_OVERFLOW,
    "INTEGER_DIVISION_BY_ZERO": Trap.INTEGER_DIVIDE_BY_ZERO,
    "BAD_CONVERSION_TO_INTEGER": Trap.INVALID_CONVERSION,
    "UNREACHABLE": Trap.UNREACHABLE,
    "ATOMIC_WAIT_NON_SHARED_MEMORY": Trap.EXPECTED_SHARED_MEMORY,
    "NULL_REFERENCE": Trap.NULL_EXCEPTION,
}
# Functions that tell what is in a table: nothing else can ask for a single entry.
PEEK = """(module (import "" "" (table {address} 0 {type}))
  (func (export "peek") (param {address}) (result {type}) (table.get 0 (local.get 0))))"""
HOST_REFERENCE = 0x10000  # externref 1 is behind this address: never null, never a real object


# ------------------------------------------------------------------------------------------------------------ wasihost
class Wasihost:
    """`unoptimized`: compile every function as one that takes too long at the other levels.

    `replaced`: what is replaced in baseline code, of the functions in turn: "functions", "loops", "mixed" or "nothing".
    """

    def __init__(
        self,
        level: str = "fast",
        *,
        guarded: bool = True,
        unoptimized: bool = False,
        canonical_nans: bool = False,
        replaced: Sequence[str] = (),
    ) -> None:
        self.engine = (
            ImprovingEngine(lambda funcidx: replaced[funcidx % len(replaced)], level, processes=0)
            if replaced
            else Engine(level=level, cache=None, jobs=0, guarded=guarded, canonical_nans=canonical_nans)
        )
        self.unoptimized = unoptimized
        self.world = self.compile(wat(world.definition()))
        self.peeks = {
            (type_, flags): self.compile(wat(PEEK.format(type=type_, address=address)))
            for type_ in ("funcref", "externref")
            for flags, address in ((0, "i32"), (abi.ADDRESS_64, "i64"))
        }

    def compile(self, data: bytes) -> Module:
        before = compiler.UNOPTIMIZED_SIZE
        compiler.UNOPTIMIZED_SIZE = -1 if self.unoptimized else before
        try:
            return self.engine.compile(data)
        finally:
            compiler.UNOPTIMIZED_SIZE = before

    def accept(self, data: bytes) -> None:
        try:
            self.module = self.compile(data)
        except errors.InvalidModule as error:
            raise Failure(f"refused\t{error.offset}: {error.message}") from None

    def instantiate(self) -> None:
        self.store = Store()
        self.instances = {"world": self.store.instantiate(self.world)}
        imports = {(world.NAME, name): extern for name, extern in self.instances["world"].exports.items()}
        with _failures():
            self.instances[""] = self.store.instantiate(self.module, imports)

    def call(self, function: Function, args: Sequence[int]) -> list[int]:
        export = self.instances[""].exports[function.name]
        assert isinstance(export, Func)
        with _failures():
            results = export.call_raw(list(map(_to_raw, function.params, args)))
        return list(map(_from_raw, function.results, results))

    def memory(self, of: str, name: str) -> bytes:
        memory = self.instances[of].exports[name]
        assert isinstance(memory, Memory)
        return memory.read(0, memory.size)

    def global_(self, of: str, name: str, type_: str) -> int:
        global_ = self.instances[of].exports[name]
        assert isinstance(global_, Global)
        return _from_raw(type_, global_.raw)

    def table(self, of: str, name: str, type_: str) -> list[int]:
        table = self.instances[of].exports[name]
        assert isinstance(table, Table)
        flags = abi.Table.unpack(ctypes.string_at(table.address, abi.Table.size)).flags
        peek = self.store.instantiate(self.peeks[type_, flags], {("", ""): table}).exports["peek"]
        assert isinstance(peek, Func)
        return [_from_raw(type_, peek.call_raw([index])[0]) for index in range(table.size)]


@contextmanager
def _failures() -> Iterator[None]:
    """What wasihost raises, as a Failure."""
    try:
        yield
    except errors.LinkError as error:
        raise Failure(f"unlinkable\t{error.message}") from None
    except errors.Trap as trap:
        raise Failure(TRAPS[Trap(trap.code)]) from None


def _to_raw(type_: str, bits: int) -> int:
    return HOST_REFERENCE + bits if type_ == "externref" and bits else bits


def _from_raw(type_: str, raw: int) -> int:
    if type_ == "externref":
        return raw and raw - HOST_REFERENCE
    return int(raw != 0) if type_ == "funcref" else raw


# ------------------------------------------------------------------------------------------------------------ Wasmtime
FLOATS = {"f32": ("<I", "<f"), "f64": ("<Q", "<d")}
BITS = {"i32": 32, "i64": 64}


@cache
def wasmtime_engine(canonical_nans: bool = False) -> Any:
    """Wasmtime, with the features that wasihost has."""
    import wasmtime

    config = wasmtime.Config()
    for feature in FEATURES.values():
        if feature.wasmtime:
            setattr(config, feature.wasmtime, feature.supported)
    config.parallel_compilation = False
    config.cranelift_nan_canonicalization = canonical_nans
    return wasmtime.Engine(config)


class Wasmtime:
    def __init__(self, *, canonical_nans: bool = False) -> None:
        import wasmtime

        self.api: Any = wasmtime
        self.engine = wasmtime_engine(canonical_nans)
        self.world = wasmtime.Module(self.engine, wat(world.definition()))

    def accept(self, data: bytes) -> None:
        try:
            self.module = self.api.Module(self.engine, data)
        except self.api.WasmtimeError as error:
            raise Failure(f"refused\t{error}") from None

    def instantiate(self) -> None:
        self.store = self.api.Store(self.engine)
        provided = self.api.Instance(self.store, self.world, []).exports(self.store)
        self.exports = {"world": provided}
        imports = []
        for wanted in self.module.imports:
            if wanted.module != world.NAME or wanted.name not in provided:
                raise Failure("unlinkable")
            imports.append(provided[wanted.name])
        with self.failures():
            self.exports[""] = self.api.Instance(self.store, self.module, imports).exports(self.store)

    @contextmanager
    def failures(self) -> Iterator[None]:
        try:
            yield
        except (self.api.Trap, self.api.WasmtimeError) as error:
            if str(error).rstrip().endswith("thrown Wasm exception"):
                raise Failure(TRAPS[Trap.UNCAUGHT_EXCEPTION]) from None
            code = getattr(error, "trap_code", None)
            if code is None:
                raise Failure(f"unlinkable\t{error}") from None
            raise Failure(TRAPS[WASMTIME_TRAPS[code.name]] if code.name in WASMTIME_TRAPS else code.name) from None

    def call(self, function: Function, args: Sequence[int]) -> list[int]:
        with self.failures():
            given = self.exports[""][function.name](self.store, *map(_to_python, function.params, args))
        return list(map(_from_python, function.results, given if isinstance(given, list) else [given]))

    def memory(self, of: str, name: str) -> bytes:
        memory = self.exports[of][name]
        store = () if isinstance(memory, self.api.SharedMemory) else (self.store,)
        return ctypes.string_at(memory.data_ptr(*store), memory.data_len(*store))

    def global_(self, of: str, name: str, type_: str) -> int:
        return _from_python(type_, self.exports[of][name].value(self.store))

    def table(self, of: str, name: str, type_: str) -> list[int]:
        table = self.exports[of][name]
        return [_from_python(type_, table.get(self.store, index)) for index in range(table.size(self.store))]


def _to_python(type_: str, bits: int) -> object:
    if type_ in FLOATS:
        integer, real = FLOATS[type_]
        return struct.unpack(real, struct.pack(integer, bits))[0]
    if type_ in BITS:
        return bits - (1 << BITS[type_]) if bits >> (BITS[type_] - 1) else bits
    return bits or None


def _from_python(type_: str, value: Any) -> int:
    if type_ in FLOATS:
        integer, real = FLOATS[type_]
        bits: int = struct.unpack(integer, struct.pack(real, value))[0]
        return bits
    if type_ in BITS:
        return int(value) & (1 << BITS[type_]) - 1
    if value is None or type(value).__name__ == "Val":  # how globals and tables give a null
        return 0
    return int(value) if type_ == "externref" else 1
