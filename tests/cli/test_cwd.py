"""`--cwd`: the paths of a command line mean what they mean in that directory, as with `git -C`."""

import pytest

from tests.cli import guests
from tests.door import compile_before
from tests.wat import wat

READS = guests.repeats("args")


@pytest.fixture
def there(tmp_path, cache_dir, door):
    """A directory with a module that is compiled already, for the launcher."""
    there = tmp_path / "there"
    (there / "data").mkdir(parents=True)
    (there / "m.wasm").write_bytes(wat(READS))
    if door == "launcher":
        compile_before(there / "m.wasm", cache_dir)
    return there


@pytest.mark.parametrize("absolute", [False, True])
def test_module_and_grants_are_found_there(wasihost, there, absolute):
    done = wasihost("--cwd", str(there) if absolute else "there", "--dir", "data", "m.wasm", "a", "--cwd", "b")

    assert (0, b"m.wasm\0a\0--cwd\0b\0", b"") == (done.returncode, done.stdout, done.stderr)


def test_so_is_what_the_command_reads_and_writes(wasihost, there):
    (there / "config.toml").write_text('dir = ["data"]\n')
    (there / "config.toml").chmod(0o600)

    options = ["--config", "config.toml", "--cache-dir", "cache", "--trace=calls"]
    done = wasihost("--cwd", "there", *options, "m.wasm", environ={"WASIHOST_CACHE_DIR": ""})

    assert (0, b"") == (done.returncode, done.stderr)
    assert {"cache", "calls", "config.toml", "data", "m.wasm"} == {path.name for path in there.iterdir()}


def test_python_changes_to_it_once(wasihost, there):
    """What the launcher hands over begins where it began."""
    (there / "there").mkdir()
    (there / "there" / "m.wasm").write_bytes(wat(guests.exits(3)))

    assert 0 == wasihost("--cwd", "there", "--no-cache", "m.wasm").returncode
    assert 3 == wasihost("--cwd", "there/there", "--no-cache", "m.wasm").returncode


def test_the_last_one_counts(wasihost, there):
    assert 0 == wasihost("--cwd", "gone", "--cwd", "there", "m.wasm").returncode


@pytest.mark.parametrize("name, reason", [("gone", "no such directory"), ("there/m.wasm", "not a directory")])
def test_a_directory_that_is_not_there(wasihost, there, name, reason):
    done = wasihost("--cwd", name, "m.wasm")

    assert 2 == done.returncode
    assert f"error: `--cwd`: cannot change to `{name}`: {reason}\n" == done.stderr.decode()


def test_it_has_neither_variable_nor_key(wasihost, there):
    (there / "config.toml").write_text('cwd = "data"\n')
    (there / "config.toml").chmod(0o600)

    assert 0 == wasihost("--cwd", "there", "m.wasm", environ={"WASIHOST_CWD": "/"}).returncode
    assert b"`cwd` cannot be set in a configuration file" in wasihost("--config", "there/config.toml", "m.wasm").stderr


def test_executables_take_none(start, environ):
    environ["WASIHOST_OPTIONS"] = "--cwd /"
    done = start(READS)

    assert b"" == done.stderr or b"invalid options in `WASIHOST_OPTIONS`" in done.stderr
