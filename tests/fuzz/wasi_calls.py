"""Random calls of WASI with what they must come to.

A call is predicted when it is made up, so that hundreds can be made in one entry into wasm and looked at afterwards.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate

from tests.fuzz import wasi_files as files
from tests.fuzz.wasi_files import Directory, Fails, File, Link, Node
from tests.fuzz.wasi_model import Call, Get, Opened, World
from wasihost.wasi.types import Dirent, Errno, Fdflags, Fdstat, Filestat, Filetype, Fstflags, Oflags, Rights, Whence

LARGEST = 40_000  # bytes of a file, by a single call
MOST_OPEN = 60
CREAT, DIRECTORY, EXCL, TRUNC = Oflags.CREAT, Oflags.DIRECTORY, Oflags.EXCL, Oflags.TRUNC
FILETYPES = {File: Filetype.REGULAR_FILE, Link: Filetype.SYMBOLIC_LINK, Directory: Filetype.DIRECTORY}


def u32(get: Get, at: int) -> int:
    return int.from_bytes(get(at, 4), "little")


class Calls(World):
    """`call()` makes one up, and changes the world as it should."""

    def __init__(self, rng: random.Random, preopens: list[tuple[Directory, bytes, bool]], put: Callable) -> None:
        super().__init__(rng, preopens, put)
        self.makers = [(name, getattr(self, name)) for name in WEIGHTS]

    def call(self, room: int) -> Call:
        """`room` is the address of wasi_model.ROOM bytes."""
        self.use(room)
        name, make = self.rng.choices(self.makers, cum_weights=CUMULATED)[0]
        return make(name)

    # ---- paths

    def path_create_directory(self, name: str) -> Call:
        return self.change(name, files.create_directory)

    def path_remove_directory(self, name: str) -> Call:
        return self.change(name, files.remove_directory)

    def path_unlink_file(self, name: str) -> Call:
        return self.change(name, files.unlink_file)

    def change(self, name: str, change: Callable[[Directory, bytes], None]) -> Call:
        fd, path = self.directory(), self.path()
        return self.predicted(name, (fd, *self.passed(path)[0]), lambda: change(self.start(fd, changes=True), path))

    def path_rename(self, name: str) -> Call:
        fd, new_fd, old, new = self.directory(), self.directory(), self.path(), self.path()
        (a, a_size), (b, b_size) = self.passed(old, new)

        def work() -> None:
            start = self.start(fd, changes=True)
            files.rename(start, old, self.start(new_fd, changes=True), new)

        return self.predicted(name, (fd, a, a_size, new_fd, b, b_size), work)

    def path_link(self, name: str) -> Call:
        fd, new_fd, old, new = self.directory(), self.directory(), self.path(), self.path()
        follow = self.rng.randrange(2)
        (a, a_size), (b, b_size) = self.passed(old, new)

        def work() -> None:
            start = self.start(fd, changes=True)
            files.link(start, old, self.start(new_fd, changes=True), new, follow=bool(follow))

        return self.predicted(name, (fd, follow, a, a_size, new_fd, b, b_size), work)

    def path_symlink(self, name: str) -> Call:
        fd, path = self.directory(), self.path()
        target = self.rng.choice([*[self.path()] * 4, b"../outside", b"/", b"../", b"a/", b"../../outside/"])
        (a, a_size), (b, b_size) = self.passed(target, path)

        def work() -> None:
            start = self.start(fd, changes=True)
            try:
                if target.startswith(b"/"):
                    raise Fails(Errno.NOTCAPABLE)
                files.check_text(target)
                if not target:
                    raise Fails(Errno.NOENT)
                files.symlink(target, start, path)
            except Fails as failure:
                raise Fails(*failure.errnos if target.strip(b"/") and b"\0" not in target else ()) from None

        return self.predicted(name, (a, a_size, fd, b, b_size), work)

    def path_readlink(self, name: str) -> Call:
        fd, path, size, at = self.directory(), self.path(), self.rng.choice([0, 3, 200]), self.results

        def work() -> Callable[[Get], bool]:
            start = self.start(fd)
            target = files.readlink(start, path)[:size]
            return lambda get: get(at + 16, len(target)) == target and u32(get, at) == len(target)

        return self.predicted(name, (fd, *self.passed(path)[0], at + 16, size, at), work)

    def path_filestat_get(self, name: str) -> Call:
        fd, path, follow, at = self.directory(), self.path(), self.rng.randrange(2), self.results

        def work() -> Callable[[Get], bool]:
            return self.filestat(files.find(self.start(fd), path, follow=bool(follow)), at)

        return self.predicted(name, (fd, follow, *self.passed(path)[0], at), work)

    def path_filestat_set_times(self, name: str) -> Call:
        fd, path, follow = self.directory(), self.path(), self.rng.randrange(2)
        flags = self.rng.choice([0, Fstflags.ATIM, Fstflags.MTIM_NOW, 3, 12, 15, 16])

        def work() -> None:
            start = self.start(fd, changes=True)
            if flags & 3 == 3 or flags & 12 == 12 or flags > 15:
                raise Fails(Errno.INVAL)
            files.find(start, path, follow=bool(follow))

        return self.predicted(name, (fd, follow, *self.passed(path)[0], 1, 2, flags), work)

    def path_open(self, name: str) -> Call:
        rng, fd, path, at = self.rng, self.directory(), self.path(), self.results
        follow = rng.randrange(2)
        oflags = rng.choice([*[0] * 4, *[CREAT] * 3, DIRECTORY, CREAT | EXCL, TRUNC, rng.randrange(17)])
        rights = rng.choice([0, Rights.FD_READ, Rights.FD_WRITE, Rights.FD_READ | Rights.FD_WRITE])
        fdflags = rng.choice([0] * 8 + [Fdflags.APPEND] * 3 + [Fdflags.NONBLOCK, Fdflags.SYNC, 32])

        def work() -> Callable[[Get], bool]:
            parent = self.need(fd, Directory)
            if oflags > 15 or fdflags > 31 or (oflags & CREAT and oflags & DIRECTORY):
                raise Fails(Errno.INVAL)
            creates, truncates = bool(oflags & CREAT), bool(oflags & TRUNC)
            writes = bool(rights & Rights.FD_WRITE)
            if parent.read_only and (creates or truncates or writes):
                raise Fails(Errno.ROFS)
            assert isinstance(parent.node, Directory)
            node = files.open_(
                parent.node, path, follow=bool(follow), creates=creates,
                exclusive=bool(creates and oflags & EXCL), truncates=truncates,
                only_directory=bool(oflags & DIRECTORY), writes=writes,
            )  # fmt: skip
            new = next(number for number in range(1 << 16) if number not in self.open)
            reads = bool(rights & Rights.FD_READ) or not writes
            self.open[new] = Opened(
                node, reads, writes, parent.read_only, bool(fdflags & Fdflags.APPEND), bool(fdflags & Fdflags.SYNC)
            )
            return lambda get: u32(get, at) == new

        if len(self.open) > MOST_OPEN:
            return self.fd_close("fd_close")
        return self.predicted(name, (fd, follow, *self.passed(path)[0], oflags, rights, 0, fdflags, at), work)

    # ---- data

    def transfer(self, fd: int, total: int, offset: int | None) -> tuple[int, ...]:
        """The arguments of a transfer in pieces, one of them empty, which begin 64 bytes behind the results."""
        at, cut = self.results, self.rng.randrange(total + 1)
        pieces = [(at + 64, cut), (at + 64 + cut, 0), (at + 64 + cut, total - cut)]
        vectors = b"".join(a.to_bytes(4, "little") + n.to_bytes(4, "little") for a, n in pieces)
        self.put(at + 16, vectors)
        return fd, at + 16, len(pieces), *([] if offset is None else [offset]), at

    def offset(self) -> int:
        return self.rng.choice([0, 1, 5, 100, self.rng.randrange(LARGEST), (1 << 63) + 5])

    def fd_read(self, name: str) -> Call:
        return self.read(name, None)

    def fd_pread(self, name: str) -> Call:
        return self.read(name, self.offset())

    def read(self, name: str, offset: int | None) -> Call:
        fd, size, at = self.file(), self.rng.choice([0, 1, 10, 100]), self.results
        args = self.transfer(fd, size, offset)

        def work() -> Callable[[Get], bool]:
            d = self.need(fd, File)
            if not d.reads:
                raise Fails(Errno.BADF)
            if offset is not None and offset >> 63:
                raise Fails(Errno.INVAL)
            assert isinstance(d.node, File)
            position = d.position if offset is None else offset
            expected = bytes(d.node.data[position : position + size])
            if offset is None:
                d.position += len(expected)
            return lambda get: u32(get, at) == len(expected) and get(at + 64, len(expected)) == expected

        return self.predicted(name, args, work)

    def fd_write(self, name: str) -> Call:
        return self.write(name, None)

    def fd_pwrite(self, name: str) -> Call:
        return self.write(name, self.offset())

    def write(self, name: str, offset: int | None) -> Call:
        fd, data, at = self.file(), self.rng.randbytes(self.rng.choice([0, 1, 10, 100])), self.results
        args = self.transfer(fd, len(data), offset)
        self.put(at + 64, data)

        def work() -> Callable[[Get], bool]:
            d = self.need(fd, File)
            if not d.writes:
                raise Fails(Errno.BADF)
            if offset is not None and offset >> 63:
                raise Fails(Errno.INVAL)
            assert isinstance(d.node, File)
            content = d.node.data
            position = len(content) if d.append else d.position if offset is None else offset
            if data:
                content.extend(bytes(max(0, position - len(content))))
                content[position : position + len(data)] = data
                if offset is None:
                    d.position = position + len(data)
            return lambda get: u32(get, at) == len(data)

        return self.predicted(name, args, work)

    def fd_seek(self, name: str) -> Call:
        fd, whence, at = self.file(), self.rng.randrange(4), self.results
        offset = self.rng.choice([0, 3, -3, 500, -(1 << 63)])

        def work() -> Callable[[Get], bool]:
            d = self.need(fd, File)
            if whence > Whence.END:
                raise Fails(Errno.INVAL)
            assert isinstance(d.node, File)
            position = offset + {Whence.SET: 0, Whence.CUR: d.position, Whence.END: len(d.node.data)}[Whence(whence)]
            if position < 0:
                raise Fails(Errno.INVAL)
            d.position = position
            return lambda get: int.from_bytes(get(at, 8), "little") == position

        args = (fd, offset & (1 << 64) - 1, whence, at)
        return self.predicted(name, args, work)

    def fd_tell(self, name: str) -> Call:
        fd, at = self.file(), self.results

        def work() -> Callable[[Get], bool]:
            position = self.need(fd, File).position
            return lambda get: int.from_bytes(get(at, 8), "little") == position

        return self.predicted(name, (fd, at), work)

    # ---- files

    def fd_filestat_set_size(self, name: str) -> Call:
        fd, size = self.file(), self.rng.choice([0, 7, self.rng.randrange(LARGEST), 1 << 63])

        def work() -> None:
            d = self.need(fd, File, changes=True)
            if not d.writes or size >> 63:
                raise Fails(Errno.INVAL)
            assert isinstance(d.node, File)
            del d.node.data[size:]
            d.node.data.extend(bytes(size - len(d.node.data)))

        return self.predicted(name, (fd, size), work)

    def fd_allocate(self, name: str) -> Call:
        fd, offset, size = self.file(), self.offset(), self.rng.choice([0, 1, 50, 1 << 63])

        def work() -> None:
            d = self.need(fd, File, changes=True)
            if not size or size >> 63 or offset >> 63:
                raise Fails(Errno.INVAL)
            if not d.writes:
                raise Fails(Errno.BADF)
            assert isinstance(d.node, File)
            d.node.data.extend(bytes(max(0, offset + size - len(d.node.data))))

        return self.predicted(name, (fd, offset, size), work)

    def fd_filestat_get(self, name: str) -> Call:
        fd, at = self.fd(), self.results
        return self.predicted(name, (fd, at), lambda: self.filestat(self.need(fd).node, at))

    def filestat(self, node: Node, at: int) -> Callable[[Get], bool]:
        self.kept.append(node)
        size = len(node.data) if isinstance(node, File) else len(node.target) if isinstance(node, Link) else None
        names = None if isinstance(node, Directory) else node.names

        def holds(get: Get) -> bool:
            found = Filestat.unpack(get(at, Filestat.size))
            return bool(
                found.filetype == FILETYPES[type(node)]
                and found.size == (found.size if size is None else size)
                and found.nlink == (found.nlink if names is None else names)
                and found.ino == self.inodes.setdefault(id(node), found.ino)
            )

        return holds

    def fd_filestat_set_times(self, name: str) -> Call:
        fd, flags = self.fd(), self.rng.choice([0, Fstflags.ATIM, Fstflags.MTIM_NOW, 3, 12, 16])

        def work() -> None:
            self.need(fd, changes=True)
            if flags & 3 == 3 or flags & 12 == 12 or flags > 15:
                raise Fails(Errno.INVAL)

        return self.predicted(name, (fd, 1, 2, flags), work)

    def fd_sync(self, name: str) -> Call:
        fd = self.fd()
        return self.predicted(name, (fd,), lambda: self.need(fd) and None)

    fd_datasync = fd_sync

    def fd_advise(self, name: str) -> Call:
        fd, advice = self.file(), self.rng.randrange(7)

        def work() -> None:
            self.need(fd, File)
            if advice > 5:
                raise Fails(Errno.INVAL)

        return self.predicted(name, (fd, 0, 10, advice), work)

    # ---- descriptors

    def fd_close(self, name: str) -> Call:
        fd = self.fd()
        if fd in self.open and self.open[fd].preopen is not None and self.rng.random() < 0.95:
            fd = 1000

        def work() -> None:
            self.need(fd)
            del self.open[fd]

        return self.predicted(name, (fd,), work)

    def fd_renumber(self, name: str) -> Call:
        fd, to = self.fd(), self.fd()
        if self.rng.random() < 0.9 and any(
            self.open.get(each, Opened(File())).preopen is not None for each in (fd, to)
        ):
            fd = 1000

        def work() -> None:
            self.need(fd), self.need(to)
            self.open[to] = self.open[fd]
            if fd != to:
                del self.open[fd]

        return self.predicted(name, (fd, to), work)

    def fd_prestat_get(self, name: str) -> Call:
        fd, at = self.fd(), self.results

        def work() -> Callable[[Get], bool]:
            preopen = self.need(fd).preopen
            if preopen is None:
                raise Fails(Errno.BADF)
            return lambda get: get(at + 4, 4) == len(preopen).to_bytes(4, "little")

        return self.predicted(name, (fd, at), work)

    def fd_fdstat_get(self, name: str) -> Call:
        fd, at = self.fd(), self.results

        def work() -> Callable[[Get], bool]:
            d = self.need(fd)
            append = Fdflags.APPEND if d.append and isinstance(d.node, File) else 0

            def holds(get: Get) -> bool:
                found = Fdstat.unpack(get(at, Fdstat.size))
                is_right = found.fs_filetype == FILETYPES[type(d.node)] and found.fs_flags & Fdflags.APPEND == append
                return bool(
                    is_right
                    and (isinstance(d.node, Directory) or bool(found.fs_rights_base & Rights.FD_WRITE) == d.writes)
                )

            return holds

        return self.predicted(name, (fd, at), work)

    def fd_fdstat_set_flags(self, name: str) -> Call:
        fd, append = self.file(), self.rng.randrange(2)

        def work() -> None:
            d = self.need(fd)
            if d.sync:
                raise Fails(Errno.INVAL)
            d.append = bool(append)

        return self.predicted(name, (fd, append), work)

    def fd_readdir(self, name: str) -> Call:
        fd, at, size = self.directory(), self.results, 340

        def work() -> Callable[[Get], bool]:
            d = self.need(fd, Directory)
            assert isinstance(d.node, Directory)
            expected = {b".": Filetype.DIRECTORY, b"..": Filetype.DIRECTORY}
            expected |= {name: FILETYPES[type(node)] for name, node in d.node.entries.items()}

            def holds(get: Get) -> bool:
                data = get(at + 8, u32(get, at))
                found, offset = {}, 0
                while offset + Dirent.size <= len(data):
                    entry = Dirent.unpack(data, offset)
                    name = data[offset + Dirent.size :][: entry.d_namlen]
                    offset += Dirent.size + entry.d_namlen
                    if len(name) == entry.d_namlen:
                        found[name] = entry.d_type
                return found == expected if len(data) < size else found.items() <= expected.items()

            return holds

        return self.predicted(name, (fd, at + 8, size, 0, at), work)


WEIGHTS = {
    "path_open": 14, "path_create_directory": 6, "path_remove_directory": 3, "path_unlink_file": 4, "path_rename": 6,
    "path_link": 5, "path_symlink": 6, "path_readlink": 2, "path_filestat_get": 6, "path_filestat_set_times": 2,
    "fd_read": 5, "fd_pread": 3, "fd_write": 6, "fd_pwrite": 3, "fd_seek": 3, "fd_tell": 1, "fd_filestat_set_size": 2,
    "fd_allocate": 2, "fd_filestat_get": 2, "fd_filestat_set_times": 1, "fd_sync": 0.2, "fd_datasync": 0.2,
    "fd_advise": 0.5, "fd_close": 5, "fd_renumber": 2, "fd_prestat_get": 1, "fd_fdstat_get": 2,
    "fd_fdstat_set_flags": 1, "fd_readdir": 3,
}  # fmt: skip
CUMULATED = list(accumulate(WEIGHTS.values()))
