"""What may come next: a command line up to the cursor → candidates."""

import os
import time

import pytest

from tests.cli.conftest import compile_before
from tests.test_floors import imported
from tests.wat import wat
from wasihost import __version__
from wasihost.cli.completion import candidates as completion
from wasihost.cli.executable import build, installed
from wasihost.engine import Engine
from wasihost.errors import WasihostError
from wasihost.options.table import COMMANDS, OPTIONS, SHORT

MODULE = """(module (func (export "add") (param i32 i32) (result i32) local.get 0) (func (export "a b"))
    (func (export "bad\\1b[31m")) (func (export "")) (memory (export "memory") 1))"""
FUNCTIONS = {"add": "(i32, i32) -> (i32)", "a b": "() -> ()"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A directory with some of everything, and a cache of its own that is empty."""
    folder = tmp_path / "here"
    for name in ("sub", "my dir", ".hidden", "é"):
        (folder / name).mkdir(parents=True)
    for name in (
        "a.wasm",
        "b.wat",
        "c d.wasm",
        "e:f.artifact",
        "notes.txt",
        ".secret.wasm",
        "sub/x.wasm",
        "my dir/y",
        "--x.wasm",
    ):
        (folder / name).touch()
    (folder / "ctrl\n.wasm").touch()
    (folder / "dir.wasm").mkdir()
    (folder / "script").write_text("#!/usr/bin/env wasihost\n(module)")
    (folder / "m.wasm").write_bytes(wat(MODULE))
    (folder / "m.wat").write_text(MODULE)
    (folder / "cut.wasm").write_bytes(wat(MODULE)[:30])
    os.mkfifo(folder / "pipe.wasm")
    os.symlink("nowhere", folder / "dangling")
    monkeypatch.chdir(folder)
    for name in list(os.environ):
        if name.startswith("WASIHOST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("WASIHOST_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


def candidates(*words, at=None, behind=()):
    """Those that begin with the last of the words, or with words[at]."""
    at = len(words) - 1 if at is None else at
    kept, found = completion.complete([*words, *behind], at)
    assert words[at].startswith(kept)
    assert all(candidate.text.startswith(kept) for candidate in found)
    return [candidate.text for candidate in found if candidate.text.startswith(words[at])]


DIRECTORIES = ["dir.wasm/", "my dir/", "sub/", "é/"]
MODULES = ["a.wasm", "b.wat", "c d.wasm", "cut.wasm", "e:f.artifact", "m.wasm", "m.wat", "pipe.wasm"]
ALL = [o.name for o in OPTIONS]
AFTER = [o.name for o in OPTIONS if o.after_module]
LEVELS = ["interpret", "baseline", "fast", "balanced", "max"]

# Words, of which the last is being typed; what may come there.
CASES = [
    # commands and modules
    (["insp"], ["inspect"]),
    (["m"], ["man", "m.wasm", "m.wat", "my dir/"]),
    (["run", "m"], ["m.wasm", "m.wat", "my dir/"]),
    (["--", "m"], ["m.wasm", "m.wat", "my dir/"]),
    (["--", "--lev"], []),
    (["--quiet", "insp"], []),
    (["sub/"], ["sub/x.wasm"]),
    (["./a"], ["./a.wasm"]),
    (["."], ["./", "../", ".hidden/", ".secret.wasm"]),
    (["scr"], ["script"]),  # nothing looks like a module
    (["nowhere/"], []),
    (["./-"], ["./--x.wasm"]),
    (["a.wasm", "--", "--x"], []),  # would be read as an option elsewhere
    # options of a run
    (["--lev"], ["--level"]),
    (["--tra"], ["--trace", "--trace=", "--trace-filter", "--trace-summary"]),
    (["-"], [*ALL, *SHORT, "--trace="]),
    (["run", "--quiet", "--lev"], ["--level"]),
    (["-q", "--lev"], ["--level"]),
    (["--unknown", "--lev"], ["--level"]),
    (["a.wasm", "-"], AFTER),
    (["a.wasm", "--dir", ".", "--lev"], ["--level"]),
    (["a.wasm", "--quiet", "-"], []),  # not ours there
    (["a.wasm", "word", "--lev"], []),
    (["a.wasm", "--", "--lev"], []),
    (["--", "a.wasm", "--lev"], []),
    (["--strict-args", "a.wasm", "--lev"], []),
    (["--strict-args=no", "a.wasm", "--lev"], ["--level"]),
    (["script", "--lev"], []),
    # their values
    (["--level", ""], LEVELS),
    (["--level", "ba"], ["balanced", "baseline"]),
    (["--level=ba"], ["--level=balanced", "--level=baseline"]),
    (["a.wasm", "--level=m"], ["--level=max"]),
    (["--color", "a"], ["auto", "always"]),
    (["--unknown-imports", ""], ["error", "trap"]),
    (["--clock", ""], ["virtual", "fixed:"]),
    (["--quiet="], ["--quiet=yes", "--quiet=no"]),
    (["compile", "--quiet="], []),
    (["a.wasm", "--quiet="], []),
    (["a.wasm", "--no-cache=n"], ["--no-cache=no"]),
    (["--timeout", ""], []),
    (["--dir", ""], DIRECTORIES),
    (["--dir", "sub/"], []),
    (["--dir", "my dir::/x"], []),
    (["--dir", "my dir::/x::"], ["my dir::/x::ro"]),
    (["--dir=s"], ["--dir=sub/"]),
    (["--dir=sub::/x::r"], ["--dir=sub::/x::ro"]),
    (["--cache-dir", "s"], ["sub/"]),
    (["--trace=n"], ["--trace=notes.txt"]),
    (["--env", "HOM"], ["HOME"]),
    (["--env=HOM"], ["--env=HOME"]),
    (["--trace-filter", "fd_rea"], ["fd_read", "fd_readdir"]),
    (["--trace-filter", "path_*,fd_wr"], ["path_*,fd_write"]),
    (["--trace-filter=path_*,fd_wr"], ["--trace-filter=path_*,fd_write"]),
    # the guest's own arguments
    (["a.wasm", "n"], ["notes.txt"]),
    (["a.wasm", "word", "n"], ["notes.txt"]),
    (["a.wasm", "--", "n"], ["notes.txt"]),
    (["a.wasm", "--level", "fast", "n"], ["notes.txt"]),
    # other commands
    (["cache", ""], ["ls", "info", "clear", "prune", "warm", "path"]),
    (["cache", "pr"], ["prune"]),
    (["cache", "prune", "--max"], ["--max-size"]),
    (["cache", "prune", "--cache-dir", "s"], ["sub/"]),
    (["cache", "prune", "x"], []),
    (["cache", "nonsense", ""], []),
    (["cache", "warm", "a.wasm", "b"], ["b.wat"]),
    (["cache", "warm", "--level", "m"], ["max"]),
    (["compile", "--em"], ["--emit"]),
    (["compile", "--emit", "l"], ["llvm-ir"]),
    (["compile", "--emit=l"], ["--emit=llvm-ir"]),
    (["compile", "-o", "n"], ["notes.txt"]),
    (["compile", "a"], ["a.wasm"]),
    (["compile", "a.wasm", "b"], []),
    (["compile", "a.wasm", "--", "--em"], []),
    (["compile", "--error-format", ""], ["text", "json"]),
    (["inspect", "--err"], ["--error-format"]),
    (["wast", "n"], ["notes.txt"]),
    (["completions", ""], ["bash", "zsh", "fish"]),
    (["man", "--format", "r"], ["roff"]),
    (["man", ""], []),
    (["self", "up"], ["update"]),
    (["config", "show", "--config", "n"], ["notes.txt"]),
    (["install", "--name", ""], []),
    (["install", "--unknown-imports", ""], ["error", "trap"]),
    (["install", "--dir", "my dir::/x::"], ["my dir::/x::ro"]),
    (["install", "--clock", "v"], ["virtual"]),
]


@pytest.mark.parametrize("words, expected", CASES, ids=lambda value: " ".join(value) if value else "")
def test_candidates_fit_the_words_before(place, words, expected):
    assert sorted(expected) == sorted(candidates(*words))


def test_empty_word_completes_commands_directories_and_modules(place):
    first = [name for name in COMMANDS if not (place / name).exists()]

    assert [*first, *sorted(DIRECTORIES + MODULES)] == [*candidates("")]
    assert sorted(DIRECTORIES + MODULES) == candidates("run", "")


def test_tilde_expands_only_if_the_shell_asks_for_it(place):
    assert ["~/here/"] == candidates("~/h")
    assert [] == candidates("--cache-dir=~/h")
    assert ("~/", []) == completion.complete(["~/h"], 0, tilde=False)


def test_directories_are_unfinished_and_files_are_not(place):
    _, found = completion.complete(["run", ""], 1)

    assert MODULES == sorted(candidate.text for candidate in found if candidate.finished)
    assert DIRECTORIES == sorted(candidate.text for candidate in found if not candidate.finished)
    assert all(candidate.is_path for candidate in found)


STRICT = [("0", ["--level"]), ("", ["--level"]), ("1", []), ("nonsense", ["--level"])]


@pytest.mark.parametrize("value, expected", STRICT)
def test_strict_arguments_by_the_environment(place, monkeypatch, value, expected):
    monkeypatch.setenv("WASIHOST_STRICT_ARGS", value)

    assert expected == candidates("a.wasm", "--lev")


@pytest.fixture
def configured(place, tmp_path, monkeypatch):
    """A configuration file; `configured(text)` writes another one."""

    def configured(text):
        path = tmp_path / "config" / "wasihost" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return configured


def test_strict_arguments_by_the_configuration(configured, tmp_path):
    configured("strict-args = true\n[profile.lax]\nstrict-args = false\n[profile.lazy]\n")

    assert [] == candidates("a.wasm", "--lev")
    assert ["--level"] == candidates("--no-config", "a.wasm", "--lev")
    assert ["--level"] == candidates("--profile", "lax", "a.wasm", "--lev")
    assert ["lax", "lazy"] == candidates("--profile", "")
    assert ["--profile=lax"] == candidates("config", "show", "--profile=lax")
    configured("strict-args = nonsense")
    assert ["--level"] == candidates("a.wasm", "--lev")
    assert not (tmp_path / "cache").exists()


# ------------------------------------------------------------------------------------------------------------ functions
WHERE = [
    # before the cursor, behind it
    (["m.wasm", "--invoke", ""], []),
    (["run", "m.wasm", "--invoke", ""], []),
    (["--invoke", ""], ["m.wasm"]),
    (["--quiet", "--invoke", ""], ["--dir", ".", "m.wasm", "1", "2"]),
    (["--invoke", ""], ["m.wat"]),
    (["--invoke", ""], ["--", "m.wasm"]),
    (["~/here/m.wasm", "--invoke", ""], []),
]


@pytest.mark.parametrize("before, behind", WHERE)
def test_functions_of_the_module_wherever_it_is_named(place, before, behind):
    _, found = completion.complete([*before, *behind], len(before) - 1)

    assert FUNCTIONS == {candidate.text: candidate.help for candidate in found}


def test_functions_of_an_artifact(place):
    with open(Engine(level="fast", jobs=1).artifact_for("m.wasm"), "rb") as artifact:
        artifact.seek(0)
        (place / "m.artifact").write_bytes(artifact.read())

    assert sorted(FUNCTIONS) == sorted(candidates("m.artifact", "--invoke", ""))


@pytest.mark.parametrize("module", ["cut.wasm", "a.wasm", "notes.txt", "sub", "absent.wasm", "pipe.wasm", "-"])
def test_file_that_is_not_a_module_has_no_exports_and_does_not_block(place, module):
    start = time.monotonic()
    try:
        found = candidates(module, "--invoke", "")
    except (OSError, WasihostError):  # which `shells.answer` keeps to itself
        found = []

    assert [] == found
    assert time.monotonic() - start < 1


def test_of_a_large_module_little_is_read(place):
    """The code of this one is 2 GB of nothing."""
    data = wat(MODULE)
    big = place / "big.wasm"
    with big.open("wb") as file:
        file.write(data[:8])
        file.write(b"\x00\xff\xff\xff\xff\x07")  # a custom section that long
        file.seek((1 << 31) - 1, os.SEEK_CUR)
        file.write(data[8:])

    start = time.monotonic()
    assert ["a b", "add"] == sorted(candidates("big.wasm", "--invoke", ""))
    assert time.monotonic() - start < 1


# ------------------------------------------------------------------------------------------------- the cache, and tools
def test_modules_that_were_compiled_lately(place, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere" / "deep.wasm"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(wat("(module)"))
    (place / "sub" / "x.wasm").write_bytes(wat('(module (func (export "_start")))'))
    compile_before(elsewhere, tmp_path / "cache")
    compile_before(place / "sub" / "x.wasm", tmp_path / "cache")

    assert {str(elsewhere), "sub/x.wasm"} < {*candidates("run", "")}
    assert [f"{elsewhere.parent}/deep.wasm"] == candidates(f"{elsewhere.parent}/")
    assert [str(elsewhere)] == [text for text in candidates(f"{tmp_path}/") if text.endswith(".wasm")]
    monkeypatch.setenv("WASIHOST_CACHE_DIR", str(tmp_path / "other"))
    assert str(elsewhere) not in candidates("run", "")
    assert str(elsewhere) in candidates("--cache-dir", str(tmp_path / "cache"), "")

    elsewhere.unlink()
    assert str(elsewhere) not in candidates("--cache-dir", str(tmp_path / "cache"), "")
    assert not (tmp_path / "other").exists()


def test_tools_that_were_installed(place, tmp_path):
    (tmp_path / "bin").mkdir()
    facts = installed.Facts("/src/m.wasm", "fast", "native", __version__)
    tool = build.pack(build.launcher(), b"", installed.Recipe((), "fast", "native"), (), facts)
    (tmp_path / "bin" / "tool").write_bytes(tool)
    (tmp_path / "bin" / "other").write_bytes(b"#!/bin/sh")

    for command in ("upgrade", "uninstall"):
        assert ["tool"] == candidates(command, "--bin-dir", str(tmp_path / "bin"), "")
    assert ["a.wasm"] == candidates("upgrade", "tool", "a")
    assert [] == candidates("upgrade", "tool", "a.wasm", "")
    assert ["tool"] == candidates("uninstall", f"--bin-dir={tmp_path}/bin", "x", "")


# ---------------------------------------------------------------------------------------------------------------- speed
LINES = [
    ["wasihost --lev"],
    ["wasihost "],
    ["wasihost compile --"],
    ["wasihost --trace-filter fd_"],
]


@pytest.mark.parametrize("line", LINES)
def test_an_answer_imports_little(line):
    names = imported("-m", "wasihost", "completions", "--words", "bash", *line, "", "")
    slow = {
        "typer",
        "rich",
        "llvmlite",
        "wasihost.codegen",
        "wasihost.native",
        "wasihost.wasm",
        "wasihost.cli.commands.compile",
    }

    assert "wasihost.cli.completion.candidates" in names
    assert set() == {name for name in names if any(name == s or name.startswith(f"{s}.") for s in slow)}
