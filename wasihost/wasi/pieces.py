"""Divide work whose size the guest chose into pieces, and check the guest's deadline between two pieces.

Every loop of host code whose number of iterations a guest controls uses these functions.
"""

from wasihost.native import Extern, bool_, native, u32, u64

BYTES = 1 << 20  # maximum size of a piece that is copied, filled, or passed to one system call
ENTRIES = 1 << 10  # steps of a loop between two checks

# Defined by the runtime: whether the guest's deadline has passed.
time_is_over = Extern("time_is_over", u32, hidden=True)


@native(inline=True)
def piece(left: u64, most: u64) -> u64:
    """The size of the next piece: `left`, but at most `most`.  0: nothing is left, or the deadline has passed."""
    return left if left <= most else piece_of_many(most)


@native(inline=False)
def piece_of_many(most: u64) -> u64:
    return u64(0) if time_is_over() else most


@native(inline=True)
def is_over_at(i: u64) -> bool_:
    """Whether a loop of simple steps must end at step `i`; checks the deadline once per ENTRIES steps."""
    return i % ENTRIES == ENTRIES - 1 and time_is_over() != 0
