"""Linux error numbers → WASI errno: the result of a system call in, the errno for the guest out."""

import errno

from wasihost.native import Global, i64, native, u8, u32
from wasihost.wasi.types import Errno

# Not a Linux error: the sandbox returns -ESCAPE for a path that leaves the directory it starts in.
ESCAPE = 134
UNKNOWN = Errno.IO  # for error numbers that Linux does not define; a driver may return any number

_RENAMED = {
    "E2BIG": Errno.TOOBIG,
    "EOPNOTSUPP": Errno.NOTSUP,
    "ETIME": Errno.TIMEDOUT,
    "ESHUTDOWN": Errno.PIPE,
    "EHOSTDOWN": Errno.HOSTUNREACH,
}


def errno_table() -> bytes:
    """The WASI errno for each Linux error number; most have the same name."""
    table = bytearray([UNKNOWN] * (ESCAPE + 1))
    for name, number in vars(errno).items():
        wasi = _RENAMED.get(name) or Errno.__members__.get(name[1:])
        if name.startswith("E") and wasi is not None and number < ESCAPE:
            table[number] = wasi
    table[0], table[ESCAPE] = Errno.SUCCESS, Errno.NOTCAPABLE
    return bytes(table)


TABLE = Global(u8, data=errno_table())


@native
def from_host(result: i64) -> u32:
    """SUCCESS if the result is not negative, otherwise the WASI errno for -result."""
    if result >= 0:
        return Errno.SUCCESS
    return u32(u8[TABLE, -result]) if result >= -ESCAPE else u32(UNKNOWN)
