"""`--max-memory` holds for all that a guest can make the host map, and nothing is mapped past it."""

import os
import re
from ctypes import string_at
from pathlib import Path

import pytest

from tests.cli.guests import WASI
from tests.wat import wat
from wasihost import abi
from wasihost.engine import Engine
from wasihost.errors import LinkError, Stopped
from wasihost.host.guest import Limits, Program
from wasihost.host.instance import Store
from wasihost.runtime.accounting import ALLOWANCE

PACKAGE = Path(__file__).parents[2] / "wasihost"
PAGE = 1 << 16
LIMIT = 8 << 20

# Each takes what it can get, and returns how often it got it: (text, bytes that each one takes).
TAKES = {
    "memory": (
        """(memory 0) (func (export "f") (result i32)
          (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) (memory.size))""",
        PAGE,
    ),
    "a table of functions": (
        """(table 0 funcref) (func (export "f") (result i32)
          (loop $l (br_if $l (i32.ne (table.grow (ref.null func) (i32.const 1000)) (i32.const -1)))) (table.size))""",
        8,
    ),
    "tables by turns": (
        """(table $a 0 externref) (table $b 0 exnref) (func (export "f") (result i32)
          (loop $l (br_if $l (i32.or (i32.ne (table.grow $a (ref.null extern) (i32.const 1000)) (i32.const -1))
            (i32.ne (table.grow $b (ref.null exn) (i32.const 1000)) (i32.const -1)))))
          (i32.add (table.size $a) (table.size $b)))""",
        8,
    ),
    "listings": (
        f"""(import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "{WASI}" "fd_readdir" (func $list (param i32 i32 i32 i64 i32) (result i32)))
          (memory (export "memory") 1) (data (i32.const 0) ".")
          (func (export "f") (result i32) (local $n i32)
            (loop $l
              (if (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 2) (i64.const 0x4000)
                (i64.const 0) (i32.const 0) (i32.const 16)) (then unreachable))
              (if (i32.eqz (call $list (i32.load (i32.const 16)) (i32.const 64) (i32.const 4096) (i64.const 0)
                (i32.const 32))) (then (local.set $n (i32.add (local.get $n) (i32.const 1))) (br $l))))
            (local.get $n))""",
        256 << 10,
    ),
    "polls": (
        f"""(import "{WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 100)
          (func (export "f") (result i32) (local $n i32) (local.set $n (i32.const 1))
            (loop $l (br_if $l (i32.eqz (call $poll (i32.const 0) (i32.const 0)
              (local.tee $n (i32.add (local.get $n) (i32.const 997))) (i32.const 6553000)))))
            (local.get $n))""",
        32,
    ),
}  # fmt: skip


def resident() -> int:
    """Bytes of memory that this process has in use."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("text, size", TAKES.values(), ids=list(TAKES))
def test_everything_together_is_within_the_limit(tmp_path, text, size):
    module = Engine(level="fast", cache=None, jobs=1).compile(wat(f"(module {text})"))
    directory = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    wasi = Program(argv=[b"m"], preopens=[(directory, b".", False)], stdio=(-1, -1, -1))
    store = Store(limits=Limits(memory=LIMIT))
    f = store.instantiate(module, wasi=wasi).exports["f"]
    before = resident()

    [count] = f.call_raw([])

    assert count * size <= LIMIT + ALLOWANCE
    assert resident() - before < LIMIT + 2 * ALLOWANCE
    assert limits_of(store).memory < 1 << 18 or text is TAKES["polls"][0]  # and all of it was to be had


def limits_of(store):
    """What is left."""
    return abi.Limits.unpack(string_at(store.address + abi.Store.offset("limits"), abi.Limits.size))


TOO_LARGE = {
    "a table": "(table 140000 funcref)",
    "many tables": "(table 10000 externref)" * 14,
    "globals": "(global i64 (i64.const 0))" * 70_000,
}


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=list(TOO_LARGE))
def test_initial_memory_of_an_instance_counts(text):
    module = Engine(level="fast", cache=None, jobs=1).compile(wat(f"(module {text})"))
    Store(limits=Limits(memory=LIMIT)).instantiate(module)
    store = Store(limits=Limits(memory=PAGE))
    for _ in range(2):  # what was refused is given back
        with pytest.raises(
            LinkError, match=r"^its tables, globals and functions need .*, but may have at most .* KiB$"
        ):
            store.instantiate(module)
    assert limits_of(store).memory == PAGE


def test_a_program_whose_memory_is_full_can_throw(compile):
    text = """(module (memory 0) (tag $t (param i32))
      (func (export "f") (result i32) (local $n i32)
        (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
        (loop $l
          (block $h (result i32) (try_table (catch $t $h) (throw $t (i32.const 1))) unreachable)
          (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n))) (i32.const 100000))))
        (local.get $n)))"""
    assert [100_000] == Store(limits=Limits(memory=LIMIT)).instantiate(compile(text)).exports["f"].call_raw([])


def test_exceptions_and_memory_share_the_limit(compile):
    text = """(module (memory 0) (tag $t (param exnref)) (global $g (mut exnref) (ref.null exn))
      (func (export "f") (param i32) (result i32) (memory.grow (local.get 0)))
      (func (export "keep") (param i32)
        (loop $l
          (global.set $g (block $h (result exnref)
            (try_table (catch_all_ref $h) (throw $t (global.get $g))) unreachable))
          (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))"""
    exports = Store(limits=Limits(memory=LIMIT)).instantiate(compile(text)).exports
    exports["keep"].call_raw([(ALLOWANCE + LIMIT // 2) // 32])
    assert [0xFFFFFFFF] == exports["f"].call_raw([LIMIT // 2 // PAGE + 8])
    assert [0] == exports["f"].call_raw([LIMIT // 2 // PAGE - 8])
    with pytest.raises(Stopped, match=r"of memory$"):
        exports["keep"].call_raw([100_000])


# ------------------------------------------------------------------------------------------- nobody maps past the count
# Where memory comes from the kernel, and why that is not the guest's: file → what it calls.
MAPS = {
    "runtime/accounting.py": "counts it",
    "runtime/better_code.py": "code that another process has compiled, in room of the image",
    "runtime/confinement/calls.py": "maps nothing: a table of what may be called",
    "runtime/heap.py": "address space only: its blocks count",
    "runtime/image.py": "the artifact: as large as the module",
    "runtime/memory.py": "a memory: its length counts",
    "runtime/program.py": "a Store and its imports: once",
    "runtime/table.py": "address space only: its entries count",
    "runtime/thread.py": "a stack of a size that the user says",
    "runtime/type_ids.py": "the process's types: as large as the module",
    "wasi/context.py": "a context: once, and its descriptors count",
    "wasi/host.py": "`map_zeros`, for the others here",
    "wasi/trace/calls.py": "a trace: once",
    "launcher/background.py": "what a run shares with the process that compiles for it: once",
    "launcher/process.py": "the command line",
}
MAPPING = re.compile(r"SYS\.(mmap|mremap|brk|mprotect)\b|\b(map_zeros|pages)\(")


def test_only_listed_files_map_memory():
    found = {
        path.relative_to(PACKAGE).as_posix()
        for room in ("runtime", "wasi", "launcher")
        for path in (PACKAGE / room).rglob("*.py")
        if MAPPING.search(path.read_text())
    }
    assert found == set(MAPS)
