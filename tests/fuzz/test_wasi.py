"""The model agrees with the host, and whatever does not is found."""

import os
import random

import pytest

from tests.fuzz import wasi, wasi_files
from tests.fuzz.wasi_calls import WEIGHTS
from tests.fuzz.wasi_guest import SIGNATURES, Guest
from wasihost.wasi.preview1 import FUNCTIONS


def test_random_calls_agree_with_the_model():
    made, found = wasi.fuzz(20_000, seed=7, jobs=2)

    assert found == []
    assert made > 15_000  # hostile guests may leave early


def test_every_function_is_called():
    names = {function.name for function, *_ in FUNCTIONS}

    assert names == SIGNATURES.keys() - {"poke"}
    assert WEIGHTS.keys() <= names
    assert names <= {call.name for seed in range(20) for call in wasi.hostile_calls(random.Random(seed))}


def ignore(*args, **options):
    """A model in which nothing happens."""


@pytest.mark.parametrize("function", ["rename", "link", "unlink_file", "symlink", "create_directory"])
def test_a_host_that_does_something_else_is_found(tmp_path, monkeypatch, function):
    monkeypatch.setattr(wasi, "plant", lambda rng, place: wasi_files.Directory())
    monkeypatch.setattr(wasi_files, function, ignore)

    with pytest.raises(wasi.Found):
        for seed in (0, 1, 2):
            wasi.Sequence(seed, tmp_path / str(seed)).run()


def test_wrong_content_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(Guest, "get", lambda self, address, size: bytes(size))

    with pytest.raises(wasi.Found, match="wrong results"):
        wasi.Sequence(0, tmp_path / "guest").run()


def test_file_changed_outside_the_model_is_detected(tmp_path, monkeypatch):
    made = wasi.Sequence.make

    def and_touches(self, guest, calls):
        count = made(self, guest, calls)
        (self.place / "ro" / "new").touch()
        return count

    monkeypatch.setattr(wasi.Sequence, "make", and_touches)

    with pytest.raises(wasi.Found, match="ro/b'new' should be 'missing'"):
        wasi.Sequence(0, tmp_path / "guest").run()


@pytest.mark.parametrize("what", ["descriptors", "memory", "canary"])
def test_leaked_resources_are_detected(tmp_path, monkeypatch, what):
    """A leak of one descriptor, or of some memory, in every round; a touched canary."""
    (tmp_path / "outside").mkdir()
    kept = []

    class Leaking(wasi.Sequence):
        def run(self):
            match what:
                case "descriptors":
                    kept.append(os.open("/", os.O_RDONLY))
                case "memory":
                    kept.append(os.urandom(4 << 20))
                case "canary":
                    (self.place.parents[2] / "outside" / "secret").write_bytes(b"touched")
            return 0

    monkeypatch.setattr(wasi, "Sequence", Leaking)
    monkeypatch.setattr(wasi.resource, "setrlimit", ignore)
    monkeypatch.setattr(wasi, "ProcessPoolExecutor", InThisProcess)

    _, found = wasi.fuzz(wasi.CALLS * wasi.GUESTS * 20, seed=0, jobs=1)

    for fd in kept:
        if isinstance(fd, int):
            os.close(fd)
    assert [
        text for text in found if {"descriptors": "descriptors", "memory": "MiB", "canary": "outside"}[what] in text
    ]


class InThisProcess:
    """Stands in for a pool of processes."""

    def __init__(self, jobs, mp_context):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, function, *args):
        result = function(*args)

        class Done:
            def result(self):
                return result

        return Done()
