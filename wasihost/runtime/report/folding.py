"""Recursion folded: frames → pieces, in which functions that take turns stand once.

  0: app.wasm!fib (func[3]) at 0x1a3
     … 12 345 more of fib (func[3]) …
12346: app.wasm!main (func[12]) at 0x2f0
"""

from wasihost.abi import MAX_FRAMES, Frames
from wasihost.layout import Array
from wasihost.native import Struct, native, u32

PERIOD = 8  # functions that may take turns in a recursion that is still shown folded
TIMES = 3  # what comes so often in a row is folded


class Piece(Struct):
    """Frames that take turns."""

    first: u32  # where they stand in the rows, once
    period: u32  # how many; 0: of frames that were left out, nothing is known
    run: u32  # for how many frames they stand
    pad: u32


class Pieces(Struct):
    count: u32
    pad: u32
    rows: Array(Piece, MAX_FRAMES + 1)


@native
def fold(pieces: Pieces, frames: Frames):
    """Functions that take turns at the end of the innermost frames and still do, in step, at the start of the outermost
    ones are taken to have done so in between.
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
    """For how many frames a cycle goes on that has taken `phase` steps already."""
    count = u32(0)
    while at + count < end and same(frames, at + count, cycle + (phase + count) % period):
        count += 1
    return count


@native
def same(frames: Frames, a: u32, b: u32) -> u32:
    """Whether two frames are of one function."""
    return u32(frames.rows[a].funcidx == frames.rows[b].funcidx and frames.rows[a].image == frames.rows[b].image)
