"""Record the last operation that was refused because of a missing grant, for the hint after a failure (abi.Refusal).

Only refusals are recorded, so calls that succeed cost nothing.
"""

from wasihost.abi import PATH_MAX, RefusalKind
from wasihost.native import i32, memcpy, native, ptr, u8, u32, u64
from wasihost.native.prelude import strlen
from wasihost.wasi.guest import peek
from wasihost.wasi.state import Descriptor, Wasi

STDIO = 3


@native(inline=False)
def note_path(ctx: Wasi, root: i32, path: ptr):
    """Record a path that is absolute, or that leaves the directory with the host descriptor `root`."""
    refusal = ctx.refusal
    if u8[path] == ord("/"):
        refusal.kind = RefusalKind.ABSOLUTE
    else:
        fd = u32(STDIO)
        while fd < ctx.length and not (ctx.descriptors[fd].used and ctx.descriptors[fd].host == root):
            fd += 1
        if fd == ctx.length or not ctx.descriptors[fd].preopen:
            return
        refusal.kind, refusal.mount = RefusalKind.OUTSIDE, ctx.descriptors[fd].mount
    refusal.path_size = u32(min(strlen(path), PATH_MAX))
    memcpy(refusal.path, path, refusal.path_size)


@native(inline=False)
def note_unfound(ctx: Wasi, fd: u32, path: u32, path_len: u32):
    """Record an absolute path for which the runtime of a language has found no preopen.

    Go makes the call anyway, with descriptor -1 and the path without its leading slash.
    """
    refusal, size = ctx.refusal, min(u64(path_len), PATH_MAX - 1)
    text = peek(ctx, path, size)
    if fd == 0xFFFFFFFF and text:
        refusal.kind, refusal.path_size, refusal.path[0] = RefusalKind.ABSOLUTE, u32(size + 1), ord("/")
        memcpy(ptr(refusal.path) + 1, text, size)


@native(inline=False)
def note_read_only(ctx: Wasi, d: Descriptor):
    """Record a change in a directory whose grant is read-only."""
    ctx.refusal.kind, ctx.refusal.mount = RefusalKind.READ_ONLY, d.mount
