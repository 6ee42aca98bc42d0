"""What an address of code is for people: a function, and the byte of the module."""

import ctypes

import pytest

from tests.runtime.report.test_lines import END, SET_ADDRESS, TO_LINE_1000, program
from tests.runtime.test_symbols import artifact, named
from tests.wasm.binary import functions
from wasihost.abi import NONE, ArtifactHeader, Frame
from wasihost.native import bool_, native, u32
from wasihost.runtime.report.frames import find_function, module_offset


@native(export=True)
def function_at(header: ArtifactHeader, offset: u32, frame: Frame) -> bool_:
    return find_function(header, offset, frame)


@native(export=True)
def offset_at(header: ArtifactHeader, offset: u32) -> u32:
    return module_offset(header, offset)


@pytest.mark.parametrize(
    "offset, expected",
    [
        (0, None),
        (16, 1),
        (63, 1),
        (64, 0),
        (95, 0),
        (96, None),
        (127, None),
        (128, 2),
        (4095, 2),
    ],
)
def test_the_function_at_an_address(call, offset, expected):
    """Three functions that do not lie in order, and a thunk between them."""
    data = bytes(artifact(named(b"main", b"", b"f"), {"f0": 64, "f1": 16, "f2": 128, "thunk0": 96}).data)
    frame = ctypes.create_string_buffer(Frame.size)
    found = call(function_at, data, offset, frame)

    assert expected == (Frame.unpack(frame.raw).funcidx if found else None)


def test_the_unit_decides_whose_lines_are_read(call):
    line = program(5, SET_ADDRESS.replace(bytes([0, 1]), bytes([0, 0]), 1) + TO_LINE_1000 + b"\x01" + END)
    other = line.replace(TO_LINE_1000, b"\x03" + b"\xe8\x07")
    symbols = {"f0": 0, "f1": 256}
    data = bytes(artifact(functions(b"", b""), symbols, [(0, 100, line), (100, 200, b""), (200, 300, other)]).data)

    assert [1000, NONE, NONE, 1001, NONE] == [call(offset_at, data, at) for at in (0, 100, 199, 200, 300)]
