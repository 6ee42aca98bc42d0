"""Modules as commands: `install`, `list`, `upgrade`, `uninstall`, and executables from `compile`."""

import json
import os
import subprocess

import pytest

from tests.cli import guests
from tests.codegen.objects import on_x86_64
from tests.hostile import guests as hostile
from tests.launcher import bare
from tests.wat import wat
from wasihost.host import library

pytestmark = pytest.mark.one_door


@pytest.fixture
def directory(tmp_path, environ):
    environ["WASIHOST_BIN_DIR"] = str(tmp_path / "bin")
    environ["PATH"] = f"{tmp_path / 'bin'}{os.pathsep}{environ['PATH']}"
    return tmp_path / "bin"


def run(path, *args, **environ):
    return subprocess.run([str(path), *args], cwd=path.parent, env={"PATH": "/nowhere", **environ}, capture_output=True)


FAST = ("--level", "fast", "--quiet")


# ---------------------------------------------------------------------------------------------------------- install
def test_installed_command_has_its_grants_and_all_arguments(wasihost, directory):
    options = ("--dir", ".::/x", "--dir", "/::/root::ro", "--env", "A=1")
    done = wasihost("install", "m.wasm", "--name", "tool", *options, "--level", "fast", m=guests.PREOPENS)
    wasihost("install", "n.wasm", *FAST, n=guests.repeats("args"))

    assert (0, f"installed {directory}/tool\n".encode(), b"") == (done.returncode, done.stdout, done.stderr)
    assert b"/x\n/root\n" == run(directory / "tool", WASIHOST_OPTIONS="--dir .").stdout
    arguments = f"{directory / 'n'}\0--dir\0/\0--\0".encode()
    assert arguments == run(directory / "n", "--dir", "/", "--").stdout
    assert {"n", "tool"} == set(os.listdir(directory))


def test_install_warns_if_the_directory_is_not_in_path(wasihost, tmp_path):
    done = wasihost("install", "m.wasm", "--level", "fast", "--bin-dir", "a b", m=guests.EMPTY)

    assert (0, f"installed {tmp_path}/a b/m\n") == (done.returncode, done.stdout.decode())
    assert f"hint: add it: `export PATH='{tmp_path}/a b':$PATH`" in done.stderr.decode()


@pytest.mark.parametrize(
    "other, said",
    [
        ("before", "`m` starts `{}/before/m`, which"),
        ("behind", "`m` now starts this command instead of `{}/behind/m`"),
    ],
)
def test_install_warns_about_another_program_with_the_same_name(wasihost, directory, tmp_path, environ, other, said):
    (tmp_path / other).mkdir()
    (tmp_path / other / "m").write_text("")
    (tmp_path / other / "m").chmod(0o755)
    environ["PATH"] = f"{tmp_path}/before:{environ['PATH']}:{tmp_path}/behind"

    done = wasihost("install", "m.wasm", "--level", "fast", m=guests.EMPTY)

    assert 0 == done.returncode, done.stderr
    assert f"warning: {said}".format(tmp_path) in done.stderr.decode()


PLACES = [
    # arguments, the message
    (["install", "m.wasm", "--bin-dir", "ro"], "`{}/ro/m`: read-only file system"),
    (["install", "m.wasm", "--bin-dir", "ro/new/one"], "`{}/ro/new/one/m`: read-only file system"),
    (["install", "m.wasm", "--bin-dir", "m.wasm"], "`{}/m.wasm/m`: not a directory"),
    (["install", "m.wasm", "--bin-dir", "m.wasm/new"], "`{}/m.wasm/new/m`: not a directory"),
    (["install", "m.wasm", "--bin-dir", ".", "--name", "ro", "--force"], "`{}/ro`: it is a directory"),
    (["compile", "m.wasm", "-o", "ro/m"], "`ro/m`: read-only file system"),
    (["compile", "m.wasm", "-o", "gone/m"], "`gone/m`: no such file or directory"),
    (["compile", "m.wasm", "--emit", "exe", "-o", "."], "`.`: it is a directory"),
]


@pytest.mark.skipif(bare.refusal() is not None, reason=str(bare.refusal()))
@pytest.mark.parametrize("arguments, message", PLACES, ids=[" ".join(row[0]) for row in PLACES])
def test_unwritable_directory_is_reported_before_compiling(command, environ, tmp_path, arguments, message):
    """The module is none: that would be said otherwise."""
    (tmp_path / "m.wasm").touch()
    (tmp_path / "ro").mkdir()
    line = [*bare.NAMESPACES, 'mount -t tmpfs -o ro none ro && exec "$@"', "sh", *command, *arguments]

    done = subprocess.run(line, env=environ, cwd=tmp_path, capture_output=True, text=True)

    assert (125, f"error: cannot write {message.format(tmp_path)}") == (done.returncode, done.stderr.splitlines()[0])
    assert arguments[0] != "install" or "hint: `--bin-dir` chooses another directory" in done.stderr
    assert {"m.wasm", "ro"} == set(os.listdir(tmp_path)) - {"bin"}


FULL = [["install", "m.wasm", "--bin-dir", "full"], ["compile", "m.wasm", "--emit", "exe", "-o", "full/m"]]


@pytest.mark.skipif(bare.refusal() is not None, reason=str(bare.refusal()))
@pytest.mark.parametrize("arguments", FULL, ids=" ".join)
def test_on_a_full_disk_nothing_is_left_and_nothing_lost(command, environ, tmp_path, arguments):
    (tmp_path / "m.wasm").write_bytes(wat(guests.EMPTY))
    (tmp_path / "full").mkdir()
    script = 'mount -t tmpfs -o size=200k none full; echo mine >full/other; "$@"; echo $? $(ls full)'
    line = [*bare.NAMESPACES, script, "sh", *command, *arguments, *FAST]

    done = subprocess.run(line, env=environ, cwd=tmp_path, capture_output=True, text=True)

    assert "125 other\n" == done.stdout
    assert "/m`: no space left on device\n" in done.stderr


def test_a_command_outlives_the_cache_and_is_upgraded_without_it(wasihost, directory, tmp_path):
    wasihost("install", "m.wasm", *FAST, m=guests.exits(3))
    wasihost("cache", "clear", "--yes")

    assert 3 == run(directory / "m").returncode
    assert 0 == wasihost("upgrade", "m", "--quiet", m=guests.exits(4)).returncode
    assert 4 == run(directory / "m").returncode


def test_nothing_that_is_not_ours_is_replaced_unasked(wasihost, directory):
    directory.mkdir()
    (directory / "m").write_text("mine")

    done = wasihost("install", "m.wasm", *FAST, m=guests.exits(3))
    assert (125, "mine") == (done.returncode, (directory / "m").read_text())
    assert b"hint: choose another name with `--name`, or replace it with `--force`" in done.stderr

    assert 0 == wasihost("install", "m.wasm", "--force", *FAST).returncode
    assert 0 == wasihost("install", "m.wasm", *FAST).returncode
    assert 3 == run(directory / "m").returncode


def test_a_link_is_replaced_and_not_followed(wasihost, directory, tmp_path):
    directory.mkdir()
    (tmp_path / "precious").write_text("mine")
    (directory / "m").symlink_to(tmp_path / "precious")

    wasihost("install", "m.wasm", "--force", *FAST, m=guests.EMPTY)

    assert "mine" == (tmp_path / "precious").read_text()
    assert not (directory / "m").is_symlink()


WRONG = [
    (["install", "m.wasm", "--name", "../x"], 2, "error: `../x` is not a name for a command\n"),
    (["install", "m.wasm", "--name", "-x"], 2, "error: `-x` is not a name for a command\n"),
    (["install", "m.wasm", "--name", "."], 2, "error: `.` is not a name for a command\n"),
    (["install", "-"], 2, "error: a command is compiled from a file\n"),
    (["install", "m.wasm", "--dir", "::/x"], 2, "error: `--dir ::/x`: the host's path is empty\n"),
    (["install", "gone.wasm"], 127, "error: cannot open module `gone.wasm`: no such file or directory\n"),
    (["install", "bad.wasm"], 126, "error: bad.wasm:0x0: the file is empty\n"),
    (["install", "m.wasm", "--bin-dir", "m.wasm"], 125, "error: cannot write `{}/m.wasm/m`: not a directory\n"),
    (["uninstall", "gone"], 127, "error: `{}/bin/gone` does not exist\n"),
    (["uninstall", "/bin/sh"], 2, "error: `/bin/sh` is not a name for a command\n"),
    (["uninstall", "foreign"], 2, "error: `{}/bin/foreign` is not a command that `wasihost install` made\n"),
    (["upgrade", "foreign"], 2, "error: `{}/bin/foreign` is not a command that `wasihost install` made\n"),
    (["compile", "m.wasm", "--dir", "."], 2, "error: `--dir` needs `--emit exe`\n"),
    (["compile", "m.wasm", "--fuel", "5"], 2, "error: `--fuel` needs `--emit exe`\n"),
    (["compile", "m.wasm", "--emit", "exe", "--metered"], 2,
     "error: `--metered` is not for an exe: `--fuel N` sets how much it may use\n"),
    (["install", "m.wasm", "--timeout", "0"], 2,
     "error: `--timeout`: expected a time from `1ms` to `1000000000s`, for example `2`, `1.5s`, `200ms` or `2m`, "
     "found `0`\n"),
    (["compile", "m.wasm", "--emit", "exe", "-o", "no/x"], 125,
     "error: cannot write `no/x`: no such file or directory\n"),
]  # fmt: skip


@pytest.mark.parametrize("args, status, stderr", WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_errors_have_message_and_status_and_change_nothing(wasihost, directory, tmp_path, args, status, stderr):
    directory.mkdir()
    (directory / "foreign").write_text("mine")
    (tmp_path / "bad.wasm").touch()

    done = wasihost(*args, m=guests.EMPTY)

    assert (status, stderr.format(tmp_path)) == (done.returncode, done.stderr.decode().partition("hint")[0])
    assert ["foreign"] == os.listdir(directory)
    assert {"bin", "bad.wasm", "m.wasm"} == set(os.listdir(tmp_path))


MADE = [
    # guest, options, exit status, a part of standard error
    (hostile.LOOP, ["--fuel", "1000"], 134, b"error: out of fuel: 1000 used (--fuel)\n"),
    (hostile.LOOP, ["--timeout", "50ms"], 124, b"error: the guest ran longer than 0.05 s (--timeout)\n"),
    (guests.NANS, ["--reproducible"], 0, b""),
    (guests.LACKS, ["--unknown-imports", "trap"], 134, b"call of an unknown import: `env::now`"),
]


@pytest.mark.parametrize("guest, options, status, stderr", MADE)
@pytest.mark.parametrize("level", [pytest.param("baseline", marks=on_x86_64), "fast"])
@pytest.mark.parametrize("emit", [False, True])
def test_limits_and_the_like_are_fixed_too(wasihost, directory, guest, options, status, stderr, emit, level):
    directory.mkdir()
    made = ["compile", "m.wasm", "--emit", "exe", "-o", "bin/m"] if emit else ["install", "m.wasm"]
    assert 0 == wasihost(*made, *options, "--level", level, m=guest).returncode

    for _ in range(2):
        done = run(directory / "m")
        assert status == done.returncode
        assert stderr in done.stderr
        assert done.stdout == (guests.CANONICAL if guest is guests.NANS else b"")
        if not emit:  # it is made with the same again
            assert 0 == wasihost("upgrade", "m", "--quiet").returncode


# ----------------------------------------------------------------------------------------- list, upgrade and uninstall
@pytest.mark.parametrize("words", [["list"], ["cache", "ls"], ["cache", "info"], ["config", "show"]], ids=" ".join)
def test_unreachable_default_directory_counts_as_empty(wasihost, tmp_path, words):
    (tmp_path / "loop").symlink_to("loop")
    unset = dict.fromkeys(("WASIHOST_CACHE_DIR", "XDG_CONFIG_HOME"), "")

    done = wasihost(*words, environ={**unset, "HOME": str(tmp_path / "loop"), "XDG_CACHE_HOME": home_cache()})

    assert (0, b"") == (done.returncode, done.stderr)


def home_cache():
    """Where a checkout keeps its compiled runtime."""
    return os.path.dirname(os.path.dirname(library.path()))


def test_a_directory_that_was_named_must_be_readable(wasihost, tmp_path):
    (tmp_path / "loop").symlink_to("loop")

    done = wasihost("list", "--bin-dir", "loop")

    assert 125 == done.returncode
    assert f"error: cannot read `{tmp_path}/loop`: too many levels of symbolic links\n" == done.stderr.decode()


def test_list_reads_the_commands_themselves(wasihost, directory, tmp_path):
    assert b"" == wasihost("list").stdout
    wasihost("install", "m.wasm", "--name", "tool", "--dir", "a b", "--canonical-nans", *FAST, m=guests.EMPTY)
    (directory / "other").write_text("#!/bin/sh\n")
    (directory / "folder").mkdir()
    (directory / "loop").symlink_to("loop")

    (line,) = wasihost("list").stdout.decode().splitlines()
    (row,) = json.loads(wasihost("list", "--json").stdout)

    assert line.startswith("tool  ") and line.endswith(f"  fast      {tmp_path}/m.wasm --dir 'a b' --canonical-nans")
    assert ("tool", ["--dir", "a b", "--canonical-nans"], "fast") == (row["name"], row["options"], row["level"])
    assert os.path.getsize(row["path"]) == row["size"]


def test_upgrade_keeps_the_grants(wasihost, directory, tmp_path):
    wasihost("install", "m.wasm", "--name", "tool", "--dir", ".::/x", *FAST, m=guests.exits(3))
    (tmp_path / "m.wasm").write_bytes(wat(guests.PREOPENS))

    assert (0, f"upgraded {directory}/tool\n".encode()) == (
        (done := wasihost("upgrade", "tool")).returncode,
        done.stdout,
    )
    assert b"/x\n" == run(directory / "tool").stdout

    (tmp_path / "m.wasm").unlink()
    done = wasihost("upgrade", "tool")
    assert (127, f"error: `tool` was made from `{tmp_path}/m.wasm`, which no longer exists\n") == (
        done.returncode,
        done.stderr.decode().partition("hint")[0],
    )
    assert 0 == wasihost("upgrade", "tool", "n.wasm", n=guests.exits(4)).returncode
    assert 4 == run(directory / "tool").returncode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_grants_that_another_user_wrote_down_are_not_renewed(wasihost, directory):
    wasihost("install", "m.wasm", "--dir", "/", *FAST, m=guests.PREOPENS)
    os.chown(directory / "m", 65534, 65534)

    done = wasihost("upgrade", "m")

    assert 125 == done.returncode
    assert b"belongs to another user, who chose its grants" in done.stderr
    assert 65534 == (directory / "m").stat().st_uid


def test_an_upgrade_that_fails_changes_nothing(wasihost, directory, tmp_path):
    wasihost("install", "m.wasm", *FAST, m=guests.exits(3))
    (tmp_path / "m.wasm").write_bytes(b"")

    assert 126 == wasihost("upgrade", "m").returncode
    assert 3 == run(directory / "m").returncode


def test_uninstall_removes_its_commands_and_reports_others(wasihost, directory):
    for name in ("a", "b"):
        wasihost("install", f"{name}.wasm", *FAST, **{name: guests.EMPTY})
    (directory / "foreign").write_text("mine")

    done = wasihost("uninstall", "a", "foreign", "b", "gone")

    assert (2, f"removed {directory}/a\nremoved {directory}/b\n") == (done.returncode, done.stdout.decode())
    assert ["foreign"] == os.listdir(directory)


# ------------------------------------------------------------------------------------------------- compile and binfmt
def test_compile_to_an_executable(wasihost, tmp_path):
    done = wasihost("compile", "m.wasm", "--emit", "exe", "--level", "fast", m=guests.PREOPENS)

    assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)
    assert (0o755, {"m", "m.wasm"}) == (os.stat(tmp_path / "m").st_mode & 0o777, set(os.listdir(tmp_path)))
    assert b"/x\n" == run(tmp_path / "m", WASIHOST_OPTIONS="--dir .::/x").stdout
    data = wasihost("compile", "m.wasm", "--emit", "exe", "--level", "fast", "--dir", ".", "-o", "-").stdout
    (tmp_path / "n").write_bytes(data)
    os.chmod(tmp_path / "n", 0o755)
    assert b".\n" == run(tmp_path / "n", WASIHOST_OPTIONS="--dir .::/x").stdout


def test_a_module_is_not_overwritten(wasihost, tmp_path):
    (tmp_path / "tool").write_text("#!/usr/bin/env wasihost\n(module)")

    done = wasihost("compile", "tool", "--emit", "exe")

    assert (2, b"error: `tool` is the module itself\n") == (done.returncode, done.stderr.partition(b"hint")[0])


def test_an_artifact_for_every_processor(wasihost, tmp_path):
    wasihost("compile", "m.wasm", "--cpu", "baseline", "--level", "fast", "-o", "x", m=guests.exits(7))

    assert 7 == wasihost("--allow-precompiled", "x").returncode


def test_the_kernel_can_start_the_single_file_and_no_python_package(wasihost, door, command):
    done = wasihost("binfmt")

    if door == "launcher":
        magic = r"\x00asm\x01\x00\x00\x00"
        assert (0, f":wasm:M::{magic}::{command[0]}:P\n") == (done.returncode, done.stdout.decode())
        return
    assert (125, b"") == (done.returncode, done.stdout)
    assert b"the kernel needs an executable" in done.stderr
