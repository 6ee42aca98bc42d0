"""The launcher in front of this checkout: what the single file is, without being installed."""

from __future__ import annotations

import io
import os
import site
import sys
import sysconfig
import zipfile
from pathlib import Path

from wasihost.cli import executable

ROOT = Path(__file__).parents[2]
MAIN = """import sys
sys.path[:0] = {paths!r}
from wasihost.cli.main import main
main()
"""


def build(path: Path) -> Path:
    """Write the executable, and behind it what Python runs; it needs the interpreter of this process on the path."""
    package = io.BytesIO()
    paths = [str(ROOT), sysconfig.get_path("purelib"), *site.getsitepackages()]
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("__main__.py", MAIN.format(paths=paths))
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_bytes(executable.launcher() + package.getvalue())
    temporary.chmod(0o755)
    temporary.rename(path)
    return path


def with_python(environ: dict[str, str]) -> dict[str, str]:
    """An environment in which the launcher finds the interpreter of this process."""
    return {**environ, "PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{environ.get('PATH', '')}"}
