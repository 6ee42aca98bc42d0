"""Make and free the context of one guest: an abi.WasiConfig in, a Wasi out, its descriptors open."""

from wasihost.abi import SEEDED, SIGPIPE_ENDS, SORTED, TRACE, TRACE_SUMMARY, WALK_ONLY, Preopen, Refusal, WasiConfig
from wasihost.native import memcpy, native, ptr, sizeof, u8, u32, u64
from wasihost.native.platform import VDSO_CLOCK_GETTIME
from wasihost.wasi.clock import OWN_CLOCK
from wasihost.wasi.descriptors import NONE, describe, install, release
from wasihost.wasi.fdflags import flags_of
from wasihost.wasi.host import map_zeros, unmap
from wasihost.wasi.state import CAPACITY, Descriptor, Wasi
from wasihost.wasi.trace.calls import Trace, trace_free, trace_new
from wasihost.wasi.trace.summary import put_summary
from wasihost.wasi.types import Filetype, Rights
from wasihost.wasi.vdso import vdso_function

STDIO = 3
MADE_UP = SEEDED | OWN_CLOCK | SORTED


@native(export=True)
def wasi_new(config: WasiConfig, store: ptr) -> Wasi:
    """A context that has copied all it needs of `config`, or null: no memory, or a descriptor that is not open.

    The guest's memory is assigned to `.memory` later; until then it has none.  Standard streams are borrowed; the
    descriptors of preopens belong to the context, unless null is returned.  One that is no directory, but a socket or a
    file, becomes a plain descriptor of the guest.  Such ones come last: programs look for preopens up to the first gap.
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
    ctx.walk_only, ctx.sigpipe_ends = config.flags & WALK_ONLY, config.flags & SIGPIPE_ENDS
    ctx.made_up, ctx.seed, ctx.start, ctx.time = config.flags & MADE_UP, config.seed, config.time, config.time
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
    ctx.most = min(config.descriptors, u32(CAPACITY))  # what is granted counts, but is there in any case
    return ctx


@native
def open_stdio(ctx: Wasi, config: WasiConfig) -> u32:
    """Fill the first three entries; one that the host has closed stays free.  0: one is not open."""
    ctx.length = STDIO
    for fd in range(u32(STDIO)):
        host = config.stdio[fd]
        if host < 0:
            continue
        flags, d = flags_of(host), ctx.descriptors[fd]
        if flags < 0 or describe(d, host, u32(flags)) < 0:
            return 0
        d.borrowed = 1
        if d.filetype == Filetype.DIRECTORY:  # it is lent as a stream, and grants nothing that it holds
            d.rights_base, d.rights_inheriting = u64(Rights.FD_FILESTAT_GET), 0
    return 1


@native
def open_preopens(ctx: Wasi, config: WasiConfig, names: ptr) -> u32:
    """Preopens are numbered from 3 on, without gaps.  0: one is not open, or there are too many."""
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
    """Close every descriptor and unmap the context."""
    while ctx.length:
        fd = ctx.length - 1
        if ctx.descriptors[fd].used:
            release(ctx, fd)
        else:
            ctx.length = fd
    wasi_unmap(ctx)


@native(export=True)
def wasi_end_trace(ctx: Wasi) -> u32:
    """Behind a guest's last call: write the summary.  The error number that any line was lost for, or 0."""
    if not ctx.trace:
        return 0
    put_summary(Trace(ctx.trace))
    return Trace(ctx.trace).line.error


@native
def wasi_unmap(ctx: Wasi):
    if ctx.trace:
        trace_free(Trace(ctx.trace))
    unmap(ctx, ctx.mapped)
