"""args_* and environ_*: the program's arguments and environment, as the bytes that the user gave."""

from wasihost.native import memcpy, native, ptr, u32, u64
from wasihost.native.prelude import strlen
from wasihost.wasi.guest import translate
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno


@native
def args_get(ctx: Wasi, argv: u32, argv_buf: u32) -> u32:
    """Write the arguments to memory, each followed by a NUL.

    argv      address of an array of pointers: receives the address of each argument
    argv_buf  address of a buffer: receives the arguments, one after the other

    args_sizes_get returns the number of arguments and the size of the buffer.

    FAULT  one of the ranges is outside of the memory

    Example, arguments "a" and "bc", argv=8 argv_buf=1:   ? a 0 b c 0 ? ? 1 0 0 0 3 0 0 0 ?
    """
    return put_texts(ctx, ctx.args, ctx.args_size, ctx.argc, argv, argv_buf)


@native
def args_sizes_get(ctx: Wasi, argc: u32, argv_buf_size: u32) -> u32:
    """Return the number of arguments, and their size.

    argc           address of the result, u32: the number of arguments
    argv_buf_size  address of the result, u32: the size of all arguments with their NULs, in bytes

    FAULT  a result is outside of the memory
    """
    return put_sizes(ctx, ctx.argc, ctx.args_size, argc, argv_buf_size)


@native
def environ_get(ctx: Wasi, environ: u32, environ_buf: u32) -> u32:
    """Write the environment variables to memory, each as `name=value` followed by a NUL.

    environ      address of an array of pointers: receives the address of each variable
    environ_buf  address of a buffer: receives the variables, one after the other

    environ_sizes_get returns the number of variables and the size of the buffer.

    FAULT  one of the ranges is outside of the memory
    """
    return put_texts(ctx, ctx.env, ctx.env_size, ctx.envc, environ, environ_buf)


@native
def environ_sizes_get(ctx: Wasi, environc: u32, environ_buf_size: u32) -> u32:
    """Return the number of environment variables, and their size.

    environc          address of the result, u32: the number of variables
    environ_buf_size  address of the result, u32: the size of all variables with their NULs, in bytes

    FAULT  a result is outside of the memory
    """
    return put_sizes(ctx, ctx.envc, ctx.env_size, environc, environ_buf_size)


@native
def put_texts(ctx: Wasi, texts: ptr, size: u64, count: u32, pointers: u32, buffer: u32) -> u32:
    addresses, out = translate(ctx, pointers, u64(count) * 4), translate(ctx, buffer, size)
    if not addresses or not out:
        return Errno.FAULT
    memcpy(out, texts, size)
    offset = u64(0)
    for i in range(count):
        u32[addresses, i] = buffer + u32(offset)
        offset += strlen(texts + offset) + 1
    return Errno.SUCCESS


@native
def put_sizes(ctx: Wasi, count: u32, size: u64, count_out: u32, size_out: u32) -> u32:
    a, b = translate(ctx, count_out, 4), translate(ctx, size_out, 4)
    if not a or not b:
        return Errno.FAULT
    u32[a], u32[b] = count, u32(size)
    return Errno.SUCCESS
