"""No way out: attacks on the sandbox, agreement of its two resolvers, directories that change meanwhile."""

import ctypes
import errno
import os
import resource
import struct
import subprocess
import sys
import time
import warnings
from ctypes import addressof, create_string_buffer

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wasi.guest import OK, OUT, READ, WRITE, Guest, grant, host_descriptors
from wasihost.native.platform import SYS
from wasihost.wasi.fs.sandbox import HELD
from wasihost.wasi.types import Errno, Fstflags, Oflags

CREAT, DIRECTORY, EXCL, TRUNC = Oflags.CREAT, Oflags.DIRECTORY, Oflags.EXCL, Oflags.TRUNC
M = Fstflags.MTIM


def snapshot(directory):
    """Everything in a directory: name → what it is."""
    result = {}
    for path in sorted(directory.rglob("*")):
        name = str(path.relative_to(directory))
        if path.is_symlink():
            result[name] = os.readlink(path)
        else:
            result[name] = path.read_bytes() if path.is_file() else "directory"
    return result


# ------------------------------------------------------------------------------------------------------------- attacks
ESCAPES = {
    "a link to the outside": (["l -> ../outside"], b"l"),
    "a target that ends with a slash": (["l -> ../outside/"], b"l"),
    "a link to such a link": (["evil -> ../outside", "l -> evil/"], b"l"),
    "two links deep": (["evil -> ../outside", "sub/l -> ../evil/."], b"sub/l"),
    "an absolute link": (["l -> {outside}"], b"l"),
    "an absolute link to the root": (["l -> /"], b"l/{outside}"),
    "up and down again": (["l -> ../root/../outside"], b"l"),
    "dots after a link": (["sub/l -> .."], b"sub/l/../../outside"),
    "dots only": ([], b"../outside"),
    "a long way round": (["a/b/c/l -> ../../../.."], b"a/b/c/l/outside"),
    "an absolute path": ([], b"{outside}"),
    "slashes before it": ([], b"//{outside}"),
}


@pytest.fixture(params=ESCAPES.values(), ids=ESCAPES)
def escape(request, root):
    """A path to the directory outside."""
    links, path = request.param
    outside = root.parent / "outside"
    for link in links:
        name, target = link.format(outside=outside).split(" -> ")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)
    (root / "file").write_bytes(b"mine")
    return path.replace(b"{outside}", os.fsencode(outside).lstrip(b"/" if b"l/" in path else b""))


@pytest.mark.parametrize(
    "name, before, path, after",
    [
        ("path_open", (1,), b"/secret", (0, READ, 0, 0, OUT)),
        ("path_open", (1,), b"/secret", (TRUNC, READ | WRITE, 0, 0, OUT)),
        ("path_open", (0,), b"/secret", (0, READ, 0, 0, OUT)),
        ("path_open", (1,), b"/new", (CREAT, WRITE, 0, 0, OUT)),
        ("path_open", (0,), b"/new", (CREAT | EXCL, WRITE, 0, 0, OUT)),
        ("path_open", (1,), b"", (DIRECTORY, READ, 0, 0, OUT)),
        ("path_open", (1,), b"/", (0, READ, 0, 0, OUT)),
        ("path_open", (0,), b"/", (DIRECTORY, READ, 0, 0, OUT)),
        ("path_filestat_get", (1,), b"/secret", (OUT,)),
        ("path_filestat_get", (0,), b"/secret", (OUT,)),
        ("path_filestat_get", (0,), b"/", (OUT,)),
        ("path_filestat_set_times", (1,), b"/secret", (1, 2, M)),
        ("path_filestat_set_times", (0,), b"/", (1, 2, M)),
        ("path_create_directory", (), b"/new", ()),
        ("path_remove_directory", (), b"/empty", ()),
        ("path_remove_directory", (), b"/empty/", ()),
        ("path_unlink_file", (), b"/secret", ()),
        ("path_readlink", (), b"/link", (OUT, 10, OUT + 16)),
        ("path_rename", (), b"/secret", (3, b"stolen")),
        ("path_link", (0,), b"/secret", (3, b"stolen")),
        ("path_link", (1,), b"/link", (3, b"stolen")),
    ],
)
def test_nothing_outside_is_reached(guest, root, escape, name, before, path, after):
    outside = root.parent / "outside"
    (outside / "empty").mkdir()
    (outside / "link").symlink_to("secret")
    times = (outside / "secret").stat().st_mtime_ns, outside.stat().st_mtime_ns
    then = snapshot(root.parent)

    assert guest.call(name, 3, *before, escape + path, *after) == Errno.NOTCAPABLE

    assert snapshot(root.parent) == then
    assert times == ((outside / "secret").stat().st_mtime_ns, outside.stat().st_mtime_ns)


@pytest.mark.parametrize("name, args", [("path_rename", ()), ("path_link", (0,))])
def test_nothing_is_put_outside(guest, root, escape, name, args):
    then = snapshot(root.parent)

    assert guest.call(name, 3, *args, b"file", 3, escape + b"/new") == Errno.NOTCAPABLE
    assert guest.path_symlink(b"x", 3, escape + b"/new") == Errno.NOTCAPABLE

    assert snapshot(root.parent) == then


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_magic_links_of_proc_lead_nowhere(make, resolver, root):
    secret = os.open(root.parent / "outside", os.O_RDONLY)
    guest = make([grant("/proc")], walk=resolver == "walk")

    links = (b"self/root/etc", b"self/cwd", b"self/exe", b"thread-self/root", b"self/task/../root/etc")
    for path in (*links, f"self/fd/{secret}/secret".encode(), f"self/fd/{secret}".encode()):
        assert guest.open(path)[0] in (Errno.LOOP, Errno.NOTCAPABLE, Errno.NOENT)
        assert guest.open(path, READ, DIRECTORY)[0] in (Errno.LOOP, Errno.NOTCAPABLE, Errno.NOENT)
        assert guest.stat(path)[0] in (Errno.LOOP, Errno.NOTCAPABLE, Errno.NOENT)
    os.close(secret)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_a_link_into_proc_leads_nowhere(guest, root):
    """The same, from a directory that holds only a link: absolute, or relative as far up as it takes."""
    (root / "absolute").symlink_to("/proc/self/root")
    (root / "relative").symlink_to("../" * 50 + "proc/self/cwd")

    for path in (b"absolute", b"absolute/etc/passwd", b"relative", b"relative/x"):
        assert guest.open(path)[0] == Errno.NOTCAPABLE
        assert guest.stat(path)[0] == Errno.NOTCAPABLE


def test_a_directory_that_was_moved_out_shows_nothing_above(guest, root):
    (root / "sub").mkdir()
    fd = guest.opened(b"sub", READ, DIRECTORY)
    (root / "sub").rename(root.parent / "outside" / "sub")

    assert guest.open(b"../secret", dir=fd)[0] == Errno.NOTCAPABLE
    assert guest.stat(b"..", dir=fd)[0] == Errno.NOTCAPABLE


def in_a_child(work):
    """Whether `work()` is true in a process of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # forking with threads is deprecated; the child does nothing with them
        child = os.fork()
    if not child:
        try:
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    return os.waitpid(child, 0)[1] == 0


def refuse_openat2(error):
    """A seccomp filter, as containers have it: load the number; if it is openat2's, the error; else allow."""
    load, jump_if_equal, give, allow, refuse = 0x20, 0x15, 0x06, 0x7FFF0000, 0x00050000
    rows = [(load, 0, 0, 0), (jump_if_equal, 0, 1, SYS.openat2), (give, 0, 0, refuse | error), (give, 0, 0, allow)]
    program = create_string_buffer(b"".join(struct.pack("<HBBI", *row) for row in rows))
    head = create_string_buffer(struct.pack("<HxxxxxxQ", len(rows), addressof(program)))
    prctl = ctypes.CDLL(None).prctl
    no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    return prctl(no_new_privileges, 1, 0, 0, 0) == 0 and prctl(set_seccomp, filter_mode, head) == 0


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOSYS], ids=["EPERM", "ENOSYS"])
def test_where_openat2_is_refused_the_walk_takes_over(make, root, error):
    guest = make([grant(root)])
    (root / "dir").mkdir()
    (root / "dir" / "out").symlink_to("../../outside/secret")
    (root / "dir" / "in").symlink_to("../file")
    (root / "file").write_bytes(b"mine")

    def work():
        if not refuse_openat2(error):
            return True  # no seccomp here
        results = guest.open(b"dir/out")[0], guest.stat(b"dir/out")[0], guest.open(b"missing/x")[0]
        fine = guest.read(guest.opened(b"dir/in"), 10), guest.path_create_directory(3, b"dir/new")
        return results == (Errno.NOTCAPABLE, Errno.NOTCAPABLE, Errno.NOENT) and fine == ((OK, b"mine"), OK)

    assert in_a_child(work)


def test_openat2_is_used_if_available(make, root):
    """All the tests of the kernel's resolver would be tests of the walk otherwise."""
    guest = make([grant(root)])
    (root / "dir").mkdir()

    def work():
        return not refuse_openat2(errno.EIO) or guest.open(b"dir")[0] == Errno.IO

    assert in_a_child(work)


@pytest.fixture
def deep(root):
    """A directory beneath a directory, and so on, a thousand times."""
    fd = os.open(root, os.O_RDONLY)
    for _ in range(1000):
        os.mkdir("d", dir_fd=fd)
        inner = os.open("d", os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = inner
    os.close(fd)
    yield b"d/" * 1000
    subprocess.run(["rm", "-rf", str(root / "d")], check=True)


def test_a_thousand_directories_deep(guest, deep):
    bottom = guest.opened(deep, READ, DIRECTORY)

    assert guest.path_create_directory(3, deep + b"new") == OK
    assert guest.path_symlink(b"../d/new", 3, deep + b"link") == OK
    assert guest.stat(deep + b"link")[1].ino == guest.stat(b"new", dir=bottom)[1].ino
    assert guest.path_rename(3, deep + b"link", 3, b"up") == OK
    assert guest.path_remove_directory(bottom, b"new") == OK
    assert guest.stat(b"../x", dir=bottom)[0] == Errno.NOTCAPABLE


def test_the_walk_holds_no_more_directories_than_it_may(make, root, deep):
    """A host's limit may be 1024 descriptors.  Where it would have to go up further than it holds, it gives up."""
    guest = make([grant(root)], walk=True, size=1 << 18)
    before = host_descriptors()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before + HELD + 10, limits[1]))
    try:
        assert guest.stat(deep)[0] == OK
        assert guest.stat(deep + b"../" * (HELD - 1))[0] == OK
        assert guest.stat(deep + b"../" * HELD)[0] == Errno.NAMETOOLONG
        assert guest.stat(b"d/" * HELD + b"../" * HELD)[0] == OK
        assert guest.stat(b"d/" * HELD + b"../" * HELD + b"..")[0] == Errno.NOTCAPABLE
        assert guest.stat(b"d/../" * 600)[0] == OK
        assert guest.stat(deep + b"missing/x")[0] == Errno.NOENT
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert host_descriptors() == before


# ----------------------------------------------------------------------------------------------------------- agreement
NAMES = ["a", "b", "c", "d"]
components = st.sampled_from([*NAMES, *NAMES, ".", ".."])
paths = st.builds(
    lambda parts, start, end, glue: start + glue.join(parts) + end,
    st.lists(components, min_size=1, max_size=6),
    st.sampled_from(["", "", "", "", "/"]),
    st.sampled_from(["", "", "", "/", "//", "/."]),
    st.sampled_from(["/", "/", "//"]),
)
places = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)
kinds = st.sampled_from(["file", "directory", "link", "link"])
entries = st.lists(st.tuples(places, kinds, paths), max_size=12)
zero = st.just(0)
rights = st.sampled_from([0, READ, WRITE, READ | WRITE])
operations = st.lists(
    st.one_of(
        st.tuples(st.just("path_filestat_get"), st.tuples(st.integers(0, 1)), paths, st.just((OUT,))),
        st.tuples(
            st.just("path_open"),
            st.tuples(st.integers(0, 1)),
            paths,
            st.tuples(st.integers(0, 15), rights, zero, zero, st.just(OUT)),
        ),
        st.tuples(st.just("path_create_directory"), st.just(()), paths, st.just(())),
        st.tuples(st.just("path_remove_directory"), st.just(()), paths, st.just(())),
        st.tuples(st.just("path_unlink_file"), st.just(()), paths, st.just(())),
        st.tuples(st.just("path_readlink"), st.just(()), paths, st.just((OUT, 200, OUT + 300))),
        st.tuples(st.just("path_filestat_set_times"), st.tuples(st.integers(0, 1)), paths, st.just((1, 2, M))),
        st.tuples(st.just("path_rename"), st.just(()), paths, st.tuples(st.just(3), paths)),
        st.tuples(st.just("path_link"), st.tuples(st.integers(0, 1)), paths, st.tuples(st.just(3), paths)),
    ),
    min_size=1,
    max_size=8,
)


def plant(directory, tree):
    for names, kind, target in tree:
        place = directory.joinpath(*names)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if kind == "link":
                place.symlink_to(target)
            elif kind == "directory":
                place.mkdir()
            else:
                place.write_bytes("/".join(names).encode())
        except OSError:  # the way is blocked: the other copy says so too
            pass


def inodes(directory):
    return {os.lstat(directory).st_ino: "."} | {
        os.lstat(path).st_ino: str(path.relative_to(directory)) for path in sorted(directory.rglob("*"))
    }


def perform(guest, root, operation):
    """The errno of an operation, and what it told: file names instead of inodes."""
    name, before, path, after = operation
    after = [os.fsencode(item) if isinstance(item, str) else item for item in after]
    guest.arena = 0x1000
    guest.memory[OUT : OUT + 400] = b"?" * 400
    error = guest.call(name, 3, *before, os.fsencode(path), *after)
    if error != OK:
        return error
    if name == "path_open":
        fd = guest.u32()
        guest.fd_filestat_get(fd, OUT)
        guest.fd_close(fd)
    if name in ("path_open", "path_filestat_get"):
        names = inodes(root)  # a hard link has several names, all of them equal in both copies
        return error, guest.get(OUT + 16, 8), names[int.from_bytes(guest.get(OUT + 8, 8), "little")]
    return error, guest.get(OUT, 200) if name == "path_readlink" else None


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(tree=entries, todo=operations)
def test_both_resolvers_agree(library, tmp_path_factory, tree, todo):
    top = tmp_path_factory.mktemp("agree")
    roots = [top / "kernel", top / "walk"]
    guests = []
    for directory in roots:
        directory.mkdir()
        (directory / "root").mkdir()
        plant(directory / "root", tree)
        guests.append(Guest(library, [grant(directory / "root")], walk=directory.name == "walk"))
    outside = [os.listdir(directory) for directory in roots]  # links may lead there when the tree is planted
    try:
        for operation in todo:
            kernel, walk = (perform(guests[i], roots[i] / "root", operation) for i in (0, 1))
            assert kernel == walk, operation
            assert snapshot(roots[0]) == snapshot(roots[1]), operation
    finally:
        for guest in guests:
            guest.close()
    assert sorted(os.listdir(top)) == ["kernel", "walk"]
    assert [os.listdir(directory) for directory in roots] == outside


# --------------------------------------------------------------------------------------------------------------- races
SWAPPER = """
import os, sys
os.chdir(sys.argv[1])
print("ready", flush=True)
while True:
    os.rename("a", "spare")
    os.rename("link", "a")
    os.rename("a", "link")
    os.rename("spare", "a")
    os.rename("file", "spare")
    os.rename("escape", "file")
    os.rename("file", "escape")
    os.rename("spare", "file")
    os.rename("a/sub", "../outside/sub")
    os.rename("../outside/sub", "a/sub")
"""


@pytest.fixture
def swapping(root):
    """Another process swaps a directory and a link, a file and a link, and moves a/sub in and out."""
    (root / "a" / "sub").mkdir(parents=True)
    (root / "a" / "secret").write_bytes(b"inside")
    (root / "link").symlink_to("../outside")
    (root / "file").write_bytes(b"inside")
    (root / "escape").symlink_to("../outside/secret")
    (root.parent / "outside" / "victim").mkdir()
    with subprocess.Popen([sys.executable, "-c", SWAPPER, str(root)], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"ready\n"
            yield
        finally:
            process.kill()


def test_swapping_a_directory_for_a_link(guest, root, swapping):
    outside = root.parent / "outside"
    results, end, i = [], time.monotonic() + 1.5, 0
    while time.monotonic() < end:
        i, guest.arena = i + 1, 0x1000
        for path in (b"a/secret", b"file", b"a/../file", b"a/sub/../secret", b"a/sub/../../link/secret"):
            error, fd = guest.open(path)
            results.append(error)
            if error == OK:
                assert guest.read(fd, 10)[1] in (b"inside", b"")
                guest.fd_close(fd)
        error, filestat = guest.stat(b"a/secret")
        assert error != OK or filestat.ino != (outside / "secret").stat().st_ino
        results += [
            guest.path_create_directory(3, b"a/new%d" % i),
            guest.path_remove_directory(3, b"a/victim"),
            guest.path_symlink(b"x", 3, b"a/sub/../s%d" % i),
            guest.open(b"a/f%d" % i, WRITE, CREAT)[0],
            guest.path_filestat_set_times(3, 1, b"a/sub/../secret", 1, 2, M),
            guest.path_filestat_set_times(3, 1, b"file", 1, 2, M),
            guest.open(b"file", WRITE, TRUNC)[0] if i % 100 == 99 else OK,
            guest.path_link(3, 1, b"a/secret", 3, b"a/hard%d" % i),
        ]
        for fd in range(4, 8):
            guest.fd_close(fd)
        guest.fd_close(0)

    assert OK in results
    assert set(outside.iterdir()) - {outside / "sub"} == {outside / "secret", outside / "victim"}
    assert (outside / "secret").stat().st_nlink == 1
    assert (outside / "secret").stat().st_mtime_ns > 10**18
    assert (outside / "secret").read_bytes() == b"secret"
