"""Shared objects load and bind, executables start, and gdb finds their symbols and lines."""

import ctypes
import platform
import struct
import subprocess

import pytest

from tests.codegen.objects import HOST, compile, on_x86_64
from wasihost.codegen.link import elf
from wasihost.codegen.link.elf import ObjectError
from wasihost.codegen.link.shared_object import link_executable, link_shared_object
from wasihost.elf import PT_LOAD

LIBRARY = """
@counter = internal global i32 5
@zeros = hidden global [100 x i64] zeroinitializer
@functions = internal constant [2 x ptr] [ptr @one, ptr @two]
@message = private constant [6 x i8] c"hello\\00"
@where = constant ptr @getenv
declare ptr @getenv(ptr) nonlazybind
define i32 @bump(i32 %x) nounwind !dbg !10 {
  %v = load i32, ptr @counter, !dbg !11
  %w = add i32 %v, %x, !dbg !11
  store i32 %w, ptr @counter, !dbg !11
  %last = getelementptr [100 x i64], ptr @zeros, i64 0, i64 99
  %old = load i64, ptr %last, !dbg !11
  store i64 1, ptr %last, !dbg !11
  %y = trunc i64 %old to i32
  %r = add i32 %w, %y
  ret i32 %r, !dbg !11
}
define internal i32 @one() nounwind noinline { ret i32 1 }
define internal i32 @two() nounwind noinline { ret i32 2 }
define i32 @pick(i64 %i) nounwind {
  %p = getelementptr [2 x ptr], ptr @functions, i64 0, i64 %i
  %f = load volatile ptr, ptr %p
  %r = call i32 %f()
  ret i32 %r
}
define ptr @hello() nounwind { ret ptr @message }
define ptr @environment(ptr %name) nounwind { %r = call ptr @getenv(ptr %name) ret ptr %r }
define ptr @by_slot() nounwind { ret ptr @getenv }
define ptr @by_data() nounwind { %r = load volatile ptr, ptr @where ret ptr %r }
define hidden i32 @hidden() nounwind { ret i32 3 }
define i32 @calls_hidden() nounwind { %r = call i32 @hidden() ret i32 %r }
!llvm.module.flags = !{!0}
!llvm.dbg.cu = !{!2}
!0 = !{i32 2, !"Debug Info Version", i32 3}
!2 = distinct !DICompileUnit(language: DW_LANG_C, file: !3, emissionKind: FullDebug)
!3 = !DIFile(filename: "native.py", directory: "/")
!4 = !DISubroutineType(types: !{})
!10 = distinct !DISubprogram(name: "bump", file: !3, line: 30, scopeLine: 30, type: !4, unit: !2,
  spFlags: DISPFlagDefinition)
!11 = !DILocation(line: 41, scope: !10)
"""
# write(1, message, length) with all three read through tables; exit_group(7)
PROGRAM = """
@message = private constant [6 x i8] c"hello\\0A"
@length = internal global i64 0
@addresses = internal constant [2 x ptr] [ptr @message, ptr @length]
define void @begin() noreturn nounwind {
  %text = load volatile ptr, ptr @addresses
  %slot = getelementptr [2 x ptr], ptr @addresses, i64 0, i64 1
  %place = load volatile ptr, ptr %slot
  store volatile i64 6, ptr %place
  %n = load volatile i64, ptr @length
  call i64 asm sideeffect "syscall", "={rax},{rax},{rdi},{rsi},{rdx},~{rcx},~{r11},~{memory}"(
    i64 1, i64 1, ptr %text, i64 %n)
  call i64 asm sideeffect "syscall", "={rax},{rax},{rdi},~{rcx},~{r11},~{memory}"(i64 231, i64 7)
  unreachable
}
"""
PAGE = {"x86_64": 1 << 12, "aarch64": 1 << 16}


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "library.so"
    path.write_bytes(link_shared_object(compile(LIBRARY, "max")))
    return ctypes.CDLL(str(path))


def segments(file: bytes):
    """(type, flags, address, size in the file, size in memory, alignment) of each program header."""
    count = struct.unpack_from("<H", file, 56)[0]
    headers = (elf.PROGRAM_HEADER.unpack_from(file, 64 + 56 * index) for index in range(count))
    return [(kind, flags, at, size, memory, align) for kind, flags, _, at, _, size, memory, align in headers]


def test_variables_and_zeroed_storage(library):
    assert [6, 8 + 1] == [library.bump(1), library.bump(2)]


def test_tables_of_addresses_are_relocated(library):
    assert [1, 2] == [library.pick(ctypes.c_int64(0)), library.pick(ctypes.c_int64(1))]


def test_constants_are_loaded_with_the_library(library):
    library.hello.restype = ctypes.c_char_p

    assert library.hello() == b"hello"


def test_undefined_symbols_are_bound_when_loading(library, monkeypatch):
    for name in "environment", "by_slot", "by_data":
        getattr(library, name).restype = ctypes.c_void_p
    monkeypatch.setenv("WASIHOST_TEST", "value")

    assert ctypes.string_at(library.environment(b"WASIHOST_TEST")) == b"value"
    assert library.by_slot() == library.by_data() != 0


def test_hidden_symbols_are_linked_but_not_shown(library):
    assert library.calls_hidden() == 3
    assert not hasattr(library, "hidden")
    assert not hasattr(library, "one")


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
def test_nothing_is_both_writable_and_executable(architecture):
    found = segments(link_shared_object(compile(LIBRARY, "max", architecture)))
    loads = [segment for segment in found if segment[0] == PT_LOAD]
    relro = next(segment for segment in found if segment[0] == elf.PT_GNU_RELRO)

    assert [4, 5, 6, 6] == [flags for _, flags, *_ in loads]
    assert {PAGE[architecture]} == {align for *_, align in loads}
    assert all(address % PAGE[architecture] == 0 for _, _, address, *_ in loads)
    assert [elf.PF_R | elf.PF_W] == [flags for kind, flags, *_ in found if kind == elf.PT_GNU_STACK]
    assert (relro[2], relro[4] % PAGE[architecture]) == (loads[2][2], 0)  # tables of addresses become read-only
    assert loads[3][4] - loads[3][3] >= 800  # .bss takes no room in the file


def test_addresses_of_aarch64():
    """`hello` is `adrp x0, page; add x0, x0, offset; ret`."""
    file = link_shared_object(compile(LIBRARY, "max", "aarch64"))
    hello = next(value for name, value, _ in symbols(file, elf.SHT_DYNSYM) if name == "hello")
    adrp, add = struct.unpack_from("<II", file, hello)
    pages = (adrp >> 29 & 3) | (adrp >> 5 & 0x7FFFF) << 2
    pages -= (pages >> 20) << 21

    assert file[(hello & ~0xFFF) + (pages << 12) + (add >> 10 & 0xFFF) :].startswith(b"hello\0")


def symbols(file: bytes, kind: int):
    """(name, value, section) of each symbol in a table of the file."""
    start, count = struct.unpack_from("<Q", file, 40)[0], struct.unpack_from("<H", file, 60)[0]
    headers = [elf.SECTION_HEADER.unpack_from(file, start + 64 * index) for index in range(count)]
    table = next(header for header in headers if header[1] == kind)
    names = file[headers[table[6]][4] :]
    entries = elf.SYMBOL.iter_unpack(file[table[4] : table[4] + table[5]])
    return [(names[name : names.index(0, name)].decode(), value, section) for name, _, _, section, value, _ in entries]


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
def test_debuggers_see_every_function(architecture):
    file = link_shared_object(compile(LIBRARY, "max", architecture))
    names = [name for name, _, _ in symbols(file, elf.SHT_SYMTAB)]

    assert {"bump", "one", "two", "hidden", "counter"} <= set(names)
    assert not [name for name in names if name.startswith(".L")]
    assert b".debug_line\0" in file


def test_gdb_finds_lines(tmp_path):
    path = tmp_path / "library.so"
    path.write_bytes(link_shared_object(compile(LIBRARY, "max")))
    try:
        done = subprocess.run(["gdb", "-nx", "-batch", "-ex", "info line bump", path], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("gdb is not installed")

    assert 'of "/native.py" starts at address' in done.stdout.replace('"native.py"', '"/native.py"')
    assert "<bump" in done.stdout


@on_x86_64
def test_an_executable_starts(tmp_path):
    path = tmp_path / "program"
    path.write_bytes(link_executable(compile(PROGRAM, "max"), "begin"))
    path.chmod(0o755)

    done = subprocess.run([path], capture_output=True)

    assert (done.returncode, done.stdout, done.stderr) == (7, b"hello\n", b"")


@pytest.mark.parametrize(
    "link, text, message",
    [
        (link_shared_object, "declare void @other() define void @f() { call void @other() ret void }", "`other`"),
        (lambda data: link_executable(data, "f"), "declare ptr @g() define ptr @f() { ret ptr @g }", "`g`"),
        (lambda data: link_executable(data, "begin"), "define void @f() { ret void }", "undefined symbol `begin`"),
        (
            link_shared_object,
            "@t = thread_local global i32 0 define ptr @f() { ret ptr @t }",
            "section `.tbss` is of a kind that is not supported",
        ),
    ],
    ids=["call of an undefined symbol", "undefined symbol", "no entry", "thread-local"],
)
def test_unsupported_objects_are_rejected(link, text, message):
    with pytest.raises(ObjectError, match=message):
        link(compile(text, "max"))


def test_the_host_is_known():
    assert HOST == platform.machine()
