"""A guest that does what it is told: calls of WASI in, one entry into wasm for thousands of them, errnos out.

The calls lie as records, one behind the other, in a memory that WASI cannot reach.  The guest knows every function of
preview1, and `poke`, which stores a word in the other memory.
"""

from __future__ import annotations

import functools
import struct
from ctypes import c_char
from typing import Any

from tests.wat import wat
from wasihost import abi
from wasihost.engine import Engine
from wasihost.host.guest import Program
from wasihost.host.instance import Instance, Module, Store
from wasihost.wasi.preview1 import FUNCTIONS

SIGNATURES = {function.name: signature.split("->")[0].split() for function, signature, *_ in FUNCTIONS}
SIGNATURES["poke"] = ["i32", "i64"]
INDEX = {name: index for index, name in enumerate(SIGNATURES)}
MOST_ARGUMENTS = max(map(len, SIGNATURES.values()))
PAGES = 8
SIZE = PAGES << 16
RECORD_PAGES = 2
UNSET = 0xFFFFFFFF

RECORD = struct.Struct(f"<II{MOST_ARGUMENTS}Q")  # the function's number, the errno, the arguments


def text() -> str:
    imports, cases = "", ""
    results = {function.name: signature.split("->")[1].split() for function, signature, *_ in FUNCTIONS}
    for name, params in SIGNATURES.items():
        args = " ".join(f"({p}.load $records offset={8 + 8 * i} (local.get $at))" for i, p in enumerate(params))
        call = f"(call ${name} {args})"
        if name == "poke":
            call = f"(i64.store {args})"
        else:
            declared = " ".join((*(f"(param {p})" for p in params), *(f"(result {r})" for r in results[name])))
            imports += f'(import "wasi_snapshot_preview1" "{name}" (func ${name} {declared}))\n'
        told = name in results and results[name]
        cases += f") {f'(i32.store $records offset=4 (local.get $at) {call})' if told else call} (br $done)\n"
    blocks = "".join(f"(block $f{index} " for index in reversed(INDEX.values()))
    targets = " ".join(f"$f{index}" for index in INDEX.values())
    return f"""(module {imports}
      (memory $memory (export "memory") {PAGES})
      (memory $records (export "records") {RECORD_PAGES})
      (func (export "run") (param $at i32) (param $count i32)
        (loop $next (block $done
          {blocks} (br_table {targets} $done (i32.load $records (local.get $at)))
          {cases})
          (local.set $at (i32.add (local.get $at) (i32.const {RECORD.size})))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br_if $next (local.get $count)))))"""


@functools.cache
def module(level: str) -> Module:
    return Engine(level=level, cache=None).compile(wat(text()))


class WalkingProgram(Program):
    """A guest whose paths are resolved by the walk."""

    def wasi_config(self) -> tuple[bytes, list[object]]:
        config, keep = super().wasi_config()
        at = abi.WasiConfig.offset("flags")
        flags = int.from_bytes(config[at : at + 4], "little") | abi.WALK_ONLY
        return config[:at] + flags.to_bytes(4, "little") + config[at + 4 :], keep


class Guest:
    """An instance in a store of its own."""

    def __init__(self, program: Program, level: str = "fast") -> None:
        self.instance: Instance = Store().instantiate(module(level), wasi=program)
        self.memory, self.records = (
            self.window(name, pages) for name, pages in (("memory", PAGES), ("records", RECORD_PAGES))
        )

    def window(self, name: str, pages: int) -> Any:
        address = self.instance.exports[name].address
        base = abi.Memory.unpack((c_char * abi.Memory.size).from_address(address).raw).base
        return (c_char * (pages << 16)).from_address(base)

    def put(self, address: int, data: bytes) -> None:
        self.memory[address : address + len(data)] = data

    def get(self, address: int, size: int) -> bytes:
        return self.memory[address : address + size]

    def run(self, calls: list[tuple[str, tuple[int, ...]]]) -> None:
        """Make the calls, in one entry.  Raises errors.Exit where one of them is proc_exit."""
        packed = b"".join(
            RECORD.pack(INDEX[name], UNSET, *args, *[0] * (MOST_ARGUMENTS - len(args))) for name, args in calls
        )
        self.records[: len(packed)] = packed
        run: Any = self.instance.exports["run"]
        run.call_raw([0, len(calls)])

    def errno(self, index: int) -> int:
        """What the call number `index` of the last run came to; UNSET when it was not made, or has no result."""
        at = index * RECORD.size + 4
        return int.from_bytes(self.records[at : at + 4], "little")
