"""Files that another user put into a cache while it was open to all: whole, sealed, and still never used.

Planted code says so; what the module itself says is the right result.
"""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import door
from tests.cli import guests
from tests.cli.conftest import compile_before, environment
from tests.wat import wat
from wasihost.cache import Cache, _index_name, _words_name
from wasihost.cache.seal import parse_index
from wasihost.engine import Engine
from wasihost.errors import InternalError
from wasihost.host import library

STRANGER = 65534
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of another user")


@pytest.fixture
def victim():
    """A module, a configuration without grants, and a cache that has code for another module."""
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)  # other users have to reach it
        yield made(Path(place))


def made(place):
    cache, module, evil = place / "cache", place / "m.wasm", place / "evil.wasm"
    config = place / "config.toml"
    config.write_text("")
    module.write_bytes(wat(guests.PREOPENS))
    evil.write_bytes(wat(guests.says("planted\n")))
    compile_before(evil, cache)
    store = Cache(str(cache))
    (entry,) = (cache / "modules").glob("*.index")
    key = parse_index(entry.name, entry.read_bytes()).key
    variant = next(v for v in Engine().variants() if (cache / "modules" / _index_name(evil.stat(), v)).exists())
    return SimpleNamespace(store=store, cache=cache, module=module, config=config, key=key, variant=variant)


def plant_code(victim, owner):
    artifact = victim.cache / "modules" / f"{victim.key.hex()}.artifact"
    os.chown(artifact, *[owner["artifact"]] * 2)
    with open(artifact, "rb") as file:  # the index names the artifact as it is now
        victim.store.remember(
            victim.module.stat(), victim.variant, victim.key, file.fileno(), str(victim.module), time.time_ns() + 10**9
        )
    index = victim.cache / "modules" / _index_name(victim.module.stat(), victim.variant)
    os.chown(index, *[owner["index"]] * 2)


def run(command, victim, *args):
    environ = environment(victim.cache) | {"WASIHOST_CONFIG": str(victim.config)}
    done = subprocess.run([*command, *args, str(victim.module)], env=environ, capture_output=True, timeout=60)
    return done.returncode, done.stdout


OWNERS = [
    {"artifact": STRANGER, "index": STRANGER},
    {"artifact": STRANGER, "index": 0},
    {"artifact": 0, "index": STRANGER},
]


def test_the_attack_itself_works_with_files_of_one_s_own(command, victim):
    plant_code(victim, {"artifact": 0, "index": 0})

    assert (0, b"planted\n") == run(command, victim)


@pytest.mark.parametrize("owner", OWNERS)
def test_planted_code_is_not_run(command, victim, owner):
    plant_code(victim, owner)

    assert [(0, b"")] * 2 == [run(command, victim) for _ in range(2)]


@pytest.mark.parametrize("owner, output", [(0, b"/planted\n"), (STRANGER, b"")])
def test_planted_words_grant_nothing(command, victim, owner, output):
    compile_before(victim.module, victim.cache)
    status = victim.config.stat()
    victim.store.remember_words(status, "", ["--dir=/::/planted"], time.time_ns() + 10**9)
    os.chown(victim.cache / "modules" / _words_name(status, ""), owner, owner)

    assert (0, output) == run(command, victim)


def test_a_planted_runtime_is_not_loaded(tmp_path, monkeypatch):
    """A checkout's, which is built on demand into a directory of the user's."""
    built = tmp_path / "runtime.so"
    shutil.copy(library.path(), built)
    built.chmod(0o644)
    monkeypatch.setattr(library, "_loaded", None)
    monkeypatch.setattr(library, "_path", str(built))
    assert library.load().builtins_table

    for change in (lambda: os.chown(built, STRANGER, STRANGER), lambda: (os.chown(built, 0, 0), built.chmod(0o664))):
        change()
        monkeypatch.setattr(library, "_loaded", None)
        with pytest.raises(InternalError, match="could have been changed by another user"):
            library.load()


# -------------------------------------------------------------------------------------------- more rights than its user
@pytest.mark.parametrize("variable, place", [("XDG_CACHE_HOME", ""), ("HOME", ".cache")])
def test_with_rights_that_the_user_has_not_no_variable_names_the_cache(victim, variable, place):
    """A set-user-ID copy: its cache belongs to whom it runs as, and would be used."""
    base = victim.cache.parent / "base"
    (base / place).mkdir(parents=True, exist_ok=True)
    plant_code(victim, {"artifact": 0, "index": 0})
    shutil.move(victim.cache, base / place / "wasihost")
    tool = victim.cache.parent / "tool"
    shutil.copy(door.launcher(), tool)
    outputs = []
    for mode in (0o755, 0o4755):
        tool.chmod(mode)
        environ = {variable: str(base), "PATH": "/nowhere"}
        for user in (0, STRANGER):
            outputs.append(
                subprocess.run([tool, victim.module], env=environ, cwd="/", user=user, capture_output=True).stdout
            )
    if os.statvfs(tool).f_flag & os.ST_NOSUID:
        pytest.skip("the file system takes no set-user-ID programs")

    assert [b"planted\n", b"", b"planted\n", b""] == outputs
