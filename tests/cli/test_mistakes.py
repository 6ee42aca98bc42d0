"""Mistakes of users: the exit status is 2 for what says nothing that can be done, 127 for what is not there."""

import os

import pytest

from tests.cli import guests

MISTAKES = [
    # arguments, exit status, standard error
    (["cache", "warm", "nope.wasm"], 127, "error: cannot open module `nope.wasm`: no such file or directory\n"),
    (["cache", "warm", "bad.wasm", "nope.wasm"], 126, "error: bad.wasm:0x0: magic header not detected: this is no "
     "WebAssembly module\nerror: cannot open module `nope.wasm`: no such file or directory\n"),
    (["uninstall", "typo"], 127, "error: `bin/typo` does not exist\nhint: `wasihost list` lists all\n"),
    (["upgrade", "typo"], 127, "error: `bin/typo` does not exist\nhint: `wasihost list` lists all\n"),
    (["uninstall", "foreign"], 2, "error: `bin/foreign` is not a command that `wasihost install` made\n"
     "hint: `wasihost list` lists all\n"),
    (["uninstall", "a/b"], 2, "error: `a/b` is not a name for a command\nhint: choose one: `--name`\n"),
    (["inspect", "--json", "--wat", "m.wasm"], 2, "error: `--json` and `--wat` are two forms of the same\n"
     "hint: choose one\n"),
    (["compile", "--jobs", "1_0", "m.wasm"], 2, "error: `--jobs`: expected a whole number from 1 to "
     "18446744073709551614, found `1_0`\n"),
    (["compile", "--emit", "asm", "--func", "\u0661", "m.wasm"], 2,
     "error: `--func`: expected the number of a function, found `\\xd9\\xa1`\n"),
    (["cache", "prune", "--max-size", "1_0M"], 2, "error: `--max-size`: `1_0M` is not a size\n"
     "hint: write `500M`, `2G` or a number of bytes\n"),
    (["cache", "prune", "--unused-for", "nan"], 2, "error: `--unused-for`: expected a number of days, found `nan`\n"),
    (["--dir", "gone", "m.wasm"], 125, "error: cannot preopen `gone` as `gone`: no such directory\n"
     "hint: create it, or grant another directory: `wasihost m.wasm --dir HOST::GUEST`\n"),
    (["--dir", "loop", "m.wasm"], 125, "error: cannot preopen `loop` as `loop`: too many levels of symbolic links\n"
     "hint: grant another directory: `wasihost m.wasm --dir HOST::GUEST`\n"),
    (["m.wasm", "--invoke", "_start", "--max-memory", " 64M"], 2, "error: `--max-memory`: expected a size such "
     "as `4096`, `512M` or `1.5G`, at least one byte, found ` 64M`\n"),
]  # fmt: skip


@pytest.mark.parametrize("arguments, status, stderr", MISTAKES, ids=[" ".join(row[0]) for row in MISTAKES])
def test_mistakes_have_message_and_status(wasihost, tmp_path, arguments, status, stderr):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "foreign").touch()
    (tmp_path / "bad.wasm").write_text("no module")
    os.symlink("loop", tmp_path / "loop")

    done = wasihost(*arguments, m=guests.EMPTY, environ={"WASIHOST_BIN_DIR": "bin", "LC_ALL": "C.UTF-8"})

    said = done.stderr.decode().replace("\u0661", "\\xd9\\xa1").replace(f"{tmp_path}/", "")
    assert (status, stderr) == (done.returncode, said)
    assert b"" == done.stdout


def test_cache_files_are_removed_despite_errors(wasihost, tmp_path):
    environ = {"WASIHOST_BIN_DIR": str(tmp_path / "bin")}
    wasihost("install", "m.wasm", "--level", "fast", "--name", "good", m=guests.EMPTY, environ=environ)

    done = wasihost("uninstall", "typo", "good", environ=environ)

    assert (127, f"removed {tmp_path}/bin/good\n".encode()) == (done.returncode, done.stdout)
    assert [] == os.listdir(tmp_path / "bin")


@pytest.mark.parametrize("words", [["compile", "m.wasm", "-o", "out"], ["cache", "warm", "m.wasm"]], ids=" ".join)
def test_short_options_are_those_of_a_run(wasihost, words):
    assert (0, b"") == (lambda done: (done.returncode, done.stdout))(wasihost(*words, "-q", m=guests.EMPTY))


# ---------------------------------------------------------------------------------------------------------- the cache
GOOD = "good"
CACHES = [
    # what is done to the directory `cache`, what `cache info` and a run say of it
    ("", GOOD),
    ("mkdir -m 755 cache", GOOD),
    ("mkdir -m 700 cache", GOOD),
    ("mkdir -m 777 cache", "it is open to other users (mode 0777)"),
    ("mkdir -m 1777 cache", "it is open to other users (mode 1777)"),
    ("mkdir -m 775 cache", "it is open to other users (mode 0775)"),
    ("mkdir cache cache/modules; chmod 750 cache/modules", "it is open to other users (mode 0750)"),
    ("touch cache", "not a directory"),
    ("mkdir cache; touch cache/modules", "not a directory"),
    ("ln -s cache cache", "too many levels of symbolic links"),
    ("mkdir -m 700 real cache; rmdir cache; ln -s real cache", GOOD),
    ("mkdir cache; chown 12345 cache", "it belongs to another user (uid 12345)"),
    ("mkdir -p -m 700 cache/modules; chown 12345 cache/modules", "it belongs to another user (uid 12345)"),
]


@pytest.mark.parametrize("made, state", CACHES, ids=[row[0] or "none" for row in CACHES])
def test_cache_info_agrees_with_a_run(wasihost, tmp_path, made, state):
    if "chown" in made and os.geteuid():
        pytest.skip("only root can give something away")
    os.system(f"cd {tmp_path} && {made or ':'}")

    shown = wasihost("cache", "info", "--cache-dir", "cache").stdout.decode().splitlines()[-1]
    runs = [wasihost("--cache-dir", "cache", "m.wasm", m=guests.says("x")) for _ in range(2)]

    assert f"state      {GOOD if state == GOOD else f'not used: {state}'}" == shown
    assert [(0, b"x")] * 2 == [(run.returncode, run.stdout) for run in runs]
    warned = [] if state == GOOD else [f"warning: the cache `cache` is not used: {state}"] * 2
    assert warned == [line for run in runs for line in run.stderr.decode().splitlines() if line.startswith("warning")]
