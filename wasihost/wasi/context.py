"""Create and free the context of one guest: an abi.WasiConfig in, a Wasi with open descriptors out."""

from wasihost.abi import (
    NONE,
    TRACE,
    TRACE_SUMMARY,
    VIRTUAL_CLOCK,
    WALK_ONLY,
    GuestOptions,
    Preopen,
    Refusal,
    WasiConfig,
)
from wasihost.native import memcpy, native, ptr, sizeof, u8, u32, u64
from wasihost.native.platform import VDSO_CLOCK_GETTIME
from wasihost.wasi.fs.descriptors import describe, install, release
from wasihost.wasi.fs.fdflags import flags_of
from wasihost.wasi.host import map_zeros, unmap
from wasihost.wasi.state import CAPACITY, Descriptor, Wasi
from wasihost.wasi.trace.calls import Trace, trace_free, trace_new
from wasihost.wasi.trace.summary import put_summary
from wasihost.wasi.types import Filetype, Rights
from wasihost.wasi.vdso import vdso_function

STDIO = 3


@native(export=True)
def wasi_new(config: WasiConfig, store: ptr) -> Wasi:
    """Create a context that has copied everything it needs from `config`.

    Null: out of memory, or a descriptor is not open.

    The caller assigns the guest's memory to `.memory` later; until then the guest has none.  The context borrows the
    standard streams and owns the descriptors of preopens, unless it returns null.  A preopen that is a socket or a
    file, and not a directory, becomes a plain descriptor of the guest.  These come last, because programs look for
    preopens up to the first descriptor that is not one.
    """
    strings = config.args_size + config.env_size
    preopens = Preopen(config.preopens)
    for i in range(config.preopen_count):
        strings += preopens[i].name_size
    table = (sizeof(Wasi) + strings + 15) & ~u64(15)
    size = table + CAPACITY * sizeof(Descriptor) + sizeof(Refusal)
    ctx = Wasi(map_zeros(size))
    if not ctx:
        return ctx
    ctx.mapped, ctx.store, ctx.memory = size, store, ctx.nothing
    ctx.descriptors = Descriptor(ptr(ctx) + table)
    ctx.refusal = Refusal(ptr(ctx.descriptors) + CAPACITY * sizeof(Descriptor))
    ctx.most = CAPACITY
    ctx.walk_only = config.flags & WALK_ONLY
    set_options(ctx, config.options)
    ctx.clock_gettime = vdso_function(config.vdso, VDSO_CLOCK_GETTIME)
    ctx.argc, ctx.args_size, ctx.args = config.argc, config.args_size, ptr(ctx[1])
    memcpy(ctx.args, config.args, config.args_size)
    ctx.envc, ctx.env_size, ctx.env = config.envc, config.env_size, ctx.args + config.args_size
    memcpy(ctx.env, config.env, config.env_size)
    if config.flags & (TRACE | TRACE_SUMMARY):
        ctx.trace = ptr(trace_new(ctx, config))
        if not ctx.trace:
            unmap(ctx, size)
            return Wasi(None)
    if not open_stdio(ctx, config) or not open_preopens(ctx, config, ctx.env + config.env_size):
        wasi_unmap(ctx)
        return Wasi(None)
    if ctx.options.max_fds:
        ctx.most = u32(min(ctx.options.max_fds, u64(CAPACITY)))  # preopens count, but exist even beyond this limit
    return ctx


@native
def set_options(ctx: Wasi, options: GuestOptions):
    """Copy the options, with all that `reproducible` stands for."""
    memcpy(ctx.options, options, sizeof(GuestOptions))
    own = ctx.options
    if own.reproducible:
        own.seed.given, own.sorted_dirs = 1, 1
        if not own.clock.kind:
            own.clock.kind = VIRTUAL_CLOCK
    ctx.time = own.clock.time


@native
def open_stdio(ctx: Wasi, config: WasiConfig) -> u32:
    """Fill the first three entries.

    An entry stays free if the host has closed the stream.  0: a descriptor is not open.
    """
    ctx.length = STDIO
    for fd in range(u32(STDIO)):
        host = config.stdio[fd]
        if host < 0:
            continue
        flags, d = flags_of(host), ctx.descriptors[fd]
        if flags < 0 or describe(d, host, u32(flags)) < 0:
            return 0
        d.borrowed = 1
        if d.filetype == Filetype.DIRECTORY:  # as a standard stream, a directory grants no access to its files
            d.rights_base, d.rights_inheriting = u64(Rights.FD_FILESTAT_GET), 0
    return 1


@native
def open_preopens(ctx: Wasi, config: WasiConfig, names: ptr) -> u32:
    """Open the preopens as descriptors 3, 4, …, without gaps.  0: one is not open, or there are too many."""
    ctx.lowest_free = STDIO
    for i in range(config.preopen_count):
        preopen = Preopen(config.preopens)[i]
        flags = flags_of(preopen.host_fd)
        fd = install(ctx, preopen.host_fd, u32(flags)) if flags >= 0 else u32(NONE)
        if fd == NONE:
            return 0
        d = ctx.descriptors[fd]
        d.read_only, d.mount = u8(preopen.read_only != 0), u32(i)
        if d.filetype == Filetype.DIRECTORY:
            memcpy(names, preopen.name, preopen.name_size)
            d.preopen, d.preopen_size = names, u32(preopen.name_size)
            names = names + preopen.name_size
    ctx.lowest_free = 0
    return 1


@native(export=True)
def wasi_free(ctx: Wasi):
    """Close all descriptors and unmap the context."""
    while ctx.length:
        fd = ctx.length - 1
        if ctx.descriptors[fd].used:
            release(ctx, fd)
        else:
            ctx.length = fd
    wasi_unmap(ctx)


@native(export=True)
def wasi_end_trace(ctx: Wasi) -> u32:
    """Write the summary after the guest's last call.  Returns the first error number that lost a line, or 0."""
    if not ctx.trace:
        return 0
    put_summary(Trace(ctx.trace))
    return Trace(ctx.trace).line.error


@native
def wasi_unmap(ctx: Wasi):
    if ctx.trace:
        trace_free(Trace(ctx.trace))
    unmap(ctx, ctx.mapped)
