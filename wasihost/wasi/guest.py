"""Checked access to guest memory: an address and a size of the guest in, a host pointer or nothing out.

Given a 32-bit address and a size below 2**36; then their 64-bit sum cannot wrap, and one comparison decides.
Whatever a check depends on is copied first and never read again: the guest's other threads may change it meanwhile.
Such a value is read with `volatile_load`, which LLVM may not do twice.
"""

import errno

from wasihost.abi import PATH_MAX, Trap
from wasihost.native import addr, i64, memcpy, native, ptr, sizeof, u8, u32, u64, volatile_load
from wasihost.native.platform import Iovec as HostIovec
from wasihost.wasi.output import stop_guest
from wasihost.wasi.pieces import is_over_at
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Iovec

IOV_MAX = 1024  # buffers of one transfer, as Linux has it


@native(inline=True)
def translate(ctx: Wasi, address: u32, size: u64) -> ptr:
    """Where the guest's [address, address + size) lies, or null when it leaves the memory.

    The pointer stays valid: a memory never moves and never shrinks.
    """
    memory = ctx.memory
    if u64(address) + size <= memory.length:
        return memory.base + address
    return outside(ctx)


@native
def outside(ctx: Wasi) -> ptr:
    """Null.  A guest without a memory ends here: no error number would tell it, or anybody else, what is wrong."""
    if ptr(ctx.memory) == ptr(ctx.nothing):
        stop_guest(ctx.store, Trap.NO_MEMORY_EXPORT)
    return ptr(0)


@native(inline=True)
def peek(ctx: Wasi, address: u32, size: u64) -> ptr:
    """As `translate`, for who only looks on: null without a memory too."""
    memory = ctx.memory
    return memory.base + address if u64(address) + size <= memory.length else ptr(0)


@native
def gather(ctx: Wasi, iovs: u32, iovs_len: u32, vectors: HostIovec) -> i64:
    """Turn the guest's buffers into the host's; returns their number, -EFAULT when one leaves the memory, or -EINTR.

    `vectors` has room for IOV_MAX.  Empty buffers are left out; those beyond the room are too, which makes the
    transfer a short one.
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
    """Copy a path and put a NUL behind it; `out` has room for PATH_MAX bytes.

    FAULT        it leaves the memory
    NAMETOOLONG  it has PATH_MAX bytes or more
    INVAL        a NUL is inside
    """
    source = translate(ctx, path, path_len)
    if not source:
        return Errno.FAULT
    if path_len >= PATH_MAX:
        return Errno.NAMETOOLONG
    memcpy(out, source, path_len)
    u8[out, path_len] = 0
    return Errno.SUCCESS if text_size(out) == path_len else u32(Errno.INVAL)


@native
def text_size(text: ptr) -> u64:
    """Bytes before the NUL."""
    size = u64(0)
    while u8[text, size]:
        size += 1
    return size
