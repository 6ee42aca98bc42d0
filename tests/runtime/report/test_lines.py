"""Line programs are read as DWARF says, and lead from a trap to its wasm instruction."""

import struct

import pytest

from tests.codegen.objects import LEVELS, compile
from wasihost.codegen.link.image import link_image, prepare
from wasihost.native import native, ptr, u64
from wasihost.runtime.report.lines import find_line as find


@native(export=True)
def line_of(data: ptr, size: u64, address: u64) -> u64:
    return find(data, size, address)


@pytest.fixture
def find_line(call):
    return lambda data, address: call(line_of, bytes(data), len(data), address) or None


LENGTHS = bytes([0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1])  # operands of the standard opcodes from 1 on
FIRST_LINE = 1000


def program(version: int, code: bytes, *, unit: int = 1) -> bytes:
    """A line program with line_base -5, line_range 14, opcode_base 13, and tables of files that nobody reads."""
    rest = bytes([unit, 1, 1]) + struct.pack("<bBB", -5, 14, 13) + LENGTHS + b"tables of directories and files"
    sizes = bytes([8, 0]) if version == 5 else b""
    body = struct.pack("<H", version) + sizes + struct.pack("<I", len(rest)) + rest + code
    return struct.pack("<I", len(body)) + body


def special(advance: int, lines: int) -> bytes:
    return bytes([lines + 5 + 14 * advance + 13])


SET_ADDRESS = b"\0\x09\x02" + struct.pack("<Q", 0x100)
TO_LINE_1000 = b"\x03" + b"\xe7\x07"  # advance_line by 999
END = b"\x02\x08\0\x01\x01"  # advance_pc by 8, end_sequence
CODE = (
    SET_ADDRESS
    + TO_LINE_1000
    + b"\x01"  # copy: 0x100 is line 1000
    + b"\x05\x07\x0a\x06"  # column 7, prologue end, negate statement: nothing to us
    + special(4, 3)  # 0x104 is line 1003
    + b"\x03\x7d\x02\x10\x01"  # advance_line by -3, advance_pc by 16, copy: 0x114 is line 1000
    + b"\x08"  # const_add_pc: 17 on, to 0x125
    + special(0, -5)  # 0x125 is line 995
    + b"\x09\x03\0\x01"  # fixed_advance_pc by 3: 0x128 is line 995 too
    + b"\x03\x9d\x78\x01"  # advance_line by -995: 0x128 is no line
    + END  # 0x130
)


@pytest.mark.parametrize("version", [4, 5])
@pytest.mark.parametrize(
    "address, line",
    [
        (0xFF, None),
        (0x100, 1000),
        (0x103, 1000),
        (0x104, 1003),
        (0x113, 1003),
        (0x114, 1000),
        (0x124, 1000),
        (0x125, 995),
        (0x127, 995),
        (0x128, None),
        (0x12F, None),
        (0x130, None),
    ],
)
def test_line_program_maps_addresses_to_lines(find_line, version, address, line):
    assert line == find_line(program(version, CODE), address)


def test_addresses_advance_in_instructions(find_line):
    table = program(5, SET_ADDRESS + TO_LINE_1000 + b"\x01" + special(2, 1) + b"\x08" + special(0, 1) + END, unit=4)

    assert [find_line(table, a) for a in (0x107, 0x108, 0x108 + 67, 0x108 + 68)] == [1000, 1001, 1001, 1002]


def test_several_programs_and_sequences(find_line):
    other = SET_ADDRESS.replace(struct.pack("<Q", 0x100), struct.pack("<Q", 0x900)) + b"\x01" + END
    table = program(4, CODE) + program(5, other + CODE.replace(SET_ADDRESS, b"\0\x09\x02" + bytes(8)))

    assert [find_line(table, address) for address in (0x907, 0x100, 4, 0x700)] == [1, 1000, 1003, None]


def test_missing_table_has_no_line(find_line):
    assert find_line(b"", 0) is None


TRAPS = """
declare void @llvm.ubsantrap(i8)
define hidden void @f{number}(i32 %x) nounwind "frame-pointer"="all" !dbg !9 {{
  switch i32 %x, label %done [ i32 1, label %a  i32 2, label %b  i32 3, label %c ], !dbg !10
a: call void @llvm.ubsantrap(i8 1) nomerge, !dbg !11
  unreachable
b: call void @llvm.ubsantrap(i8 2) nomerge, !dbg !12
  unreachable
c: call void @llvm.ubsantrap(i8 3) nomerge, !dbg !13
  unreachable
done: ret void
}}
!llvm.module.flags = !{{!0}}
!llvm.dbg.cu = !{{!1}}
!0 = !{{i32 2, !"Debug Info Version", i32 3}}
!1 = distinct !DICompileUnit(language: DW_LANG_C, file: !2, emissionKind: LineTablesOnly)
!2 = !DIFile(filename: "m.wasm", directory: "/")
!3 = !DISubroutineType(types: !{{}})
!9 = distinct !DISubprogram(name: "f", file: !2, scopeLine: {line}, type: !3, unit: !1, spFlags: DISPFlagDefinition)
!10 = !DILocation(line: {line}, scope: !9)
!11 = !DILocation(line: 70001, scope: !9)
!12 = !DILocation(line: 50000002, scope: !9)
!13 = !DILocation(line: 3, scope: !9)
"""
TRAP_LINES = {1: 70001, 2: 50000002, 3: 3}
TRAP_CODE = {
    "x86_64": lambda code: b"\x67\x0f\xb9\x40" + bytes([code]),  # ud1 code(%eax), %eax
    "aarch64": lambda code: struct.pack("<I", 0xD4200000 | (0x5500 + code) << 5),  # brk #0x5500 + code
}


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
@pytest.mark.parametrize("level", LEVELS)
def test_traps_lead_to_their_lines(find_line, level, architecture):
    texts = [TRAPS.format(number=number, line=FIRST_LINE + number) for number in range(2)]
    image = link_image([prepare(compile(text, level, architecture)) for text in texts])

    for number, (start, end) in enumerate(image.texts):
        assert FIRST_LINE + number == find_line(image.lines[number], 0)
        for code, line in TRAP_LINES.items():
            address = image.code.index(TRAP_CODE[architecture](code), start, end)
            assert line == find_line(image.lines[number], address - start)
