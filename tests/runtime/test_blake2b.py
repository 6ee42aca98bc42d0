"""BLAKE2b beside Python's own."""

import ctypes
import hashlib

import pytest

from tests.native.library import Library
from wasihost.native import native, ptr, u32, u64
from wasihost.runtime.blake2b import blake2b


@native(export=True)
def digest(out: ptr, out_size: u32, data: ptr, size: u64):
    blake2b(out, out_size, data, size)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    library = Library(tmp_path_factory.mktemp("blake2b"), digest).loaded

    def ours(data: bytes, size: int) -> bytes:
        out = ctypes.create_string_buffer(size)
        library.digest(out, size, data, ctypes.c_uint64(len(data)))
        return out.raw

    return ours


@pytest.mark.parametrize("size", [0, 1, 7, 8, 127, 128, 129, 255, 256, 257, 1000, 5000])
@pytest.mark.parametrize("out", [8, 16, 24, 64])
def test_digests_are_those_of_python(ours, size, out):
    data = bytes(n * 7 % 251 for n in range(size))

    assert hashlib.blake2b(data, digest_size=out).digest() == ours(data, out)
