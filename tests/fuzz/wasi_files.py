"""A file system in Python objects, with Linux's rules: what a path beneath a directory names, and what calls change.

Whatever cannot be done raises Fails with the errnos that are right; the order of Linux's own checks decides among
several, and where that is nobody's business all of them are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wasihost.wasi.types import Errno

NAME_MAX, PATH_MAX, LINKS_MAX = 255, 4096, 40


class Fails(Exception):
    """`errnos` is empty where any will do."""

    def __init__(self, *errnos: Errno) -> None:
        super().__init__(*errnos)
        self.errnos = errnos


@dataclass(eq=False)
class File:
    data: bytearray = field(default_factory=bytearray)
    names: int = 1


@dataclass(eq=False)
class Link:
    target: bytes
    names: int = 1


@dataclass(eq=False)
class Directory:
    parent: Directory | None = None
    entries: dict[bytes, Node] = field(default_factory=dict)
    removed: bool = False


Node = File | Link | Directory


@dataclass
class Place:
    """A directory and one component in it; "." is the directory itself.  `node` is what lies there."""

    parent: Directory
    name: bytes
    slash: bool

    @property
    def node(self) -> Node | None:
        return self.parent if self.is_here else self.parent.entries.get(self.name)

    @property
    def is_here(self) -> bool:
        return self.name == b"."


def check_text(path: bytes) -> None:
    if len(path) >= PATH_MAX:
        raise Fails(Errno.NAMETOOLONG)
    if b"\0" in path:
        raise Fails(Errno.INVAL)


def locate(start: Directory, path: bytes, *, follow: bool = False, before_slash: bool = False) -> Place:
    """The place that a path names.  Links in the last component are followed if `follow`, or if a slash is behind one
    and `before_slash`."""
    check_text(path)
    if not path:
        raise Fails(Errno.NOENT)
    if any(len(part) > NAME_MAX for part in path.split(b"/")):
        raise Fails()
    here, rest, links = start, path, 0
    if rest.startswith(b"/"):
        raise Fails(Errno.NOTCAPABLE)
    while True:
        rest = rest.lstrip(b"/")
        name, _, after = rest.partition(b"/")
        slash, last = len(rest) > len(name), not after.strip(b"/")
        if name in (b"", b".", b".."):
            if name == b"..":
                if here is start:
                    raise Fails(Errno.NOTCAPABLE)
                assert here.parent is not None
                here = here.parent
            if last:
                return Place(here, b".", False)
            rest = after
            continue
        if len(name) > NAME_MAX:  # of a link's target
            raise Fails()
        node = here.entries.get(name)
        if last and not (isinstance(node, Link) and (before_slash if slash else follow)):
            return Place(here, name, slash)
        match node:
            case None:
                raise Fails(Errno.NOENT)
            case File():
                raise Fails(Errno.NOTDIR)
            case Directory():
                here, rest = node, after
            case Link():
                links += 1
                if links > LINKS_MAX:
                    raise Fails(Errno.LOOP)
                if node.target.startswith(b"/"):
                    raise Fails(Errno.NOTCAPABLE)
                rest = node.target + (b"/" + after if slash else b"")


def find(start: Directory, path: bytes, *, follow: bool) -> Node:
    """What a path names, links included unless they are followed."""
    place = locate(start, path, follow=follow, before_slash=True)
    node = place.node
    if node is None:
        raise Fails(Errno.NOENT)
    if place.slash and not isinstance(node, Directory):
        raise Fails(Errno.NOTDIR)
    return node


# -------------------------------------------------------------------------------------------------------------- changes
def add(place: Place, node: Node) -> None:
    if place.parent.removed:
        raise Fails(Errno.NOENT)
    place.parent.entries[place.name] = node
    if isinstance(node, Directory):
        node.parent = place.parent


def open_(start: Directory, path: bytes, *, follow: bool, creates: bool, exclusive: bool, truncates: bool,
          only_directory: bool, writes: bool) -> File | Directory:  # fmt: skip
    place = locate(start, path, follow=follow and not exclusive, before_slash=not creates)
    node = place.node
    if creates and place.slash:
        raise Fails(Errno.ISDIR)
    if node is None:
        if not creates:
            raise Fails(Errno.NOENT)
        node = File()
        add(place, node)
        return node
    if exclusive:
        raise Fails(Errno.EXIST)
    if isinstance(node, Link):
        raise Fails(Errno.NOTDIR if only_directory else Errno.LOOP)
    if isinstance(node, File):
        if place.slash or only_directory:
            raise Fails(Errno.NOTDIR)
        if truncates:
            node.data.clear()
    elif creates or writes or truncates:
        raise Fails(Errno.ISDIR)
    return node


def create_directory(start: Directory, path: bytes) -> None:
    place = locate(start, path)
    if place.node is not None:
        raise Fails(Errno.EXIST)
    add(place, Directory())


def symlink(target: bytes, start: Directory, path: bytes) -> None:
    place = locate(start, path)
    if place.node is not None:
        raise Fails(Errno.EXIST, *([Errno.NOTDIR] if place.slash else []))
    if place.slash:
        raise Fails(Errno.NOENT)
    add(place, Link(target))


def readlink(start: Directory, path: bytes) -> bytes:
    place = locate(start, path)
    if place.slash:
        raise Fails(Errno.INVAL if isinstance(find(start, path, follow=True), Directory) else Errno.NOTDIR)
    match place.node:
        case None:
            raise Fails(Errno.NOENT)
        case Link(target=target):
            return target
    raise Fails(Errno.INVAL)


def remove_directory(start: Directory, path: bytes) -> None:
    place = locate(start, path)
    if place.is_here:
        raise Fails(Errno.INVAL)
    match place.node:
        case None:
            raise Fails(Errno.NOENT)
        case Directory(entries=entries) as node:
            if entries:
                raise Fails(Errno.NOTEMPTY)
            node.removed = True
            del place.parent.entries[place.name]
        case _:
            raise Fails(Errno.NOTDIR)


def unlink_file(start: Directory, path: bytes) -> None:
    place = locate(start, path)
    node = place.node
    if node is None:
        raise Fails(Errno.NOENT)
    if isinstance(node, Directory):
        raise Fails(Errno.ISDIR)
    if place.slash:
        raise Fails(Errno.NOTDIR)
    node.names -= 1
    del place.parent.entries[place.name]


def link(start: Directory, old: bytes, new_start: Directory, new: bytes, *, follow: bool) -> None:
    source = locate(start, old, follow=follow, before_slash=follow)
    if source.slash:
        raise Fails(Errno.PERM if isinstance(find(start, old, follow=True), Directory) else Errno.NOTDIR)
    place, node = locate(new_start, new), source.node
    if node is None:
        raise Fails(Errno.NOENT)
    if place.node is not None:
        raise Fails(Errno.EXIST, *([Errno.NOTDIR] if place.slash else []))
    if place.slash or place.parent.removed:
        raise Fails(Errno.NOENT)
    if isinstance(node, Directory):
        raise Fails(Errno.PERM)
    add(place, node)
    node.names += 1


def rename(start: Directory, old: bytes, new_start: Directory, new: bytes) -> None:
    source, place = locate(start, old), locate(new_start, new)
    if source.is_here or place.is_here:
        raise Fails(Errno.BUSY)
    node, target = source.node, place.node
    if node is None:
        raise Fails(Errno.NOENT)
    if place.parent.removed:
        raise Fails(Errno.NOENT)
    if not isinstance(node, Directory) and (source.slash or place.slash):
        raise Fails(Errno.NOTDIR)
    if isinstance(node, Directory) and node in ancestors(place.parent):
        raise Fails(Errno.INVAL)
    if isinstance(target, Directory) and target in ancestors(source.parent):
        raise Fails(Errno.NOTEMPTY)
    if node is target:
        return
    if target is not None:
        if isinstance(node, Directory) != isinstance(target, Directory):
            raise Fails(Errno.ISDIR if isinstance(target, Directory) else Errno.NOTDIR)
        if isinstance(target, Directory):
            if target.entries:
                raise Fails(Errno.NOTEMPTY)
            target.removed = True
        else:
            target.names -= 1
    add(place, node)
    del source.parent.entries[source.name]


def ancestors(directory: Directory | None) -> Iterator[Directory]:
    """The directory itself, and all above it."""
    while directory is not None:
        yield directory
        directory = directory.parent


# ---------------------------------------------------------------------------------------------------- what is there
def snapshot(directory: Directory, prefix: bytes = b"") -> dict[bytes, object]:
    """Path → content of a file, target of a link, None of a directory; hard links tell their number."""
    result: dict[bytes, object] = {}
    for name, node in directory.entries.items():
        path = prefix + name
        match node:
            case File(data=data, names=names):
                result[path] = names, bytes(data)
            case Link(target=target):
                result[path] = target
            case Directory():
                result[path] = None
                result |= snapshot(node, path + b"/")
    return result
