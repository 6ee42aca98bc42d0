"""A module becomes an artifact without Python, or is rejected for the same reason."""

import ctypes
import mmap
import os
import subprocess
import sys

import pytest

from tests.codegen.objects import on_x86_64
from tests.wasm.binary import CODE, HEADER, body, functions, name, section, u32, vector
from tests.wat import wat
from wasihost import abi
from wasihost.artifact import check_artifact, contents, digest, read_header
from wasihost.baseline.layout import Attempt, Options, Stage
from wasihost.engine import Engine
from wasihost.errors import CompileError, DecodeError, ValidationError
from wasihost.host.instance import Module, Store
from wasihost.host.library import load
from wasihost.host.symbols import Artifact
from wasihost.skeleton.layout import SkeletonFault
from wasihost.stitching import compile_module
from wasihost.variant import CompileVariant
from wasihost.wasm.sections.layout import Fault
from wasihost.wasm.validator.layout import ValidationFault

pytestmark = on_x86_64

KEY = bytes(range(32))


def compile_natively(data: bytes, **options: int):
    """The file, and the Attempt."""
    attempt = ctypes.create_string_buffer(Attempt.size)
    packed = Options.pack(guarded=1, **options)
    size = ctypes.c_uint64(len(data))
    file = load().baseline_module(load().skeleton_file(data, size), size, packed, KEY, attempt)
    return file, Attempt.unpack(attempt.raw)


def test_a_kept_artifact_is_complete(tmp_path):
    """Its digest is that of the file, and its key and variant are what was asked for."""
    for any_cpu in (0, 1):
        file, attempt = compile_natively(wat("(module (memory 1) (func))"), any_cpu=any_cpu, metered=1)
        path = tmp_path / "kept"
        path.write_bytes(contents(file))
        header = read_header(file)
        with path.open("rb") as kept:
            assert digest(kept.fileno()) == read_header(kept.fileno()).digest
            assert check_artifact(kept.fileno(), KEY[-len(abi.ANY_CPU) :]) is None
        assert (attempt.stage, attempt.fault) == (Stage.FILE, 0)
        assert (header.key, header.level) == (KEY, "baseline")
        assert vars(header.variant) == vars(CompileVariant(guarded=True, metered=True))
        os.close(file)


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


def test_only_what_a_report_needs_is_kept_of_the_module():
    whole, rest = wat("(module (func $name unreachable))"), section(0, name("rest") + bytes(1 << 20))
    names = section(0, name("name") + b"\1\x07" + vector([u32(0) + name("name")]))
    plain = functions(b"\0")
    code = plain.index(section(CODE, vector([body(b"\0")])))
    for data in (whole + rest, HEADER + names + rest + plain[8:], plain[:code] + rest + plain[code:] + names + rest):
        file, _ = compile_natively(data)
        artifact = Artifact.from_fd(file)
        used = os.fstat(file).st_blocks * 512
        os.close(file)

        assert artifact.function_name(0) == "name"
        assert bytes(artifact.section(abi.Section.BODIES)) == b"\0\0\x0b"
        assert used < len(rest)


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


def test_python_says_why():
    messages = {
        "bytes": (DecodeError, "unexpected end"),
        "an export": (ValidationError, "unknown function 9"),
        "a body": (ValidationError, r"func\[0\] `i32.add`: type mismatch"),
        "depth": (CompileError, "more than 64 values on its stack"),
    }
    assert messages.keys() == REJECTED.keys()
    for case, (error, message) in messages.items():
        with pytest.raises(error, match=message) as caught:
            compile_module(REJECTED[case][0], key=KEY)
        if case != "depth":  # the same error as of other levels
            with pytest.raises(error) as other:
                Engine(level="fast", cache=None).compile(REJECTED[case][0])
            assert (str(caught.value), caught.value.offset) == (str(other.value), other.value.offset)


def test_imports_are_accepted_or_not():
    data, given = wat('(module (import "a" "b" (func (param i32))) (import "c" "d" (memory 1 2)))'), []
    before = len(os.listdir("/proc/self/fd"))

    os.close(compile_module(data, key=KEY, accept=given.append))
    with pytest.raises(ZeroDivisionError):
        compile_module(data, key=KEY, accept=lambda _: 1 // 0)

    assert [[(i.module, i.name, i.type) for i in given[0]]] == [
        [("a", "b", "function (i32) -> ()"), ("c", "d", "memory 1..2")]
    ]
    assert len(os.listdir("/proc/self/fd")) == before


LIMITED = """
import os, resource, sys
from tests.wat import wat
from wasihost.host.library import load; load()
from wasihost.engine import Engine
from wasihost.errors import CompileError
data = wat(f"(module {sys.stdin.read()})")
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
try:
    Engine(level="baseline", cache=None).compile(data)
except CompileError as error:
    sys.exit(f"{error}: {error.hint}")
"""
SMALL, LARGE = "(func)", "(func " + "(drop (i32.const 1)) (block)" * 10_000 + ")" + "(func (call 0))" * 1000


@pytest.mark.parametrize(
    "limit, code, works", [(1 << 10, SMALL, False), (1 << 20, SMALL, True), (1 << 17, LARGE, False)]
)
def test_files_may_be_limited(limit, code, works):
    line = [sys.executable, "-c", LIMITED, str(limit)]
    done = subprocess.run(line, input=code, capture_output=True, text=True)

    expected = "cannot write the compiled code: file too large: the file size limit is too low: `ulimit -f`\n"
    assert done.stderr == ("" if works else expected)
