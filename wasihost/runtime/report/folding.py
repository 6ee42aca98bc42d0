"""Fold recursion: frames → pieces, in which the functions of a cycle appear once.

  0: app.wasm!fib (func[3]) at 0x1a3
     … 12 345 more of fib (func[3]) …
12346: app.wasm!main (func[12]) at 0x2f0
"""

from wasihost.abi import MAX_FRAMES, Frames
from wasihost.layout import Array
from wasihost.native import Struct, native, u32

PERIOD = 8  # maximum number of functions in a cycle
TIMES = 3  # minimum number of repetitions


class Piece(Struct):
    """Frames that repeat a cycle of functions."""

    first: u32  # index of the first of them in the rows
    period: u32  # length of the cycle; 0: omitted frames, which are unknown
    run: u32  # number of frames
    pad: u32


class Pieces(Struct):
    count: u32
    pad: u32
    rows: Array(Piece, MAX_FRAMES + 1)


@native
def fold(pieces: Pieces, frames: Frames):
    """Fold repeated cycles.

    If the innermost frames end in a cycle, and the outermost frames begin with the same cycle in step, the omitted
    frames between them are assumed to repeat it.
    """
    pieces.count = 0
    gap, at = frames.omitted, frames.omitted_at
    add_pieces(pieces, frames, 0, at)
    if gap:
        again = u32(0)
        if pieces.count:
            last = pieces.rows[pieces.count - 1]
            if last.run > last.period:
                again = steps(frames, at, frames.count, last.first, last.period, last.run + gap)
            if again:
                last.run += gap + again
                at += again
        if not again:
            add_piece(pieces, at, 0, gap)
    add_pieces(pieces, frames, at, frames.count)


@native
def add_piece(pieces: Pieces, first: u32, period: u32, run: u32):
    piece = pieces.rows[pieces.count]
    piece.first, piece.period, piece.run = first, period, run
    pieces.count += 1


@native(inline=False)
def add_pieces(pieces: Pieces, frames: Frames, at: u32, end: u32):
    while at < end:
        period, run = u32(1), u32(1)
        for length in range(u32(1), u32(PERIOD + 1)):
            count = steps(frames, at, end, at, min(length, end - at), 0)
            if count >= TIMES * length:
                period, run = length, count
                break
        add_piece(pieces, at, period, run)
        at += run


@native(inline=False)
def steps(frames: Frames, at: u32, end: u32, cycle: u32, period: u32, phase: u32) -> u32:
    """The number of frames for which a cycle continues after `phase` steps."""
    count = u32(0)
    while at + count < end and same(frames, at + count, cycle + (phase + count) % period):
        count += 1
    return count


@native
def same(frames: Frames, a: u32, b: u32) -> u32:
    """Whether two frames are in the same function."""
    return u32(frames.rows[a].funcidx == frames.rows[b].funcidx and frames.rows[a].image == frames.rows[b].image)
