"""Stores and instances for Python: link modules, call exports, access memories.

The embedding interface of tests and `--invoke`.  Values are passed as raw bits: integers and floats as unsigned
integers of their width, references as addresses (0 is null).
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import Array as CArray
from ctypes import (
    addressof,
    byref,
    c_char,
    c_int32,
    c_int64,
    c_uint32,
    c_uint64,
    c_void_p,
    cast,
    create_string_buffer,
    memmove,
    string_at,
)
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from wasihost import abi, errors
from wasihost.host import library
from wasihost.host.failures import LIMITS, NO_MEMORY, code_refused, no_memory, too_large
from wasihost.host.guest import STACK_SIZE, Limits, Program
from wasihost.host.imports import import_failure
from wasihost.host.traps import trap_error
from wasihost.levels import INTERPRET

if TYPE_CHECKING:
    from collections.abc import Callable

    from wasihost.host.symbols import Artifact, Export, Signature

    Thunk = Callable[["Func", CArray[c_char]], None]

MASK = (1 << 64) - 1  # the bits of a value in a SLOT
# The types with other bits:
MASKS = {"i32": (1 << 32) - 1, "f32": (1 << 32) - 1, "v128": (1 << 128) - 1}
ALL_BITS = (1 << 128) - 1


class _Records(dict[int, int]):
    """The thread records of one Python thread, by stack size.  When the thread ends, other threads reuse them."""

    idle: ClassVar[defaultdict[int, list[int]]] = defaultdict(list)

    def __missing__(self, stack_size: int) -> int:
        try:
            address = self.idle[stack_size].pop()
        except IndexError:
            address = _lib("thread_new", c_void_p)(c_uint64(stack_size))
        if not address or _lib("thread_attach", c_int64)(c_void_p(address)) < 0:
            raise errors.WasihostError(f"cannot map a stack of {stack_size} bytes for the guest")
        self[stack_size] = address
        return address

    def __del__(self) -> None:
        for stack_size, address in self.items():
            self.idle[stack_size].append(address)


class _Threads(threading.local):
    def __init__(self) -> None:
        self.records = _Records()


_threads = _Threads()


def _lib(name: str, result: type | None = c_uint32) -> Any:
    function = library.load()[name]
    function.restype = result
    return function


class Module:
    """A compiled module, ready to instantiate any number of times."""

    def __init__(self, artifact_fd: int, artifact: Artifact, room: int = 0) -> None:
        """`room`: bytes of address space for better code (`abi.BetterCode`)."""
        self.artifact = artifact
        self.fd = os.dup(artifact_fd)  # each instance maps its initial memory from the file
        error = c_int32()
        self.image: int | None = _lib("image_map", c_void_p)(self.fd, c_uint64(room), byref(error))
        if not self.image and error.value:
            raise code_refused(error.value)
        if not self.image:
            raise errors.InternalError("a fresh artifact is not accepted")
        self.code: int = c_uint64.from_address(self.image + 8).value  # Image.code.low

    def thunk(self, signature: Signature) -> Thunk:
        """How exported functions of a type are called."""
        if self.artifact.header.level == INTERPRET.number:  # its functions have no machine code
            entry = cast(_lib("interpreter_thunk"), c_void_p).value or 0
            packed = len(signature.packed).to_bytes(4, "little") + signature.packed
            return lambda func, slots: func.store.call(entry, func.address, packed, slots)
        thunk = self.code + signature.thunk

        def call(func: Func, slots: CArray[c_char]) -> None:
            target = abi.FuncRef.unpack(string_at(func.address, abi.FuncRef.size))
            func.store.call(thunk, target.vmctx, c_void_p(target.code), slots)

        return call

    def __del__(self) -> None:
        if self.image:
            _lib("image_release", None)(c_void_p(self.image))
        os.close(self.fd)


class Extern:
    """An entity that a module exports and another can import."""

    kind: abi.ExternKind

    def __init__(self, store: Store, value: bytes) -> None:
        """`value` is an abi.ExternValue."""
        self.store = store
        self.value = value
        self.address: int = abi.ExternValue.unpack(value).address


class Func(Extern):
    """An exported function."""

    kind = abi.ExternKind.FUNC

    def __init__(self, store: Store, value: bytes, call: Thunk, params: tuple[str, ...], results: tuple[str, ...]):
        super().__init__(store, value)
        self.call = call
        self.params = params
        self.results = results

    def call_raw(self, args: Sequence[int]) -> list[int]:
        """Call the function with raw bits, one integer per value (a v128 is a 128-bit integer).  Returns raw bits.

        Raises errors.Trap, errors.Exit.
        """
        if len(args) != len(self.params):
            raise TypeError(f"{len(self.params)} arguments are needed, {len(args)} given")
        slots = create_string_buffer(abi.SLOT * max(len(self.params), len(self.results), 1))
        for i, value in enumerate(args):
            memmove(addressof(slots) + abi.SLOT * i, (value & ALL_BITS).to_bytes(abi.SLOT, "little"), abi.SLOT)
        self.call(self, slots)
        values = [
            int.from_bytes(slots.raw[abi.SLOT * i : abi.SLOT * (i + 1)], "little") & MASKS.get(valtype, MASK)
            for i, valtype in enumerate(self.results)
        ]
        self.store.hold(value for value, valtype in zip(values, self.results, strict=True) if valtype == "exnref")
        return values


class Memory(Extern):
    kind = abi.ExternKind.MEMORY

    def _state(self) -> Any:
        return abi.Memory.unpack(string_at(self.address, abi.Memory.size))

    @property
    def size(self) -> int:
        """The size in bytes."""
        return int(self._state().length)

    def read(self, offset: int, size: int) -> bytes:
        """Read bytes.  IndexError: the range is outside of the memory."""
        state = self._state()
        if offset < 0 or size < 0 or offset + size > state.length:
            raise IndexError(f"bytes {offset} to {offset + size} of a memory of {state.length} bytes")
        return string_at(state.base + offset, size)


class Table(Extern):
    kind = abi.ExternKind.TABLE

    @property
    def size(self) -> int:
        """The number of entries."""
        return int(abi.Table.unpack(string_at(self.address, abi.Table.size)).length)


class Global(Extern):
    kind = abi.ExternKind.GLOBAL

    @property
    def valtype(self) -> str:
        return abi.VALTYPES[abi.ExternValue.unpack(self.value).valtype]

    @property
    def raw(self) -> int:
        """The bits of the value."""
        value = int.from_bytes(string_at(self.address, abi.SLOT), "little") & MASKS.get(self.valtype, MASK)
        if self.valtype == "exnref":
            self.store.hold([value])
        return value


class Tag(Extern):
    kind = abi.ExternKind.TAG


class _Owned(NamedTuple):
    """What a store frees in the end, and what must live until then."""

    instance: int
    wasi: int
    module: Module
    keep: tuple[object, ...]


class Store:
    """Instances that can call each other.  One thread at a time uses it; threads share only shared memories.

    Everything in a store lives as long as the store, and the store lives as long as anything refers to it or its
    content.
    """

    def __init__(self, *, stack_size: int = STACK_SIZE, limits: Limits | None = None) -> None:
        """`limits.timeout` applies within `limited_time`, to all calls there together."""
        self.stack_size = stack_size
        self.limits = limits or Limits()
        # Do not keep the Instances: they refer to their store, and only Python's cycle collector would free the cycle.
        self._owned: list[_Owned] = []
        self._held: set[int] = set()
        self._buffer: CArray[c_char] = create_string_buffer(abi.Store.size + 16)
        self.address = (addressof(self._buffer) + 15) & ~15
        memmove(self.address + abi.Store.offset("limits"), self.limits.pack(), abi.Limits.size)
        _lib("trap_handlers_install")()

    def instantiate(
        self,
        module: Module,
        imports: Mapping[tuple[str, str], Extern] | None = None,
        *,
        wasi: Program | None = None,
        trap_unknown_imports: bool = False,
    ) -> Instance:
        """Link, fill, and run the start function.  Raises errors.LinkError, errors.Trap, NoAddressSpace."""
        instance = Instance(self, module, imports or {}, wasi, trap_unknown_imports)
        instance.start()
        return instance

    def own(self, instance: int, wasi: int, module: Module, *keep: object) -> None:
        """Free an instance together with the store and not earlier.

        Tables of other instances may contain its functions.
        """
        self._owned.append(_Owned(instance, wasi, module, keep))

    def hold(self, exceptions: Iterable[int]) -> None:
        """Keep exceptions as long as the store, because Python has references to them and may pass them on."""
        new = set(exceptions) - self._held - {0}
        if not new:
            return
        self._held |= new
        self._held_array = (c_uint64 * len(self._held))(*self._held)
        for field, value in (("held", addressof(self._held_array)), ("held_count", len(self._held))):
            c_uint64.from_address(self.address + abi.Store.offset(field)).value = value

    def __del__(self) -> None:
        for owned in reversed(self._owned):
            if owned.instance:
                _lib("instance_free", None)(c_void_p(owned.instance))
            if owned.wasi:
                _lib("wasi_free", None)(c_void_p(owned.wasi))
        _lib("store_free_exceptions", None)(c_void_p(self.address))

    @property
    def fuel(self) -> int:
        """The remaining fuel."""
        place = self.address + abi.Store.offset("limits") + abi.Limits.offset("fuel")
        return c_uint64.from_address(place).value

    @contextmanager
    def limited_time(self) -> Iterator[None]:
        """A context in which calls of this thread end in errors.TimedOut after `limits.timeout`."""
        record = c_void_p(_threads.records[self.stack_size])
        timer = _lib("deadline_start", c_int32)(record, c_uint64(self.limits.timeout_ns))
        if timer < -1:
            raise errors.WasihostError(f"the system gives no timer: {os.strerror(-1 - timer).lower()}")
        try:
            yield
        finally:
            _lib("deadline_stop", None)(record, c_int32(timer))

    def call(self, thunk: int, vmctx: int, code: c_void_p | bytes, slots: CArray[c_char]) -> None:
        record = _threads.records[self.stack_size]
        outcome = _lib("call")(c_void_p(self.address), c_void_p(record), c_void_p(thunk), c_void_p(vmctx), code, slots)
        self.check(outcome, record)

    def check(self, outcome: int, record: int) -> None:
        """Raise the exception for an Outcome."""
        if outcome == abi.Outcome.RETURNED:
            return
        if outcome == abi.Outcome.EXITED:
            raise errors.Exit(c_uint32.from_address(record + abi.ThreadRecord.offset("exit_code")).value)
        artifacts = {owned.module.image: owned.module.artifact for owned in reversed(self._owned) if owned.module.image}
        raise trap_error(outcome, record, artifacts, self.limits)


class Instance:
    """A module with its imports, in a store."""

    def __init__(
        self,
        store: Store,
        module: Module,
        imports: Mapping[tuple[str, str], Extern],
        wasi: Program | None,
        trap_unknown_imports: bool,
    ) -> None:
        self.store = store
        self.module = module
        wanted = module.artifact.imports
        given = [imports.get((i.module, i.name)) for i in wanted]
        for i, extern in zip(wanted, given, strict=True):
            # Calls, exceptions and limits use the store of the running code.
            if extern and extern.store is not store and not isinstance(extern, Memory):
                raise errors.LinkError(f"import `{i.path}` belongs to another store; stores share memories only")
        packed = b"".join(g.value if g else bytes(abi.ExternValue.size) for g in given)
        externs = create_string_buffer(packed, max(1, len(packed)))
        # One ImportedHostFunction per import.  Its layout is internal to the runtime; it has at most 64 bytes.
        hosts = create_string_buffer(64 * max(1, len(wanted)))
        self._wasi = self._new_wasi(wasi)
        _lib("resolve_imports", None)(
            c_void_p(module.image),
            c_void_p(self._wasi),
            c_void_p(store.address),
            externs,
            hosts,
            c_uint32(trap_unknown_imports),
        )
        report = create_string_buffer(abi.InstantiationReport.size)
        builtins = _lib("builtins_table", c_void_p)()
        address = _lib("instance_new", c_void_p)(
            c_void_p(store.address), c_void_p(module.image), c_void_p(builtins), externs, report
        )
        # Imports from this store live as long as the store; keeping them here would only create a cycle.
        others = {extern.store for extern in given if extern and extern.store is not store}
        store.own(address or 0, self._wasi, module, externs, hosts, others)
        if not address:
            self._raise_link_failure(abi.InstantiationReport.unpack(report.raw), imports)
        self.address: int = address
        self.exports: dict[str, Extern] = {e.name: self._export(e) for e in module.artifact.exports}

    def _new_wasi(self, program: Program | None) -> int:
        if program is None:
            return 0
        config, keep = program.wasi_config()
        buffer = create_string_buffer(config, len(config))
        address: int = _lib("wasi_new", c_void_p)(buffer, c_void_p(self.store.address))
        del keep  # the context has copies
        return address

    def _raise_link_failure(self, report: Any, imports: Mapping[tuple[str, str], Extern]) -> None:
        if report.fault == abi.InstantiationFault.NO_ADDRESS_SPACE:
            raise errors.NoAddressSpace("cannot reserve address space for the memory")
        if report.fault in NO_MEMORY:
            raise no_memory(report.fault)
        if report.fault in LIMITS:
            raise too_large(report.fault, report.size, self.store.limits)
        if report.fault == abi.InstantiationFault.UNKNOWN_IMPORT:
            missing = self.module.artifact.imports[report.import_index]
            raise errors.LinkError(f"unknown import: `{missing.path}` ({missing.type_text()})")
        raise import_failure(self.module.artifact, report.import_index, report.fault)

    def start(self) -> None:
        if self._wasi and isinstance(memory := self.exports.get("memory"), Memory):
            _lib("wasi_set_memory", None)(c_void_p(self._wasi), c_void_p(memory.address))
        record = _threads.records[self.store.stack_size]
        c_uint64.from_address(self.store.address + abi.Store.offset("thread")).value = record
        outcome = _lib("instance_start")(c_void_p(self.address), c_void_p(record))
        self.store.check(outcome, record)

    def end_trace(self) -> int:
        """Write the summary of the trace, if requested.  Returns the first error number that lost a line, or 0."""
        return int(_lib("wasi_end_trace", c_uint32)(c_void_p(self._wasi))) if self._wasi else 0

    def _export(self, export: Export) -> Extern:
        extern = create_string_buffer(abi.ExternValue.size)
        _lib("export_value", None)(c_void_p(self.address), c_uint32(export.kind), c_uint32(export.index), extern)
        value, artifact = extern.raw, self.module.artifact
        match export.kind:
            case abi.ExternKind.FUNC:
                signature = artifact.function_signature(export.index)
                return Func(self.store, value, self.module.thunk(signature), signature.params, signature.results)
            case abi.ExternKind.GLOBAL:
                return Global(self.store, value)
            case abi.ExternKind.MEMORY:
                return Memory(self.store, value)
            case abi.ExternKind.TABLE:
                return Table(self.store, value)
        return Tag(self.store, value)
