"""Bodies made to exhaust a compiler: time and code are in proportion to their bytes."""

import os
import time

import pytest

from tests.codegen.objects import on_x86_64
from tests.wasm.test_hostile import ACCEPTED
from wasihost.artifact import read_header
from wasihost.stitching import compile_module

pytestmark = on_x86_64

SECONDS_PER_MEGABYTE = 20  # of processor time: a thousand values move for two bytes
BYTES = 100  # of code, for each byte of a module


@pytest.mark.parametrize("name", ACCEPTED)
def test_time_and_code_are_in_proportion_to_bytes(name):
    data = ACCEPTED[name]
    start = time.process_time()

    file = compile_module(data, key=bytes(32))

    assert time.process_time() - start < 1 + SECONDS_PER_MEGABYTE * len(data) / (1 << 20)
    header = read_header(file)
    os.close(file)
    assert header and header.sections["CODE"] < (1 << 20) + BYTES * len(data)
