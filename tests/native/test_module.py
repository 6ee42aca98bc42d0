"""A module holds what was added and all it refers to, with symbols and lines for gdb and perf."""

import inspect
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.door import ROOT
from tests.native.library import Library, define, functions
from wasihost.native import Extern, Global, Module, Struct, i16, native, ptr, u8, u32, u64, void
from wasihost.native.platform import TRIPLE


@native
def inner(a: u32) -> u32:
    return a + 1


@native(export=True)
def outer(a: u32) -> u32:
    return inner(a) + inner(a)


@native(export="hidden", inline=False)
def hidden() -> ptr:
    return Shared


@native(inline=True, attrs="cold")
def always() -> u32:
    return 1


@native(cc="preserve_nonecc", inline=False)
def convention(a: u32) -> u32:
    return a


@native
def caller() -> u32:
    return convention(always())


class Pair(Struct):
    a: u32
    b: u64


Shared = Global(Pair, 2, name="shared", export=True, align=64)
Constant = Global(Pair, data=Pair.pack(a=1) + Pair.pack(b=2))
Table = Global(table=[outer, None], export="hidden", name="table")


def text_of(*items, **options):
    return Module(debug=False, memory_functions=False, **options).add(*items).ir()


def header(ir, name):
    return next(line for line in ir.splitlines() if line.startswith("define") and f"{name}(" in line)


def test_references_are_followed_once():
    ir = text_of(outer)

    assert 2 == ir.count("\ndefine ")
    assert f'target triple = "{TRIPLE}"' == ir.splitlines()[0]


@pytest.mark.parametrize(
    "fn, expected",
    [
        (outer, "define dso_local i32 @outer(i32 %a.1) #0 {"),
        (hidden, "define hidden ptr @hidden() #0 noinline {"),
        (inner, "define internal i32 @test_module.inner(i32 %a.1) #0 {"),
        (always, "define internal i32 @test_module.always() #0 alwaysinline cold {"),
        (convention, "define internal preserve_nonecc i32 @test_module.convention(i32 %a.1) #0 noinline {"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_linkage_and_attributes(fn, expected):
    assert expected == header(text_of(fn), fn.name)


def test_every_function_keeps_its_frame_and_probes_its_stack():
    attributes = text_of(outer).splitlines()[-1]

    for attribute in ("nounwind", '"frame-pointer"="all"', '"probe-stack"="inline-asm"', '"no-builtins"'):
        assert attribute in attributes


def test_calls_use_the_callees_convention():
    assert "call preserve_nonecc i32 @test_module.convention(i32 %t." in text_of(caller)


def test_globals_are_emitted_by_kind():
    ir = text_of(Shared, Constant, Table)

    assert "@shared = dso_local global [32 x i8] zeroinitializer, align 64" in ir
    assert re.search(r'@data\.global = internal constant \[32 x i8\] c"\\01\\00.*", align 16', ir)
    assert "@table = hidden constant [2 x ptr] [ptr @outer, ptr null], align 16" in ir
    assert (2, 2) == (Constant.n, Table.n)


def test_externs_are_declared():
    far = Extern("far", u8, i16, ptr)
    near = Extern("near", void, hidden=True)

    ir = text_of(far, near)

    assert "declare zeroext i8 @far(i16 signext, ptr) nonlazybind" in ir
    assert "declare hidden void @near()" in ir


def test_an_extern_that_the_module_defines_is_no_declaration(tmp_path):
    source = """
        later = Extern("later", u32, u32, hidden=True)
        @native(export=True)
        def early(a: u32) -> u32: return later(a) + 1
        @native(export="hidden", name="later")
        def defined(a: u32) -> u32: return a * 2
    """
    early, defined = functions(define(source))

    assert 15 == Library(tmp_path, early, defined)(early, 7)
    assert "declare hidden i32 @later(i32)" in text_of(early)


def test_internal_functions_of_one_name_are_kept_apart(tmp_path):
    source = "@native\ndef part() -> u32: return {}\n@native(export=True)\ndef f{}() -> u32: return part()\n"
    first, second = (functions(define(source.format(i, i), __name__="wasihost.same")) for i in range(2))

    library = Library(tmp_path, *first, *second)

    assert [0, 1] == [library(found[1]) for found in (first, second)]


def test_memory_functions_are_there_by_default():
    ir = Module().add(outer).ir()

    for name in ("memcpy", "memmove", "memset", "memcmp"):
        assert header(ir, f"@{name}").startswith("define hidden")


# ---- debug information


@native(export=True)
def debugged(p: ptr, n: u32) -> u64:
    total: u64 = 0
    for i in range(n):
        total += u64[p, i]
    return faulting(total) + 1


@native(inline=False)
def faulting(a: u64) -> u64:
    return u64[ptr(a)]


def test_every_instruction_has_a_line_number():
    ir = Module().add(debugged).ir()
    first = inspect.getsourcelines(debugged.function)[1] + 1

    body = ir[ir.index("define dso_local i64 @debugged") :].partition("\n}")[0]
    instructions = [line for line in body.splitlines() if line.startswith("  ") and "alloca" not in line]
    assert all(", !dbg !" in line for line in instructions)
    assert f'!DIFile(filename: "{os.path.basename(__file__)}", directory: "tests/native")' in ir
    assert re.search(rf'!DISubprogram\(name: "debugged", scope: !\d+, file: !\d+, line: {first},', ir)
    assert re.search(r'!DISubprogram\(name: "faulting", linkageName: "test_module\.faulting"', ir)
    for line in range(first, first + 5):
        assert f"!DILocation(line: {line}, " in ir


@pytest.mark.skipif(not shutil.which("gdb"), reason="gdb is not installed")
def test_gdb_shows_functions_and_python_lines(tmp_path):
    library = Library(tmp_path, debugged)
    code = f"import ctypes; ctypes.CDLL({str(library.path)!r}).debugged(b'\\x08\\0\\0\\0\\0\\0\\0\\0', 1)"
    first = inspect.getsourcelines(debugged.function)[1] + 1
    commands = ["set debuginfod enabled off", "run", "backtrace 2", "list"]

    ran = subprocess.run(
        ["gdb", "-nx", "-batch", *(f"-ex={command}" for command in commands), "--args", sys.executable, "-c", code],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip

    if "SIGSEGV" not in ran.stdout:
        pytest.skip("gdb cannot run programs here")
    assert re.search(rf"#0 .*faulting \(\) at .*{os.path.basename(__file__)}:{first + 9}", ran.stdout)
    assert re.search(rf"#1 .*debugged \(\) at .*{os.path.basename(__file__)}:{first + 4}", ran.stdout)
    assert "return u64[ptr(a)]" in ran.stdout


def test_without_debug_information_there_is_none():
    assert "!" not in text_of(outer)


# ---- other machines

FOREIGN = """
from tests.codegen.objects import compile
from wasihost.native import Module, prelude, Native
from wasihost.codegen import llvm
ir = Module().add(*(value for value in vars(prelude).values() if isinstance(value, Native))).ir()
code = llvm.compile_native(ir, target=llvm.baseline_target("{machine}"))
print(int.from_bytes(code[18:20], "little"), ir.splitlines()[0])
"""


@pytest.mark.parametrize("machine, number", [("x86_64", 62), ("aarch64", 183)])
def test_the_prelude_compiles_for_each_machine(machine, number):
    environment = {**os.environ, "WASIHOST_NATIVE_MACHINE": machine, "PYTHONPATH": os.pathsep.join(sys.path)}

    ran = subprocess.run(
        [sys.executable, "-c", FOREIGN.format(machine=machine)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert f'{number} target triple = "{machine}-unknown-linux-gnu"\n' == ran.stdout


def test_an_unknown_machine_is_refused():
    environment = {**os.environ, "WASIHOST_NATIVE_MACHINE": "vax", "PYTHONPATH": os.pathsep.join(sys.path)}

    ran = subprocess.run(
        [sys.executable, "-c", "import wasihost.native"], env=environment, capture_output=True, text=True
    )

    assert "ImportError: wasihost has no native code for vax: x86_64 and aarch64 are supported" in ran.stderr
