"""Loads, stores and atomics access what address and offset lead to; of checked memories, they trap one byte further."""

import ctypes
import random

import pytest

from tests.codegen.objects import on_x86_64
from tests.codegen.stencils.running import MASK, NAMES, Outcome, Rig, bits_of, chosen
from tests.codegen.stencils.stitch import FELL, TRAPPED
from tests.ops.test_vectors import loaded
from wasihost.abi import Memory, Trap
from wasihost.codegen.stencils.memory import MEMORIES, calls_runtime
from wasihost.ops import BY_NAME
from wasihost.ops.atomic import PREFIX as ATOMIC

pytestmark = on_x86_64
BUFFER = bytearray(256)
PLACE = (ctypes.addressof(ctypes.c_char.from_buffer(BUFFER)) + 64) & -16
AT = PLACE - ctypes.addressof(ctypes.c_char.from_buffer(BUFFER))
FIELD = bytearray(64)  # what the instance has, and a Memory
OPERATORS = {
    "add": lambda had, a: had + a,
    "sub": lambda had, a: had - a,
    "and": lambda had, a: had & a,
    "or": lambda had, a: had | a,
    "xor": lambda had, a: had ^ a,
    "cmpxchg": lambda had, expected, new: new if had == expected else had,
}
FIELD_PLACE = ctypes.addressof(ctypes.c_char.from_buffer(FIELD))


def number(row, content):
    """What a load of a number gives."""
    size = 1 << row.access_width
    value = int.from_bytes(content[:size], "little")
    if row.name.endswith("_s") and value >> 8 * size - 1:
        value -= 1 << 8 * size
    return value & MASK[row.results[0]]


def accesses(rig):
    for key, row_number in rig.index.items():
        words = key.name.split()
        row = BY_NAME.get(words[0])
        if (
            row is not None
            and row.access_width is not None
            and words[-1] in MEMORIES
            and not rig.library.is_absent(row_number)
        ):
            yield key, row_number, row, words[-1], tuple(map(int, words[1:-1]))


def run(rig, key, row_number, row, kind, sample, address, values, *, place=PLACE, short=0):
    """An access to a place; `short` bytes of it are outside of a checked memory."""
    sample = dict(sample)
    size = 1 << row.access_width
    if "reach" in sample:
        sample["offset"] = min(sample["offset"], (1 << 31) - 1 - size)  # the reach must be below 2**31, too
        sample["reach"] = sample["offset"] + size
    end = (address if key.form.kinds[0] != "K" else 0) + sample["offset"]
    base = place - end
    vm = FIELD_PLACE - sample.get("slot", 0)
    memory = Memory.pack(base=base & MASK["i64"], length=(end + size - short) & MASK["i64"])
    FIELD[16 : 16 + len(memory[:48])] = memory[:48]
    first = base & MASK["i64"] if kind == "based" else FIELD_PLACE + 16
    FIELD[:8] = first.to_bytes(8, "little")
    types = ("i64" if kind == "wide" else "i32", *row.params[1:])
    result = "i64" if calls_runtime(row) else (row.results or ("",))[0]
    return rig.call(key, row_number, sample, types, (result,), (address, *values), vm=vm, memory=base)


def reference(row, before, values, lane):
    """The result of an access to these bytes, and the bytes after it."""
    size = 1 << row.access_width
    mask = (1 << 8 * size) - 1
    had, new = int.from_bytes(before[:size], "little"), values[0] & mask if values else 0
    operation = row.name.rpartition(".")[2].removesuffix("_u")
    result = None
    if calls_runtime(row):
        result, new = PLACE, had
    elif row.prefix == ATOMIC:
        result = had if row.results else None
        new = OPERATORS[operation](had, *values) & mask if operation in OPERATORS else new if row.params[1:] else had
    elif row.results:
        vector = row.results[0] == "v128"
        result = loaded(row, before, values[0] if values else 0, lane) if vector else number(row, before)
        new = had
    elif lane:
        new = values[0] >> 8 * size * lane[0] & mask
    return result, new.to_bytes(size, "little") + before[size:]


@pytest.mark.parametrize("name", NAMES)
def test_accesses_reach_what_they_should(name):
    rig, chance, wrong, count = Rig(name), random.Random(4), [], 0
    for key, row_number, row, kind, lane in accesses(rig):
        for sample in chosen(rig, key, row_number, chance):
            address = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFF0)) & -16
            if row.prefix == ATOMIC:
                sample["offset"] &= -16
            before = chance.randbytes(16)
            values = [chance.choice(bits_of(valtype)) for valtype in row.params[1:]]
            if "k" in sample:
                values = [sample["k"] & MASK[row.params[1]]]
            elif "cmpxchg" in row.name and chance.random() < 0.5:  # what is there
                values[0] = int.from_bytes(before[: 1 << row.access_width], "little")

            result, after = reference(row, before, values, lane)
            cases = [(Outcome(FELL, result, True), after, {})]
            if kind in ("checked", "wide"):
                cases += [(Outcome(TRAPPED + Trap.MEMORY_OUT_OF_BOUNDS, None, True), before, {"short": 1})]
            if row.prefix == ATOMIC and row.access_width:
                cases += [(Outcome(TRAPPED + Trap.UNALIGNED_ATOMIC, None, True), before, {"place": PLACE + 1})]
            for *want, named in cases:
                BUFFER[AT : AT + 16] = before
                outcome = run(rig, key, row_number, row, kind, sample, address, values, **named)
                if [outcome, bytes(BUFFER[AT : AT + 16])] != want:
                    wrong.append((key, sample, hex(address), values, named, want, outcome))
            count += 1
    assert not wrong, "\n".join(map(str, [len(wrong), count, *wrong[:10]]))
    assert count > 100
