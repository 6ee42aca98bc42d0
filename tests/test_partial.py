"""What an interrupted compilation leaves for the next try, and what becomes of it."""

import io
import os
import time

import pytest

from tests.cli import guests
from tests.wat import wat
from wasihost.cache import Cache, partial, upkeep
from wasihost.codegen import compiler, llvm
from wasihost.codegen.compiler import compile_module
from wasihost.engine import Engine
from wasihost.errors import CompileError

KEY = bytes(range(32))
UNITS = {0: b"one", 7: bytes(5000), 3: b""}


@pytest.fixture
def cache(tmp_path):
    return Cache(str(tmp_path / "cache"))


@pytest.fixture
def file(cache):
    """What is kept under KEY."""
    partial.keep(cache, KEY, UNITS)
    (name,) = os.listdir(f"{cache.directory}/modules")
    return f"{cache.directory}/modules/{name}"


def test_stored_units_are_read_back(cache, file):
    assert UNITS == partial.take(cache, KEY)
    assert {} == partial.take(cache, bytes(32))
    assert 0o600 == os.stat(file).st_mode & 0o777

    partial.forget(cache, KEY)

    assert {} == partial.take(cache, KEY)
    assert [] == os.listdir(f"{cache.directory}/modules")


def _changed(at, to=b"\xff"):
    return lambda data: data[:at] + to + data[at + len(to) :]


DAMAGE = {
    "nothing": lambda data: b"",
    "half of the seal": lambda data: data[:8],
    "only the seal": lambda data: data[:16],
    "cut off": lambda data: data[:-1],
    "longer": lambda data: data + b"\0",
    "another seal": _changed(0),
    "another number": _changed(16),
    "another size": _changed(20),
    "other code": _changed(30, b"X"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_units_are_ignored(cache, file, damage):
    with open(file, "rb") as kept:
        data = kept.read()
    with open(file, "wb") as kept:
        kept.write(damage(data))

    assert {} == partial.take(cache, KEY)


def _under_another_name(file):
    os.rename(file, file.replace(KEY.hex(), bytes(32).hex()))


def _as_a_link(file):
    os.rename(file, f"{file}.elsewhere")
    os.symlink(f"{file}.elsewhere", file)


PLANTED = {
    "another user's": lambda file: os.chown(file, 12345, -1),
    "others may write": lambda file: os.chmod(file, 0o602),
    "a group may write": lambda file: os.chmod(file, 0o620),
    "a link": _as_a_link,
    "a FIFO": lambda file: (os.unlink(file), os.mkfifo(file)),
    "a directory": lambda file: (os.unlink(file), os.mkdir(file)),
    "under another name": _under_another_name,
}


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_units_that_others_may_have_written_are_ignored(cache, file, plant):
    if plant is PLANTED["another user's"] and os.geteuid():
        pytest.skip("only root can give something away")
    plant(file)

    assert {} == partial.take(cache, KEY)
    assert {} == partial.take(cache, bytes(32))


def test_there_are_few_and_none_is_old_or_large(cache, monkeypatch):
    monkeypatch.setattr(partial, "MAX_FILE_BYTES", 1000)
    for number in range(10):
        partial.keep(cache, bytes([number]) * 32, {0: b"x" * 400, 1: b"y" * 400, 2: b"z" * 400})
        os.utime(f"{cache.directory}/modules/{(bytes([number]) * 32).hex()}.partial", (time.time() + number - 60,) * 2)

    kept = [number for number in range(10) if partial.take(cache, bytes([number]) * 32)]
    assert [6, 7, 8, 9] == kept
    assert {0, 1} == set(partial.take(cache, bytes([9]) * 32))

    os.utime(f"{cache.directory}/modules/{(bytes([9]) * 32).hex()}.partial", (0, 0))
    upkeep.trim(cache)
    assert {} == partial.take(cache, bytes([9]) * 32)
    upkeep.clear(cache)
    assert [] == os.listdir(f"{cache.directory}/modules")


# --------------------------------------------------------------------------------------------------- a compilation
@pytest.fixture
def small_units(monkeypatch):
    monkeypatch.setattr(compiler, "UNIT_FUNCTIONS", 3)


def compiled(units=None, text=None):
    out = io.BytesIO()
    compile_module(wat(text or guests.slow(20)), key=bytes(32), level="fast", jobs=1, out=out, units=units)
    return out.getvalue()


@pytest.mark.parametrize("known", [[], [0], [6], [1, 3, 5], [0, 1, 2, 3, 4, 5, 6, 7]], ids=str)
def test_artifact_does_not_depend_on_stored_units(small_units, known):
    units = {}
    whole = compiled(units)
    again = {number: units[number] for number in known}

    assert set(range(8)) == set(units)
    assert whole == compiled(again)
    assert units == again


def test_stored_units_are_not_compiled_again(small_units, monkeypatch):
    units = {}
    whole = compiled(units)
    monkeypatch.setattr(llvm, "compile_ir", None)

    assert whole == compiled(units)


def test_an_interrupted_run_is_gone_on_with(tmp_path, cache, small_units, monkeypatch):
    """Whatever interrupts it; and nothing is left when it is done."""
    module = tmp_path / "m.wasm"
    module.write_bytes(wat(guests.slow(20)))
    monkeypatch.setattr(partial, "MIN_SECONDS", 0)
    compile_ir, seen = llvm.compile_ir, tmp_path / "seen"

    def slips(*args, **options):
        with open(seen, "a") as file:
            file.write("x")
        if seen.stat().st_size == 5:
            raise CompileError("interrupted")
        return compile_ir(*args, **options)

    monkeypatch.setattr(llvm, "compile_ir", slips)
    engine = Engine(level="fast", cache=cache, jobs=1)
    with pytest.raises(CompileError, match="interrupted"):
        engine.artifact_for(str(module))
    assert [".partial"] == [name[64:] for name in os.listdir(f"{cache.directory}/modules") if "lock" not in name]

    os.close(engine.artifact_for(str(module)))

    assert 9 == seen.stat().st_size  # of 8 units, one was begun twice
    assert not [name for name in os.listdir(f"{cache.directory}/modules") if name.endswith(".partial")]


def test_a_short_compilation_leaves_nothing(tmp_path, cache, small_units, monkeypatch):
    module = tmp_path / "m.wasm"
    module.write_bytes(wat(guests.slow(20)))
    monkeypatch.setattr(compiler, "link_image", None)

    with pytest.raises(TypeError):
        Engine(level="fast", cache=cache, jobs=1).artifact_for(str(module))

    assert not [name for name in os.listdir(f"{cache.directory}/modules") if name.endswith(".partial")]
