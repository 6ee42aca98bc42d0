"""What the lanes of i8x16.shuffle become: numbers of lanes of either operand (native subset)."""

from wasihost.native import native, u64


@native
def without_second(lanes: u64) -> u64:
    """Set the highest bit of bytes from 16 on: numbers of lanes of a second vector."""
    return lanes | (lanes & 0x1010101010101010) << 3


@native
def less_16(lanes: u64) -> u64:
    """16 less, modulo 256, in each byte: those of the first vector have the highest bit set."""
    made = u64(0)
    for at in range(u64(0), 64, 8):
        made |= ((lanes >> at & 0xFF) - 16 & 0xFF) << at
    return made
