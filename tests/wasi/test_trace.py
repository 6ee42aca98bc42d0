"""A trace of calls: what a guest calls → the line that is written about it."""

import os
import re
from ctypes import CFUNCTYPE, c_char_p, c_uint32, c_uint64, c_void_p
from fnmatch import fnmatchcase

import pytest

from tests.wasi.guest import OUT, PAGE, clock_subscription, file_subscription, grant
from wasihost.wasi.preview1 import FUNCTIONS
from wasihost.wasi.trace import table
from wasihost.wasi.trace.line import SHOWN
from wasihost.wasi.types import Errno, Eventtype, Oflags, Rights, UnstableSubscription

SIGNATURES = {function.name: signature for function, signature, *_ in FUNCTIONS}
OUTSIDE = 0xFFFFFF00


# ------------------------------------------------------------------------------------------------------------ the table
def test_the_table_has_every_function_in_the_order_of_the_lookup():
    assert list(SIGNATURES) == list(table.FUNCTIONS)
    assert sorted(SIGNATURES) == table.NAMES


@pytest.mark.parametrize("name", SIGNATURES)
def test_rows_read_their_parameters_at_their_width(name):
    steps, width = table.steps_of(table.FUNCTIONS[name])
    parameters = SIGNATURES[name].partition("->")[0].split()

    assert width == len(parameters)
    for step in steps:
        rights = step["kind"] == table.Kind.FLAGS and step["names"] == table.SET_NUMBERS["rights"]
        long = not step["flags"] & table.OUTPUT and (step["kind"] in table.LONG or rights)
        assert parameters[step["slot"]] == ("i64" if long else "i32"), step


def test_every_error_has_a_meaning():
    assert {error.name.lower() for error in Errno} - {"success"} == set(table.MEANINGS)


# ----------------------------------------------------------------------------------------------------------- the lines
class Traced:
    """Calls of a guest by way of the trace: `traced.fd_close(3)` → the line, without the time."""

    def __init__(self, guest, read):
        self.guest, self.read = guest, read

    def __getattr__(self, name):
        return lambda *args: self.call(name, *args)

    def call(self, name, *args):
        code, vmctx, signature = self.guest.library.traced(self.guest.ctx, name, self.guest.module)
        passed = []
        for arg in args:
            passed += [self.guest.put(arg), len(arg)] if isinstance(arg, bytes) else [arg]
        types = [{0x7F: c_uint32, 0x7E: c_uint64}[valtype] for valtype in signature[: signature.index(0)]]
        self.error = CFUNCTYPE(c_uint32, c_void_p, *types)(code)(vmctx, *passed)
        lines = self.read().decode().splitlines()
        assert len(lines) == 1
        return re.fullmatch(r"(.*)  <\d+(\.\d)? (ns|µs|ms|s)>", lines[0])[1]


@pytest.fixture
def trace(make, root, tmp_path):
    """`trace(guest options)`: a guest that is traced, with `root` as "/"."""
    opened = []

    def trace(*, module="wasi_snapshot_preview1", preopens=None, **options):
        fd = os.open(tmp_path / "trace", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        opened.append(fd)
        guest = make([grant(root)] if preopens is None else preopens, module=module, trace_fd=fd, **options)
        return Traced(guest, lambda: _take(tmp_path / "trace"))

    yield trace
    for fd in opened:
        os.close(fd)


def _take(path):
    data = path.read_bytes()
    os.truncate(path, 0)
    return data


def test_a_file_from_opening_to_closing(trace, root):
    (root / "notes.txt").write_bytes(b"0123456789")
    traced = trace()
    guest = traced.guest
    rights = Rights.FD_READ | Rights.FD_WRITE
    iovecs = guest.iovecs((guest.put(b"Hello, "), 7), (guest.put(b'"world"\n'), 8))
    long = guest.iovecs((guest.put(b"x" * 40), 40))
    room = guest.iovecs((guest.room(4), 4), (guest.room(100), 100))

    assert (
        'path_open(3 "/", lookupflags=symlink_follow, "notes.txt", oflags=creat|trunc, rights=fd_read|fd_write, '
        "fdflags=append) = 0"
    ) == traced.path_open(3, 1, b"notes.txt", Oflags.CREAT | Oflags.TRUNC, rights, 0, 1, OUT)
    assert 'fd_write(0, 2 pieces, 15 bytes "Hello, \\"world\\"\\n") = 15' == traced.fd_write(0, *iovecs, OUT)
    assert f'fd_write(0, 1 piece, 40 bytes "{"x" * SHOWN}…") = 40' == traced.fd_write(0, *long, OUT)
    assert 'fd_pread(0, 2 pieces, 104 bytes, offset=0) = 55 "Hello, \\"world\\"\\nxxxxxxxxxxxxxxxxx…"' == (
        traced.fd_pread(0, *room, 0, OUT)
    )
    assert "fd_seek(0, -5, end) = 50" == traced.fd_seek(0, -5 % 2**64, 2, OUT)
    assert "fd_tell(0) = 50" == traced.fd_tell(0, OUT)
    assert "fd_fdstat_set_flags(0, fdflags=0) = success" == traced.fd_fdstat_set_flags(0, 0)
    assert 'fd_read(0, 2 pieces, 104 bytes) = 5 "xxxxx"' == traced.fd_read(0, *room, OUT)
    assert "fd_read(0, 2 pieces, 104 bytes) = 0" == traced.fd_read(0, *room, OUT)
    assert re.fullmatch(
        r"fd_filestat_get\(0\) = \{regular_file, 55 bytes, 1 link, ino=\d+, mtim=\d+\}", traced.fd_filestat_get(0, OUT)
    )
    assert "fd_close(0) = success" == traced.fd_close(0)
    assert "fd_close(0) = badf (not an open descriptor)" == traced.fd_close(0)
    assert (root / "notes.txt").read_bytes() == b'Hello, "world"\n' + b"x" * 40


LINES = [
    # function, arguments, line
    ("args_sizes_get", (OUT, OUT + 4), "args_sizes_get() = 2, 7 bytes"),
    ("args_get", (OUT, OUT + 64), "args_get() = success"),
    ("clock_res_get", (1, OUT), r"clock_res_get\(monotonic\) = \d+(\.\d)? .s"),
    ("clock_time_get", (7, 0, OUT), "clock_time_get(7) = inval (invalid argument)"),
    ("fd_advise", (3, 0, 10, 3), "fd_advise(3 \"/\", offset=0, len=10, willneed) = isdir (is a directory)"),
    ("fd_prestat_get", (3, OUT), 'fd_prestat_get(3 "/") = {dir, name of 1 byte}'),
    ("fd_prestat_dir_name", (3, OUT, 1), 'fd_prestat_dir_name(3 "/") = "/"'),
    ("fd_fdstat_set_rights", (3, 3, 0), 'fd_fdstat_set_rights(3 "/", rights=fd_datasync|fd_read, inheriting=0) = '
     "notcapable (outside of what was granted)"),
    ("fd_renumber", (9, 8), "fd_renumber(9, to=8) = badf (not an open descriptor)"),
    ("fd_close", (0xFFFFFFFF,), "fd_close(-1) = badf (not an open descriptor)"),
    ("fd_fdstat_set_flags", (9, 0x25), "fd_fdstat_set_flags(9, fdflags=append|nonblock|0x20) = "
     "badf (not an open descriptor)"),
    ("path_unlink_file", (3, b"a\n\xff\x1b[m"), 'path_unlink_file(3 "/", "a\\n\\xff\\x1b[m") = '
     "noent (no such file or directory)"),
    ("path_rename", (3, b"a", 3, b"b"), 'path_rename(3 "/", "a", 3 "/", "b") = noent (no such file or directory)'),
    ("path_symlink", (b"target", 3, b"link"), 'path_symlink("target", 3 "/", "link") = success'),
    ("path_filestat_get", (3, 0, b"../x", OUT), 'path_filestat_get(3 "/", "../x") = '
     "notcapable (outside of what was granted)"),
    ("path_link", (3, 1, b"a", 3, b"b"), 'path_link(3 "/", lookupflags=symlink_follow, "a", 3 "/", "b") = '
     "noent (no such file or directory)"),
    ("path_filestat_set_times", (3, 0, b"a", 1, 2, 5), 'path_filestat_set_times(3 "/", "a", atim=1, mtim=2, '
     "fstflags=atim|mtim) = noent (no such file or directory)"),
    ("random_get", (OUT, 8), "random_get(8 bytes) = success"),
    ("sched_yield", (), "sched_yield() = success"),
    ("proc_raise", (6,), "proc_raise(6) = nosys (not supported)"),
    ("sock_shutdown", (3, 3), 'sock_shutdown(3 "/", sdflags=rd|wr) = notsock (not a socket)'),
    ("sock_recv", (9, OUT, 0, 1, OUT, OUT), "sock_recv(9, 0 pieces, 0 bytes, riflags=recv_peek) = "
     "badf (not an open descriptor)"),
]  # fmt: skip


@pytest.mark.parametrize("name, args, line", LINES, ids=[row[0] for row in LINES])
def test_each_function_prints_its_arguments_and_results(trace, name, args, line):
    found = trace(args=[b"a", b"bcde"]).call(name, *args)

    assert found == line or re.fullmatch(line, found)


def test_addresses_outside_of_the_memory_are_shown_and_not_read(trace):
    traced = trace()

    assert 'path_open(3 "/", <outside of the memory: 5 bytes at 0xffffff00>, rights=0) = ' in traced.path_open(
        3, 0, OUTSIDE, 5, 0, 0, 0, 0, OUT
    )
    assert 'fd_write(3 "/", 4294967295 pieces <outside of the memory: 34359738360 bytes at 0xffffff00>)' in (
        traced.fd_write(3, OUTSIDE, 0xFFFFFFFF, OUT)
    )
    last = traced.guest.iovecs((OUTSIDE, 100))
    assert 'fd_write(3 "/", 1 piece, 100 bytes "…")' in traced.fd_write(3, *last, OUT)
    assert "poll_oneoff(<outside of the memory: 206158430160 bytes at 0xffffff00>)" in traced.poll_oneoff(
        OUTSIDE, 0, 0xFFFFFFFF, 0
    )
    for name, signature in SIGNATURES.items():
        if name not in ("proc_exit", "fd_close", "fd_renumber"):
            for address in (OUTSIDE, PAGE - 1, 0xFFFFFFFF):
                count = len(signature.partition("->")[0].split())
                assert traced.call(name, *[address] * count)
                assert traced.call(name, 3, *[address] * (count - 1)) if count else True


def test_a_path_of_the_greatest_length_is_whole_and_one_beyond_it_is_cut_off(trace):
    traced = trace(size=4 * PAGE)
    escaped = "\\xff" * 4096

    assert f'path_rename(3 "/", "{escaped}"…, 3 "/", "{escaped}"…) = nametoolong (name too long)' == (
        traced.path_rename(3, b"\xff" * 5000, 3, b"\xff" * 5000)
    )


def test_poll_prints_subscriptions_and_events(trace):
    traced = trace()
    guest = traced.guest
    subscriptions = [
        clock_subscription(5_000_000),
        clock_subscription(123, id=0, absolute=True),
        file_subscription(Eventtype.FD_READ, 77),
    ]

    line = traced.poll_oneoff(guest.put(b"".join(subscriptions)), guest.room(96), 3, OUT)

    assert (
        "poll_oneoff([clock monotonic 5.0 ms, clock realtime until 123, fd_read 77]) = 2 [clock, fd_read badf]" == line
    )


def test_wasi_unstable_prints_its_own_layouts(trace, root):
    (root / "f").write_bytes(b"abc")
    traced = trace(module="wasi_unstable")
    guest = traced.guest
    subscription = UnstableSubscription.pack(tag=Eventtype.FD_READ, u={"identifier": 77})

    assert "fd_seek(9, 5, cur) = badf (not an open descriptor)" == traced.fd_seek(9, 5, 0, OUT)
    assert re.fullmatch(
        r'path_filestat_get\(3 "/", "f"\) = \{regular_file, 3 bytes, 1 link, ino=\d+, mtim=\d+\}',
        traced.path_filestat_get(3, 0, b"f", OUT),
    )
    assert "poll_oneoff([fd_read 77]) = 1 [fd_read badf]" == traced.poll_oneoff(
        guest.put(subscription), guest.room(32), 1, OUT
    )


def test_a_trace_that_cannot_be_written_does_not_stop_the_guest(make, root):
    guest = make([grant(root)], trace_fd=999)
    code, vmctx, _ = guest.library.traced(guest.ctx, "fd_close", guest.module)

    assert Errno.SUCCESS == CFUNCTYPE(c_uint32, c_void_p, c_uint32)(code)(vmctx, 3)


# ---------------------------------------------------------------------------------------------------------- the filter
FILTERS = [
    ("*", 46),
    ("fd_read", 1),
    ("fd_rea", 0),
    ("fd_readd", 0),
    ("fd_read*", 2),
    ("path_*,fd_write", 11),
    ("*_get", 11),
    ("fd_*stat*", 8),
    ("?d_close", 1),
    ("*close", 1),
    ("**close**", 1),
    ("*a*a*", 9),
    ("", 0),
    (",fd_read,", 1),
    ("fd_read,fd_read", 1),
    ("*x*x*x*", 0),
]


@pytest.mark.parametrize("pattern, count", FILTERS)
def test_filter_selects_functions_by_pattern(library, pattern, count):
    names = [name for name in table.NAMES if any(fnmatchcase(name, part) for part in pattern.split(","))]
    chosen = library.cdll.wasi_trace_chosen
    chosen.restype = c_uint64

    assert names == [name for n, name in enumerate(table.NAMES) if chosen(c_char_p(pattern.encode())) >> n & 1]
    assert count == len(names)


def test_unselected_functions_are_not_redirected(make, root):
    guest = make([grant(root)], trace_fd=1, trace_filter=b"path_*")

    assert guest.library.traced(guest.ctx, "path_open", guest.module)[1] != guest.ctx
    assert (guest.library.lookup("fd_read")[0], guest.ctx) == guest.library.traced(guest.ctx, "fd_read", guest.module)[
        :2
    ]
