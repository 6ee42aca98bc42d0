"""How the command begins: Python with this package, or the launcher in front of both, as in the single file."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import site
import sys
import sysconfig
import time
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from wasihost.cache import Cache, tick
from wasihost.cli.executable import build
from wasihost.engine import Engine
from wasihost.errors import WasihostError
from wasihost.host import library

ROOT = Path(__file__).parents[1]
DOORS = ("python", "launcher")
MAIN = """import sys
sys.path[:0] = {paths!r}
from wasihost.cli.main import main
main()
"""


@cache
def command(door: str) -> tuple[str, ...]:
    """What stands before the arguments of a command line."""
    return (sys.executable, "-m", "wasihost") if door == "python" else (str(launcher()),)


def environ(**more: str) -> dict[str, str]:
    """The variables with which either door finds this checkout and the interpreter of this process."""
    return with_python({**os.environ, "PYTHONPATH": str(ROOT), **more})


def with_python(environ: dict[str, str]) -> dict[str, str]:
    return {**environ, "PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{environ.get('PATH', '')}"}


def built() -> str:
    """XDG_CACHE_HOME where a checkout has its machine code, which takes long to build elsewhere."""
    return os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")


def put_built(cache: Path) -> None:
    """Copy the runtime library into another XDG_CACHE_HOME, which lacks what a checkout has built."""
    library.load()
    if (path := Path(library.path())).is_relative_to(built()):
        (cache / "wasihost").mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(path, cache / "wasihost")


def compile_before(path: Path | str, cache_dir: Path | str, **engine: Any) -> None:
    """Put a module into the cache, so that the launcher runs it alone; one that does not compile is left to it.

    A file that has just been written is not remembered, so it is waited for until it is old enough: a compiler may have
    written it a moment ago.
    """
    status = os.stat(path)
    for stamp in (status.st_mtime_ns, status.st_ctime_ns):
        time.sleep(max(0, stamp + tick(stamp) * 6 // 5 - time.time_ns()) / 1e9)
    engine.setdefault("level", "fast")
    with suppress(WasihostError):
        os.close(Engine(cache=Cache(str(cache_dir)), jobs=1, **engine).artifact_for(str(path)))


@cache
def launcher() -> Path:
    """The executable with what Python runs behind it; it needs the interpreter of this process on the path."""
    package = io.BytesIO()
    paths = [str(ROOT), sysconfig.get_path("purelib"), *site.getsitepackages()]
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(zipfile.ZipInfo("__main__.py"), MAIN.format(paths=paths))
    data = build.launcher() + package.getvalue()
    path = ROOT / "build" / f"door-{hashlib.sha256(data).hexdigest()[:16]}" / "wasihost"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(data)
        temporary.chmod(0o755)
        temporary.rename(path)
    return path
