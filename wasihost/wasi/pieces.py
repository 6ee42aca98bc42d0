"""Work over a range that the guest chose, in pieces: between two of them it is asked whether the guest's time is over.

Every loop of host code whose length a guest decides takes its steps from here.
"""

from wasihost.native import Extern, bool_, native, u32, u64

BYTES = 1 << 20  # of a piece that is copied, filled, or left to one system call
ENTRIES = 1 << 10  # steps of a loop

# Defined by the runtime: whether the guest's time is over.
time_is_over = Extern("time_is_over", u32, hidden=True)


@native(inline=True)
def piece(left: u64, most: u64) -> u64:
    """How much of what is left to do now, `most` or the rest; 0: nothing is left, or the time is over."""
    return left if left <= most else piece_of_many(most)


@native(inline=False)
def piece_of_many(most: u64) -> u64:
    return u64(0) if time_is_over() else most


@native(inline=True)
def is_over_at(i: u64) -> bool_:
    """Whether a loop of simple steps has to end at step `i`: asked at one of ENTRIES."""
    return i % ENTRIES == ENTRIES - 1 and time_is_over() != 0
