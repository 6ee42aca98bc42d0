"""Grants and variables mean to the launcher what they mean to Python."""

import ctypes
import os
import random

import pytest

from tests.launcher.test_readers import process_of
from tests.native.library import Library
from wasihost.abi import Preopen, WasiConfig
from wasihost.cli.run.run import _environment
from wasihost.errors import UsageError
from wasihost.launcher import run
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, process_read
from wasihost.native import bool_, native, ptr
from wasihost.options.table import BY_NAME
from wasihost.options.values import READERS


@native(export=True)
def grants(process: Process, options: Options, config: WasiConfig, stack: ptr) -> bool_:
    process_read(process, stack)
    return run.open_grants(process, options, config)


@native(export=True)
def variables(process: Process, options: Options, config: WasiConfig, stack: ptr):
    process_read(process, stack)
    run.put_environment(process, options, config)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    library = Library(tmp_path_factory.mktemp("run"), grants, variables).loaded
    library.grants.restype = ctypes.c_bool
    return library


def options_of(count, field, texts):
    buffers = [ctypes.create_string_buffer(text) for text in texts]
    addresses = [ctypes.addressof(buffer) for buffer in buffers]
    return ctypes.create_string_buffer(Options.pack(**{count: len(texts), field: addresses})), buffers


def granted_by_launcher(library, text):
    """Host directory, guest's path, read-only; None: not written as it should be."""
    options, keep = options_of("grant_count", "dir", [text])
    stack, process, texts = process_of([text], {})
    config = ctypes.create_string_buffer(WasiConfig.size)
    if not library.grants(process, options, config, stack):
        assert not Options.unpack(options.raw).fault, text
        return None
    preopen = Preopen.unpack(ctypes.string_at(WasiConfig.unpack(config.raw).preopens, Preopen.size))
    host = os.fsencode(os.readlink(f"/proc/self/fd/{preopen.host_fd}"))
    os.close(preopen.host_fd)
    guest = ctypes.string_at(preopen.name, preopen.name_size)
    del keep, texts
    return host, guest, bool(preopen.read_only)


def granted_by_python(text):
    try:
        host, guest, read_only = READERS["grant"](BY_NAME["--dir"], os.fsdecode(text), "--dir")
    except UsageError:
        return None
    os.makedirs(host, exist_ok=True)
    return os.fsencode(os.path.realpath(host)), os.fsencode(guest), read_only


PARTS = (b":", b"::", b":::", b"ro", b"rw", b"a", b"/", b".", b" ", b"\xff", b"::ro", b"RO")


def test_grants_are_parsed_as_by_python(library, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng, good = random.Random(1), 0
    for _ in range(5_000):
        text = b"".join(rng.choices(PARTS, k=rng.randrange(7)))
        if text.startswith(b"/"):
            text = b"." + text
        expected = granted_by_python(text)
        good += expected is not None
        assert expected == granted_by_launcher(library, text), text
    assert 1_000 < good < 4_000


def test_variables_are_passed_as_by_python(library):
    rng = random.Random(2)
    names, values = (b"A", b"B", b"AB", b"\xff", b" "), (b"", b"1", b"x=y", b"=", b"A", b"\xfe")

    def given():
        name = rng.choice((*names, b"*"))
        return rng.choice((name, name + b"=" + rng.choice(values)))

    for _ in range(5_000):
        texts = [given() for _ in range(rng.randrange(6))]
        host = {name: rng.choice(values) for name in names if rng.random() < 0.5}
        options, keep = options_of("variable_count", "env", texts)
        stack, process, kept = process_of(texts, host)
        config = ctypes.create_string_buffer(WasiConfig.size)
        library.variables(process, options, config, stack)
        said = WasiConfig.unpack(config.raw)
        found = ctypes.string_at(said.env, said.env_size).split(b"\0")[:-1]
        del keep, kept

        read = [READERS["variable"](BY_NAME["--env"], os.fsdecode(text), "--env") for text in texts]
        environ = {os.fsdecode(name): os.fsdecode(value) for name, value in host.items()}
        assert _environment(read, environ) == found, (texts, host)
        assert said.envc == len(found)
