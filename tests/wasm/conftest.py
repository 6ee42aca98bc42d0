"""The validator's machine code, compiled once per test process, and the way that a module goes."""

import pytest

from tests.native.library import Library
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate
from wasihost.wasm.validator.body import EXPORTS


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("validator"), *EXPORTS).loaded


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
