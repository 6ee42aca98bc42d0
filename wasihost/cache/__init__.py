"""The cache of artifacts on disk: module → compiled file.  An error in the cache is a miss and never stops a run.

    modules/<key>.artifact   a compiled module; the key depends on its bytes, the options, the CPU and this version
    modules/<name>.index     the key of a module file; the name depends on the file's inode, size and times
    modules/<name>.words     a configuration file as command-line arguments; named in the same way
    modules/<key>.partial    the finished units of an interrupted compilation (`cache.partial`)
    modules/<key>.samples    in which functions of a module its runs have spent their time (`cache.samples`)
    modules/<key>.lock       locked by the process that compiles the module
    modules/….tmp            a file that is being written, and is locked meanwhile

A warm run reads an index entry and opens the artifact.  It neither reads nor hashes the module.
"""

from __future__ import annotations

import os
import time
from _blake2 import blake2b  # `hashlib` would load OpenSSL, which takes as long as the rest of a warm run
from stat import S_ISREG
from typing import TYPE_CHECKING

from wasihost import abi, version
from wasihost.abi import IndexRecord
from wasihost.cache.directory import Directory, write_all
from wasihost.cache.lock import PATIENCE_S, acquire
from wasihost.cache.seal import SEALED_SIZE, identity, parse_index, seal, unsealed
from wasihost.errors import system_reason
from wasihost.host import library
from wasihost.own import open_own

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wasihost.cache.lock import Lock

TOUCH_NS = 3600 * 10**9  # the resolution of "recently used"
# A file may change again within one tick of the clock of its time stamps, so a file that young is not indexed.  If the
# time stamps are whole seconds, the file system may count seconds, or pairs of them (FAT).
RACY_NS = 50 * 10**6
COARSE_RACY_NS = 2 * 10**9
CPU_ID_SIZE = 8
KEY_SIZE = 32


def cpu_id() -> bytes:
    """Identifies the instruction set of this machine, because code for another machine may not run here."""
    features = b""
    try:
        fd = os.open("/proc/cpuinfo", os.O_RDONLY)
        try:
            text = os.read(fd, 8192)  # the first processor is enough, because all have the same features
        finally:
            os.close(fd)
        for line in text.splitlines():
            if line.startswith((b"flags", b"Features")):
                features = line
                break
    except OSError:
        pass
    return blake2b(os.uname().machine.encode() + features, digest_size=CPU_ID_SIZE).digest()


def tick(stamp: int) -> int:
    """The time in nanoseconds during which a file can change without getting another time stamp."""
    return RACY_NS if stamp % 10**9 else COARSE_RACY_NS


def _version() -> str:
    """Identifies the code that creates artifacts: the release, and in a checkout also the state of the sources."""
    return f"{version.__version__} {os.path.basename(library.path())}"


def content_key(module_digest: bytes, variant: str) -> bytes:
    """The key of a module:

    24 bytes for its SHA-256, the variant of the code and our version, and 8 bytes for the CPU.
    """
    what = f"{variant} {_version()} {abi.VERSION} ".encode()
    return blake2b(what + module_digest, digest_size=KEY_SIZE - CPU_ID_SIZE).digest() + cpu_id()


class Cache(Directory):
    """The artifacts in a directory.

    Files in it that do not belong to the user are ignored.
    """

    # ---------------------------------------------------------------------------------------------------- reading
    def lookup(self, module: os.stat_result, variants: Sequence[str]) -> int | None:
        """Open the artifact of a module file that has not changed, for the first variant that exists.

        Does not read the module.
        """
        directory = self.open()
        if directory is None:
            return None
        for variant in variants:
            name = _index_name(module, variant)
            try:
                entry = open_own(name, dir_fd=directory)
            except OSError:
                continue
            try:
                found = parse_index(name, os.read(entry, SEALED_SIZE))
                fd = open_own(f"{found.key.hex()}.artifact", dir_fd=directory)
                if identity(os.fstat(fd)) == found.artifact:
                    if abs(time.time_ns() - os.fstat(entry).st_mtime_ns) > TOUCH_NS:
                        os.utime(entry)
                    return fd
                os.close(fd)
            except (OSError, ValueError):
                continue
            finally:
                os.close(entry)
        return None

    def find(self, key: bytes) -> int | None:
        """Open an artifact by its key, and check all of it."""
        from wasihost import artifact

        directory = self.open()
        if directory is None:
            return None
        try:
            fd = open_own(f"{key.hex()}.artifact", dir_fd=directory)
        except OSError:
            return None
        try:
            header = artifact.read_header(fd)
            if header is not None and header.key == key and artifact.check_artifact(fd, cpu_id()) is None:
                return fd
        except OSError:  # the file, or the disk, is gone
            pass
        os.close(fd)
        return None

    # ---------------------------------------------------------------------------------------------------- writing
    def store(self, key: bytes, artifact: int) -> int | None:
        """Store a copy of an open artifact.  Returns the open copy, or None."""
        directory = self.open(create=True)
        if directory is None:
            return None
        name = f"{key.hex()}.artifact"
        try:
            self.write(name, lambda out: _copy(artifact, out), sync=True)
            kept = open_own(name, dir_fd=directory)
        except OSError as error:
            self.unusable = system_reason(error)
            return None
        from wasihost.cache.upkeep import trim

        trim(self, keep=key.hex())
        return kept

    def lock(
        self, key: bytes, purpose: str = "", *, patience: float | None = None, on_wait: Callable[[], None] | None = None
    ) -> Lock | None:
        """Take the lock for creating an artifact; see lock.acquire.  None: it is not available."""
        directory = self.open(create=True)
        if directory is None:
            return None
        patience = PATIENCE_S if patience is None else patience
        return acquire(directory, f"{key.hex()}{purpose}.lock", patience=patience, on_wait=on_wait)

    def remember(
        self, module: os.stat_result, variant: str, key: bytes, artifact: int, source: str, now_ns: int
    ) -> None:
        """Add an index entry, so that `lookup` finds an artifact of this cache for a file that was read at `now_ns`."""
        inode, size, mtime, ctime = identity(os.fstat(artifact))
        record = IndexRecord.pack(key=key, inode=inode, size=size, mtime=mtime, ctime=ctime)
        text = record + os.fsencode(os.path.abspath(source))
        self._note(module, _index_name(module, variant), text, now_ns)

    def words(self, file: os.stat_result, profile: str) -> list[str] | None:
        """The arguments that `remember_words` stored for a file that has not changed since."""
        directory, name = self.open(), _words_name(file, profile)
        if directory is None:
            return None
        try:
            entry = open_own(name, dir_fd=directory)
            try:
                text = unsealed(name, os.read(entry, SEALED_SIZE))
            finally:
                os.close(entry)
        except (OSError, ValueError):
            return None
        *words, rest = text.split(b"\0")
        return None if rest else [os.fsdecode(word) for word in words]

    def remember_words(self, file: os.stat_result, profile: str, words: Sequence[str], now_ns: int) -> None:
        """Store a profile of a configuration file, which was read at `now_ns`, as arguments."""
        if self.open(create=True) is not None:
            text = b"".join(os.fsencode(word) + b"\0" for word in words)
            self._note(file, _words_name(file, profile), text, now_ns)

    def _note(self, about: os.stat_result, name: str, text: bytes, now_ns: int) -> None:
        """Write a sealed entry about a file, unless the file is so young that it can change and keep its identity."""
        directory = self.open()
        if directory is None or not S_ISREG(about.st_mode):
            return
        # A change time in the future was set before the clock was set back, so no change now can repeat it.
        if any(abs(now_ns - stamp) < tick(stamp) for stamp in (about.st_mtime_ns, about.st_ctime_ns)):
            return
        text = seal(name, text) + text
        try:
            self.write(name, lambda out: write_all(out, text), sync=False)
        except OSError as error:
            self.unusable = system_reason(error)

    def forget(self, module: os.stat_result, variant: str, key: bytes) -> None:
        """Remove an artifact that a better one replaces."""
        for name in (_index_name(module, variant), f"{key.hex()}.artifact"):
            try:
                os.unlink(name, dir_fd=self.open())
            except OSError:
                continue


def _name(file: os.stat_result, what: str) -> str:
    return blake2b(os.fsencode(f"{file.st_dev} {identity(file)} {what}"), digest_size=24).hexdigest()


def _index_name(module: os.stat_result, variant: str) -> str:
    return f"{_name(module, f'{variant} {_version()} {cpu_id().hex()}')}.index"


def _words_name(file: os.stat_result, profile: str) -> str:
    """The name of an entry.  `profile` is empty for the settings outside of profiles."""
    return f"{_name(file, f'words {_version()} {profile}')}.words"


def _copy(source: int, out: int) -> None:
    size, at = os.fstat(source).st_size, 0
    while at < size:
        at += os.sendfile(out, source, at, size - at)
