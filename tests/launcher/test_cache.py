"""Entries of the cache, as they were written and damaged: the launcher finds what Python finds, or nothing."""

import ctypes
import os
import random

import pytest

from tests.launcher.test_readers import process_of
from tests.native.library import Library
from wasihost.cache import Cache, cpu_id
from wasihost.cache.seal import SEAL_SIZE, seal
from wasihost.engine import Engine
from wasihost.launcher import cache
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, process_read
from wasihost.native import bool_, i32, memset, native, new, ptr, syscall, u32
from wasihost.native.platform import AT_FDCWD, SYS, Stat

LATER = 10**18  # ns: long after any file here was written


@native(export=True)
def artifact_of(process: Process, options: Options, stack: ptr) -> i32:
    process_read(process, stack)
    return cache.find_artifact(process, options, new(u32))


@native(export=True)
def words_of(process: Process, options: Options, stack: ptr, found: ptr) -> bool_:
    process_read(process, stack)
    status = new(Stat)
    memset(status, 0, Stat.size)
    syscall(SYS.newfstatat, AT_FDCWD, options.config, status, 0)
    return cache.find_words(process, options, status, found, found + 8)


@native(export=True)
def cpu_of(process: Process, stack: ptr, out: ptr) -> bool_:
    process_read(process, stack)
    return cache.cpu_id(process, out)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    library = Library(tmp_path_factory.mktemp("cache"), artifact_of, words_of, cpu_of).loaded
    library.words_of.restype = library.cpu_of.restype = ctypes.c_bool
    library.artifact_of.restype = ctypes.c_int32
    return library


class Place:
    """A cache of its own, a file, and what both say of it."""

    def __init__(self, library, directory, rng):
        self.library, self.rng = library, rng
        self.cache = Cache(str(directory / "cache"))
        self.entries = directory / "cache" / "modules"
        self.file = directory / "file"
        self.file.write_bytes(b"\0asm")
        self.random_times(self.file)

    def random_times(self, path):
        rng = self.rng
        times = (rng.choice((0, 1, 10**9 - 1, 10**9, 17 * 10**17, rng.randrange(2 * 10**18))) for _ in range(2))
        os.utime(path, ns=tuple(times))

    def options(self, **fields):
        texts = {name: ctypes.create_string_buffer(os.fsencode(text)) for name, text in fields.items()}
        texts["cache_dir"] = ctypes.create_string_buffer(os.fsencode(self.cache.directory))
        packed = Options.pack(**{name: ctypes.addressof(text) for name, text in texts.items()})
        return ctypes.create_string_buffer(packed), texts

    def words(self, profile):
        options, keep = self.options(config=str(self.file), **({"profile": profile} if profile else {}))
        stack, process, texts = process_of([], {})
        found = (ctypes.c_uint64 * 2)()
        if not self.library.words_of(process, options, stack, found):
            return None
        del keep, texts
        places = (ctypes.c_uint64 * found[1]).from_address(found[0]) if found[1] else ()
        return [os.fsdecode(ctypes.string_at(place)) for place in places]

    def artifact(self):
        options, keep = self.options(module=str(self.file))
        stack, process, texts = process_of([], {})
        found = self.library.artifact_of(process, options, stack)
        del keep, texts
        return name_of(found if found >= 0 else None)

    def damage(self, path):
        """Somewhere; and sealed again in half of all cases, so that more than the seal is read."""
        rng = self.rng
        data = bytearray(path.read_bytes())
        change = rng.choice(("flip", "cut", "append", "insert", "none"))
        at = rng.randrange(len(data))
        if change == "flip":
            data[at] ^= 1 << rng.randrange(8)
        elif change == "cut":
            del data[at : at + rng.choice((1, 2, 1000))]
        elif change in ("append", "insert"):
            place = len(data) if change == "append" else at
            data[place:place] = rng.choice((b"\0", b" ", b"\n", b"0", b"x" * 9000, b"\0\0"))
        if rng.random() < 0.5:
            rest = bytes(data[SEAL_SIZE:])
            data = bytearray(seal(path.name, rest) + rest)
        path.write_bytes(data)


def name_of(fd):
    if fd is None:
        return None
    name = os.readlink(f"/proc/self/fd/{fd}")
    os.close(fd)
    return name


def test_the_processor_has_one_name(library):
    stack, process, _ = process_of([], {})
    out = ctypes.create_string_buffer(64)

    assert library.cpu_of(process, stack, out)
    assert cpu_id().hex().encode() == out.value


def test_entries_of_configuration_files_agree_with_python(library, tmp_path):
    rng, found = random.Random(5), 0
    place = Place(library, tmp_path, rng)
    for number in range(1_500):
        place.random_times(place.file)
        status, profile = os.stat(place.file), rng.choice(("", "p", "é", "a b"))
        words = rng.choices(
            ["--quiet=yes", "--dir=/a::b", "", "--env=\udcff=é", "x" * rng.randrange(4000)], k=number % 6
        )
        place.cache.remember_words(status, profile, words, LATER)
        assert words == place.cache.words(status, profile) or sum(map(len, words)) > 8000
        (entry,) = place.entries.glob("*.words")
        if number % 3:
            place.damage(entry)
        expected = place.cache.words(status, profile)
        found += expected is not None
        assert expected == place.words(profile), entry.read_bytes()
        entry.unlink()
    assert 500 < found < 1_400


def test_index_entries_agree_with_python(library, tmp_path):
    rng, found = random.Random(6), 0
    place = Place(library, tmp_path, rng)
    variants = Engine().variants()
    place.cache.open(create=True)
    for number in range(1_500):
        place.random_times(place.file)
        key = rng.randbytes(32)
        artifact = place.entries / f"{key.hex()}.artifact"
        artifact.write_bytes(b"code")
        place.random_times(artifact)
        status = os.stat(place.file)
        fd = os.open(artifact, os.O_RDONLY)
        place.cache.remember(status, rng.choice(variants), key, fd, str(place.file), LATER)
        os.close(fd)
        (entry,) = place.entries.glob("*.index")
        if number % 3:
            place.damage(entry)
        expected = name_of(place.cache.lookup(status, variants))
        found += expected is not None
        assert expected == place.artifact(), entry.read_bytes()
        entry.unlink()
        artifact.unlink()
    assert 500 < found < 1_400
