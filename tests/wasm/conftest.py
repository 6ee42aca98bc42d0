"""The validator's machine code, compiled once per test process, and the way that a module goes."""

import ctypes
from pathlib import Path

import pytest

from tests.codegen.objects import in_worker
from wasihost.codegen.native_image import compile_library
from wasihost.native import Module as NativeModule
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate
from wasihost.wasm.validator import BodyValidator
from wasihost.wasm.validator.body import EXPORTS


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    ir = NativeModule().add(*EXPORTS).ir()
    path: Path = tmp_path_factory.mktemp("validator") / "validator.so"
    path.write_bytes(in_worker(lambda: compile_library(ir)))
    return ctypes.CDLL(str(path))


@pytest.fixture(scope="session")
def check(library):
    """`check(data)` decodes and validates everything; returns the module and its instruction counts."""

    def check(data: bytes):
        module = decode(data)
        validate(module)
        bodies = BodyValidator(module)
        bodies.validate(library=library)
        return module, bodies.instruction_counts

    return check
