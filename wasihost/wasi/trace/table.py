"""How to print each WASI function in a trace: its name in, the steps that print its arguments and results out.

A row lists the parameters in order, as `[label=]kind`:

    fd ?fdflags offset=u64    printed before the call; `?`: omitted if it is 0
    >u32 >?roflags            pointer to a result: printed after `=` if the call succeeds
    _                         not printed, because its neighbours contain the information

Some kinds take two parameters (address and length): see WIDE.
"""

from enum import IntEnum, IntFlag

from wasihost.native import Global, Struct, u8, u16
from wasihost.wasi.types import (
    Clockid,
    Errno,
    Eventtype,
    Fdflags,
    Filetype,
    Fstflags,
    Lookupflags,
    Oflags,
    Riflags,
    Rights,
    Roflags,
    Sdflags,
    Whence,
)  # fmt: skip

FUNCTIONS = {
    "args_get": "_ _",
    "args_sizes_get": ">u32 >bytes",
    "environ_get": "_ _",
    "environ_sizes_get": ">u32 >bytes",
    "clock_res_get": "clockid >duration",
    "clock_time_get": "clockid ?precision=u64 >u64",
    "fd_advise": "fd offset=u64 len=u64 advice",
    "fd_allocate": "fd offset=u64 len=u64",
    "fd_close": "fd",
    "fd_datasync": "fd",
    "fd_fdstat_get": "fd >fdstat",
    "fd_fdstat_set_flags": "fd fdflags",
    "fd_fdstat_set_rights": "fd rights=rights inheriting=rights",
    "fd_filestat_get": "fd >filestat",
    "fd_filestat_set_size": "fd size=u64",
    "fd_filestat_set_times": "fd atim=u64 mtim=u64 fstflags",
    "fd_pread": "fd room offset=u64 >data",
    "fd_prestat_get": "fd >prestat",
    "fd_prestat_dir_name": "fd preopen",
    "fd_pwrite": "fd pieces offset=u64 >u32",
    "fd_read": "fd room >data",
    "fd_readdir": "fd _ u32bytes cookie=u64 >bytes",
    "fd_renumber": "fd to=u32",
    "fd_seek": "fd i64 whence >u64",
    "fd_sync": "fd",
    "fd_tell": "fd >u64",
    "fd_write": "fd pieces >u32",
    "path_create_directory": "fd path",
    "path_filestat_get": "fd ?lookupflags path >filestat",
    "path_filestat_set_times": "fd ?lookupflags path atim=u64 mtim=u64 fstflags",
    "path_link": "fd ?lookupflags path fd path",
    "path_open": "fd ?lookupflags path ?oflags rights=rights ?inheriting=rights ?fdflags >u32",
    "path_readlink": "fd path _ u32bytes >target",
    "path_remove_directory": "fd path",
    "path_rename": "fd path fd path",
    "path_symlink": "path fd path",
    "path_unlink_file": "fd path",
    "poll_oneoff": "subscriptions >events _ _",
    "proc_exit": "u32",
    "proc_raise": "u32",
    "sched_yield": "",
    "random_get": "_ u32bytes",
    "sock_accept": "fd ?fdflags >u32",
    "sock_recv": "fd room ?riflags >data >?roflags",
    "sock_send": "fd pieces ?siflags=u32 >u32",
    "sock_shutdown": "fd sdflags",
}
NAMES = sorted(FUNCTIONS)  # the order of preview1.ROWS

# The only function that does not return.
ENDLESS = "proc_exit"


class Kind(IntEnum):
    """What a step prints.  The kinds up to CHOICE are a number: the parameter, or the value that it points to."""

    U32 = 0
    U64 = 1
    I64 = 2
    BYTES = 3  # `37 bytes`
    DURATION = 4  # nanoseconds
    FLAGS = 5  # names of the bits that are set
    CHOICE = 6  # name of a value
    FD = 7
    PATH = 8
    PIECES = 9  # buffers whose data is printed
    ROOM = 10  # buffers that receive data
    SUBSCRIPTIONS = 11
    DATA = 12  # data received in the buffers of parameters 1 and 2
    TARGET = 13  # data received in the buffer of the previous two parameters
    PREOPEN = 14
    FDSTAT = 15
    FILESTAT = 16
    PRESTAT = 17
    EVENTS = 18


WIDE = (Kind.PATH, Kind.PIECES, Kind.ROOM, Kind.PREOPEN)  # take address and length
LONG = (Kind.U64, Kind.I64)  # 64 bits
OUTPUT, OPTIONAL = 1, 2  # Step.flags


class Advice(IntEnum):
    NORMAL = 0
    SEQUENTIAL = 1
    RANDOM = 2
    WILLNEED = 3
    DONTNEED = 4
    NOREUSE = 5


class UnstableWhence(IntEnum):
    CUR = 0
    END = 1
    SET = 2


# Kinds with names; `wasi_unstable` orders whence differently.
NAMED: dict[str, type[IntEnum] | type[IntFlag]] = {
    "rights": Rights,
    "oflags": Oflags,
    "fdflags": Fdflags,
    "lookupflags": Lookupflags,
    "fstflags": Fstflags,
    "riflags": Riflags,
    "roflags": Roflags,
    "sdflags": Sdflags,
    "clockid": Clockid,
    "advice": Advice,
    "whence": Whence,
    "unstable_whence": UnstableWhence,
    "filetype": Filetype,
    "eventtype": Eventtype,
    "errno": Errno,
}
SET_NUMBERS = {name: number for number, name in enumerate(NAMED)}
SPECIAL = {"TOOBIG": "2big"}  # not a valid Python name

MEANINGS = {
    "toobig": "argument list too long", "acces": "permission denied", "addrinuse": "address in use",
    "addrnotavail": "address not available", "afnosupport": "address family not supported",
    "again": "nothing there now, try again", "already": "already in progress", "badf": "not an open descriptor",
    "badmsg": "bad message", "busy": "device or resource busy", "canceled": "canceled", "child": "no child process",
    "connaborted": "connection aborted", "connrefused": "connection refused", "connreset": "connection reset",
    "deadlk": "would deadlock", "destaddrreq": "destination address required", "dom": "argument out of domain",
    "dquot": "disk quota exceeded", "exist": "it exists already", "fault": "address outside of the memory",
    "fbig": "file too large", "hostunreach": "host unreachable", "idrm": "identifier removed",
    "ilseq": "illegal byte sequence", "inprogress": "in progress", "intr": "interrupted", "inval": "invalid argument",
    "io": "input/output error", "isconn": "connected already", "isdir": "is a directory",
    "loop": "too many symbolic links", "mfile": "too many open descriptors", "mlink": "too many links",
    "msgsize": "message too long", "multihop": "multihop", "nametoolong": "name too long",
    "netdown": "network is down", "netreset": "connection aborted by network", "netunreach": "network unreachable",
    "nfile": "too many open files on this system", "nobufs": "no buffer space", "nodev": "no such device",
    "noent": "no such file or directory", "noexec": "not executable", "nolck": "no locks available",
    "nolink": "no link", "nomem": "not enough memory", "nomsg": "no such message",
    "noprotoopt": "protocol not available", "nospc": "no space left on device", "nosys": "not supported",
    "notconn": "not connected", "notdir": "not a directory", "notempty": "directory not empty",
    "notrecoverable": "state not recoverable", "notsock": "not a socket", "notsup": "not supported here",
    "notty": "no such control of a device", "nxio": "no such device or address", "overflow": "value too large",
    "ownerdead": "previous owner died", "perm": "not permitted", "pipe": "nobody reads the pipe",
    "proto": "protocol error", "protonosupport": "protocol not supported", "prototype": "wrong protocol type",
    "range": "result too large", "rofs": "granted for reading only, or a read-only file system",
    "spipe": "has no position", "srch": "no such process", "stale": "stale handle", "timedout": "timed out",
    "txtbsy": "file is being executed", "xdev": "on another file system",
    "notcapable": "outside of what was granted",
}  # fmt: skip


# --------------------------------------------------------------------------------------------- tables for native code
class Text(Struct):
    """A range of TEXTS."""

    offset: u16
    size: u16


class NameSet(Struct):
    first: u16  # index in NAME_TEXTS
    count: u16


class Step(Struct):
    kind: u8
    names: u8  # index of the NameSet of FLAGS and CHOICE
    slot: u8  # index of the parameter
    flags: u8
    label: Text  # including its `=`, or empty


class Row(Struct):
    """The steps of one function."""

    name: Text
    first: u16  # index in STEPS
    count: u16
    width: u8  # number of parameters
    endless: u8
    pad: u16


class Texts:
    """Collects texts in one block of bytes."""

    def __init__(self) -> None:
        self.block = b""
        self.places: dict[bytes, int] = {}

    def place(self, text: str) -> dict[str, int]:
        raw = text.encode()
        if raw not in self.places:
            self.places[raw] = len(self.block)
            self.block += raw
        return {"offset": self.places[raw], "size": len(raw)}


def steps_of(spec: str) -> tuple[list[dict[str, object]], int]:
    """The steps of a row, and its number of parameters.  Labels are text."""
    steps, slot = list[dict[str, object]](), 0
    for word in spec.split():
        label, _, kind = word.lstrip(">?").rpartition("=")
        if kind in NAMED:
            number = Kind.FLAGS if issubclass(NAMED[kind], IntFlag) else Kind.CHOICE
            label = "" if word[0] == ">" or number == Kind.CHOICE else f"{label or kind}="
        else:
            number = {"_": None, "u32bytes": Kind.BYTES}.get(kind, Kind.__members__.get(kind.upper()))
            label = label and f"{label}="
        if number is not None:
            flags = OUTPUT * (word[0] == ">" or number == Kind.PREOPEN) | OPTIONAL * ("?" in word[:2])
            steps.append(
                {"kind": number, "names": SET_NUMBERS.get(kind, 0), "slot": slot, "flags": flags, "label": label}
            )
        slot += 2 if number in WIDE else 1
    return steps, slot


def pack_names(texts: Texts) -> tuple[bytes, bytes]:
    sets, names = b"", list[bytes]()
    for members in NAMED.values():
        sets += NameSet.pack(first=len(names), count=len(members))
        for value, (name, member) in enumerate(members.__members__.items()):
            assert member == (1 << value if issubclass(members, IntFlag) else value)  # found by value
            names.append(Text.pack(**texts.place(SPECIAL.get(name, name.lower()))))
    return sets, b"".join(names)


def pack_meanings(texts: Texts) -> bytes:
    return b"".join(Text.pack(**texts.place(MEANINGS.get(error.name.lower(), ""))) for error in Errno)


def pack_rows(texts: Texts) -> tuple[bytes, bytes]:
    rows, steps, count = b"", b"", 0
    for name in NAMES:
        found, width = steps_of(FUNCTIONS[name])
        endless = int(name == ENDLESS)
        rows += Row.pack(name=texts.place(name), first=count, count=len(found), width=width, endless=endless)
        steps += b"".join(Step.pack(**{**step, "label": texts.place(str(step["label"]))}) for step in found)
        count += len(found)
    return rows, steps


_texts = Texts()
_sets, _names = pack_names(_texts)
_rows, _steps = pack_rows(_texts)
NAME_SETS, NAME_TEXTS = Global(NameSet, data=_sets), Global(Text, data=_names)
MEANING_TEXTS = Global(Text, data=pack_meanings(_texts))
ROWS, STEPS = Global(Row, data=_rows), Global(Step, data=_steps)
TEXTS = Global(data=_texts.block)
