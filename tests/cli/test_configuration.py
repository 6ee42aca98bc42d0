"""The configuration file: what is wrong with one, who may write it, where it counts, and `wasihost config`."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import pytest

from tests.cli import guests
from tests.door import ROOT
from wasihost.errors import UsageError
from wasihost.options import config_toml
from wasihost.options.command_line import parse
from wasihost.options.table import OPTIONS


@pytest.fixture
def file(tmp_path, environ):
    """Where the user's configuration is."""
    environ["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    (tmp_path / "config" / "wasihost").mkdir(parents=True)
    return tmp_path / "config" / "wasihost" / "config.toml"


def write(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(0o600)
    return path


# ------------------------------------------------------------------------------------------------------- what it means
MEANINGS = [
    # file, profile, words
    ("", None, []),
    ('dir = [".", "/a b::/c::ro"]', None, ["--dir=.", "--dir=/a b::/c::ro"]),
    ('env = ["A=1=2", "B"]', None, ["--env=A=1=2", "--env=B"]),
    ("quiet = true\nepipe = false", None, ["--quiet=yes", "--epipe=no"]),
    ('trace = true\n[profile.p]\ntrace = "f"', "p", ["--trace=yes", "--trace=f"]),
    ("fuel = 5\nseed = 0", None, ["--fuel=5", "--seed=0"]),
    ('max-memory = "64M"\nmax-stack = 4096', None, ["--max-memory=64M", "--max-stack=4096"]),
    ('timeout = 1.5\nmax-compile-time = "200ms"', None, ["--timeout=1.5", "--max-compile-time=200ms"]),
    ('level = "max"\nclock = "fixed:2026-01-31"', None, ["--level=max", "--clock=fixed:2026-01-31"]),
    ('level = "max"\n[profile.p]\nlevel = "fast"\n[profile.q]', "p", ["--level=max", "--level=fast"]),
    ('[profile."a b"]\nquiet = true', "a b", ["--quiet=yes"]),
    ("'quiet' = true\n\"cache-dir\" = 'ä'", None, ["--quiet=yes", "--cache-dir=ä"]),
]


@pytest.mark.parametrize("text, profile, words", MEANINGS)
def test_it_is_words_of_a_command_line(tmp_path, text, profile, words):
    assert words == config_toml.load(str(write(tmp_path / "x", text)))[1].args_for(profile)


def test_every_key_can_be_written(tmp_path):
    examples = {
        "flag": "true", "optional": '"f"', "text": '"t"', "count": "1", "number": "0", "size": '"1M"',
        "duration": '"1s"', "clock": '"virtual"', "grant": '["."]', "variable": '["A"]', "address": '["[::1]:0"]',
    }  # fmt: skip
    lines = [
        f"{option.key} = " + (f'"{option.choices[0]}"' if option.kind == "choice" else examples[option.kind])
        for option in OPTIONS
        if option.key
    ]

    words = config_toml.load(str(write(tmp_path / "x", "\n".join(lines))))[1].top

    assert [option.name for option in OPTIONS if option.key] == [word.partition("=")[0] for word in words]
    words = [word for word in words if not word.startswith("--no-confine")]  # the opposite of another
    assert parse([*words, "m"], {}).module == "m"


# ------------------------------------------------------------------------------------------------------- what is wrong
TYPES = 'expected a list of strings, for example `["HOST[::GUEST[::ro]]"]`'
TIME = "expected a time from `1ms` to `1000000000s`, for example `2`, `1.5s`, `200ms` or `2m`"
KEYS = "keys are the options of `wasihost --help`, without dashes"
DIGITS = "1" * 500
WRONG = [
    # file, message behind its path, hint
    ("quiet = true\nqiuet = true", ":2: unknown key `qiuet`", "did you mean `quiet`?"),
    ("max_memory = 1", ":1: unknown key `max_memory`", "did you mean `max-memory`?"),
    ('"--dir" = ["."]', ":1: unknown key `--dir`", "did you mean `dir`?"),
    ("something = 1", ":1: unknown key `something`", KEYS),
    ("\n[profiles.x]\nquiet = true", ":2: unknown key `profiles`", "did you mean `profile`?"),
    ("[env]\nA = 1", ':1: `env`: expected a list of strings, for example `["NAME[=VALUE]"]`', None),
    ("[profile.a]\n\nprofile = 1", ":3: `profile` cannot be set in a configuration file",
     "use the command line, or the variable WASIHOST_PROFILE"),
    ('argv0 = "x"', ":1: `argv0` cannot be set in a configuration file", "use the command line"),
    ("[profile.a]\nquiet = true\n[profile.b]\nquite = true", ":4: unknown key `quite`", "did you mean `quiet`?"),
    ("profile = 1", ": `profile` is not an option: a profile starts with a line `[profile.NAME]`", None),
    ("[profile]\nquiet = true", ": `profile` is not an option: a profile starts with a line `[profile.NAME]`", None),
    ('dir = "."', f":1: `dir`: {TYPES}", None),
    ("dir = [1]", f":1: `dir`: {TYPES}", None),
    ('dir = ["::/x"]', ":1: `dir ::/x`: the host's path is empty", None),
    ('dir = [".::ro"]', ":1: `dir .::ro`: `ro` is where the guest's path should be", "write `--dir .::.::ro`"),
    ("quiet = 1", ":1: `quiet`: expected `true` or `false`", None),
    ('quiet = "yes"', ":1: `quiet`: expected `true` or `false`", None),
    ('fuel = "5"', ":1: `fuel`: expected a whole number", None),
    ("fuel = true", ":1: `fuel`: expected a whole number", None),
    ("fuel = 0", ":1: `fuel`: expected a whole number from 1 to 18446744073709551614, found `0`", None),
    (f"fuel = {10**22}", f":1: `fuel`: expected a whole number from 1 to 18446744073709551614, found `{10**22}`", None),
    ("fuel = " + "1" * 5000, ":1:8: a number has more than 400 characters", None),
    ("quiet = true # 1\nfuel = 0x" + "f" * 5000, ":2:8: a number has more than 400 characters", None),
    (f"dir = ['''{DIGITS}\n''', \"\"\"\\\"{DIGITS}\"\"\"]\nfuel = -{DIGITS}",
     ":3:8: a number has more than 400 characters", None),
    (f"x = '{DIGITS}' # \" {DIGITS}", ":1: unknown key `x`", KEYS),
    (f"timeout = {DIGITS}.5", ":1:11: a number has more than 400 characters", None),
    ("quiet = true # \u2028\nx = 1", ":2: unknown key `x`", KEYS),
    ("timeout = nan", f":1: `timeout`: {TIME}, found `nan`", None),
    ("timeout = 0.0001", f":1: `timeout`: {TIME}, found `0.0001`", None),
    ("timeout = 2026-01-31", ':1: `timeout`: expected a number of seconds, or a string such as `"200ms"`', None),
    ("level = 3", ":1: `level`: expected a string", None),
    (
        'level = "huge"',
        ":1: `level`: expected one of `interpret`, `baseline`, `fast`, `balanced`, `max`, found `huge`",
        None,
    ),
    ('cache-dir = ""', ":1: `cache-dir`: the value is empty", None),
    ('env = ["A=1\\u0000--dir=/"]', ":1: `env`: a string cannot contain NUL", None),
    ('env = "x', ":1:9: unterminated string", "the file must be TOML: https://toml.io"),
    ("quiet = true\nquiet = false\n", ":2:14: cannot overwrite a value", "the file must be TOML: https://toml.io"),
    (b"quiet = true\n# \xff", ":2: the file is not UTF-8", None),
    ("a = " + "[" * 100_000, ": values are nested too deeply", None),
    ("#" * (1 << 20) + "\n", "` is not read: it is larger than 1 MiB", None),
]  # fmt: skip


LONG = [
    "".join(f"[profile.a{n}]\nquiet=true\n" for n in range(20_000)),
    " [" + " " * 200_000 + "\nquiet = true",
    "quiet = true\n[" + "[" * 200_000 + "\n",
    "# " + '"' * 500_000,
    '"' + '\\"' * 250_000,
    "'" * 500_000,
    '"""' + '"\\' * 250_000,
    "a" * 500_000 + " " * 500_000,
    "\n".join(["1" * 399] * 2_000),
]


@pytest.mark.parametrize("text", LONG, ids=[text[:8] for text in LONG])
def test_it_is_read_in_time(tmp_path, text):
    path = write(tmp_path / "x", text)
    start = time.thread_time()
    with contextlib.suppress(UsageError):
        config_toml.load(str(path))
    assert 10 > time.thread_time() - start


@pytest.mark.parametrize("text, message, hint", WRONG, ids=[str(row[0][:30]) for row in WRONG])
def test_errors_in_the_file_name_path_and_line(tmp_path, text, message, hint):
    path = write(tmp_path / "x", text)
    with pytest.raises(UsageError) as caught:
        config_toml.load(str(path))

    assert caught.value.message.lstrip("`").startswith(f"{path}{message}")
    assert caught.value.message.endswith(message)
    assert hint == caught.value.hint


def test_run_reports_an_invalid_file_with_status_2(wasihost, file):
    write(file, "dri = []")

    done = wasihost("m.wasm", m=guests.EMPTY)

    assert (2, b"") == (done.returncode, done.stdout)
    assert f"error: {file}:1: unknown key `dri`\nhint: did you mean `dir`?\n" == done.stderr.decode()


NO_PROFILE = [
    # file or none, arguments, error behind its first word
    (
        '[profile.a]\n[profile."b c"]',
        ["--profile", "d"],
        "`{}` has no profile `d`\nhint: its profiles are `a`, `b c`\n",
    ),
    ("", ["--profile", "d"], "`{}` has no profile `d`\nhint: add the line `[profile.d]`\n"),
    (
        None,
        ["--profile", "d"],
        "cannot read `{}`: no such file or directory\nhint: the profile would be its section `[profile.d]`\n",
    ),
    ("", ["--profile", "d", "--no-config"], "there is no profile `d`: no configuration file is read\n"),
    ("", ["--config", "gone"], "cannot read `gone`: no such file or directory\n"),
    ("", ["--config", "/"], "cannot read `/`: is a directory\n"),
    ("", ["--config", "/dev/null"], "cannot read `/dev/null`: it is not a regular file\n"),
]


@pytest.mark.parametrize("text, args, error", NO_PROFILE)
def test_a_profile_or_file_that_is_not_there(wasihost, file, text, args, error):
    if text is not None:
        write(file, text)

    done = wasihost(*args, "m.wasm", m=guests.EMPTY)

    assert (2, f"error: {error.format(file)}") == (done.returncode, done.stderr.decode())


def test_a_pipe_is_no_file_and_not_waited_for(wasihost, file):
    os.mkfifo(file)

    assert 0 == wasihost("m.wasm", m=guests.EMPTY).returncode
    assert 2 == wasihost("--config", file, "m.wasm", m=guests.EMPTY).returncode


# ------------------------------------------------------------------------------------------------------ who wrote it
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666, 0o777])
def test_a_file_that_others_can_change_is_not_read(wasihost, file, mode):
    write(file, 'dir = ["/"]').chmod(mode)

    for _ in range(2):
        done = wasihost("m.wasm", m=guests.PREOPENS)
        said = f"error: `{file}` is not read: others can change it (mode {mode:04o})\nhint: `chmod go-w {file}`\n"
        assert (2, b"", said) == (done.returncode, done.stdout, done.stderr.decode())


def test_a_file_that_became_writable_is_refused_although_it_was_read_before(wasihost, file):
    write(file, 'dir = [".::/mine"]')
    for _ in range(3):
        assert b"/mine\n" == wasihost("m.wasm", m=guests.PREOPENS).stdout

    file.chmod(0o666)

    assert 2 == wasihost("m.wasm").returncode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_file_of_another_user_is_not_read(wasihost, file):
    write(file, 'dir = ["/"]')
    os.chown(file, 65534, 65534)

    done = wasihost("--config", str(file), "m.wasm", m=guests.PREOPENS)

    assert (2, b"") == (done.returncode, done.stdout)
    assert f"error: `{file}` is not read: it belongs to another user (uid 65534)\n" in done.stderr.decode()
    for args in ((), ("--no-config",)):
        done = wasihost(*args, "m.wasm")
        assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)


UNREACHABLE = [
    # where the configuration is looked for, beneath the test's directory
    "gone", "loop", "m.wasm", "x" * 300, "/".join(["x" * 200] * 30), "private",
]  # fmt: skip


@pytest.mark.parametrize("place", UNREACHABLE, ids=range(len(UNREACHABLE)))
def test_unreachable_default_path_is_ignored(wasihost, tmp_path, place):
    (tmp_path / "loop").symlink_to("loop")
    there = {"XDG_CONFIG_HOME": str(tmp_path / place)}
    named = {"WASIHOST_CONFIG": str(tmp_path / place / "c.toml")}

    done = wasihost("m.wasm", m=guests.says("hello"), environ=there)
    assert (0, b"hello", b"") == (done.returncode, done.stdout, done.stderr)
    for wanted in (named, {**there, "WASIHOST_PROFILE": "p"}):
        done = wasihost("m.wasm", environ=wanted)
        assert (2, b"") == (done.returncode, done.stdout)
        assert b"error: cannot read `" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_home_of_another_user_does_not_prevent_a_run(tmp_path, mode):
    """As in a container with another user than its image was made for."""
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o755)
        os.makedirs(os.path.join(home, ".config", "wasihost"))
        os.chmod(os.path.join(home, ".config"), mode)
        with open(os.path.join(home, ".config", "wasihost", "config.toml"), "w") as config:
            os.fchmod(config.fileno(), 0o600)
        pid = os.fork()
        if not pid:
            with contextlib.suppress(BaseException):
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
                os._exit(bool(parse(["m.wasm"], {"HOME": home}).dir))
            os._exit(2)
        assert 0 == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_no_file_is_read_from_the_working_directory(wasihost, tmp_path):
    """A directory that a stranger made must not grant anything, whatever files lie in it."""
    names = ["config.toml", "wasihost.toml", ".wasihost.toml", "wasihost/config.toml", ".config/wasihost/config.toml"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path / name, 'dir = ["/"]')

    for variables in ({}, {"XDG_CONFIG_HOME": "."}, {"XDG_CONFIG_HOME": "", "HOME": "."}):
        done = wasihost("m.wasm", environ=variables, m=guests.PREOPENS)
        assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)


# ------------------------------------------------------------------------------------- where neither counts
GIFTS = {
    "WASIHOST_DIR": "/", "WASIHOST_ENV": "SECRET=1", "WASIHOST_UNKNOWN_IMPORTS": "trap", "WASIHOST_MAX_MEMORY": "1",
    "WASIHOST_TRACE": "yes", "WASIHOST_FUEL": "1", "WASIHOST_STRICT_ARGS": "no", "WASIHOST_PROFILE": "more",
    "SECRET": "2",
}  # fmt: skip


@pytest.fixture
def gifts(file, environ):
    """Everything that a user may set, set for programs that must not get it."""
    write(file, 'dir = ["/"]\nenv = ["SECRET"]\nfuel = 1\n[profile.more]\ndir = ["/etc"]')
    environ |= GIFTS
    return {key: value for key, value in environ.items() if key != "PYTHONPATH"}


@pytest.mark.parametrize("made", ["install", "exe", "settable"])
def test_commands_and_executables_keep_the_options_they_were_created_with(wasihost, tmp_path, gifts, made):
    def make(name, guest, *options):
        (where := tmp_path / "bin").mkdir(exist_ok=True)
        common = ["--level", "fast", "--quiet", *options]
        if made == "install":
            done = wasihost("install", f"{name}.wasm", "--bin-dir", str(where), *common, **{name: guest})
        else:
            done = wasihost(
                "compile", f"{name}.wasm", "--emit", "exe", "-o", str(where / name), *common, **{name: guest}
            )
        assert (0, b"") == (done.returncode, done.stderr)
        done = subprocess.run([where / name], cwd=tmp_path, env=gifts, capture_output=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    options = [] if made == "settable" else ["--dir", ".::/x", "--env", "A=1"]
    assert (0, b"" if made == "settable" else b"/x\n", b"") == make("dirs", guests.PREOPENS, *options)
    assert (0, b"" if made == "settable" else b"A=1\0", b"") == make("env", guests.repeats("environ"), *options)
    assert 126 == wasihost("install", "lacks.wasm", "--bin-dir", str(tmp_path / "bin"), lacks=guests.LACKS).returncode


def test_the_python_package_reads_neither(tmp_path, gifts):
    shutil.copy(os.path.join(os.path.dirname(__file__), "../../examples/hello.wasm"), tmp_path / "m.wasm")
    code = "import os, wasihost; os.close(wasihost.Engine(level='fast').artifact_for('m.wasm')); print('made')"
    gifts |= {"WASIHOST_JOBS": "none", "WASIHOST_LEVEL": "none", "PYTHONPATH": os.getcwd()}

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=gifts, capture_output=True, timeout=60)

    assert (0, b"made\n", b"") == (done.returncode, done.stdout, done.stderr)


def test_script_uses_the_configuration_of_its_user(wasihost, file, tmp_path):
    write(file, 'dir = [".::/mine"]')
    (tmp_path / "tool").write_text(f"#!/usr/bin/env wasihost\n{guests.PREOPENS}")

    assert b"/mine\n" == wasihost("tool", "--dir", "/").stdout


# ----------------------------------------------------------------------------------------------------- wasihost config
def test_config_path_prints_the_path_of_the_file(wasihost, file, tmp_path):
    assert f"{file}\n".encode() == wasihost("config", "path").stdout
    assert b"x\n" == wasihost("config", "path", "--config", "x").stdout
    environ = {"XDG_CONFIG_HOME": "", "HOME": str(tmp_path)}
    assert f"{tmp_path}/.config/wasihost/config.toml\n".encode() == wasihost("config", "path", environ=environ).stdout


def test_show_prints_the_source_of_each_value(wasihost, file, environ):
    write(file, 'dir = ["."]\nlevel = "max"\ntimeout = 5\n[profile.p]\ndir = ["/x::/y"]\nlevel = "fast"\n')
    variables = {"WASIHOST_TIMEOUT": "2s", "WASIHOST_DIR": "/a b", "WASIHOST_PROFILE": "p"}

    done = wasihost("config", "show", environ=variables)

    rows = [line.split("  ") for line in done.stdout.decode().splitlines()]
    assert [
        ["--cache-dir", environ["WASIHOST_CACHE_DIR"], "WASIHOST_CACHE_DIR"],
        ["--dir", ".", f"{file}"],
        ["--dir", "/a b", "WASIHOST_DIR"],
        ["--dir", "/x::/y", f"{file} [profile.p]"],
        ["--level", "fast", f"{file} [profile.p]"],
        ["--profile", "p", "WASIHOST_PROFILE"],
        ["--timeout", "2s", "WASIHOST_TIMEOUT"],
    ] == sorted([[part.strip() for part in row if part] for row in rows])
    assert b"--level" not in wasihost("config", "show", environ={"WASIHOST_NO_CONFIG": "1"}).stdout


def test_show_aligns_printable_values(wasihost):
    done = wasihost("config", "show", environ={"WASIHOST_TRACE": "\x1b[31m", "WASIHOST_CACHE_DIR": ""})

    assert "--trace             \\x1b[31m              WASIHOST_TRACE\n" == done.stdout.decode()


@pytest.mark.parametrize("made", [os.mkfifo, os.mkdir], ids=["pipe", "directory"])
def test_default_that_is_no_file_is_ignored_which_show_reports(wasihost, file, made):
    file.parent.mkdir(parents=True, exist_ok=True)
    made(file)

    shown, run = wasihost("config", "show"), wasihost("m.wasm", m=guests.EMPTY)

    assert 0 == shown.returncode
    assert shown.stderr.decode().startswith(f"warning: cannot read `{file}`: ")
    assert (0, b"") == (run.returncode, run.stderr)


def test_page_names_the_options_without_a_variable():
    page = (ROOT / "docs" / "configure.md").read_text()
    without = {option.name for option in OPTIONS if not option.environment}
    sentences = [
        line for line in page.replace("\n", " ").split(". ") if "has a variable" in line or "cannot set" in line
    ]

    assert [without] * 2 == [set(re.findall("`(--[a-z0-9-]+)`", line)) for line in sentences]


def test_show_reports_an_invalid_file(wasihost, file):
    write(file, "[profile.p]\nquite = true")

    done = wasihost("config", "show")

    assert (2, b"") == (done.returncode, done.stdout)
    assert f"{file}:2: unknown key `quite`".encode() in done.stderr


def test_commands_about_the_cache_mean_the_one_of_a_run(wasihost, file, tmp_path):
    write(file, f'cache-dir = "{tmp_path}/kept"')

    assert f"{tmp_path}/kept\n".encode() == wasihost("cache", "path", environ={"WASIHOST_CACHE_DIR": ""}).stdout
    assert b"x\n" == wasihost("cache", "path", "--cache-dir", "x", environ={"WASIHOST_CACHE_DIR": ""}).stdout
