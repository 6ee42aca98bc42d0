"""The corridor: which artifact a module gets, and when it is compiled.  The compiler is a stand-in that counts."""

import itertools
import os
import sys
from hashlib import sha256
from importlib import import_module
from types import ModuleType

import pytest

from tests.artifacts import key_of, make_artifact
from tests.wat import wat
from wasihost import abi, artifact, cache, engine, errors
from wasihost.cache import Cache, content_key, upkeep
from wasihost.engine import Engine, Observer
from wasihost.errors import DecodeError, InvalidModule, LinkError, ModuleNotFound, WasihostError

MODULE = b"\0asm\1\0\0\0"


class Listener(Observer):
    def __init__(self):
        self.warnings = []

    def cache_unused(self, name, directory, reason):
        self.warnings.append((name, directory, reason))


class Compiler:
    """What was compiled: the kinds of code, behind their levels."""

    def __init__(self):
        self.calls = []

    def compile_module(self, data, *, key, level, variant, jobs, out, progress, accept, units):
        assert jobs >= 1
        self.calls.append(f"{level}{variant}")
        fields = {"canonical_nans": variant.canonical_nans, "metered": variant.metered}
        out.write(make_artifact(key, data + level.encode(), level=level, **fields))

    def stitch(self, data, *, key, variant, level, keeps_module, accept):
        with os.fdopen(os.memfd_create("artifact"), "w+b") as out:
            self.compile_module(data, key=key, level=level, variant=variant, jobs=1, out=out, progress=None,
                                accept=accept, units=None)  # fmt: skip
            out.flush()
            return os.dup(out.fileno())


@pytest.fixture
def compiler(monkeypatch):
    stand_in = Compiler()
    for name, function in (("codegen.compiler", stand_in.compile_module), ("stitching", stand_in.stitch)):
        module = ModuleType(f"wasihost.{name}")
        module.compile_module = function
        monkeypatch.setitem(sys.modules, module.__name__, module)
        # An attribute of the package is found before the module.
        package, _, attribute = module.__name__.rpartition(".")
        monkeypatch.setattr(import_module(package), attribute, module, raising=False)
    monkeypatch.setattr(cache, "RACY_NS", 0)
    return stand_in


@pytest.fixture
def module(tmp_path):
    path = tmp_path / "m.wasm"
    path.write_bytes(MODULE)
    return str(path)


@pytest.fixture
def directory(tmp_path):
    return str(tmp_path / "cache")


def level_of(fd):
    with open(fd, "rb") as file:
        file.seek(abi.HOST_PAGE + len(MODULE))
        return file.read().decode()


def level_got(path, directory, level="fast", **options):
    return level_of(Engine(level=level, cache=Cache(directory), **options).artifact_for(path))


def test_a_module_is_compiled_once(compiler, module, directory):
    assert ["fast"] * 3 == [level_got(module, directory) for _ in range(3)]
    assert ["fast"] == compiler.calls


def test_the_second_run_does_not_read_the_module(compiler, module, directory, monkeypatch):
    level_got(module, directory)
    monkeypatch.setattr(engine, "read_module", None)

    assert "fast" == level_got(module, directory)


def test_code_of_the_first_run_is_not_kept(compiler, module, directory):
    """Better code is, which another process compiles."""
    assert ["baseline"] * 2 == [level_got(module, directory, None) for _ in range(2)]
    assert [] == upkeep.entries(Cache(directory))


def test_a_copy_of_a_module_is_not_compiled_again(compiler, module, directory, tmp_path):
    level_got(module, directory)
    (tmp_path / "copy.wasm").write_bytes(MODULE)

    level_got(str(tmp_path / "copy.wasm"), directory)

    assert 1 == len(compiler.calls)


LEVELS = [
    # levels in the cache, asked for, got, compiled for it
    ([], None, "baseline", ["baseline"]),
    ([], "baseline", "baseline", ["baseline"]),
    (["max"], "baseline", "baseline", ["baseline"]),
    (["fast"], None, "fast", []),
    (["fast", "max"], None, "max", []),
    (["fast", "balanced"], None, "balanced", []),
    (["max"], "fast", "fast", ["fast"]),
    (["fast"], "max", "max", ["max"]),
    (["max"], "balanced", "balanced", ["balanced"]),
]


@pytest.mark.parametrize("known", ["by file", "by content"])
@pytest.mark.parametrize("present, wanted, got, compiled", LEVELS)
def test_best_available_level_is_used_and_missing_ones_compiled(
    compiler, module, directory, tmp_path, known, present, wanted, got, compiled
):
    for level in present:
        level_got(module, directory, level)
    compiler.calls.clear()
    path = module
    if known == "by content":
        path = str(tmp_path / "copy.wasm")
        os.link(module, path)
        os.utime(path)

    assert got == level_got(path, directory, wanted)
    assert compiled == compiler.calls


# What else code may be asked for, and what is said where a precompiled artifact is not so.
VARIANTS = {
    "canonical_nans": ("canonical NaNs", "its NaNs are not canonical"),
    "metered": ("metered", "its code counts no fuel"),
}


@pytest.mark.parametrize("known", ["by file", "by content"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_kinds_of_code_are_kept_apart(compiler, module, directory, tmp_path, known, variant):
    words, _ = VARIANTS[variant]
    for level, wanted in itertools.product(("max", "max"), (False, True)):
        level_got(module, directory, level, **{variant: wanted})
    calls = list(compiler.calls)
    if known == "by content":
        os.link(module, tmp_path / "copy.wasm")
        module = str(tmp_path / "copy.wasm")

    for wanted in (False, True):
        with open(Engine(cache=Cache(directory), **{variant: wanted}).artifact_for(module), "rb") as file:
            assert wanted == vars(artifact.read_header(file.fileno()).variant)[variant]

    assert ["max", f"max {words}"] == calls == compiler.calls


def test_an_unknown_level_is_refused():
    with pytest.raises(WasihostError, match="unknown level `slow`"):
        Engine(level="slow")


def test_without_a_cache_nothing_is_kept(compiler, module):
    for _ in range(2):
        assert "fast" == level_of(Engine(level="fast").artifact_for(module))

    assert 2 == len(compiler.calls)


def test_code_for_any_cpu_is_marked_and_not_cached(compiler, module, directory):
    keys = []
    for any_cpu in (True, True, False):
        fd = Engine(cache=Cache(directory), any_cpu=any_cpu).artifact_for(module)
        keys.append(artifact.read_header(fd).key)
        os.close(fd)

    assert 3 == len(compiler.calls)
    assert 2 == len(set(keys))
    assert [True, False] == [key.endswith(abi.ANY_CPU) for key in keys[1:]]


def test_a_cache_that_cannot_be_used_is_a_warning(compiler, module, tmp_path):
    (tmp_path / "file").touch()
    listener = Listener()

    for level in ("fast", None):
        level_got(module, str(tmp_path / "file"), level, observer=listener)

    assert [("m.wasm", f"{tmp_path}/file", "not a directory")] * 2 == listener.warnings


def test_a_failing_compilation_closes_and_keeps_nothing(compiler, module, directory, monkeypatch):
    def fail(data, **_):
        raise DecodeError("bad")

    monkeypatch.setattr(sys.modules["wasihost.codegen.compiler"], "compile_module", fail)
    before = set(os.listdir("/proc/self/fd"))

    with pytest.raises(DecodeError):
        level_got(module, directory)

    assert set(os.listdir("/proc/self/fd")) == before
    assert [] == upkeep.entries(Cache(directory))


# ------------------------------------------------------------------------------------------------------------- files
def test_module_from_standard_input_is_compiled_and_cached(compiler, directory, tmp_path, monkeypatch):
    (tmp_path / "in").write_bytes(MODULE)
    with open(tmp_path / "in", "rb") as file:
        monkeypatch.setattr(os, "dup", lambda fd, dup=os.dup: dup(file.fileno() if fd == 0 else fd))
        assert "fast" == level_got("-", directory)

    assert [[]] == [entry.sources for entry in upkeep.entries(Cache(directory))]


def test_a_pipe_is_read_and_not_indexed(compiler, directory, tmp_path):
    reader, writer = os.pipe()
    os.write(writer, MODULE)
    os.close(writer)

    assert "fast" == level_got(f"/dev/fd/{reader}", directory)

    assert [[]] == [entry.sources for entry in upkeep.entries(Cache(directory))]
    os.close(reader)


TEXTS = [b"(module)", b"(; a ;)(func)", b";; a\n(module)", b" \n\t\r" * 5 + b"(module)"]
TEXTS += [b"#!wasihost\n(module)", b"#! x\r\n" + b"\n" * 20 + b";; a\n(module)"]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_translated_and_kept_under_its_own_content(compiler, directory, tmp_path, text):
    (tmp_path / "x").write_bytes(text)
    cache = Cache(directory)

    for _ in range(2):
        os.close(Engine(level="fast", cache=cache).artifact_for(str(tmp_path / "x")))

    assert ["fast"] == compiler.calls
    content = text[text.index(b"\n") :] if text.startswith(b"#!") else text
    assert cache.find(content_key(sha256(content).digest(), "fast")) is not None


FILES = [
    # content, message
    (b"", "the file is empty"),
    (b"(modul)", "unexpected token `modul`: not a module field"),
    (b";; comment\n(module", "unexpected end: expected `)`"),
    (b"  ;; comment\nmodule", "unexpected token `module`"),
    (b"\x7fELF\2\1\1\0", "this is a native program, not a module"),
    (b"\0asm\x0d\0\1\0", "this is a component, not a core module"),
    (b"#!/bin/sh\n", "magic header not detected: not a WebAssembly module"),
    (b"#!/bin/sh\necho", "magic header not detected: not a WebAssembly module"),
    (b"#!wasihost\n\0asm\1\0\0\0", "magic header not detected: not a WebAssembly module"),
    (b"#!", "magic header not detected: not a WebAssembly module"),
    (b"\n          Licence\n", "magic header not detected: not a WebAssembly module"),
    (b"\0as", "magic header not detected: not a WebAssembly module"),
    (b"wasihost" + bytes(100), "this is a compiled artifact: native code, which the sandbox cannot confine"),
]


@pytest.mark.parametrize("content, message", FILES, ids=[row[1] for row in FILES])
def test_a_file_that_is_no_module(compiler, tmp_path, content, message):
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(InvalidModule) as caught:
        Engine().artifact_for(str(tmp_path / "x"))

    assert message == caught.value.message
    assert [] == compiler.calls


@pytest.mark.parametrize("use_cache", [True, False])
@pytest.mark.parametrize(
    "name, reason", [("gone", "no such file or directory"), (".", "is a directory"), ("m.wasm/x", "not a directory")]
)
def test_a_file_that_cannot_be_read(module, directory, tmp_path, monkeypatch, use_cache, name, reason):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ModuleNotFound) as caught:
        Engine(cache=Cache(directory) if use_cache else None).artifact_for(name)

    assert f"cannot open module `{name}`: {reason}" == caught.value.message


PRECOMPILED = [
    # what is wrong with it, message
    ({}, None),
    ({"version": abi.VERSION + 1}, "made by another version of wasihost"),
    ({"machine": 8}, "made for another machine"),
    ({"key": bytes([1] * 32)}, "made for another machine"),
    ({"key": key_of(MODULE)[: -cache.CPU_ID_SIZE] + abi.ANY_CPU}, None),
    ({"digest": bytes(32)}, "damaged: it is not the file that was written"),
    ({"file_size": 1}, "damaged: it is not the file that was written"),
    ({"magic": 1}, "magic header not detected: not a WebAssembly module"),
]


@pytest.mark.parametrize("fields, message", PRECOMPILED, ids=[row[1] or "good" for row in PRECOMPILED])
def test_a_precompiled_artifact_is_checked(compiler, tmp_path, fields, message):
    path = str(tmp_path / "m.artifact")
    with open(path, "wb") as file:
        file.write(make_artifact(**{"key": key_of(MODULE), "content": MODULE + b"mine", **fields}))
    engine = Engine(allow_precompiled=True)

    if message is None:
        assert "mine" == level_of(engine.artifact_for(path))
    else:
        with pytest.raises(InvalidModule) as caught:
            engine.artifact_for(path)
        assert message == caught.value.message
    assert [] == compiler.calls


ASKED = [
    # of the artifact, asked for, whether it runs
    (False, False, True),
    (True, False, True),
    (True, True, True),
    (False, True, False),
]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("made, wanted, runs", ASKED)
def test_a_precompiled_artifact_is_of_the_kind_that_is_asked_for(tmp_path, made, wanted, runs, variant):
    path = tmp_path / "m.artifact"
    path.write_bytes(make_artifact(key_of(MODULE), **{variant: made}))
    engine = Engine(allow_precompiled=True, **{variant: wanted})

    if runs:
        os.close(engine.artifact_for(str(path)))
    else:
        with pytest.raises(InvalidModule) as caught:
            engine.artifact_for(str(path))
        assert VARIANTS[variant][1] == caught.value.message


# ----------------------------------------------------------------------------------------------------------- running
def test_run_makes_another_artifact_when_the_runtime_refuses_the_first(compiler, module, directory):
    level_got(module, directory)
    seen = []

    def action(artifact):
        seen.append(artifact)
        if len(seen) == 1:
            raise errors.StaleArtifact("stale")
        return 7

    assert 7 == Engine(cache=Cache(directory)).run(module, action)


def test_run_checks_bounds_where_no_space_can_be_reserved(compiler, module, directory):
    def action(artifact):
        if len(compiler.calls) == 1:
            raise errors.NoAddressSpace("limit")
        return 7

    assert 7 == Engine(cache=Cache(directory)).run(module, action)
    assert ["baseline", "baseline checked"] == compiler.calls


def test_run_gives_up_when_that_does_not_help(compiler, module, directory):
    def action(artifact):
        raise errors.NoAddressSpace("limit")

    with pytest.raises(errors.NoAddressSpace):
        Engine(cache=Cache(directory)).run(module, action)


def test_imports_are_looked_at_before_anything_is_compiled(tmp_path, monkeypatch):
    """Whoever lacks something is told at once, also when the module is large."""
    from wasihost.codegen import compiler

    module = tmp_path / "m.wasm"
    module.write_bytes(
        wat("""(module (import "a" "f" (func (param i32) (result i64))) (import "a" "m" (memory 1 4))
          (import "a" "t" (table 10 funcref)) (import "a" "g" (global (mut f32)))
          (import "a\\1b" "e" (tag (param i32))))""")
    )
    monkeypatch.setattr(compiler, "compile_image", None)
    seen = []

    def accept(imports):
        seen.extend((i.module, i.name, i.type_text()) for i in imports)
        raise LinkError("no")

    with pytest.raises(LinkError):
        Engine(cache=None, accept=accept).artifact_for(str(module))

    assert seen == [
        ("a", "f", "function (i32) -> (i64)"),
        ("a", "m", "memory 1..4"),
        ("a", "t", "table 10.. funcref"),
        ("a", "g", "global mut f32"),
        ("a\x1b", "e", "tag (i32)"),
    ]
