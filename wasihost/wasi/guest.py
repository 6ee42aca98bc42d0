"""Checked access to guest memory: a guest address and a size in, a host pointer or null out.

Given a 32-bit address and a size below 2**36, their 64-bit sum cannot wrap, so one comparison checks the range.
Values that a check depends on are copied first and never read again, because other threads of the guest may change
them meanwhile.  `volatile_load` reads them, so that LLVM does not read them a second time.
"""

import errno

from wasihost.abi import PATH_MAX, Trap
from wasihost.native import addr, i64, memcpy, native, ptr, sizeof, u8, u32, u64, volatile_load
from wasihost.native.platform import Iovec as HostIovec
from wasihost.native.prelude import strlen
from wasihost.wasi.fs.output import stop_guest
from wasihost.wasi.pieces import is_over_at
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Iovec

IOV_MAX = 1024  # maximum buffers of one transfer, the same as in Linux


@native(inline=True)
def translate(ctx: Wasi, address: u32, size: u64) -> ptr:
    """The host address of the guest's range [address, address + size), or null if it is outside of the memory.

    The pointer stays valid, because a memory never moves and never shrinks.
    """
    memory = ctx.memory
    if u64(address) + size <= memory.length:
        return memory.base + address
    return outside(ctx)


@native
def outside(ctx: Wasi) -> ptr:
    """Return null.  If the guest has no memory, end it instead: an errno could not tell anybody what is wrong."""
    if ptr(ctx.memory) == ptr(ctx.nothing):
        stop_guest(ctx.store, Trap.NO_MEMORY_EXPORT)
    return ptr(0)


@native(inline=True)
def peek(ctx: Wasi, address: u32, size: u64) -> ptr:
    """As `translate`, for a trace: also returns null if the guest has no memory."""
    memory = ctx.memory
    return memory.base + address if u64(address) + size <= memory.length else ptr(0)


@native
def gather(ctx: Wasi, iovs: u32, iovs_len: u32, vectors: HostIovec) -> i64:
    """Convert the guest's buffers to the host's iovec.

    iovs     guest address of `iovs_len` iovec
    vectors  array with room for IOV_MAX

    Returns the number of buffers, -EFAULT if one is outside of the memory, or -EINTR.  Empty buffers are skipped.
    Buffers beyond IOV_MAX are ignored, which makes the transfer a short one.
    """
    source = Iovec(translate(ctx, iovs, u64(iovs_len) * sizeof(Iovec)))
    if not source:
        return -errno.EFAULT
    count = i64(0)
    for i in range(iovs_len):
        if is_over_at(i):
            return -errno.EINTR
        address, size = volatile_load(u32, addr(source[i].buf)), u64(volatile_load(u32, addr(source[i].buf_len)))
        if not size:
            continue
        buffer = translate(ctx, address, size)
        if not buffer:
            return -errno.EFAULT
        if count == IOV_MAX:
            break
        vectors[count].base, vectors[count].len = buffer, size
        count += 1
    return count


@native
def copy_path(ctx: Wasi, path: u32, path_len: u32, out: ptr) -> u32:
    """Copy a path from the guest, and append a NUL; `out` has room for PATH_MAX bytes.

    FAULT        the path is outside of the memory
    NAMETOOLONG  the path has PATH_MAX bytes or more
    INVAL        the path contains a NUL
    """
    source = translate(ctx, path, path_len)
    if not source:
        return Errno.FAULT
    if path_len >= PATH_MAX:
        return Errno.NAMETOOLONG
    memcpy(out, source, path_len)
    u8[out, path_len] = 0
    return Errno.SUCCESS if strlen(out) == path_len else u32(Errno.INVAL)
