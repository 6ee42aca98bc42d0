"""Layouts are C's, and values pass through their bytes unchanged."""

import ctypes
import subprocess
import sys

import pytest

from wasihost.layout import (
    Array,
    Ptr,
    Record,
    Struct,
    bool_,
    f32,
    f64,
    i8,
    i16,
    i32,
    i64,
    ptr,
    sizeof,
    u8,
    u16,
    u32,
    u64,
    u128,
    void,
)  # fmt: skip


class Point(Struct):
    x: i16
    y: f64


class Everything(Struct):
    a: u8
    b: u16
    c: u32
    d: u64
    e: i8
    f: i16
    g: i32
    h: i64
    i: f32
    j: f64
    k: bool_
    m: ptr
    n: Ptr(u16)
    name: Array(u8, 5)
    numbers: Array(i16, 3)
    point: Point
    points: Array(Point, 2)
    last: u8


class CPoint(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int16), ("y", ctypes.c_double)]


class CEverything(ctypes.Structure):
    _fields_ = [
        *zip("abcd", (ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint64), strict=True),
        *zip("efgh", (ctypes.c_int8, ctypes.c_int16, ctypes.c_int32, ctypes.c_int64), strict=True),
        *zip("ijkmn", (ctypes.c_float, ctypes.c_double, ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p), strict=True),
        ("name", ctypes.c_char * 5),
        ("numbers", ctypes.c_int16 * 3),
        ("point", CPoint),
        ("points", CPoint * 2),
        ("last", ctypes.c_uint8),
    ]


def test_offsets_are_those_of_c():
    expected = {name: getattr(CEverything, name).offset for name, *_ in CEverything._fields_}

    assert expected == {name: Everything.offset(name) for name in Everything.fields}
    assert (ctypes.sizeof(CEverything), ctypes.alignment(CEverything)) == (Everything.size, Everything.align)
    assert Everything.size == sizeof(Everything)


VALUES = {
    "a": 255, "b": 65535, "c": 2**32 - 1, "d": 2**64 - 1, "e": -128, "f": -1, "g": -(2**31), "h": 2**63 - 1, "i": 0.5,
    "j": -1e300, "k": True, "m": 4096, "n": 2**48, "name": b"hello", "numbers": [1, -2, 3],
    "point": {"x": -7, "y": 2.5}, "points": [{"x": 1}, {"y": 1.0}], "last": 9,
}  # fmt: skip


def test_values_pass_through_bytes():
    data = Everything.pack(**VALUES)
    read = Everything.unpack(b"##" + data, 2)

    assert {name: VALUES[name] for name in "abcdefghijkmn"} == {name: getattr(read, name) for name in "abcdefghijkmn"}
    assert (b"hello", [1, -2, 3], 9) == (read.name, read.numbers, read.last)
    assert (-7, 2.5, 1, 1.0) == (read.point.x, read.point.y, read.points[0].x, read.points[1].y)
    assert data == Everything.pack(**read.__dict__)
    assert bytes(CEverything.from_buffer_copy(data)) == data


def test_missing_fields_are_zero():
    assert bytes(Everything.size) == Everything.pack()
    assert b"ab\0\0\0" == Everything.unpack(Everything.pack(name=b"ab")).name
    assert [4, 0, 0] == Everything.unpack(Everything.pack(numbers=[4])).numbers


def test_nested_structs_take_records_and_bytes():
    point = Point.pack(x=3, y=4.0)

    read = Everything.unpack(Everything.pack(point=point, points=[Point.unpack(point)] * 2))

    assert Record({"x": 3, "y": 4.0}) == read.point == read.points[1]
    assert "Record(x=3, y=4.0)" == repr(read.point)


@pytest.mark.parametrize(
    "values, message",
    [
        ({"z": 1}, "Everything has no field `z`"),
        ({"a": 256}, "Everything.a: 256 does not fit u8"),
        ({"a": -1}, "Everything.a: -1 does not fit u8"),
        ({"e": 128}, "Everything.e: 128 does not fit i8"),
        ({"name": b"too long"}, "Everything.name: b'too long' does not fit Array(u8, 5)"),
        ({"numbers": [1, 2, 3, 4]}, "Everything.numbers: [1, 2, 3, 4] does not fit Array(i16, 3)"),
        ({"point": b"short"}, "Everything.point: b'short' does not fit Point"),
        ({"i": 1e300}, "Everything.i: 1e+300 does not fit f32"),
    ],
)
def test_pack_names_the_field_at_fault(values, message):
    with pytest.raises(ValueError) as caught:
        Everything.pack(**values)

    assert message == str(caught.value)


@pytest.mark.parametrize("offset", [-1, 1, 1000])
def test_unpack_wants_the_whole_struct(offset):
    with pytest.raises(ValueError, match=f"Point needs 16 bytes at {offset}, the buffer has 16"):
        Point.unpack(bytes(16), offset)


@pytest.mark.parametrize("annotation", ["int", "5", "void", "'u32'", "None"])
def test_a_field_needs_a_layout(annotation):
    with pytest.raises(TypeError, match=r"field Bad\.a: .* is not a type with a layout"):
        exec(f"class Bad(Struct):\n    a: {annotation}\n", {"Struct": Struct, "void": void, "u32": u32})


def test_a_struct_has_no_instances():
    with pytest.raises(TypeError, match=r"Point is a layout: use pack\(\) and unpack\(\)"):
        Point()


def test_an_empty_struct_is_possible():
    class Empty(Struct):
        pass

    assert (0, b"") == (Empty.size, Empty.pack())


@pytest.mark.parametrize(
    "type_, value, expected",
    [
        (u8, 256 + 7, 7),
        (u8, -1, 255),
        (i8, 200, -56),
        (i64, 2**63, -(2**63)),
        (u32, 3.9, 3),
        (f64, 3, 3.0),
        (bool_, 7, True),
    ],
)
def test_calling_a_type_casts(type_, value, expected):
    assert expected == type_(value)
    assert type(expected) is type(type_(value))


def test_types_know_their_limits_and_names():
    assert (range(256), range(-32768, 32768)) == (u8.limits, i16.limits)
    assert Ptr(u16) is Ptr(u16)
    assert ["u128", "Ptr(Point)", "Array(Point, 2)"] == [repr(t) for t in (u128, Ptr(Point), Array(Point, 2))]


def test_importing_layout_imports_nothing_else():
    code = "import struct; before = {*sys.modules}; import wasihost.layout; print(sorted({*sys.modules} - before))"

    modules = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "['__future__', 'wasihost', 'wasihost.layout', 'wasihost.version']\n" == modules.stdout
