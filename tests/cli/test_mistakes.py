"""Mistakes of users: the exit status is 2 for what says nothing that can be done, 127 for what is not there."""

import os

import pytest

from tests.cli import guests

INSTALLED = "hint: `wasihost list` lists the installed commands\n"
OTHER_NAME = "hint: choose another name with `--name`\n"
MISTAKES = [
    # arguments, exit status, standard error
    (["cache", "warm", "nope.wasm"], 127, "error: cannot open module `nope.wasm`: no such file or directory\n"),
    (["cache", "warm", "bad.wasm", "nope.wasm"], 126, "error: bad.wasm:0x0: magic header not detected: not a "
     "WebAssembly module\nerror: cannot open module `nope.wasm`: no such file or directory\n"),
    (["uninstall", "typo"], 127, "error: `bin/typo` does not exist\n" + INSTALLED),
    (["upgrade", "typo"], 127, "error: `bin/typo` does not exist\n" + INSTALLED),
    (["uninstall", "foreign"], 2, "error: `bin/foreign` is not a command that `wasihost install` made\n" + INSTALLED),
    (["uninstall", "a/b"], 2, "error: `a/b` is not a name for a command\n" + INSTALLED),
    (["uninstall", "x\n"], 2, "error: `x\\x0a` is not a name for a command\n" + INSTALLED),
    (["uninstall", ""], 2, "error: the name of the command is empty\n" + INSTALLED),
    (["uninstall", "pipe"], 2, "error: `bin/pipe` is not a command that `wasihost install` made\n" + INSTALLED),
    (["upgrade", "pipe"], 2, "error: `bin/pipe` is not a command that `wasihost install` made\n" + INSTALLED),
    (["install", "m.wasm", "--name", "a/b"], 2, "error: `a/b` is not a name for a command\n" + OTHER_NAME),
    (["install", "m.wasm", "--name", ""], 2, "error: the name of the command is empty\n" + OTHER_NAME),
    (["install", "m.wasm", "--name", "wasihost"], 2,
     "error: a command named `wasihost` would hide wasihost itself\n" + OTHER_NAME),
    (["install", "m.wasm", "--name", "pipe"], 125, "error: `bin/pipe` already exists and is not a command that "
     "`wasihost install` made\nhint: choose another name with `--name`, or replace it with `--force`\n"),
    (["install", "m.wasm", "--name", "pipe", "--force"], 125, "error: `bin/pipe` already exists and is not a command "
     "that `wasihost install` made\n" + OTHER_NAME),
    (["compile", "--emit", "asm", "--func", "99", "m.wasm", "-o", "-"], 2,
     "error: func[99] is not defined in the module\n"),
    (["compile", "--level", "", "m.wasm"], 2,
     "error: `--level`: expected one of `interpret`, `baseline`, `fast`, `balanced`, `max`, found nothing\n"
     "hint: `wasihost compile --help` explains it\n"),
    (["compile", "artifact"], 126, "error: artifact: this is a compiled artifact: native code, which the sandbox "
     "cannot confine\nhint: give the module that it was compiled from\n"),
    (["artifact"], 126, "error: artifact: this is a compiled artifact: native code, which the sandbox cannot confine\n"
     "hint: if you trust it: `wasihost --allow-precompiled artifact`\n"),
    (["cache", "ls", "x"], 2, "error: unexpected argument `x`\nhint: `wasihost cache ls --help` explains it\n"),
    ([""], 127, "error: the path of the module is empty\n"),
    (["inspect", ""], 127, "error: the path of the module is empty\n"),
    (["bom.wat"], 126, "error: bom.wat: the text begins with a byte order mark\n"
     "hint: save it as UTF-8 without a byte order mark\n"),
    (["utf16.wat"], 126, "error: utf16.wat: this is text in UTF-16, not a module\nhint: save it as UTF-8\n"),
    (["--trace=-", "m.wasm"], 2, "error: `--trace`: `-` is not a file\n"
     "hint: `--trace` alone prints to stderr; a file with this name is `./-`\n"),
    (["--env", "W*", "m.wasm"], 2, "error: `--env W*`: `*` is not a pattern\nhint: `--env '*'` passes all variables\n"),
    (["m.wasm", "--clock", "fixed:9999-12-31"], 2, "error: `--clock`: expected `virtual`, or `virtual:` or `fixed:` "
     "with a time, found `fixed:9999-12-31`\nhint: a time is seconds since 1970, or a date from 1970 until 2286-11-19: "
     "`fixed:1700000000`, `virtual:2026-01-31T12:00`\n"),
    (["inspect", "--json", "--wat", "m.wasm"], 2, "error: `--json` and `--wat` cannot be combined\n"
     "hint: choose one\n"),
    (["compile", "--jobs", "1_0", "m.wasm"], 2, "error: `--jobs`: expected a whole number from 1 to "
     "18446744073709551614, found `1_0`\n"),
    (["compile", "--emit", "asm", "--func", "\u0661", "m.wasm"], 2,
     "error: `--func`: expected the number of a function, found `\\xd9\\xa1`\n"),
    (["cache", "prune", "--max-size", "1_0M"], 2, "error: `--max-size`: expected a size such as `4096`, `512M` or "
     "`1.5G`, less than `1048576T`, found `1_0M`\n"),
    (["cache", "prune", "--unused-for", "nan"], 2, "error: `--unused-for`: expected a number of days, found `nan`\n"),
    (["--dir", "gone", "m.wasm"], 2, "error: cannot preopen `gone`: no such directory\n"
     "hint: create it, or grant another directory: `wasihost m.wasm --dir HOST::GUEST`\n"),
    (["--dir", "loop", "m.wasm"], 2, "error: cannot preopen `loop`: too many levels of symbolic links\n"
     "hint: grant another directory: `wasihost m.wasm --dir HOST::GUEST`\n"),
    (["m.wasm", "--invoke", "_start", "--max-memory", " 64M"], 2, "error: `--max-memory`: expected a size such "
     "as `4096`, `512M` or `1.5G`, at least one byte and less than `1048576T`, found ` 64M`\n"),
]  # fmt: skip


@pytest.mark.parametrize("arguments, status, stderr", MISTAKES, ids=[" ".join(row[0]) for row in MISTAKES])
def test_mistakes_have_message_and_status(wasihost, tmp_path, arguments, status, stderr):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "foreign").touch()
    os.mkfifo(tmp_path / "bin" / "pipe")
    (tmp_path / "artifact").write_bytes(b"wasihost" + bytes(100))
    (tmp_path / "bom.wat").write_text("(module)", encoding="utf-8-sig")
    (tmp_path / "utf16.wat").write_text("(module)", encoding="utf-16")
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


def test_cache_info_prints_on_one_line(wasihost):
    done = wasihost("cache", "info", "--cache-dir", "e\x1b[31m\nx")

    assert "directory  e\\x1b[31m\\x0ax" == done.stdout.decode().splitlines()[0]


@pytest.mark.parametrize("words", [["ls"], ["clear"], ["prune"], ["warm", "m.wasm"]], ids=lambda words: words[0])
def test_commands_refuse_an_unusable_cache(wasihost, tmp_path, words):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    reason = "it is open to other users (mode 0777)"

    done = wasihost("cache", words[0], "--cache-dir", "cache", *words[1:], m=guests.EMPTY)

    assert (125, f"error: the cache `cache` is not used: {reason}\n") == (done.returncode, done.stderr.decode())
    assert b"" == done.stdout


@pytest.mark.parametrize("place", ["/proc", "/proc/self", "/proc/none", "/dev/null", "/dev/null/x"])
def test_cache_info_gives_the_reason_of_a_run(wasihost, place):
    info = wasihost("cache", "info", "--cache-dir", place).stdout.decode().splitlines()[-1]
    run = wasihost("--cache-dir", place, "m.wasm", m=guests.EMPTY).stderr.decode().splitlines()[0]

    assert info.startswith("state      not used: ")
    assert run == f"warning: the cache `{place}` is {info.removeprefix('state      ')}"


@pytest.mark.parametrize("made", ["", "mkdir -m 700 cache", "mkdir -p -m 700 cache/modules"])
def test_cache_info_creates_nothing(wasihost, tmp_path, made):
    os.system(f"cd {tmp_path} && {made or ':'}")
    before = sorted(tmp_path.rglob("*"))

    assert wasihost("cache", "info", "--cache-dir", "cache").stdout.decode().endswith("state      good\n")

    assert before == sorted(tmp_path.rglob("*"))


def test_invalid_cache_size_is_a_warning_when_a_module_is_stored(wasihost):
    options, environ = ("--cache-dir", "c", "--level", "fast"), {"WASIHOST_CACHE_SIZE": "x"}
    runs = [wasihost(*options, "m.wasm", m=guests.EMPTY, environ=environ)]
    runs += [wasihost(*options, *words, environ=environ) for words in (["m.wasm"], ["--no-cache", "m.wasm"])]

    warning = "`WASIHOST_CACHE_SIZE`: expected a size such as `4096`, `512M` or `1.5G`, less than `1048576T`, found `x`"
    assert [f"warning: {warning}\n", "", ""] == [run.stderr.decode() for run in runs]


def test_cache_without_a_home_directory_has_no_path(wasihost):
    environ = {"HOME": "", "XDG_CACHE_HOME": "", "WASIHOST_CACHE_DIR": ""}
    run, clear = wasihost("m.wasm", m=guests.EMPTY, environ=environ), wasihost("cache", "clear", environ=environ)

    reason = "the cache is not used: there is no home directory to keep it in"
    assert (0, f"warning: {reason}") == (run.returncode, run.stderr.decode().splitlines()[0])
    assert (125, f"error: {reason}\n") == (clear.returncode, clear.stderr.decode())
