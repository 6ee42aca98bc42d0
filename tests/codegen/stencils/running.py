"""Stencils of a library are called with operands where a form has them; whatever else they change is an error."""

import ctypes
import functools
import os
import random
import struct
from typing import NamedTuple

from tests.codegen.stencils.stitch import END, FLOAT, FP, INTEGER, JUMPED, STATE_SIZE, TRAPPED, Library, Machine
from tests.ops.test_constants import settled
from tests.ops.test_vectors import DELICATE, DELICATE_FLOATS
from wasihost.codegen import llvm
from wasihost.codegen.stencils import library
from wasihost.codegen.stencils.catalog import catalog
from wasihost.codegen.stencils.operands import bank
from wasihost.codegen.stencils.x86_64 import BANKS, SETS
from wasihost.ops.row import OPERANDS, RESULTS

ALL = bool(os.environ.get("WASIHOST_TEST_ALL_STENCILS"))  # registers, numbers and values: not only a few
NAMES = list(SETS)
EXTREMES = {
    "slot": (-128, -8, 64, 112),
    "far slot": (-(1 << 31), -144, 128, (1 << 31) - 1024),
    "near": (-128, -1, 0, 1, 127),
    "far": (-(1 << 31) + 1, -1, 0, 128, -129, (1 << 31) - 1),
    "count32": (0, 1, 31),
    "count64": (0, 1, 63),
    "field": (0, 127, 128, (1 << 31) - 1024),
    "offset": (0, 1, 127),
    "far offset": (0, 128, (1 << 31) - 1),
    "far reach": (16,),
    "byte": (-128, -1, 0, 127),
    "short": (-(1 << 15), -1, 0, (1 << 15) - 1),
    "wide": (0, 1, (1 << 63) - 1, -(1 << 63), -1),
}
MASK = {"i32": (1 << 32) - 1, "i64": (1 << 64) - 1, "f32": (1 << 32) - 1, "f64": (1 << 64) - 1, "v128": (1 << 128) - 1}
MASK["externref"] = MASK["i64"]
NOISE = random.Random(9).randbytes(STATE_SIZE)  # in all registers at first
JUNK = int.from_bytes(NOISE[:16], "little")  # beside a value


@functools.cache
def bits_of(valtype):
    """Delicate operands."""
    if valtype in ("f32", "f64"):
        return DELICATE_FLOATS[int(valtype[1:])]
    if valtype == "externref":
        return (0, 1, 1 << 40)
    if valtype != "v128":
        return (*DELICATE[int(valtype[1:])], 7, 33)
    chance = random.Random(1)
    lanes = [(width, table[width]) for table in (DELICATE, DELICATE_FLOATS) for width in table]
    found = []
    for width, values in lanes * 3:
        found.append(sum(chance.choice(values) << at for at in range(0, 128, width)))
    return tuple(found)


def chosen(rig, key, row, chance):
    """Registers and numbers for one row: all that there are, or a few."""
    registers = rig.registers(key)
    numbers = dict(key.ranges)
    rounds = 1
    if ALL:
        counts = [len(EXTREMES[kind]) for kind in numbers.values()]
        if not rig.library.is_fixed(row):
            counts += [len(BANKS[of].all) for of in registers.values()]
        rounds = max([1, *counts])
    for n in range(rounds):
        sample = {}
        for of in ("integer", "float"):
            names = [name for name, each in registers.items() if each == of]
            order = BANKS[of].stack
            if not rig.library.is_fixed(row):
                order = chance.sample(BANKS[of].all, len(BANKS[of].all))
            sample |= zip(names, order, strict=False)
        for name, kind in numbers.items():
            values = EXTREMES[kind]
            sample[name] = values[n % len(values)] if ALL else chance.choice(values)
        if "la" in sample and "lb" in sample:  # both are near a place that exists
            sample["lb"] = sample["la"] + 16 if sample["la"] < 100 else sample["la"] - 16
        yield sample


@functools.cache
def build(name):
    """The stencils of a set, and the library."""
    stencils = list(catalog(llvm.features(library.target(name))))
    return stencils, Library(library.load(name))


class Outcome(NamedTuple):
    end: int
    value: int | tuple[int, ...] | None  # of several results, all
    unchanged: bool


class Rig:
    """One set of stencils, and what they are run with."""

    def __init__(self, name):
        stencils, self.library = build(name)
        self.index = library.index(stencils)
        self.variants = {}
        for each in stencils:
            for variant in each.variants:
                self.variants[library.Key(each.name, each.form, variant.numbers)] = variant
        self.machine = Machine()
        self.frame = bytearray(4096)
        address = ctypes.addressof(ctypes.c_char.from_buffer(self.frame))
        self.slots = (address + 1024) & -16
        self.offset = self.slots - address

    def registers(self, key):
        return dict(self.variants[key].registers)

    def settle(self, key, row, number, sample, values):
        """Constants take the place of operands; None where a stitcher would not use one."""
        if "k" not in sample:
            return (values[0], values[0]) if key.form.result == "all" else tuple(values)
        valtype = row.params[1]
        constant = sample["k"] & MASK[valtype]
        if sample["k"] == -128 and self.library.negates(number):
            return None  # whose opposite is not near
        if row.settle == "divisor" and sample["k"] in (0, -1):
            return None
        return (values[0], constant)

    def call(self, key, row, sample, params, results, values, *, branch=False, vm=0, memory=0, constant=None):
        """Call a stencil.  How it ended, the bits of the result, and whether all other registers are as before."""
        function = self.place(key, row, tuple(sample.items()) + (("target", 0),) * branch, constant)
        state, before = self.machine.state, bytearray(NOISE)
        place = self.slots - next((sample[name] for name in ("la", "lb", "lc") if name in sample), 0)
        struct.pack_into("<QQQ", before, FP, place & MASK["i64"], vm & MASK["i64"], memory & MASK["i64"])
        for name, valtype, value in zip(OPERANDS[: len(key.form.kinds)], params, values, strict=False):
            self.put(key, before, sample, name, valtype, value)
        state[:] = before
        function(self.machine.state_address)
        (end,) = struct.unpack_from("<I", state, END)
        after = bytearray(state)
        found = []
        if key.form.result and end < TRAPPED:
            for name, result in zip(RESULTS, results, strict=False):
                register, is_float = sample[key.form.register(name)], bank(result) == "float"
                at, size = (FLOAT + 16 * register, 16) if is_float else (INTEGER + 8 * register, 8)
                bits = int.from_bytes(after[at : at + size], "little")
                found.append(bits & (MASK[result] if is_float else MASK["i64"]))
                after[at : at + size] = before[at : at + size]
        value = tuple(found) if len(found) > 1 else found[0] if found else None
        after[END : END + 4] = before[END : END + 4]
        return Outcome(end, value, after == before)

    @functools.lru_cache(1)  # noqa: B019  (there are two of these objects, and they live as long as the process)
    def place(self, key, row, sample, constant):
        registers = self.registers(key)
        is_low = all(number < 8 for name, number in sample if registers.get(name) == "integer")
        return self.machine.place(self.library, row + is_low, dict(sample), constant)

    def run(self, key, row, sample, params, results, values, *, branch=False):
        """How it ended, and the bits of the result."""
        end, value, unchanged = self.call(key, row, sample, params, results, values, branch=branch)
        if not unchanged:
            return "changed", None
        if end >= TRAPPED:
            return "trap", end - TRAPPED
        return ("jump", int(end == JUMPED)) if branch else ("value", value or 0)

    def slot(self, sample, name):
        """Where the frame has a slot, while the slots of a sample are in use."""
        first = next(sample[each] for each in ("la", "lb", "lc") if each in sample)
        return self.offset + sample[f"l{name}"] - first

    def put(self, key, state, sample, name, valtype, value):
        kind = key.form.kinds[OPERANDS.index(name)]
        if kind == "R":
            register = sample[key.form.register(name)]
            at, size = (FLOAT + 16 * register, 16) if bank(valtype) == "float" else (INTEGER + 8 * register, 8)
            junk = JUNK & ~MASK[valtype] if bank(valtype) == "float" else 0
            whole = value | junk
            state[at : at + size] = whole.to_bytes(size, "little")
        elif kind == "L":
            at = self.slot(sample, name)
            size = 16 if valtype == "v128" else 8
            junk = JUNK & ~MASK[valtype] & (1 << 8 * size) - 1
            self.frame[at : at + size] = (value | junk).to_bytes(size, "little")


def same_outcome(row, want, outcome, canonical):
    if want[0] != outcome[0]:
        return False
    if want[0] != "value":
        return want == outcome
    exact = canonical or row.results is None
    return want[1] == outcome[1] if exact else settled(row, want[1]) == settled(row, outcome[1])
