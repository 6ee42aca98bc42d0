"""random_get: random numbers of the host, or a sequence that a seed determines."""

import errno

from wasihost.native import i64, native, ptr, syscall, u8, u32, u64
from wasihost.native.platform import SYS
from wasihost.wasi.errno import from_host
from wasihost.wasi.guest import translate
from wasihost.wasi.pieces import BYTES, piece, time_is_over
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno


@native
def random_get(ctx: Wasi, buf: u32, buf_len: u32) -> u32:
    """Fill a buffer with random data that is suitable for cryptographic keys, unless a seed was set.

    buf, buf_len  address and size of the buffer in bytes

    FAULT  the buffer is outside of the memory

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
        if ctx.options.seed.given:
            fill(ctx, out + done, size)
        else:
            # The kernel may return fewer bytes than requested.
            result = syscall(SYS.getrandom, out + done, size, 0)
            if result < 0 and (result != -errno.EINTR or time_is_over()):
                return from_host(result)
            size = u64(max(result, i64(0)))
        done += size
    return Errno.SUCCESS


@native
def fill(ctx: Wasi, out: ptr, size: u64):
    """Write the next bytes of the sequence of the seed, which does not depend on the sizes of requests.

    Not for keys.
    """
    for i in range(size):
        at = ctx.random + i
        u8[out, i] = u8(splitmix(ctx.options.seed.value, at // 8) >> (at % 8) * 8)
    ctx.random += size


@native
def splitmix(seed: u64, index: u64) -> u64:
    """One number of the sequence of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators)."""
    z = seed + (index + 1) * 0x9E3779B97F4A7C15
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9
    z = (z ^ z >> 27) * 0x94D049BB133111EB
    return z ^ z >> 31
