"""Real programs validate, and damaged ones are refused with an error of ours, in bounded time."""

import random
import time

import pytest

from tests.wasm.programs import installed_modules
from wasihost.errors import DecodeError, InvalidModule, ValidationError
from wasihost.wasm.names import Names

MUTATIONS = 400  # per module
SMALL = 400_000  # bytes: modules up to this size are mutated


@pytest.mark.parametrize("path", installed_modules() or [None], ids=lambda path: path.name if path else "none")
def test_real_programs_are_valid(check, path):
    if path is None:
        pytest.skip("no package with a module is installed: see the extra `bench`")
    try:
        module, counts = check(path.read_bytes())
    except DecodeError as error:
        if "unsupported feature" not in error.message:
            raise
        pytest.skip(error.message)

    assert len(module.bodies) == len(counts) and all(counts)
    names = Names(module)
    assert all(names.function(funcidx) for funcidx in names.functions)


def mutate(data: bytearray, chance: random.Random) -> None:
    """Damage a module in one of the ways that broken tools, transfers and attackers do."""
    at = chance.randrange(len(data))
    match chance.randrange(6):
        case 0:
            data[at] ^= 1 << chance.randrange(8)
        case 1:
            data[at] = chance.choice(b"\0\x0b\x40\x7f\x80\xfc\xff")
        case 2:
            del data[at : at + chance.randrange(1, 9)]
        case 3:
            data[at:at] = chance.randbytes(chance.randrange(1, 9))
        case 4:
            other = chance.randrange(len(data))
            data[at : at + 16] = data[other : other + 16]
        case 5:
            del data[at:]


@pytest.mark.parametrize(
    "path",
    [p for p in installed_modules() if p.stat().st_size < SMALL] or [None],
    ids=lambda p: p.name if p else "none",
)
def test_damaged_programs_are_rejected_or_valid(check, path):
    if path is None:
        pytest.skip("no package with a module is installed: see the extra `bench`")
    original, chance, refused = path.read_bytes(), random.Random(path.name), 0
    slowest = 0.0
    for _ in range(MUTATIONS):
        data = bytearray(original)
        # Half of the damage is near the beginning, where the sections are that a decoder reads byte by byte.
        head = bytearray(data[: chance.choice((4096, len(data)))])
        for _ in range(chance.randrange(1, 4)):
            mutate(head, chance)
            head = head or bytearray(1)
        start = time.thread_time()
        try:
            check(bytes(head + data[4096:] if len(head) < len(data) // 2 else head))
        except InvalidModule as error:
            assert isinstance(error, (DecodeError, ValidationError))
            assert error.offset is None or 0 <= error.offset <= len(data) + 64
            refused += 1
        slowest = max(slowest, time.thread_time() - start)

    assert MUTATIONS // 2 < refused
    assert 1 > slowest
