"""What a guest sees of the world, in Python objects: its descriptors, and the memory that its calls use."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tests.fuzz.wasi_files import Directory, Fails, File, Node
from wasihost.wasi.types import Errno

OK = Errno.SUCCESS
ROOM = 1024  # bytes of memory that one call has for itself: two paths, then results
PATHS, RESULTS = 0, 576
NAMES = [b"a", b"b", b"c", b"d", b"\xff\xfe"]
ODD_PATHS = [
    b"", b"/", b"a\0b", b"x" * 256, b"..", b"../outside/secret", b"/etc/passwd", b"a//", b"./.", b"a/./b/../..",
]  # fmt: skip
ANY_FAILURE: frozenset[int] = frozenset(set(Errno) - {OK})
Get = Callable[[int, int], bytes]  # reads the guest's memory


@dataclass
class Opened:
    node: File | Directory
    reads: bool = True
    writes: bool = False
    read_only: bool = False
    append: bool = False
    sync: bool = False
    position: int = 0
    preopen: bytes | None = None


@dataclass
class Call:
    """`errnos` is what it may return; `holds` looks at the memory when it was SUCCESS."""

    name: str
    args: tuple[int, ...]
    errnos: Collection[int] = (OK,)
    holds: Callable[[Get], bool] | None = None

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.args))})"


class World:
    """One guest's descriptors, and what random calls are made of."""

    def __init__(self, rng: random.Random, preopens: list[tuple[Directory, bytes, bool]], put: Callable) -> None:
        self.rng = rng
        self.put = put  # writes the guest's memory
        self.open: dict[int, Opened] = {
            3 + i: Opened(node, preopen=name, read_only=read_only) for i, (node, name, read_only) in enumerate(preopens)
        }
        self.root = preopens[0][0]
        self.inodes: dict[int, int] = {}  # id of a node → what the host calls it
        self.kept: list[Node] = []  # so that no id is used again
        self.use(0)

    def use(self, room: int) -> None:
        """The next call has ROOM bytes at `room`."""
        self.room, self.paths = room, room + PATHS

    def file(self) -> int:
        return self.fd(File if self.rng.random() < 0.95 else None)

    def fd(self, kind: type | None = None) -> int:
        if self.rng.random() < 0.03:
            return self.rng.choice([0, 1, 2, 3, 500, 65535, 65536, 0x7FFFFFFF, 0xFFFFFFFF])
        chosen = [fd for fd, d in self.open.items() if kind is None or isinstance(d.node, kind)]
        return self.rng.choice(chosen or [1000])

    def directory(self) -> int:
        if self.rng.random() < 0.6:
            return 3
        return self.fd(Directory if self.rng.random() < 0.97 else None)

    def path(self) -> bytes:
        rng = self.rng
        if rng.random() < 0.5:
            return self.known_path()
        if rng.random() < 0.06:
            return rng.choice(ODD_PATHS)
        parts = [
            rng.choice(NAMES) if rng.random() < 0.86 else rng.choice([b".", b".."])
            for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4]))
        ]
        return b"/".join(parts) + (b"/" if rng.random() < 0.1 else b"")

    def known_path(self) -> bytes:
        """What lies beneath the first preopen, or a new name there."""
        here: Node = self.root
        parts: list[bytes] = []
        while isinstance(here, Directory) and (not parts or self.rng.random() < 0.6):
            name = self.rng.choice([*here.entries, self.rng.choice(NAMES)])
            parts.append(name)
            here = here.entries.get(name, File())
        return b"/".join(parts)

    def passed(self, *paths: bytes) -> list[tuple[int, int]]:
        """Puts paths into memory: the address and size of each."""
        result = []
        for path in paths:
            self.put(self.paths, path)
            result.append((self.paths, len(path)))
            self.paths += len(path)
        return result

    @property
    def results(self) -> int:
        return self.room + RESULTS

    def need(self, fd: int, kind: type | None = None, *, changes: bool = False) -> Opened:
        """As descriptors.need: Fails says why a descriptor cannot be used so."""
        d = self.open.get(fd)
        if d is None:
            raise Fails(Errno.BADF)
        if kind is not None and not isinstance(d.node, kind):
            raise Fails(Errno.ISDIR if kind is File else Errno.NOTDIR)
        if changes and d.read_only:
            raise Fails(Errno.ROFS)
        return d

    def start(self, fd: int, *, changes: bool = False) -> Directory:
        node = self.need(fd, Directory, changes=changes).node
        assert isinstance(node, Directory)
        return node

    def predicted(self, name: str, args: tuple[int, ...], work: Callable[[], Callable[[Get], bool] | None]) -> Call:
        try:
            return Call(name, args, (OK,), work())
        except Fails as failure:
            return Call(name, args, failure.errnos or ANY_FAILURE)
