"""Builds wheels of a checkout."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from tests.door import ROOT

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


def clean_environ(**more: str) -> dict[str, str]:
    """Without the tests' own settings of Python."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "WASIHOST"))}, **more}


def build(root, folder, **environ) -> Path:
    command = [sys.executable, "-c", BUILD, str(folder)]
    subprocess.run(command, cwd=root, env=clean_environ(**environ), check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def built_once(tmp_path_factory, worker_id) -> Path:
    """The wheel of this checkout; the processes of a session share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "wheel"
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = list(folder.glob("*.whl"))
        return found[0] if found else build(ROOT, folder)
