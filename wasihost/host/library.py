"""Find and load the shared object of the runtime, and find the launcher.

An installed package contains it, under a name derived from the content of the sources.  A checkout builds it on demand
in the user's cache, under a name derived from the sizes and times of the sources, so that an edit never runs stale
code.
"""

from __future__ import annotations

import os
from _blake2 import blake2b  # `hashlib` would load OpenSSL
from typing import TYPE_CHECKING

from wasihost import places
from wasihost.errors import InternalError
from wasihost.own import open_own

if TYPE_CHECKING:
    from collections.abc import Callable
    from ctypes import CDLL

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOLDER = os.path.join(_PACKAGE, "runtime")  # its directory in an installed package
_UNAME = os.uname()
_PACKAGED = (
    f"libwasihost-{_UNAME.machine}-{_UNAME.sysname.lower()}-"  # the beginning of its name in an installed package
)
# The sources of the machine code.
SOURCES = (
    *(
        "abi",
        "baseline",
        "characters.py",
        "codegen",
        "elf.py",
        "interpret",
        "layout.py",
        "levels.py",
        "native",
        "ops",
        "runtime",
        "skeleton",
    ),
    *("wasi", "wasm"),
)

LAUNCHER = f"launcher-{_UNAME.machine}-{_UNAME.sysname.lower()}"  # in the folder `launcher` of a package

_path: str | None = None
_loaded: CDLL | None = None
_builder: Callable[[str], None] | None = None


def path() -> str:
    """The path of the shared object, which may have to be built first.

    Its name identifies one state of the sources.
    """
    global _path
    if _path is None:
        _path = _packaged_path() or checkout_path(SOURCES, "runtime-{}.so")
    return _path


def use(where: str) -> None:
    """Use this library as the package's, while a package is being built: the name of the launcher depends on it."""
    global _path
    _path = where


def launcher_path() -> str:
    """The path of the launcher, which may have to be built first (`packaging.build`)."""
    packaged = os.path.join(_PACKAGE, "launcher", LAUNCHER)
    return packaged if os.path.exists(packaged) else checkout_path(("",), "launcher-{}")


def packaged_name() -> str:
    """The name of the library in a package of these sources."""
    return f"{_PACKAGED}{digest(SOURCES)}.so"


def digest(sources: tuple[str, ...], salt: bytes = b"") -> str:
    """Identifies the content of sources."""
    found = blake2b(salt, digest_size=8)
    for source in sources:
        for name in sorted(_files(os.path.join(_PACKAGE, source))):
            with open(name, "rb") as file:
                found.update(os.path.relpath(name, _PACKAGE).encode() + b"\0" + file.read() + b"\0")
    return found.hexdigest()


def _packaged_path() -> str | None:
    for name in os.listdir(_FOLDER):
        if name.startswith(_PACKAGED):
            return os.path.join(_FOLDER, name)
    return None


def set_builder(build: Callable[[str], None]) -> None:
    """Give `load` a function that builds a missing library, because only the compile side can."""
    global _builder
    _builder = build


def load() -> CDLL:
    """The library, loaded once.  InternalError: it is not built, and there is no builder."""
    global _loaded
    if _loaded is None:
        where = path()
        if not os.path.exists(where):
            if _builder is None:
                raise InternalError(f"the native runtime is not built: `{where}` is missing")
            _builder(where)
        from ctypes import CDLL  # takes a while, and callers that need only the name do not need it

        if os.path.dirname(where) == _FOLDER:
            _loaded = CDLL(where)
        else:
            # Never load a file that others can write, even if they replace it after the check.
            fd = open_built(where)
            _loaded = CDLL(f"/proc/self/fd/{fd}")
            os.close(fd)
    return _loaded


def open_built(where: str) -> int:
    """A descriptor of a file that a checkout has built.  InternalError: another user may have written it."""
    try:
        return open_own(where)
    except PermissionError as error:
        raise InternalError(str(error)) from None


def checkout_path(sources: tuple[str, ...], name: str) -> str:
    found = blake2b(digest_size=12)
    for source in sources:
        for file in sorted(_files(os.path.join(_PACKAGE, source))):
            status = os.stat(file)
            found.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return cache_path(name.format(found.hexdigest()))


def cache_path(name: str) -> str:
    """The path of a file in the user's cache; never in the working directory."""
    cache = places.cache() or os.path.join(places.system_home() or "/", ".cache")
    return os.path.join(cache, "wasihost", name)


def _files(place: str) -> list[str]:
    if place.endswith(".py"):
        return [place]
    return [
        name
        for entry in os.scandir(place)
        if entry.name != "__pycache__"
        for name in (_files(entry.path) if entry.is_dir() else [entry.path] if entry.name.endswith(".py") else [])
    ]
