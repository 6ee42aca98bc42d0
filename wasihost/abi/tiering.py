"""Better code for a running program: what the run and the process that compiles for it exchange.

The run samples where it is, in memory that both share.  The process answers with files in memory, through a socket.
"""

from wasihost.layout import Array, Struct, u32, u64

SAMPLES = 4096  # that are kept; each replaces the oldest
ROOM = 256 << 20  # bytes of address space for better code
INTERVAL = 1_000_000  # nanoseconds of processor time between the first samples


class Sampling(Struct):
    """Memory that the run shares with the process."""

    code: u64  # address of the artifact's code
    room: u64  # address of the room for better code, which direct jumps reach
    room_size: u64
    interval: u64  # nanoseconds of processor time between two samples, which the process changes; 0: no more samples
    sent: u32  # number of files that the process has sent
    pad: u32
    count: u64  # number of samples taken
    samples: Array(u64, SAMPLES)  # addresses of instructions


class BetterCode(Struct):
    """The message with a file: an artifact that has only code and what describes it, then pages of the older code.

    Each function in the artifact replaces the one with its index: a page has a jump where the older one begins.
    """

    address: u64  # of the artifact in the room
    size: u64  # of the artifact; both are whole pages of the system
    pages: u64  # offset of the PatchedPages in the file
    page_count: u64


class PatchedPages(Struct):
    """Pages that replace those at an address."""

    address: u64
    offset: u64  # in the file
    size: u64
