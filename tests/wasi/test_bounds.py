"""No function reads or writes outside of guest memory, whatever the addresses."""

import pytest

from tests.wasi.guest import OK, OUT, PAGE, READ, WRITE
from wasihost.wasi.types import Errno, Oflags

# (function, its arguments, where each address is among them, and how many bytes it is about); F is an open file
F = "file"
CALLS = [
    ("args_sizes_get", (OUT, OUT + 4), {0: 4, 1: 4}),
    ("environ_sizes_get", (OUT, OUT + 4), {0: 4, 1: 4}),
    ("clock_res_get", (0, OUT), {1: 8}),
    ("clock_time_get", (0, 0, OUT), {2: 8}),
    ("fd_fdstat_get", (F, OUT), {1: 24}),
    ("fd_filestat_get", (F, OUT), {1: 64}),
    ("fd_pread", (F, OUT, 2, 0, OUT + 32), {1: 16, 4: 4}),
    ("fd_prestat_get", (3, OUT), {1: 8}),
    ("fd_prestat_dir_name", (3, OUT, 1), {1: 1}),
    ("fd_pwrite", (F, OUT, 2, 0, OUT + 32), {1: 16, 4: 4}),
    ("fd_read", (F, OUT, 2, OUT + 32), {1: 16, 3: 4}),
    ("fd_readdir", (3, OUT, 20, 0, OUT + 32), {1: 20, 4: 4}),
    ("fd_seek", (F, 0, 0, OUT), {3: 8}),
    ("fd_tell", (F, OUT), {1: 8}),
    ("fd_write", (F, OUT, 2, OUT + 32), {1: 16, 3: 4}),
    ("path_create_directory", (3, OUT, 4), {1: 4}),
    ("path_filestat_get", (3, 0, OUT, 4, OUT + 8), {2: 4, 4: 64}),
    ("path_filestat_set_times", (3, 0, OUT, 4, 0, 0, 0), {2: 4}),
    ("path_link", (3, 0, OUT, 4, 3, OUT + 8, 3), {2: 4, 5: 3}),
    ("path_open", (3, 0, OUT, 4, 0, READ, 0, 0, OUT + 8), {2: 4, 8: 4}),
    ("path_readlink", (3, OUT + 16, 4, OUT + 32, 10, OUT + 48), {1: 4, 3: 10, 5: 4}),
    ("path_remove_directory", (3, OUT, 4), {1: 4}),
    ("path_rename", (3, OUT, 4, 3, OUT + 8, 3), {1: 4, 4: 3}),
    ("path_symlink", (OUT, 4, 3, OUT + 8, 3), {0: 4, 3: 3}),
    ("path_unlink_file", (3, OUT, 4), {1: 4}),
    ("poll_oneoff", (OUT, OUT + 64, 1, OUT + 128), {0: 48, 1: 32, 3: 4}),
    ("random_get", (OUT, 20), {0: 20}),
]
CASES = [(name, args, index, size) for name, args, addresses in CALLS for index, size in addresses.items()]
IDS = [f"{name}-{index}" for name, _, index, _ in CASES]


@pytest.fixture
def prepared(plain, root):
    """A guest in whose memory every one of these calls makes sense, and its open file."""
    (root / "file").write_bytes(b"0123456789")
    (root / "link").symlink_to("file")
    fd = plain.opened(b"file", READ | WRITE)
    return plain, fd


def fill(guest, args):
    """What the calls expect in memory: paths, or buffers, or one subscription."""
    guest.memory[: 2 * PAGE] = b"?" * (2 * PAGE)
    guest.memory[OUT : OUT + 64] = b"file\0\0\0\0new".ljust(16, b"\0") + b"link".ljust(48, b"\0")


def call(guest, fd, name, args):
    return guest.call(name, *[fd if arg is F else arg for arg in args])


@pytest.mark.parametrize("name, args, index, size", CASES, ids=IDS)
@pytest.mark.parametrize("beyond", ["by one", "wholly", "top bit", "last", "wrapping"])
def test_a_range_that_leaves_the_memory(prepared, name, args, index, size, beyond):
    guest, fd = prepared
    fill(guest, args)
    if "read" in name or "write" in name:
        guest.memory[OUT : OUT + 16] = bytes(16)
    address = {
        "by one": PAGE - size + 1,
        "wholly": PAGE,
        "top bit": 1 << 31,
        "last": 0xFFFFFFFF,
        "wrapping": (1 << 32) - size,
    }
    before = bytes(guest.memory)

    assert call(guest, fd, name, [*args[:index], address[beyond], *args[index + 1 :]]) == Errno.FAULT

    assert bytes(guest.memory) == before


@pytest.mark.parametrize("name, args, index, size", CASES, ids=IDS)
def test_a_range_that_ends_with_the_memory(prepared, name, args, index, size):
    guest, fd = prepared
    fill(guest, args)
    if name.startswith(("fd_read", "fd_write", "fd_pread", "fd_pwrite")):
        guest.memory[OUT : OUT + 16] = guest.memory[PAGE - 16 : PAGE] = bytes(16)
    elif name == "poll_oneoff":
        guest.memory[OUT : OUT + 48] = guest.memory[PAGE - 48 : PAGE] = bytes(48)
    else:
        guest.memory[PAGE - size : PAGE] = guest.memory[args[index] : args[index] + size]

    error = call(guest, fd, name, [*args[:index], PAGE - size, *args[index + 1 :]])

    assert error in (OK, Errno.NOTDIR, Errno.NOENT, Errno.EXIST)
    assert guest.memory[PAGE:] == b"?" * PAGE


@pytest.mark.parametrize("name", ["fd_read", "fd_pread", "fd_write", "fd_pwrite"])
@pytest.mark.parametrize(
    "iovecs",
    [
        [(PAGE - 3, 4)],
        [(PAGE, 1)],
        [(1 << 31, 1)],
        [(0xFFFFFFFF, 0xFFFFFFFF)],
        [(0, 0xFFFFFFFF)],
        [(0, PAGE + 1)],
        [(0, 1), (PAGE - 1, 2)],
        [(0, 1), (0xFFFFFFF0, 0x20)],
    ],
)
def test_a_vector_that_leaves_the_memory_moves_nothing(prepared, root, name, iovecs):
    guest, fd = prepared
    offset = [0] if "_p" in name else []

    assert guest.call(name, fd, *guest.iovecs(*iovecs), *offset, OUT) == Errno.FAULT

    assert (root / "file").read_bytes() == b"0123456789"
    assert guest.fd_tell(fd, OUT) == OK
    assert guest.u64() == 0


@pytest.mark.parametrize("count", [0x20000000, 0x20000001, 0x80000000, 0xFFFFFFFF, PAGE // 8 + 1])
@pytest.mark.parametrize("name", ["fd_read", "fd_write"])
def test_vector_counts_whose_size_does_not_fit(prepared, name, count):
    guest, fd = prepared

    assert guest.call(name, fd, 0, count, OUT) == Errno.FAULT


def test_memory_up_to_four_gigabytes(library, root):
    """Addresses with the top bit set are as good as any, and the last byte can be reached."""
    import mmap
    from ctypes import addressof, c_char, create_string_buffer, memmove

    from tests.wasi.guest import Guest, grant
    from wasihost import abi
    from wasihost.wasi.state import Wasi

    size = 1 << 32
    guest = Guest(library, [grant(root)])
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | getattr(mmap, "MAP_NORESERVE", 0x4000)
    with mmap.mmap(-1, size, flags=flags) as large:
        base = addressof(c_char.from_buffer(large))
        memory = create_string_buffer(abi.Memory.pack(base=base, length=size, maximum=abi.NO_MAXIMUM, reserved=size))
        memmove(guest.ctx + Wasi.offset("memory"), addressof(memory).to_bytes(8, "little"), 8)
        large[size - 3 : size] = b"new"
        result = 0x80000000

        assert guest.call("path_open", 3, 0, size - 3, 3, Oflags.CREAT, READ | WRITE, 0, 0, result) == OK
        assert int.from_bytes(large[result : result + 4], "little") == 0
        large[result : result + 8] = (size - 3).to_bytes(4, "little") + (3).to_bytes(4, "little")
        assert guest.call("fd_write", 0, result, 1, size - 4) == Errno.SUCCESS
        assert guest.call("random_get", 0xFFFFFFFF, 1) == OK
        assert guest.call("random_get", 0xFFFFFFFF, 2) == Errno.FAULT
        guest.close()
    assert (root / "new").stat().st_size == 3
