"""The table of guest programs: how each is built, with what it runs, and where wasihost is meant to differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """A symbolic link that lies in a program's directory before it runs."""

    target: str


@dataclass(frozen=True)
class Program:
    """One run of one program; its first line says what it covers.

    files   what lies in the fresh directory: path → content; a name that ends in "/" is an empty directory
    dirs    grants, as HOST::GUEST with HOST below the fresh directory; a third part `ro` makes it read-only
    peer    False where Wasmtime is wrong or lacks something: `why` says what; the record is then ours alone
    """

    name: str
    source: str
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    files: Mapping[str, bytes | Link] = field(default_factory=dict)
    dirs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    peer: bool = True
    why: str = ""
    levels: tuple[str, ...] = ("fast",)


ROOT = (".::/",)
ALL_LEVELS = ("fast", "balanced", "max")
SIMD = ("-Xclang", "-target-feature", "-Xclang", "+simd128")  # -msimd128 would have zig build another libc
VECTORISED = ("-O3", *SIMD)
UNOPTIMISED = ("-Xclang", "-disable-llvm-passes")  # -O0 would have zig build another libc
TEXT = "".join(f"{n} green bottles hanging on the wall, number {n * n % 97}\n" for n in range(400, 0, -1)).encode()
JSON = b"""{"name": "value", "list": [1, 2.5, -3e10, true, false, null], "nested": {"a": {"b": [[], {}]}}}
[1, 2, "escapes \\" \\n \\u00e4\\u20ac"]
{"missing": }
[1, 2
"no end
[1] 2
nul
0.1
"""
LINES = b"first line\n-12 ff 2.5 word\n" + b"".join(b"%d\n" % 7**n for n in range(60))
VARIABLES = {"GREETING": "hello there", "EMPTY": "", "EQUALS": "a=b", "UTF8": "ä€😀"}
ODD_NAMES: dict[str, bytes | Link] = {"plain": b"1", "\udcff\udcfe": b"2", "\udcc3(": b"3", "z": b"4"}
TREE: dict[str, bytes | Link] = {
    "a/one.txt": b"the quick brown fox\njumps over the lazy dog\n",
    "a/two.txt": b"The dog, the fox; THE END.",
    "b/c/three.txt": b"fox " * 50,
    "empty/": b"",
}
OUTSIDE: dict[str, bytes | Link] = {
    "secret": b"not to be seen",
    "granted/found-absolute": Link("/etc/passwd"),
    "granted/found-relative": Link("../secret"),
    "granted/found-slashed": Link("/etc/"),
}


def _traps() -> tuple[Program, ...]:
    kinds = """unreachable divide-by-zero remainder-by-zero divide-by-zero-64 overflow truncate truncate-nan
        load store straddle fill null-function wrong-signature no-such-function recursion"""
    return tuple(Program(f"trap-{kind}", "traps.c", args=(kind,), levels=ALL_LEVELS) for kind in kinds.split())


def _exits() -> tuple[Program, ...]:
    refused, statuses = "Wasmtime refuses statuses above 125", (126, 255, 256, 1000, -1)
    return (
        *(Program(f"exit-{n}", "exit_status.c", args=(str(n),)) for n in (0, 1, 42, 125)),
        Program("exit-without-flush", "exit_status.c", args=("3", "now")),
        *(Program(f"exit-{n}", "exit_status.c", args=(str(n),), peer=False, why=refused) for n in statuses),
    )


# fmt: off
PROGRAMS: tuple[Program, ...] = (
    # name, source, what it is run with.  Arguments, environment, streams, exit, traps
    Program("args", "args.c", args=("one", "", "two words", "--dir", "--", "ä€😀", "-")),
    Program("args-none", "args.c"),
    Program("environment", "environment.c", env=VARIABLES),
    Program("environment-none", "environment.c"),
    Program("streams", "streams.c"),
    Program("copy-stdin", "copy_stdin.c", stdin=bytes(range(256)) * 5000),
    Program("copy-stdin-empty", "copy_stdin.c"),
    Program("read-lines", "read_lines.c", stdin=LINES),
    Program("at-exit", "at_exit.c"),
    Program("abort", "abort.c"),
    Program("abort-assert", "abort.c", args=("1",)),
    *_exits(),
    *_traps(),
    Program("start-exits", "start_exits.wat"),
    Program("old-name", "old_name.wat", args=("a", "b")),

    # Files and directories
    Program("open-modes", "open_modes.c", dirs=ROOT),
    Program("seek", "seek.c", dirs=ROOT),
    Program("truncate", "truncate.c", dirs=ROOT),
    Program("positioned", "positioned.c", dirs=ROOT),
    Program("vectors", "vectors.c", dirs=ROOT, peer=False, why="Wasmtime transfers the first piece only"),
    Program("append", "append.c", dirs=ROOT),
    Program("directories", "directories.c", dirs=ROOT),
    Program("read-directory", "read_directory.c", dirs=ROOT),
    Program("remove-while-listing", "remove_while_listing.c", dirs=ROOT, peer=False, why="Wasmtime leaves some out"),
    Program("rename", "rename.c", dirs=ROOT),
    Program("links", "links.c", dirs=ROOT),
    Program("unlink", "unlink.c", dirs=ROOT),
    Program("status", "status.c", files={"given": b"content", "sub/deep": b"deeper"}, dirs=ROOT),
    Program("file-times", "file_times.c", dirs=ROOT),
    Program("descriptors", "descriptors.c", dirs=ROOT),
    Program("preopens", "preopens.c", dirs=("first::/data", "first/inner::/other"),
            files={"first/one": b"1", "first/inner/two": b"2"}),
    Program("preopens-none", "preopens.c"),
    Program("sandbox", "sandbox.c", files=OUTSIDE, dirs=("granted::/",)),
    Program("paths", "paths.c", dirs=ROOT),
    Program("slashes", "slashes.c", dirs=ROOT, peer=False, why="Wasmtime does not remove `directory/`"),
    Program("temporary-files", "temporary_files.c", dirs=ROOT),
    Program("word-count", "word_count.c", files=TREE, dirs=ROOT),
    Program("read-only", "read_only.c", dirs=("ro::/ro::ro", "rw::/rw"), peer=False, why="no read-only directories",
            files={"ro/file": b"as it was", "ro/sub/": b"", "rw/mine": b"mine"}),
    Program("odd-names", "odd_names.c", files=ODD_NAMES, dirs=ROOT,
            args=("\udcff",), peer=False, why="one name that is not UTF-8 makes Wasmtime refuse the directory"),

    # Descriptors as the raw interface shows them, waiting, time, chance
    Program("raw-errors", "raw_errors.c", dirs=ROOT),
    Program("raw-faults", "raw_faults.c", dirs=ROOT, peer=False, why="Wasmtime ends the program"),
    Program("rights", "rights.c", dirs=ROOT),
    Program("polling", "polling.c", stdin=b"typed\n", dirs=ROOT),
    Program("clocks", "clocks.c"),
    Program("random", "random.c"),

    # What LLVM makes of C
    Program("integers", "integers.c", levels=ALL_LEVELS),
    Program("conversions", "conversions.c", levels=ALL_LEVELS),
    Program("floats", "floats.c", levels=ALL_LEVELS),
    Program("math-library", "math_library.c", levels=ALL_LEVELS),
    Program("strings", "strings.c"),
    Program("sorting", "sorting.c"),
    Program("memory-pool", "memory_pool.c"),
    Program("grow-memory", "grow_memory.c"),
    Program("functions", "functions.c"),
    Program("functions-unoptimised", "functions.c", flags=UNOPTIMISED),
    Program("recursion", "recursion.c"),
    Program("stack-frames", "stack_frames.c"),
    Program("block-moves", "block_moves.c", levels=ALL_LEVELS),
    Program("control-flow", "control_flow.c", levels=ALL_LEVELS),
    Program("control-flow-unoptimised", "control_flow.c", flags=UNOPTIMISED),
    Program("layouts", "layouts.c"),
    Program("matrices", "matrices.c", levels=ALL_LEVELS),
    Program("matrices-vectors", "matrices.c", flags=VECTORISED, levels=ALL_LEVELS),
    Program("sorting-vectors", "sorting.c", flags=VECTORISED, levels=ALL_LEVELS),
    Program("bytecode-vm", "bytecode_vm.c"),
    Program("sha256", "sha256.c"),
    Program("mandelbrot", "mandelbrot.c", dirs=ROOT),
    Program("nbody", "nbody.c"),
    Program("json-parser", "json_parser.c", stdin=JSON),
    Program("lisp", "lisp.c", levels=ALL_LEVELS),
    Program("lisp-unoptimised", "lisp.c", flags=UNOPTIMISED),
    Program("compression", "compression.c", files={"text": TEXT}, dirs=ROOT),
    Program("many-globals", "many_globals.c"),

    # What it makes of C++
    Program("iostream", "iostream.cpp", stdin=b"12 word rest of it\na\nb\n"),
    Program("containers", "containers.cpp"),
    Program("objects", "objects.cpp"),
    Program("text-index", "text_index.cpp", files={"in": TEXT}, dirs=(".::data",), args=("data/in", "data/out")),
    Program("text-index-missing", "text_index.cpp", args=("nothing", "out")),
    Program("exceptions", "exceptions.cpp", flags=("-fwasm-exceptions",), levels=ALL_LEVELS),
    Program("uncaught", "uncaught.cpp", flags=("-fwasm-exceptions",)),
    Program("uncaught-noexcept", "uncaught.cpp", flags=("-fwasm-exceptions",), args=("1",)),

    # Instructions that C does not reach
    Program("exceptions-by-hand", "exceptions.wat", levels=ALL_LEVELS),
    Program("multiple-values", "multiple_values.wat", levels=ALL_LEVELS),
)
# fmt: on
