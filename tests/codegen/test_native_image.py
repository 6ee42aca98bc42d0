"""The runtime library is built from native functions, written at once, and loads."""

import ctypes
import os

import pytest

from tests.codegen.objects import in_worker
from wasihost import runtime_library
from wasihost.codegen import native_image
from wasihost.host.library import checkout_path
from wasihost.native import Module, Struct, native, ptr, u32, u64


class Point(Struct):
    x: u32
    y: u64


@native(export=True)
def total(points: Point, count: u64) -> u64:
    sum_ = u64(0)
    for index in range(count):
        sum_ = sum_ + points[index].x + points[index].y
    return sum_


@native(export=True)
def length(text: ptr) -> u64:
    end = text
    while end[0]:
        end = end + 1
    return u64(end - text)


def test_native_functions_become_a_library(tmp_path):
    ir = Module().add(total).ir()
    path = tmp_path / "native.so"
    path.write_bytes(in_worker(lambda: native_image.compile_library(ir)))
    library = ctypes.CDLL(str(path))
    library.total.restype = ctypes.c_uint64
    points = Point.pack(x=1, y=20) + Point.pack(x=300, y=4000)

    assert library.total(points, ctypes.c_uint64(2)) == 4321


def test_ensure_writes_once(tmp_path, monkeypatch):
    path = tmp_path / "new" / "runtime.so"
    monkeypatch.setattr(runtime_library, "build", lambda: b"library")
    runtime_library.ensure(str(path))
    monkeypatch.setattr(runtime_library, "build", lambda: b"another")
    runtime_library.ensure(str(path))

    assert path.read_bytes() == b"library"
    assert os.listdir(path.parent) == ["runtime.so"]


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(runtime_library, "build", lambda: b"library")
    monkeypatch.setattr(os, "replace", fail)

    with pytest.raises(OSError, match="disk full"):
        runtime_library.ensure(str(tmp_path / "runtime.so"))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("home", ["relative", "", "."])
def test_a_checkout_s_is_never_in_the_current_directory(monkeypatch, home):
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, home)

    assert os.path.isabs(checkout_path(("abi",), "runtime-{}.so"))


def test_the_runtime_is_built_and_loads(tmp_path):
    path = tmp_path / "runtime.so"

    runtime_library.ensure(str(path))

    from wasihost.runtime.exports import EXPORTS

    library = ctypes.CDLL(str(path))
    visible = [function.name for function in EXPORTS if function.export is True]
    assert visible
    assert [name for name in visible if not hasattr(library, name)] == []
