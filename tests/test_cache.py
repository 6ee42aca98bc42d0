"""The cache on disk: what is kept is found, and nothing that could be wrong is ever a hit."""

import os
import stat
import threading
import time
from types import SimpleNamespace

import pytest

from tests.artifacts import key_of, make_artifact
from wasihost import abi, cache, version
from wasihost.abi import IndexRecord
from wasihost.cache import Cache, lock, upkeep
from wasihost.cache.seal import SEAL_SIZE, seal
from wasihost.digits import parse_size

MODULE = b"\0asm\1\0\0\0"
KEY = key_of(MODULE)
LATER = time.time_ns() + 10**12  # every file is old enough for the index by then


def open_file(path, content):
    path.write_bytes(content)
    return os.open(path, os.O_RDONLY)


def read(fd):
    with open(fd, "rb") as file:
        return file.read()


@pytest.fixture
def kept(tmp_path):
    """A cache with the artifact of one module file, found under its key and its index entry."""
    module = tmp_path / "m.wasm"
    module.write_bytes(MODULE)
    data = make_artifact(KEY)
    store = Cache(str(tmp_path / "cache"))
    artifact = store.store(KEY, open_file(tmp_path / "made", data))
    store.remember(module.stat(), "fast", KEY, artifact, str(module), LATER)
    files = {
        name.rpartition(".")[2]: tmp_path / "cache/modules" / name for name in os.listdir(tmp_path / "cache/modules")
    }
    return SimpleNamespace(
        module=module, data=data, directory=tmp_path / "cache", modules=tmp_path / "cache/modules", **files
    )


def lookup(kept, *variants):
    return Cache(str(kept.directory)).lookup(kept.module.stat(), variants or ("fast",))


def find(kept, key=KEY):
    return Cache(str(kept.directory)).find(key)


# ------------------------------------------------------------------------------------------------------------- hits
def test_stored_artifact_is_found_by_file_and_by_content(kept):
    assert kept.data == read(lookup(kept))
    assert kept.data == read(find(kept))


def test_lookup_takes_the_first_variant_there_is(kept):
    assert kept.data == read(lookup(kept, "max", "balanced", "fast"))
    assert lookup(kept, "max") is None


def test_key_depends_on_module_variant_version_and_cpu(monkeypatch):
    keys = {KEY, key_of(b"other"), key_of(MODULE, "max")}
    with monkeypatch.context() as patch:
        patch.setattr(version, "__version__", "0.0.0")
        keys.add(key_of(MODULE))
    with monkeypatch.context() as patch:
        patch.setattr(abi, "VERSION", 999)
        keys.add(key_of(MODULE))
    with monkeypatch.context() as patch:
        patch.setattr(cache, "cpu_id", lambda: b"another.")
        keys.add(key_of(MODULE))

    assert len(keys) == 6


# ----------------------------------------------------------------------------------------------------------- misses
def touch(kept):
    os.utime(kept.module, ns=(1, 1))


def same_size(kept):
    kept.module.write_bytes(MODULE[::-1])


def replaced(kept):
    (kept.module.parent / "new").write_bytes(MODULE)
    os.replace(kept.module.parent / "new", kept.module)


MODULE_CHANGES = [touch, same_size, replaced]


@pytest.mark.parametrize("change", MODULE_CHANGES, ids=lambda f: f.__name__)
def test_a_module_that_changed_is_not_looked_up(kept, change):
    change(kept)

    assert lookup(kept) is None


def overwrite(path, offset, data):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)


DAMAGE = {
    "truncated": lambda kept: os.truncate(kept.artifact, abi.HOST_PAGE + 2),
    "cut in the header": lambda kept: os.truncate(kept.artifact, 100),
    "empty": lambda kept: os.truncate(kept.artifact, 0),
    "longer": lambda kept: os.truncate(kept.artifact, abi.HOST_PAGE + 100),
    "other magic": lambda kept: overwrite(kept.artifact, 0, b"x"),
    "a bit in the header": lambda kept: overwrite(kept.artifact, abi.ArtifactHeader.offset("vm"), b"\x01"),
    "a bit in the content": lambda kept: overwrite(kept.artifact, abi.HOST_PAGE, b"C"),
    "gone": lambda kept: kept.artifact.unlink(),
    "a directory": lambda kept: (kept.artifact.unlink(), kept.artifact.mkdir()),
    "a link": lambda kept: (kept.artifact.rename(kept.modules / "else"), kept.artifact.symlink_to("else")),
    "of another key": lambda kept: kept.artifact.write_bytes(make_artifact(key_of(b"other"))),
    "of another version": lambda kept: kept.artifact.write_bytes(make_artifact(KEY, version=abi.VERSION + 1)),
    "of another machine": lambda kept: kept.artifact.write_bytes(make_artifact(KEY, machine=8)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_artifact_is_a_miss_and_is_replaced(kept, damage):
    damage(kept)

    assert lookup(kept) is None
    assert find(kept) is None
    if not kept.artifact.is_dir():
        fd = Cache(str(kept.directory)).store(KEY, open_file(kept.directory / "made", kept.data))
        assert kept.data == read(fd)
        assert kept.data == read(find(kept))


def test_an_artifact_that_was_copied_is_read_before_it_is_believed(kept):
    (kept.modules / "copy").write_bytes(kept.data)
    os.replace(kept.modules / "copy", kept.artifact)

    assert lookup(kept) is None  # another inode than the index remembers
    assert kept.data == read(find(kept))


INDEX_DAMAGE = {
    "nothing": lambda entry: b"",
    "nonsense": lambda entry: b"nonsense",
    "a seal of nothing": lambda entry: sealed(entry.name, b""),
    "a record that is too short": lambda entry: sealed(entry.name, bytes(IndexRecord.size - 1)),
    "another file": lambda entry: sealed(entry.name, bytes(IndexRecord.size)),
    "no seal": lambda entry: entry.read_bytes()[SEAL_SIZE:],
}


def sealed(name, text):
    return seal(name, text) + text


@pytest.mark.parametrize("damage", INDEX_DAMAGE.values(), ids=INDEX_DAMAGE)
def test_a_damaged_index_entry_is_a_miss(kept, damage):
    kept.index.write_bytes(damage(kept.index))

    assert lookup(kept) is None
    assert len(upkeep.entries(Cache(str(kept.directory)))) == 1


def test_an_index_entry_under_another_name_is_a_miss(kept, tmp_path):
    """Whole, but it leads to the artifact of another module."""
    other = tmp_path / "other.wasm"
    other.write_bytes(b"other")
    store = Cache(str(kept.directory))
    store.remember(other.stat(), "fast", KEY, store.find(KEY), str(other), LATER)
    (entry,) = [path for path in kept.modules.glob("*.index") if path != kept.index]

    entry.write_bytes(kept.index.read_bytes())

    assert store.lookup(other.stat(), ["fast"]) is None
    assert lookup(kept) is not None


def test_a_file_that_may_still_change_within_its_time_stamp_is_not_indexed(kept):
    kept.index.unlink()
    now_ns = kept.module.stat().st_ctime_ns + cache.RACY_NS - 1

    store = Cache(str(kept.directory))
    store.remember(kept.module.stat(), "fast", KEY, store.find(KEY), "m.wasm", now_ns)

    assert lookup(kept) is None


@pytest.mark.parametrize("fraction, away, indexed", [(0, 1.9, False), (0, 2.1, True), (1, 1.9, True), (1, 0.04, False)])
def test_time_stamps_of_whole_seconds_may_last_two(kept, fraction, away, indexed):
    kept.index.unlink()
    stamp = (kept.module.stat().st_ctime_ns // 10**9 - 100) * 10**9 + fraction
    os.utime(kept.module, ns=(stamp, stamp))

    store = Cache(str(kept.directory))
    store.remember(kept.module.stat(), "fast", KEY, store.find(KEY), "m.wasm", stamp + int(away * 1e9))

    assert indexed == (lookup(kept) is not None)


# ---------------------------------------------------------------------------------------------- who can write there
def test_the_directory_is_private(kept):
    assert stat.S_IMODE(kept.directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.modules.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.artifact.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_directory_open_to_others_is_not_used(kept, mode):
    kept.modules.chmod(mode)
    store = Cache(str(kept.directory))

    assert store.lookup(kept.module.stat(), ("fast",)) is None
    assert store.find(KEY) is None
    assert store.store(KEY, open_file(kept.directory / "made", kept.data)) is None
    assert store.unusable == f"it is open to other users (mode {mode:04o})"


def test_a_directory_of_another_user_is_not_used(kept, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    store = Cache(str(kept.directory))

    assert store.find(KEY) is None
    assert store.unusable == f"it belongs to another user (uid {os.getuid()})"


def _another_s(path):
    if os.geteuid():
        pytest.skip("only root can make files of another user")
    os.chown(path, 65534, 65534)


def _fifo(path):
    path.unlink()
    os.mkfifo(path, 0o600)


def _link(path):
    path.rename(path.with_suffix(".x"))
    path.symlink_to(path.with_suffix(".x"))


PLANTS = {
    "another user's": _another_s,
    "for a group to write": lambda path: path.chmod(0o660),
    "for all to write": lambda path: path.chmod(0o602),
    "a pipe": _fifo,
    "a link": _link,
}


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
@pytest.mark.parametrize("what", ["artifact", "index", "words"])
def test_files_planted_by_others_are_not_used(kept, plant, what):
    """While the directory was open to them; now it is private."""
    file = kept.directory / "config"
    file.touch()
    status = file.stat()
    Cache(str(kept.directory)).remember_words(status, "", ["--dir=/"], time.time_ns() + 10**9)
    assert ["--dir=/"] == Cache(str(kept.directory)).words(status, "") and lookup(kept) is not None

    for path in kept.modules.glob(f"*.{what}"):
        plant(path)
    store = Cache(str(kept.directory))

    assert (what == "words") == (lookup(kept) is not None)
    assert (what == "artifact") == (store.find(KEY) is None)
    assert (what == "words") == (store.words(status, "") is None)


def test_a_lock_that_another_user_holds_is_not_waited_for(kept):
    lock = kept.modules / f"{KEY.hex()}.lock"
    lock.touch()
    _another_s(lock)

    assert Cache(str(kept.directory)).lock(KEY) is None


def test_a_directory_that_is_a_link_is_not_used(kept):
    kept.modules.rename(kept.directory / "else")
    kept.modules.symlink_to("else")

    assert find(kept) is None


def test_a_directory_that_cannot_be_made_is_a_miss_with_a_reason(tmp_path):
    (tmp_path / "file").touch()
    store = Cache(str(tmp_path / "file/cache"))

    assert store.find(KEY) is None
    assert store.store(KEY, open_file(tmp_path / "made", b"")) is None
    assert store.unusable == "not a directory"


def test_failed_write_leaves_no_files(kept, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = sorted(os.listdir(kept.modules))
    monkeypatch.setattr(os, "sendfile", full)
    store = Cache(str(kept.directory))

    assert store.store(key_of(b"other"), open_file(kept.directory / "made", b"x")) is None
    assert store.unusable == "no space left on device"
    assert sorted(os.listdir(kept.modules)) == before


def test_writers_at_the_same_time_leave_one_whole_artifact(kept):
    def write():
        fd = os.open(kept.directory / "made", os.O_RDONLY)
        for _ in range(20):
            assert kept.data == read(Cache(str(kept.directory)).store(KEY, fd))

    (kept.directory / "made").write_bytes(kept.data)
    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert kept.data == read(find(kept))
    assert [name for name in os.listdir(kept.modules) if name.endswith(".tmp")] == []


# -------------------------------------------------------------------------------------------------------- managing
def test_entries_tell_level_size_and_sources(kept):
    (entry,) = upkeep.entries(Cache(str(kept.directory)))

    assert (KEY.hex(), "fast", len(kept.data), [str(kept.module)]) == (
        entry.key,
        entry.level,
        entry.size,
        entry.sources,
    )


def test_clear_removes_everything(kept):
    (kept.modules / "left.tmp").touch()

    assert (1, len(kept.data)) == upkeep.clear(Cache(str(kept.directory)))
    assert os.listdir(kept.modules) == []
    assert (0, 0) == upkeep.clear(Cache(str(kept.directory)))


def test_least_recently_used_artifact_is_removed_first(tmp_path):
    store = Cache(str(tmp_path / "cache"), limit=3 * (abi.HOST_PAGE + 4))
    keys = [key_of(bytes([n])) for n in range(5)]
    for age, key in enumerate(keys[:3]):
        store.store(key, open_file(tmp_path / "made", make_artifact(key)))
        os.utime(tmp_path / f"cache/modules/{key.hex()}.artifact", (age, age))

    for key in keys[3:]:
        store.store(key, open_file(tmp_path / "made", make_artifact(key)))

    assert [key.hex() for key in keys[:1:-1]] == [entry.key for entry in upkeep.entries(store)]


def test_an_artifact_larger_than_the_limit_is_kept_while_it_is_the_last(tmp_path):
    store = Cache(str(tmp_path / "cache"), limit=10)

    assert read(store.store(KEY, open_file(tmp_path / "made", make_artifact(KEY)))) == make_artifact(KEY)


def test_leftovers_are_removed_and_files_in_use_stay(kept):
    names = [f"{state}.{kind}" for kind in ("tmp", "lock") for state in ("left", "held", "young")]
    for name in names:
        (kept.modules / name).touch()
        if not name.startswith("young"):
            os.utime(kept.modules / name, (time.time() - 60,) * 2)
    holders = [os.open(kept.modules / name, os.O_RDONLY) for name in names if name.startswith("held")]
    for holder in holders:
        lock.hold(holder)

    Cache(str(kept.directory)).store(KEY, open_file(kept.directory / "made", kept.data))

    assert [name for name in names if not (kept.modules / name).exists()] == ["left.tmp", "left.lock"]
    for holder in holders:
        os.close(holder)


def test_words_of_a_configuration_are_kept_for_a_month_and_cleared_with_the_rest(kept):
    file, store = kept.module.stat(), Cache(str(kept.directory))
    store.remember_words(file, "", ["--dir=ä b", "--quiet=yes"], LATER)
    store.remember_words(file, "p", [], LATER)
    store.remember_words(file, "young", ["--quiet=no"], file.st_mtime_ns)
    assert [["--dir=ä b", "--quiet=yes"], [], None] == [store.words(file, profile) for profile in ("", "p", "young")]

    first, second = sorted(kept.modules.glob("*.words"))
    os.utime(first, (1, 1))
    upkeep.trim(Cache(str(kept.directory)))
    assert [second] == [*kept.modules.glob("*.words")]

    upkeep.clear(Cache(str(kept.directory)))
    assert [] == os.listdir(kept.modules)


def test_index_entries_of_removed_artifacts_go_too(kept):
    kept.artifact.unlink()
    upkeep.trim(Cache(str(kept.directory)))
    assert kept.index.exists()  # it is young: its artifact may have come after the list was made

    os.utime(kept.index, (1, 1))
    upkeep.trim(Cache(str(kept.directory)))
    assert not kept.index.exists()


def test_artifacts_unused_for_long_are_removed(kept):
    store = Cache(str(kept.directory))
    assert upkeep.trim(store, unused_since=time.time() - 60) == (0, 0)
    assert upkeep.trim(store, unused_since=time.time() + 60) == (1, len(kept.data))
    assert os.listdir(kept.modules) == []


SIZES = {"4096": 4096, "500M": 500 << 20, "2g": 2 << 30, "1.5GiB": 3 << 29, "0": 0, "10KB": 10240}


@pytest.mark.parametrize("text", SIZES)
def test_sizes_are_parsed(text):
    assert parse_size(text) == SIZES[text]


@pytest.mark.parametrize(
    "text", ["", "many", "-1", "1X", "nan", "inf", "M", "1.5 GiB", " 1M", "1_0M", "6\u0664M", "1e3", "1.2.3K"]
)
def test_invalid_sizes_are_rejected(text):
    with pytest.raises(ValueError):
        parse_size(text)


def test_size_limit_comes_from_the_environment(monkeypatch):
    assert upkeep.limit() == upkeep.LIMIT
    monkeypatch.setenv(upkeep.SIZE_VARIABLE, "5M")
    assert upkeep.limit() == 5 << 20


# ----------------------------------------------------------------------------------------------------------- locks
def test_one_process_at_a_time(kept):
    first = Cache(str(kept.directory)).lock(KEY)
    waited = []
    assert Cache(str(kept.directory)).lock(KEY, patience=0.7, on_wait=lambda: waited.append(1)) is None
    assert waited == [1]
    assert Cache(str(kept.directory)).lock(KEY, ".better", patience=0) is not None  # for something else

    first.release()
    second = Cache(str(kept.directory)).lock(KEY, patience=0)
    assert second is not None
    second.release()


def test_a_lock_whose_file_is_removed_is_taken_anew(kept):
    """A holder takes its file away: who waited for that file must not believe that it holds the lock."""
    first = Cache(str(kept.directory)).lock(KEY)
    found = []

    def wait():
        second = Cache(str(kept.directory)).lock(KEY)
        found.append(os.path.exists(kept.modules / f"{KEY.hex()}.lock"))
        second.release()

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.1)
    first.release()
    thread.join()
    assert found == [True]


def test_a_lock_ends_with_its_process(kept):
    child = os.fork()
    if not child:
        Cache(str(kept.directory)).lock(KEY)
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert Cache(str(kept.directory)).lock(KEY, patience=0) is not None


def test_use_is_noted(kept):
    os.utime(kept.index, (1, 1))

    lookup(kept)

    assert time.time() - kept.index.stat().st_mtime < 60


# -------------------------------------------------------------------------------------------------------- directory
def test_without_a_home_there_is_no_cache(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "")
    store = Cache()

    assert store.directory == ""
    assert store.find(KEY) is None
    assert store.unusable == "there is no home directory to keep it in"
