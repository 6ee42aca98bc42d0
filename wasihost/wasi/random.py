"""random_get: the host's random numbers."""

import errno

from wasihost.native import native, syscall, u32, u64
from wasihost.native.platform import SYS
from wasihost.wasi.errno import from_host
from wasihost.wasi.guest import translate
from wasihost.wasi.host import time_is_over
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
        # A large request is answered in parts.
        result = syscall(SYS.getrandom, out + done, u64(buf_len) - done, 0)
        if result > 0:
            done += u64(result)
        elif result != -errno.EINTR or time_is_over():
            return from_host(result)
    return Errno.SUCCESS
