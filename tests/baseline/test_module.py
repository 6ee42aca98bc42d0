"""A module becomes an artifact without Python, or is rejected for the same reason."""

import ctypes
import mmap
import os

import pytest

from tests.baseline.test_code import CASES
from tests.codegen.objects import on_x86_64
from tests.wat import wat
from wasihost.abi import ArtifactHeader, Section
from wasihost.baseline.layout import Attempt, Options, Stage
from wasihost.engine import Engine
from wasihost.host.instance import Module, Store
from wasihost.host.library import load
from wasihost.host.symbols import Artifact
from wasihost.skeleton.layout import SkeletonFault
from wasihost.wasm.sections.layout import Fault
from wasihost.wasm.validator.layout import ValidationFault

pytestmark = on_x86_64

KEY = bytes(range(32))


def compile_natively(data: bytes, **options: int):
    """The file, and the Attempt."""
    attempt = ctypes.create_string_buffer(Attempt.size)
    packed = Options.pack(guarded=1, **options)
    file = load().baseline_module(data, ctypes.c_uint64(len(data)), packed, KEY, attempt)
    return file, Attempt.unpack(attempt.raw)


# The sections about code; those of the skeleton have tests of their own.
WRITTEN = ("CODE", "TYPES", "FUNCTIONS", "UNWIND_FUNCTIONS", "UNWIND_SITES", "LINES", "LINE_BYTES")


def sections(file: int) -> dict[str, bytes]:
    header = ArtifactHeader.unpack(os.pread(file, ArtifactHeader.size, 0))
    spans = {name: header.sections[Section[name]] for name in WRITTEN}
    return {name: os.pread(file, span.size, span.offset) for name, span in spans.items()}


@pytest.mark.parametrize("name", list(CASES)[::5])
def test_the_artifact_is_that_of_python(name):
    data = wat(f"(module {CASES[name][0]})")

    file, attempt = compile_natively(data)
    path = os.memfd_create("module")
    os.write(path, data)
    reference = Engine(level="baseline", cache=None).artifact_for(f"/proc/self/fd/{path}")

    assert (attempt.stage, attempt.fault) == (Stage.FILE, 0)
    assert sections(file) == sections(reference)
    header = ArtifactHeader.unpack(os.pread(file, ArtifactHeader.size, 0))
    assert bytes(header.key) == KEY
    for each in (file, path, reference):
        os.close(each)


def test_the_artifact_runs():
    square = '(func (export "f") (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))'
    file, _ = compile_natively(wat(f"(module {square})"))

    exports = Store().instantiate(Module(file, Artifact.from_fd(file)), {}).exports
    os.close(file)

    assert exports["f"].call_raw([12]) == [144]


def test_nobody_can_change_the_code():
    file, _ = compile_natively(wat("(module)"))

    for change in (
        lambda: os.pwrite(file, b"x", 0),
        lambda: os.truncate(file, 0),
        lambda: os.truncate(file, 1 << 20),
        lambda: mmap.mmap(file, 0, mmap.MAP_SHARED),
    ):
        with pytest.raises(PermissionError):
            change()
    os.close(file)


DEEP = "".join("(i32.add (i32.const 1) " for _ in range(80)) + "(global.get 0)" + ")" * 80
REJECTED = {
    "bytes": (b"\0asm", Stage.DECODE, Fault.FILE_TOO_SHORT),
    "an export": (b"\0asm\1\0\0\0\x07\x05\1\1a\0\x09", Stage.VALIDATE, Fault.UNKNOWN_FUNCTION),
    "a body": (wat("(module (func (drop (i32.add (i32.const 1)))))"), Stage.BODY, ValidationFault.TYPE_MISMATCH),
    "depth": (
        wat(f'(module (global (import "" "") i32) (global i32 {DEEP}))'), Stage.SKELETON, SkeletonFault.TOO_DEEP
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REJECTED)
def test_a_module_is_rejected(name):
    data, stage, fault = REJECTED[name]
    before = len(os.listdir("/proc/self/fd"))

    file, attempt = compile_natively(data)

    assert (file, attempt.stage, attempt.fault) == (-1, stage, fault)
    assert len(os.listdir("/proc/self/fd")) == before
