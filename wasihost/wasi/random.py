"""random_get: the host's random numbers, or such as follow from a seed."""

import errno

from wasihost.abi import SEEDED
from wasihost.native import i64, native, ptr, syscall, u8, u32, u64
from wasihost.native.platform import SYS
from wasihost.wasi.errno import from_host
from wasihost.wasi.guest import translate
from wasihost.wasi.pieces import BYTES, piece, time_is_over
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno


@native
def random_get(ctx: Wasi, buf: u32, buf_len: u32) -> u32:
    """Fill `buf_len` bytes at `buf` with random data, fit for keys.

    FAULT  the range leaves the memory

    Example, buf=1 buf_len=5:   ? 53 8c 7f 96 b1 ?
    """
    out = translate(ctx, buf, buf_len)
    if not out:
        return Errno.FAULT
    done = u64(0)
    while done < buf_len:
        size = piece(u64(buf_len) - done, BYTES)
        if not size:
            return Errno.INTR
        if ctx.made_up & SEEDED:
            fill(ctx, out + done, size)
        else:
            # A large request is answered in parts.
            result = syscall(SYS.getrandom, out + done, size, 0)
            if result < 0 and (result != -errno.EINTR or time_is_over()):
                return from_host(result)
            size = u64(max(result, i64(0)))
        done += size
    return Errno.SUCCESS


@native
def fill(ctx: Wasi, out: ptr, size: u64):
    """The next bytes of the sequence that the seed begins: the same, however they are asked for.  Not fit for keys."""
    for i in range(size):
        at = ctx.random + i
        u8[out, i] = u8(splitmix(ctx.seed, at // 8) >> (at % 8) * 8)
    ctx.random += size


@native
def splitmix(seed: u64, index: u64) -> u64:
    """A number of the sequence of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators)."""
    z = seed + (index + 1) * 0x9E3779B97F4A7C15
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9
    z = (z ^ z >> 27) * 0x94D049BB133111EB
    return z ^ z >> 31
