"""Headers of artifacts, damaged: what Python accepts the runtime maps, and nothing else."""

import ctypes
import os
import random
from hashlib import sha256

import pytest

from wasihost import abi, artifact
from wasihost.abi import ArtifactHeader, Section
from wasihost.cache import cpu_id
from wasihost.engine import Engine, _anonymous_file
from wasihost.host import library

TEXT = b'(module (memory 1) (data (i32.const 5) "abc") (func (export "_start")))'


@pytest.fixture(scope="module")
def data():
    compiled = Engine(jobs=1).compile(TEXT)
    return os.pread(compiled.fd, os.fstat(compiled.fd).st_size, 0)


def is_mapped(fd):
    image_map, image_release = (library.load()[name] for name in ("image_map", "image_release"))
    image_map.restype = ctypes.c_void_p
    image = image_map(fd, ctypes.c_uint64(0), ctypes.byref(ctypes.c_int32()))
    if image:
        image_release(ctypes.c_void_p(image))
    return bool(image)


def damaged(data, rng):
    """The header, with a checksum that fits unless it is what was damaged."""
    header, size = bytearray(data), len(data)
    sections = ArtifactHeader.offset("sections")
    for _ in range(rng.choice((0, 1, 1, 2))):
        if rng.random() < 0.6:
            at = sections + 8 * rng.randrange(2 * abi.SECTION_COUNT)
            value = rng.choice(
                (0, 1, size - 1, size, size + 1, 2**32, 2**63, 2**64 - 1, 2**64 - size, rng.randrange(size))
            )
            header[at : at + 8] = value.to_bytes(8, "little")
        else:
            at = rng.randrange(ArtifactHeader.offset("key"))
            header[at] ^= 1 << rng.randrange(8)
    if rng.random() < 0.2:
        header = header[: rng.choice((0, 100, abi.HOST_PAGE, size - 1))] or header + b"x"
    digest = ArtifactHeader.offset("digest")
    header[digest : digest + 32] = sha256(header[abi.HOST_PAGE :]).digest()
    if len(header) > ArtifactHeader.size and rng.random() < 0.9:
        at = ArtifactHeader.offset("header_check")
        header[at : at + 8] = artifact.checksum(bytes(header[: ArtifactHeader.size])).to_bytes(8, "little")
    return bytes(header)


def test_python_and_the_runtime_accept_the_same(data):
    # Types and unwind tables are looked up in images: those that are damaged are not to be read here.
    rng, good = random.Random(3), 0
    assert ArtifactHeader.unpack(data).vm.type_count
    for _ in range(2_000):
        changed = damaged(data, rng)
        if len(changed) >= ArtifactHeader.size:
            before, after = (ArtifactHeader.unpack(bytes_).sections for bytes_ in (data, changed))
            if any(bytes(after[s].offset.to_bytes(8, "little")) != before[s].offset.to_bytes(8, "little")
                   for s in (Section.TYPES, Section.STRINGS)):  # fmt: skip
                continue
        with _anonymous_file() as file:
            file.write(changed)
            file.flush()
            accepted = artifact.check_artifact(file.fileno(), cpu_id()) is None
            good += accepted
            assert accepted == is_mapped(file.fileno())
    assert 100 < good < 1_500
