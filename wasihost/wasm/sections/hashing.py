"""Hash tables whose keys a module chooses (native subset).

A slot is the number of an entry plus 1, or 0 if it is free; a key is in the first slot from its hash on that suits it.
"""

from wasihost.native import Ptr, native, ptr, u8, u32, u64
from wasihost.wasm.sections.layout import Decoded


@native
def slot_mask(count: u64) -> u64:
    """The largest slot of a table for `count` entries; at most half of the slots are used."""
    slots: u64 = 1
    while slots < 2 * count:
        slots *= 2
    return slots - 1


@native
def hash_of(module: Ptr(Decoded), bytes: ptr, size: u32, seed: u32) -> u64:
    hash = (u64(seed) + 1) * module.multiplier
    for i in range(size):
        hash = ((hash ^ (hash >> 32)) + u8[bytes, i]) * module.multiplier
    return hash >> 32
