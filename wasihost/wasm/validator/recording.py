"""Record the instructions of a body for the translator (native subset).

A module has far fewer distinct instructions than instructions.  Each distinct instruction (shape and immediates) is
kept once, and a body is a sequence of their numbers.  The recording does not depend on how the bytes encode an
instruction.
"""

from wasihost.native import bool_, memcpy, native, u32, u64
from wasihost.native.prelude import memcmp
from wasihost.wasm.validator.layout import Distinct, Recording
from wasihost.wasm.validator.state import State


@native
def record_locals(r: Recording, count: u32, valtype: u32):
    u32[r.locals, 2 * u64(r.local_count)] = count
    u32[r.locals, 2 * u64(r.local_count) + 1] = valtype
    r.local_count += 1


@native
def record_instruction(s: State):
    """Record the instruction that has just been validated."""
    r = s.recording
    hash = hash_of(s, r)
    slot = hash & r.slot_mask
    while u32[r.slots, slot] and not same(s, r, r.distinct[u32[r.slots, slot] - 1], hash):
        slot = (slot + 1) & r.slot_mask
    if u32[r.slots, slot] == 0:
        add(s, r, hash)
        u32[r.slots, slot] = r.distinct_count
    u32[r.numbers, r.count] = u32[r.slots, slot] - 1
    u32[r.offsets, r.count] = u32(u64(s.start) - u64(s.types.data))
    r.count += 1


@native(inline=True)
def hash_of(s: State, r: Recording) -> u32:
    hash = (u64(s.shape) + 1) * r.multiplier
    for i in range(s.immediate_count):
        hash = ((hash ^ (hash >> 32)) + u64[s.immediates, i]) * r.multiplier
    return u32(hash >> 32)


@native(inline=True)
def same(s: State, r: Recording, d: Distinct, hash: u32) -> bool_:
    if d.hash != hash or d.shape != s.shape or d.immediate_count != s.immediate_count:
        return False
    return memcmp(r.immediates + 8 * u64(d.first_immediate), s.immediates, 8 * u64(d.immediate_count)) == 0


@native
def add(s: State, r: Recording, hash: u32):
    d = r.distinct[r.distinct_count]
    d.shape, d.hash = s.shape, hash
    d.first_immediate, d.immediate_count = r.immediate_count, s.immediate_count
    memcpy(r.immediates + 8 * u64(r.immediate_count), s.immediates, 8 * u64(s.immediate_count))
    r.immediate_count += s.immediate_count
    r.distinct_count += 1


@native(export=True)
def index_instructions(r: Recording):
    """Fill the empty `slots` with the distinct instructions, after the storage was replaced."""
    for number in range(r.distinct_count):
        slot = r.distinct[number].hash & r.slot_mask
        while u32[r.slots, slot]:
            slot = (slot + 1) & r.slot_mask
        u32[r.slots, slot] = number + 1
