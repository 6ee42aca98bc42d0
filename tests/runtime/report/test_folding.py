"""Recursion is folded where functions take turns, also over frames that were left out."""

import ctypes

import pytest

from wasihost.abi import FRAMES_KEPT, Frame, Frames
from wasihost.native import native
from wasihost.runtime.report.folding import Pieces, fold


@native(export=True)
def folded(pieces: Pieces, frames: Frames):
    fold(pieces, frames)


F, G, MAIN, START, H = 3, 4, 7, 8, 9
BACKTRACES = [
    # functions, how many frames are left out behind FRAMES_KEPT of them; functions that take turns and for how many
    # frames they stand
    ("nothing", [], 0, []),
    ("no recursion", [F, MAIN], 0, [([F], 1), ([MAIN], 1)]),
    ("twice is not folded", [F, F], 0, [([F], 1), ([F], 1)]),
    ("recursion", [F] * 20 + [MAIN], 0, [([F], 20), ([MAIN], 1)]),
    ("recursion over two functions", [F, *[G, F] * 10, MAIN], 0, [([F, G], 21), ([MAIN], 1)]),
    (
        "recursion over four functions, begun from inside",
        [MAIN, *[F, G, START, H] * 3, MAIN],
        0,
        [([MAIN], 1), ([F, G, START, H], 12), ([MAIN], 1)],
    ),
    (
        "frames left out of a recursion",
        [*[F] * (FRAMES_KEPT + 14), MAIN, START],
        100_000,
        [([F], 100_078), ([MAIN], 1), ([START], 1)],
    ),
    (
        "frames left out of a recursion over two functions, in step",
        [*[F, G] * (FRAMES_KEPT // 2), *[G, F] * 7, MAIN],
        1001,
        [([F, G], 1079), ([MAIN], 1)],
    ),
    (
        "frames left out, and out of step behind them",
        [*[F, G] * (FRAMES_KEPT // 2), *[F, G] * 7, MAIN],
        1001,
        [([F, G], 64), ([], 1001), ([F, G], 14), ([MAIN], 1)],
    ),
    (
        "frames left out of something else",
        [*[F] * (FRAMES_KEPT - 1), G, *[F] * 3, MAIN],
        5,
        [([F], 63), ([G], 1), ([], 5), ([F], 3), ([MAIN], 1)],
    ),
    ("as many as there can be", [*range(100, 181)], 0, [([n], 1) for n in range(100, 181)]),
]


@pytest.mark.parametrize(
    "functions, omitted, expected", [row[1:] for row in BACKTRACES], ids=[r[0] for r in BACKTRACES]
)
def test_repeated_frames_fold_into_pieces(call, functions, omitted, expected):
    rows = b"".join(Frame.pack(image=1, funcidx=funcidx) for funcidx in functions)
    at = min(len(functions), FRAMES_KEPT)
    frames = bytearray(Frames.pack(count=len(functions), omitted=omitted, omitted_at=at))
    frames[Frames.offset("rows") : Frames.offset("rows") + len(rows)] = rows
    pieces = ctypes.create_string_buffer(Pieces.size)

    call(folded, pieces, bytes(frames))

    found = Pieces.unpack(pieces.raw)
    assert expected == [
        (functions[piece.first : piece.first + piece.period], piece.run) for piece in found.rows[: found.count]
    ]


def test_functions_of_other_modules_are_others(call):
    rows = b"".join(Frame.pack(image=n % 2, funcidx=F) for n in range(6))
    pieces = ctypes.create_string_buffer(Pieces.size)

    call(folded, pieces, Frames.pack(count=6, omitted_at=6)[: Frames.offset("rows")] + rows)

    assert [(0, 2, 6)] == [(piece.first, piece.period, piece.run) for piece in Pieces.unpack(pieces.raw).rows[:1]]
