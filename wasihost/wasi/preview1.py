"""The table of WASI preview1: the names of a module's import in, the code and the signature of a function out."""

from wasihost.native import Global, Struct, i64, native, ptr, u8, u16, u32, u64
from wasihost.wasi import args, clock, dir, fd, fdstat, path, path_open, poll, proc, random, sock, unstable

# Every function in the order of the specification.
# name                       parameters and result                             preview1             wasi_unstable, if different
FUNCTIONS = (
    ("args_get",                "i32 i32 -> i32",                              args.args_get),
    ("args_sizes_get",          "i32 i32 -> i32",                              args.args_sizes_get),
    ("environ_get",             "i32 i32 -> i32",                              args.environ_get),
    ("environ_sizes_get",       "i32 i32 -> i32",                              args.environ_sizes_get),
    ("clock_res_get",           "i32 i32 -> i32",                              clock.clock_res_get),
    ("clock_time_get",          "i32 i64 i32 -> i32",                          clock.clock_time_get),
    ("fd_advise",               "i32 i64 i64 i32 -> i32",                      fd.fd_advise),
    ("fd_allocate",             "i32 i64 i64 -> i32",                          fd.fd_allocate),
    ("fd_close",                "i32 -> i32",                                  fd.fd_close),
    ("fd_datasync",             "i32 -> i32",                                  fd.fd_datasync),
    ("fd_fdstat_get",           "i32 i32 -> i32",                              fdstat.fd_fdstat_get),
    ("fd_fdstat_set_flags",     "i32 i32 -> i32",                              fdstat.fd_fdstat_set_flags),
    ("fd_fdstat_set_rights",    "i32 i64 i64 -> i32",                          fdstat.fd_fdstat_set_rights),
    ("fd_filestat_get",         "i32 i32 -> i32",                              fdstat.fd_filestat_get, unstable.fd_filestat_get),
    ("fd_filestat_set_size",    "i32 i64 -> i32",                              fd.fd_filestat_set_size),
    ("fd_filestat_set_times",   "i32 i64 i64 i32 -> i32",                      fdstat.fd_filestat_set_times),
    ("fd_pread",                "i32 i32 i32 i64 i32 -> i32",                  fd.fd_pread),
    ("fd_prestat_get",          "i32 i32 -> i32",                              fd.fd_prestat_get),
    ("fd_prestat_dir_name",     "i32 i32 i32 -> i32",                          fd.fd_prestat_dir_name),
    ("fd_pwrite",               "i32 i32 i32 i64 i32 -> i32",                  fd.fd_pwrite),
    ("fd_read",                 "i32 i32 i32 i32 -> i32",                      fd.fd_read),
    ("fd_readdir",              "i32 i32 i32 i64 i32 -> i32",                  dir.fd_readdir),
    ("fd_renumber",             "i32 i32 -> i32",                              fd.fd_renumber),
    ("fd_seek",                 "i32 i64 i32 i32 -> i32",                      fd.fd_seek, unstable.fd_seek),
    ("fd_sync",                 "i32 -> i32",                                  fd.fd_sync),
    ("fd_tell",                 "i32 i32 -> i32",                              fd.fd_tell),
    ("fd_write",                "i32 i32 i32 i32 -> i32",                      fd.fd_write),
    ("path_create_directory",   "i32 i32 i32 -> i32",                          path.path_create_directory),
    ("path_filestat_get",       "i32 i32 i32 i32 i32 -> i32",                  path.path_filestat_get, unstable.path_filestat_get),
    ("path_filestat_set_times", "i32 i32 i32 i32 i64 i64 i32 -> i32",          path.path_filestat_set_times),
    ("path_link",               "i32 i32 i32 i32 i32 i32 i32 -> i32",          path.path_link),
    ("path_open",               "i32 i32 i32 i32 i32 i64 i64 i32 i32 -> i32",  path_open.path_open),
    ("path_readlink",           "i32 i32 i32 i32 i32 i32 -> i32",              path.path_readlink),
    ("path_remove_directory",   "i32 i32 i32 -> i32",                          path.path_remove_directory),
    ("path_rename",             "i32 i32 i32 i32 i32 i32 -> i32",              path.path_rename),
    ("path_symlink",            "i32 i32 i32 i32 i32 -> i32",                  path.path_symlink),
    ("path_unlink_file",        "i32 i32 i32 -> i32",                          path.path_unlink_file),
    ("poll_oneoff",             "i32 i32 i32 i32 -> i32",                      poll.poll_oneoff, unstable.poll_oneoff),
    ("proc_exit",               "i32 ->",                                      proc.proc_exit),
    ("proc_raise",              "i32 -> i32",                                  proc.proc_raise),
    ("sched_yield",             "-> i32",                                      proc.sched_yield),
    ("random_get",              "i32 i32 -> i32",                              random.random_get),
    ("sock_accept",             "i32 i32 i32 -> i32",                          sock.sock_accept, None),
    ("sock_recv",               "i32 i32 i32 i32 i32 i32 -> i32",              sock.sock_recv),
    ("sock_send",               "i32 i32 i32 i32 i32 -> i32",                  sock.sock_send),
    ("sock_shutdown",           "i32 i32 -> i32",                              sock.sock_shutdown),
)  # fmt: skip

VALUE_TYPES = {"i32": b"\x7f", "i64": b"\x7e", "->": b"\0"}  # as in abi.TypeRecord.signature


class WasiImport(Struct):
    """What `wasi_lookup` finds.  The code's first argument is the context."""

    code: ptr
    signature: ptr  # parameter types, 0x00, result types: one byte each, as in the binary format
    signature_size: u64


class Row(Struct):
    """One function as native code searches it."""

    name: u16  # offsets in TEXTS
    signature: u16
    name_size: u8
    signature_size: u8


def signature_bytes(text: str) -> bytes:
    return b"".join(VALUE_TYPES[word] for word in text.split())


ROWS = sorted(FUNCTIONS)
TEXTS = b"".join(name.encode() + signature_bytes(signature) for name, signature, *_ in ROWS)


def packed_rows() -> bytes:
    result, offset = b"", 0
    for name, signature, *_ in ROWS:
        size = len(signature_bytes(signature))
        result += Row.pack(name=offset, name_size=len(name), signature=offset + len(name), signature_size=size)
        offset += len(name) + size
    return result


TABLE = Global(Row, data=packed_rows())
PREVIEW1 = Global(table=[row[2] for row in ROWS])
UNSTABLE = Global(table=[row[-1] for row in ROWS])


@native(export=True)
def wasi_lookup(module: ptr, module_size: u64, name: ptr, name_size: u64, found: WasiImport) -> u32:
    """Fill `found` and return 1, or return 0 when WASI has no such function."""
    if compare(module, module_size, b"wasi_snapshot_preview1", 22) == 0:
        functions = PREVIEW1
    elif compare(module, module_size, b"wasi_unstable", 13) == 0:
        functions = UNSTABLE
    else:
        return 0
    low, high = u64(0), u64(len(ROWS))
    while low < high:
        middle = (low + high) // 2
        row = TABLE[middle]
        order = compare(name, name_size, ptr(TEXTS) + row.name, row.name_size)
        if order == 0:
            found.code, found.signature = functions[middle], ptr(TEXTS) + row.signature
            found.signature_size = u64(row.signature_size)
            return u32(found.code != ptr(0))
        if order < 0:
            high = middle
        else:
            low = middle + 1
    return 0


@native
def compare(a: ptr, a_size: u64, b: ptr, b_size: u64) -> i64:
    """Negative, zero or positive, as bytes sort."""
    for i in range(min(a_size, b_size)):
        if u8[a, i] != u8[b, i]:
            return i64(u8[a, i]) - i64(u8[b, i])
    return i64(a_size) - i64(b_size)
