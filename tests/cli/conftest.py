"""The command in a process of its own, as a shell starts it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wat import wat

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory):
    """One cache for all tests of the command: a module is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environ(cache_dir):
    ours = {"PYTHONPATH": str(ROOT), "WASIHOST_CACHE_DIR": str(cache_dir), "TERM": "xterm"}
    ours["WASIHOST_BACKGROUND"] = "0"
    foreign = ("NO_COLOR", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
    return {**{k: v for k, v in os.environ.items() if k not in foreign and not k.startswith("WASIHOST_")}, **ours}


@pytest.fixture
def wasihost(tmp_path, environ):
    """`wasihost("m.wasm", …, m="(module …)")`: run in a fresh directory with the modules named."""

    def wasihost(*args, **options):
        modules = {name: options.pop(name) for name in list(options) if isinstance(options[name], str)}
        for name, text in modules.items():
            (tmp_path / f"{name}.wasm").write_bytes(wat(text))
        done = subprocess.run(
            [sys.executable, "-m", "wasihost", *args],
            cwd=tmp_path,
            env={**environ, **options.pop("environ", {})},
            timeout=60,
            **{"capture_output": True, "stdin": subprocess.DEVNULL, **options},
        )
        if done.stderr:  # said only where the machine is slow
            done.stderr = re.sub(rb"^compiling .*\n", b"", done.stderr, flags=re.MULTILINE)
        return done

    return wasihost
