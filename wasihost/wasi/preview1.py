"""The table of WASI preview 1: the module and name of an import in, the code and the signature of a function out.

Specification: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
"""

from typing import Any

from wasihost.abi import PREVIEW1_MODULE, UNSTABLE_MODULE
from wasihost.native import Global, Struct, i64, native, ptr, u8, u16, u32, u64
from wasihost.wasi.functions import args, clock, dir, fd, fdstat, path, path_open, poll, proc, random, sock, unstable

# All functions in the order of the specification: the function of preview1, its parameters and result, and the function
# of `wasi_unstable` if it differs (None if it does not exist there).
FUNCTIONS: tuple[tuple[Any, ...], ...] = (
    (args.args_get,                "i32 i32 -> i32"),
    (args.args_sizes_get,          "i32 i32 -> i32"),
    (args.environ_get,             "i32 i32 -> i32"),
    (args.environ_sizes_get,       "i32 i32 -> i32"),
    (clock.clock_res_get,          "i32 i32 -> i32"),
    (clock.clock_time_get,         "i32 i64 i32 -> i32"),
    (fd.fd_advise,                 "i32 i64 i64 i32 -> i32"),
    (fd.fd_allocate,               "i32 i64 i64 -> i32"),
    (fd.fd_close,                  "i32 -> i32"),
    (fd.fd_datasync,               "i32 -> i32"),
    (fdstat.fd_fdstat_get,         "i32 i32 -> i32"),
    (fdstat.fd_fdstat_set_flags,   "i32 i32 -> i32"),
    (fdstat.fd_fdstat_set_rights,  "i32 i64 i64 -> i32"),
    (fdstat.fd_filestat_get,       "i32 i32 -> i32", unstable.fd_filestat_get),
    (fd.fd_filestat_set_size,      "i32 i64 -> i32"),
    (fdstat.fd_filestat_set_times, "i32 i64 i64 i32 -> i32"),
    (fd.fd_pread,                  "i32 i32 i32 i64 i32 -> i32"),
    (fd.fd_prestat_get,            "i32 i32 -> i32"),
    (fd.fd_prestat_dir_name,       "i32 i32 i32 -> i32"),
    (fd.fd_pwrite,                 "i32 i32 i32 i64 i32 -> i32"),
    (fd.fd_read,                   "i32 i32 i32 i32 -> i32"),
    (dir.fd_readdir,               "i32 i32 i32 i64 i32 -> i32"),
    (fd.fd_renumber,               "i32 i32 -> i32"),
    (fd.fd_seek,                   "i32 i64 i32 i32 -> i32", unstable.fd_seek),
    (fd.fd_sync,                   "i32 -> i32"),
    (fd.fd_tell,                   "i32 i32 -> i32"),
    (fd.fd_write,                  "i32 i32 i32 i32 -> i32"),
    (path.path_create_directory,   "i32 i32 i32 -> i32"),
    (path.path_filestat_get,       "i32 i32 i32 i32 i32 -> i32", unstable.path_filestat_get),
    (path.path_filestat_set_times, "i32 i32 i32 i32 i64 i64 i32 -> i32"),
    (path.path_link,               "i32 i32 i32 i32 i32 i32 i32 -> i32"),
    (path_open.path_open,          "i32 i32 i32 i32 i32 i64 i64 i32 i32 -> i32"),
    (path.path_readlink,           "i32 i32 i32 i32 i32 i32 -> i32"),
    (path.path_remove_directory,   "i32 i32 i32 -> i32"),
    (path.path_rename,             "i32 i32 i32 i32 i32 i32 -> i32"),
    (path.path_symlink,            "i32 i32 i32 i32 i32 -> i32"),
    (path.path_unlink_file,        "i32 i32 i32 -> i32"),
    (poll.poll_oneoff,             "i32 i32 i32 i32 -> i32", unstable.poll_oneoff),
    (proc.proc_exit,               "i32 ->"),
    (proc.proc_raise,              "i32 -> i32"),
    (proc.sched_yield,             "-> i32"),
    (random.random_get,            "i32 i32 -> i32"),
    (sock.sock_accept,             "i32 i32 i32 -> i32", None),
    (sock.sock_recv,               "i32 i32 i32 i32 i32 i32 -> i32"),
    (sock.sock_send,               "i32 i32 i32 i32 i32 -> i32"),
    (sock.sock_shutdown,           "i32 i32 -> i32"),
)  # fmt: skip

VALUE_TYPES = {"i32": b"\x7f", "i64": b"\x7e", "->": b"\0"}  # as in abi.TypeRecord.signature


class WasiImport(Struct):
    """The result of `wasi_lookup`.  The first argument of the code is the context."""

    code: ptr
    signature: ptr  # parameter types, 0x00, result types: one byte each, as in the binary format
    signature_size: u64
    row: u32  # index in ROWS
    unstable: u32  # 1: the function of `wasi_unstable`


class Row(Struct):
    """One function, in the form that native code searches."""

    name: u16  # offsets in TEXTS
    signature: u16
    name_size: u8
    signature_size: u8


def signature_bytes(text: str) -> bytes:
    return b"".join(VALUE_TYPES[word] for word in text.split())


ROWS = sorted(FUNCTIONS, key=lambda row: row[0].name)
TEXTS = b"".join(function.name.encode() + signature_bytes(signature) for function, signature, *_ in ROWS)


def packed_rows() -> bytes:
    result, offset = b"", 0
    for function, signature, *_ in ROWS:
        name_size, size = len(function.name), len(signature_bytes(signature))
        result += Row.pack(name=offset, name_size=name_size, signature=offset + name_size, signature_size=size)
        offset += name_size + size
    return result


NAME, OLD_NAME = PREVIEW1_MODULE.encode(), UNSTABLE_MODULE.encode()
TABLE = Global(Row, data=packed_rows())
PREVIEW1 = Global(table=[function for function, *_ in ROWS])
UNSTABLE = Global(table=[other[0] if other else function for function, _, *other in ROWS])


@native(export=True)
def wasi_lookup(module: ptr, module_size: u64, name: ptr, name_size: u64, found: WasiImport) -> u32:
    """Fill `found` and return 1, or return 0 if WASI has no such function."""
    found.unstable = 0
    if compare(module, module_size, NAME, len(NAME)) == 0:
        functions = PREVIEW1
    elif compare(module, module_size, OLD_NAME, len(OLD_NAME)) == 0:
        functions, found.unstable = UNSTABLE, 1
    else:
        return 0
    low, high = u64(0), u64(len(ROWS))
    while low < high:
        middle = (low + high) // 2
        row = TABLE[middle]
        order = compare(name, name_size, ptr(TEXTS) + row.name, row.name_size)
        if order == 0:
            found.code, found.signature = functions[middle], ptr(TEXTS) + row.signature
            found.signature_size, found.row = u64(row.signature_size), u32(middle)
            return u32(found.code != ptr(0))
        if order < 0:
            high = middle
        else:
            low = middle + 1
    return 0


@native
def compare(a: ptr, a_size: u64, b: ptr, b_size: u64) -> i64:
    """Compare two byte strings: negative, zero or positive."""
    for i in range(min(a_size, b_size)):
        if u8[a, i] != u8[b, i]:
            return i64(u8[a, i]) - i64(u8[b, i])
    return i64(a_size) - i64(b_size)
