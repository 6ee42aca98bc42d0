"""Loads and stores access what address and offset lead to; of checked memories, they trap one byte further."""

import ctypes
import random
import struct

import pytest

from tests.codegen.objects import on_x86_64
from tests.codegen.stencils.running import MASK, NAMES, Rig, bits_of, chosen
from tests.codegen.stencils.stitch import END, FLOAT, FP, INTEGER, TRAPPED
from tests.ops.test_vectors import loaded
from wasihost.abi import Memory, Trap
from wasihost.codegen.stencils.memory import MEMORIES
from wasihost.codegen.stencils.operands import bank
from wasihost.ops import BY_NAME
from wasihost.ops.atomic import PREFIX as ATOMIC

pytestmark = on_x86_64
BUFFER = bytearray(256)
PLACE = (ctypes.addressof(ctypes.c_char.from_buffer(BUFFER)) + 64) & -16
AT = PLACE - ctypes.addressof(ctypes.c_char.from_buffer(BUFFER))
FIELD = bytearray(64)  # what the instance has, and a Memory
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


def run(rig, key, row_number, row, kind, sample, address, values, *, short=0):
    """How it ended; the registers that changed, and the bytes of memory."""
    sample = dict(sample)
    size = 1 << row.access_width
    if "reach" in sample:
        sample["offset"] = min(sample["offset"], (1 << 31) - 1 - size)  # the reach must be below 2**31, too
        sample["reach"] = sample["offset"] + size
    end = (address if key.form.kinds[0] != "K" else 0) + sample["offset"]
    base = PLACE - end
    state, chance = rig.machine.state, random.Random(9)
    before = bytearray(chance.randbytes(len(state)))
    frame = rig.slots - next((sample[name] for name in ("la", "lb") if name in sample), 0)
    vm = FIELD_PLACE - sample.get("slot", 0)
    struct.pack_into("<QQQ", before, FP, frame & MASK["i64"], vm & MASK["i64"], base & MASK["i64"])
    memory = Memory.pack(base=base & MASK["i64"], length=(end + size - short) & MASK["i64"])
    FIELD[16 : 16 + len(memory[:48])] = memory[:48]
    first = base & MASK["i64"] if kind == "based" else FIELD_PLACE + 16
    FIELD[:8] = first.to_bytes(8, "little")
    types = ("i64" if kind == "wide" else "i32", *row.params[1:])
    for name, valtype, value in zip("abc", types, (address, *values), strict=False):
        rig.put(key, before, sample, name, valtype, value)
    is_low = all(n < 8 for name, n in sample.items() if rig.registers(key).get(name) == "integer")
    function = rig.machine.place(rig.library, row_number + is_low, sample)
    state[:] = before
    function(rig.machine.state_address)
    after = bytearray(state)
    (ended,) = struct.unpack_from("<I", after, END)
    after[END : END + 4] = before[END : END + 4]
    result = None
    if row.results and ended < TRAPPED:
        register = sample[key.form.register("r")]
        at, width = (FLOAT + 16 * register, 16) if bank(row.results[0]) == "float" else (INTEGER + 8 * register, 8)
        result = int.from_bytes(after[at : at + width], "little")
        if bank(row.results[0]) == "float":
            result &= MASK[row.results[0]]
        after[at : at + width] = before[at : at + width]
    return ended, result, after == before


@pytest.mark.parametrize("name", NAMES)
def test_accesses_reach_what_they_should(name):
    rig, chance, wrong, count = Rig(name), random.Random(4), [], 0
    for key, row_number, row, kind, lane in accesses(rig):
        size = 1 << row.access_width
        for sample in chosen(rig, key, row_number, chance):
            address = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFF0)) & -16
            if row.prefix == ATOMIC:
                sample["offset"] &= -16
            values = [chance.choice(bits_of(valtype)) for valtype in row.params[1:]]
            if "k" in sample:
                values = [sample["k"] & MASK[row.params[1]]]
            before = chance.randbytes(16)
            BUFFER[AT : AT + 16] = before
            ended, result, unchanged = run(rig, key, row_number, row, kind, sample, address, values)
            after = bytes(BUFFER[AT : AT + 16])
            count += 1
            good = ended == 0 and unchanged
            if row.prefix != ATOMIC and row.results:
                vector = row.results[0] == "v128"
                want = loaded(row, before, values[0] if values else 0, lane) if vector else number(row, before)
                good &= result == want and after == before
            elif row.prefix != ATOMIC:
                stored = values[0] >> 8 * size * (lane[0] if lane else 0) & (1 << 8 * size) - 1
                good &= after == stored.to_bytes(size, "little") + before[size:]
            elif row.results:
                good &= result == int.from_bytes(before[:size], "little") and after[size:] == before[size:]
                good &= "load" not in row.name or after == before
                operation = row.name.rpartition(".")[2].removesuffix("_u")
                had, mask = int.from_bytes(before[:size], "little"), (1 << 8 * size) - 1
                made = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "and": lambda a, b: a & b,
                        "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b, "xchg": lambda a, b: b}  # fmt: skip
                if operation in made:
                    good &= int.from_bytes(after[:size], "little") == made[operation](had, values[0]) & mask
            else:
                good &= after == (values[0] & (1 << 8 * size) - 1).to_bytes(size, "little") + before[size:]
            if not good:
                wrong.append((key, sample, hex(address), values, ended, result, unchanged, before.hex(), after.hex()))
            if kind in ("checked", "wide"):
                ended, _, unchanged = run(rig, key, row_number, row, kind, sample, address, values, short=1)
                if (ended, unchanged) != (TRAPPED + Trap.MEMORY_OUT_OF_BOUNDS, True):
                    wrong.append((key, sample, hex(address), values, ended, unchanged))
    assert not wrong, "\n".join(map(str, [len(wrong), count, *wrong[:10]]))
    assert count > 100
