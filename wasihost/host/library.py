"""The compiled runtime: where its shared object is, and loading it; and where the launcher is.

An installed package carries it, under a name made from what the sources say.  A checkout builds it on demand into the
user's cache, under a name made from the sources' sizes and times, so that an edit is never run against stale code.
"""

from __future__ import annotations

import os
from _blake2 import blake2b  # not by way of `hashlib`, which loads all of OpenSSL

from wasihost import places
from wasihost.errors import InternalError
from wasihost.own import open_own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from ctypes import CDLL

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOLDER = os.path.join(_PACKAGE, "runtime")  # where a package carries it
_UNAME = os.uname()
_PACKAGED = f"libwasihost-{_UNAME.machine}-{_UNAME.sysname.lower()}-"  # how the name of a package's own begins
# What the machine code is made of.
SOURCES = ("abi", "characters.py", "elf.py", "layout.py", "native", "ops", "runtime", "wasi", "wasm", "codegen")

LAUNCHER = f"launcher-{_UNAME.machine}-{_UNAME.sysname.lower()}"  # in the folder `launcher` of a package

_path: str | None = None
_loaded: CDLL | None = None
_builder: Callable[[str], None] | None = None


def path() -> str:
    """Where the shared object is, or must be built first.  Its name tells one state of the sources from another."""
    global _path
    if _path is None:
        _path = _packaged_path() or _checkout_path(SOURCES, "runtime-{}.so")
    return _path


def use(where: str) -> None:
    """Take this library for the package's own, while a package is built: the launcher has its name."""
    global _path
    _path = where


def launcher_path() -> str:
    """Where the launcher is, or must be built first (`packaging.build`)."""
    packaged = os.path.join(_PACKAGE, "launcher", LAUNCHER)
    return packaged if os.path.exists(packaged) else _checkout_path(("",), "launcher-{}")


def packaged_name() -> str:
    """The name under which a package of these sources carries its library."""
    digest = blake2b(digest_size=8)
    for source in SOURCES:
        for name in sorted(_files(os.path.join(_PACKAGE, source))):
            with open(name, "rb") as file:
                digest.update(os.path.relpath(name, _PACKAGE).encode() + b"\0" + file.read() + b"\0")
    return f"{_PACKAGED}{digest.hexdigest()}.so"


def _packaged_path() -> str | None:
    for name in os.listdir(_FOLDER):
        if name.startswith(_PACKAGED):
            return os.path.join(_FOLDER, name)
    return None


def set_builder(build: Callable[[str], None]) -> None:
    """Give `load` a way to build what is missing: only the compile wing can."""
    global _builder
    _builder = build


def load() -> CDLL:
    """The library, loaded once.  InternalError: it is not built and nobody here can."""
    global _loaded
    if _loaded is None:
        where = path()
        if not os.path.exists(where):
            if _builder is None:
                raise InternalError(f"the native runtime is not built: `{where}` is missing")
            _builder(where)
        from ctypes import CDLL  # takes a while, and whoever only asks for the name has no use for it

        if os.path.dirname(where) == _FOLDER:
            _loaded = CDLL(where)
        else:
            # What others can write must not become our code, even if they exchange it after it was looked at.
            fd = open_built(where)
            _loaded = CDLL(f"/proc/self/fd/{fd}")
            os.close(fd)
    return _loaded


def open_built(where: str) -> int:
    """A descriptor of what a checkout has built.  InternalError: somebody else may have."""
    try:
        return open_own(where)
    except PermissionError as error:
        raise InternalError(str(error)) from None


def _checkout_path(sources: tuple[str, ...], name: str) -> str:
    digest = blake2b(digest_size=12)
    for source in sources:
        for file in sorted(_files(os.path.join(_PACKAGE, source))):
            status = os.stat(file)
            digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    # Nothing is loaded from where a command is started.
    cache = places.cache() or os.path.join(places.system_home() or "/", ".cache")
    return os.path.join(cache, "wasihost", name.format(digest.hexdigest()))


def _files(place: str) -> list[str]:
    if place.endswith(".py"):
        return [place]
    return [
        name
        for entry in os.scandir(place)
        if entry.name != "__pycache__"
        for name in (_files(entry.path) if entry.is_dir() else [entry.path] if entry.name.endswith(".py") else [])
    ]
