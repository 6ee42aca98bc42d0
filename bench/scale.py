"""Does the time of the whole way grow with size alone? `python -m bench.scale`.

For each dimension of a module two sizes, one ten times the other; the factor between their times should be near ten.
Seconds are of processor time, all processes together, at level fast; megabytes are of the largest process.
"""

from __future__ import annotations

import argparse
import os
import resource
import struct
import sys

from bench.shapes import SHAPES, module_of
from tests.wasm.binary import module, name, section, u32, vector
from wasihost.engine import Engine

END = b"\x0b"


def tiny_functions(count: int) -> bytes:
    """Functions that return their argument."""
    return module_of(b"\x00\x20\x00" + END, count)


def types(count: int) -> bytes:
    """Function types, all of them different, and one function."""
    kinds = [bytes([0x7F - (n >> shift & 3)]) for n in range(count) for shift in range(0, 18, 2)]
    signatures = [b"\x60" + vector(kinds[9 * n : 9 * n + 9]) + b"\x00" for n in range(count)]
    return _one_function(signatures, b"\x00" + END)


def locals_(count: int) -> bytes:
    """Locals, each assigned and read."""
    code = b"".join(b"\x41\x01\x21" + u32(n) + b"\x20" + u32(n) + b"\x1a" for n in range(count))
    return _one_function([b"\x60\x00\x00"], b"\x01" + u32(count) + b"\x7f" + code + END)


def nested_blocks(count: int) -> bytes:
    """Blocks in blocks, with a branch out of each."""
    return _one_function([b"\x60\x00\x00"], b"\x00" + b"\x02\x40" * count + (b"\x41\x00\x0d\x00" + END) * count + END)


def branch_targets(count: int) -> bytes:
    """One br_table."""
    code = b"\x02\x40\x41\x03\x0e" + u32(count) + b"\x00" * (count + 1) + END
    return _one_function([b"\x60\x00\x00"], b"\x00" + code + END)


def globals_(count: int) -> bytes:
    """Globals, each read."""
    code = b"".join(b"\x23" + u32(n) + b"\x1a" for n in range(count))
    body = b"\x00" + code + END
    variables = vector([b"\x7f\x01\x41\x07\x0b"] * count)
    return _module([(1, vector([b"\x60\x00\x00"])), (3, vector([b"\x00"])), (6, variables),
                    (10, vector([u32(len(body)) + body]))])  # fmt: skip


def exports(count: int) -> bytes:
    """Exports of one function under many names."""
    body = b"\x00" + END
    names = [name(text) + b"\x00\x00" for text in (b"export %d" % n for n in range(count))]
    return _module(
        [
            (1, vector([b"\x60\x00\x00"])),
            (3, vector([b"\x00"])),
            (7, vector(names)),
            (10, vector([u32(len(body)) + body])),
        ]
    )


def data_segments(count: int) -> bytes:
    """Active segments of four bytes."""
    segments = [b"\x00\x41" + _signed(8 * n) + b"\x0b\x04data" for n in range(count)]
    return _module([(5, vector([b"\x00\x80\x02"])), (11, vector(segments))])


def giant(count: int) -> bytes:
    """One function of loops and memory."""
    return module_of(SHAPES["ordinary"](count))


def _one_function(signatures: list[bytes], body: bytes) -> bytes:
    return _module([(1, vector(signatures)), (3, vector([b"\x00"])), (10, vector([u32(len(body)) + body]))])


def _module(sections: list[tuple[int, bytes]]) -> bytes:
    return module(*(section(number, content) for number, content in sections))


def _signed(value: int) -> bytes:
    out = bytearray()
    while value >> 6:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


# what, its larger size
DIMENSIONS = (
    (tiny_functions, 1_000_000),
    (types, 100_000),
    (locals_, 10_000),
    (nested_blocks, 5_000),
    (branch_targets, 50_000),
    (globals_, 100_000),
    (exports, 100_000),
    (data_segments, 100_000),
    (giant, 1_000_000),
)


def cost(data: bytes) -> tuple[float, float]:
    """Seconds and megabytes."""
    ours, theirs = os.pipe()
    if not os.fork():
        os.close(Engine(cache=None)._make(data, "module")[2])
        spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        seconds = sum(usage.ru_utime + usage.ru_stime for usage in spent)
        os.write(theirs, struct.pack("2d", seconds, max(usage.ru_maxrss for usage in spent) / 1024))
        os._exit(0)
    os.close(theirs)
    os.wait()
    answer = os.read(ours, 16)
    os.close(ours)
    return struct.unpack("2d", answer) if answer else (float("nan"), float("nan"))


def main() -> None:
    parser = argparse.ArgumentParser("python -m bench.scale", description=__doc__)
    parser.add_argument("dimensions", nargs="*", help=", ".join(make.__name__.rstrip("_") for make, _ in DIMENSIONS))
    chosen = parser.parse_args().dimensions
    print(f"{'':<16}{'size':>10}{'s':>8}{'MB':>7}   a tenth of it: s, factor")
    for make, size in DIMENSIONS:
        dimension = make.__name__.rstrip("_")
        if chosen and dimension not in chosen:
            continue
        (small, _), (large, megabytes) = cost(make(size // 10)), cost(make(size))
        print(f"{dimension:<16}{size:>10}{large:>8.2f}{megabytes:>7.0f}{small:>19.2f}{large / small:>8.1f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
