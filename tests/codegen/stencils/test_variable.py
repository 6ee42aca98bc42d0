"""Globals, selects, shuffles, references, tables, sizes and payments do what their names say."""

import ctypes
import functools
import random
import re

import pytest

from tests.codegen.objects import on_x86_64
from tests.codegen.stencils.running import MASK, NAMES, Rig, bits_of, chosen
from tests.codegen.stencils.stitch import FELL, TRAPPED
from tests.ops.test_constants import NUMERIC
from wasihost.abi import TABLE_HEAD, Limits, Memory, Store, Table, Trap, VMContext
from wasihost.ops import BY_NAME

pytestmark = on_x86_64
ENTRIES = (0, 0x1122334455667788, 7)  # of a table


class Bytes:
    """Memory that code may access."""

    def __init__(self, size):
        self.content = bytearray(size)
        self.place = ctypes.addressof(ctypes.c_char.from_buffer(self.content))

    def put(self, at, data):
        self.content[at : at + len(data)] = data

    def word(self, at):
        return int.from_bytes(self.content[at : at + 8], "little")


INSTANCE, OTHER, STORE = Bytes(64), Bytes(256), Bytes(Store.size)
FUEL = Store.offset("limits") + Limits.offset("fuel")


class World:
    """One row with registers and numbers, and where it is run; by name, what it should do."""

    def __init__(self, rig, key, row, sample, values):
        self.rig, self.key, self.row, self.sample, self.values = rig, key, row, sample, values

    def call(self, params=(), result="", values=None, vm=None, constant=None):
        vm = INSTANCE.place - self.sample.get("slot", 0) if vm is None else vm
        values = self.values if values is None else values
        return self.rig.call(self.key, self.row, self.sample, params, (result,), values, vm=vm, constant=constant)

    def gives(self, value, *arguments, **named):
        assert self.call(*arguments, **named) == (FELL, value, True)

    def traps(self, trap, *arguments, **named):
        assert self.call(*arguments, **named) == (TRAPPED + trap, None, True)

    def given(self, valtype):
        """The value of `a`, which may be a constant."""
        return self.sample["k"] & MASK[valtype] if "k" in self.sample else self.values[0]


def global_get(world, valtype, imported=""):
    value = bits_of(valtype)[1]
    (OTHER if imported else INSTANCE).put(0, value.to_bytes(16, "little"))
    if imported:
        INSTANCE.put(0, OTHER.place.to_bytes(8, "little"))
    world.gives(value, result=valtype)


def global_set(world, valtype, imported=""):
    place = OTHER if imported else INSTANCE
    place.put(0, before := bytes(range(100, 132)))
    if imported:
        INSTANCE.put(0, OTHER.place.to_bytes(8, "little"))
    world.gives(None, (valtype,))
    size = MASK[valtype].bit_length() // 8
    assert place.content[:32] == world.given(valtype).to_bytes(size, "little") + before[size:]


def select(world, register):
    valtype = {"integer": "i64", "float": "v128"}[register]
    for one, other, condition in zip(bits_of(valtype), bits_of(valtype)[1:], bits_of("i32"), strict=False):
        world.gives(one if condition else other, (valtype, valtype, "i32"), valtype, (one, other, condition))


def shuffle(world):
    chance = random.Random(8)
    for one, other in zip(bits_of("v128"), bits_of("v128")[1:], strict=False):
        lanes = chance.choices(range(32), k=16)
        whole = one.to_bytes(16, "little") + other.to_bytes(16, "little")
        want = int.from_bytes(bytes(whole[lane] for lane in lanes), "little")
        numbers = bytes(lane | (lane & 16) << 3 for lane in lanes) + bytes((lane - 16) % 256 for lane in lanes)
        world.gives(want, ("v128", "v128"), "v128", (one, other), constant=numbers)


def fence(world):
    world.gives(None)


def not_null(world):
    world.gives(None, ("externref",), values=(1 << 40,))
    world.traps(Trap.NULL_REFERENCE, ("externref",), values=(0,))


def _table(world):
    INSTANCE.put(0, OTHER.place.to_bytes(8, "little"))
    base = OTHER.place + 128
    OTHER.put(0, Table.pack(base=base, length=len(ENTRIES)))
    OTHER.put(128, b"".join(entry.to_bytes(8, "little") for entry in ENTRIES))
    return base


def table_get(world, address):
    _table(world)
    for index, entry in enumerate(ENTRIES):
        world.gives(entry, (address,), "externref", (index,))
    for index in (len(ENTRIES), MASK[address]):
        world.traps(Trap.TABLE_OUT_OF_BOUNDS, (address,), "externref", (index,))


def table_set(world, address, functions=""):
    for index in range(len(ENTRIES)):
        base = _table(world)
        world.gives(None, (address, "externref"), values=(index, 1 << 50))
        want = list(ENTRIES)
        want[index] = (1 << 50) - base + TABLE_HEAD & MASK["i64"] if functions else 1 << 50
        assert [OTHER.word(128 + 8 * n) for n in range(len(ENTRIES))] == want
    for index in (len(ENTRIES), MASK[address]):
        world.traps(Trap.TABLE_OUT_OF_BOUNDS, (address, "externref"), values=(index, 5))
    assert [OTHER.word(128 + 8 * n) for n in range(len(ENTRIES))] == want


def table_size(world, address):
    _table(world)
    world.gives(len(ENTRIES), result=address)


def memory_size(world, address):
    INSTANCE.put(0, OTHER.place.to_bytes(8, "little"))
    length = 0x12345 << 16
    OTHER.put(0, Memory.pack(length=length))
    world.gives(length >> world.sample["k"] & MASK[address], result=address)


def add_offset(world):
    for address in bits_of("i64"):
        total = address + (world.sample["wide"] & MASK["i64"])
        if total > MASK["i64"]:
            world.traps(Trap.MEMORY_OUT_OF_BOUNDS, ("i64",), "i64", (address,))
        else:
            world.gives(total, ("i64",), "i64", (address,))


def pay(world, unit="", valtype="i64"):
    context = VMContext.pack(store=STORE.place)
    INSTANCE.put(0, context)
    for amount in (world.sample["k"],) if not unit else bits_of(valtype):
        cost = amount >> 6 if unit == "bytes" else amount
        for left in {cost, min(cost + 5, MASK["i64"]), max(cost, 1) - 1}:
            STORE.put(FUEL, left.to_bytes(8, "little"))
            arguments = (valtype,) if unit else ()
            if cost > left:
                world.traps(Trap.OUT_OF_FUEL, arguments, values=(amount,), vm=INSTANCE.place)
            else:
                world.gives(None, arguments, values=(amount,), vm=INSTANCE.place)
            assert STORE.word(FUEL) == left - cost * (cost <= left)


# The beginning of the names → what should happen, given the words that follow.
MEANINGS = {
    "global.get": global_get,
    "global.set": global_set,
    "select": select,
    "i8x16.shuffle": shuffle,
    "atomic.fence": fence,
    "ref.as_non_null": not_null,
    "table.get": table_get,
    "table.set": table_set,
    "table.size": table_size,
    "memory.size": memory_size,
    "add offset": add_offset,
    "pay": pay,
}


def meaning(name):
    """What a stencil should do, or nothing if its name is that of a row that other tests run."""
    for start, function in MEANINGS.items():
        if name == start or name.startswith(f"{start} "):
            return functools.partial(_apply, function, name.removeprefix(start).split())
    return None


def _apply(function, words, world):
    function(world, *words)


@pytest.mark.parametrize("name", NAMES)
def test_other_stencils_do_what_they_should(name):
    rig, chance, wrong, seen = Rig(name), random.Random(4), [], set()
    for key, row in rig.index.items():
        act = meaning(key.name)
        if act is None or rig.library.is_absent(row):
            continue
        seen.add(key.name)
        valtypes = [word for word in key.name.split() if word in MASK]
        for sample in chosen(rig, key, row, chance):
            for value in bits_of(valtypes[0]) if valtypes else (0,):
                try:
                    act(World(rig, key, row, sample, (value,)))
                except AssertionError as error:
                    wrong.append((key, sample, hex(value), str(error)))
    assert not wrong, "\n".join(map(str, [len(wrong), *wrong[:10]]))
    assert len(seen) > 40


def test_every_stencil_is_run_by_a_test():
    numeric = {row.name for row in NUMERIC} | {"ref.is_null"}
    for key in Rig(NAMES[0]).index:
        found = re.fullmatch(r"(?:if |unless |canonical )?(\S+)(?: \d+)?", key.name)
        row = BY_NAME.get(key.name.split()[0])
        is_access = row is not None and row.access_width is not None
        assert is_access or meaning(key.name) or (found and found[1] in numeric), key.name
