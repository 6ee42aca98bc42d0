"""Bare machines: a root directory with a libc, a shell, and Python or none, in namespaces of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# What the installer needs beside the shell.
TOOLS = "cat chmod grep kill mkdir mv readlink rm rmdir sed sha256sum sh sort tail uname"
NOT_BARE = (
    "site-packages",
    "test",
    "tests",
    "idlelib",
    "ensurepip",
    "pydoc_data",
    "__pycache__",
    "config-*",
    "tkinter",
)
LIBC = "libc.so.6 libdl.so.2 libm.so.6 libpthread.so.0 librt.so.1"  # which every glibc has
NAMESPACES = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
TIMEOUT_S = 100


@cache
def refusal() -> str | None:
    """Why there can be no bare machine here; None: there can."""
    for tool in ("unshare", "chroot", "ldd", "ldconfig"):
        if not shutil.which(tool):
            return f"there is no {tool} here"
    done = subprocess.run([*NAMESPACES, "mount -t tmpfs none /mnt && chroot / true"], capture_output=True, text=True)
    return f"no namespaces here: {done.stderr.strip()}" if done.returncode else None


class Machine:
    """A root directory without /tmp, whose user is root in it, and outside whoever runs this."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for place in ("dev", "home", "proc", "usr/bin"):
            (root / place).mkdir(parents=True)
        (root / "dev" / "null").touch()
        for tool in TOOLS.split():
            if found := shutil.which(tool):
                self.add_program(Path(found))
        for name in LIBC.split():
            self.add_library(name)

    def add_program(self, path: Path, name: str | None = None) -> None:
        """A program, and what it is linked to."""
        copy(path, self.root / "usr" / "bin" / (name or path.name))
        self.add_libraries([path])

    def add_libraries(self, paths: Iterable[Path]) -> None:
        for library in libraries(*paths):
            copy(library, self.root / library.relative_to("/"))

    def add_python(self) -> None:
        """The interpreter that runs this, its standard library, and what those are linked to."""
        version = "python{}.{}".format(*sys.version_info)
        standard = Path(sysconfig.get_path("stdlib"))
        shutil.copytree(
            standard, self.root / "usr" / "lib" / version, copy_function=copy, ignore=shutil.ignore_patterns(*NOT_BARE)
        )
        self.add_program(Path(os.path.realpath(sys.executable)), "python3")
        self.add_libraries(sorted((standard / "lib-dynload").glob("*.so")))

    def add_library(self, name: str) -> Path:
        """A shared library by its name, and what it is linked to; where it is then."""
        printed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
        path = next(Path(line.split(" => ")[1]) for line in printed.splitlines() if line.split()[:1] == [name])
        self.add_libraries([path])
        copy(path, self.root / path.relative_to("/"))
        return self.root / path.relative_to("/")

    def run(self, *command: str, before: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a program there; `before` is what a shell does outside, to mounts that only this sees."""
        script = f"""
            set -e
            cd '{self.root}'
            mount --rbind /proc proc
            mount --bind /dev/null dev/null
            {before}
            exec env -i "$@"
        """
        variables = {"PATH": "/usr/bin", "HOME": "/home", "WASIHOST_BACKGROUND": "0", **environ}
        words = [f"{name}={value}" for name, value in variables.items()]
        line = [*NAMESPACES, script, "sh", *words, str(shutil.which("chroot")), ".", *command]
        return subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT_S)


def libraries(*paths: Path) -> list[Path]:
    """What the programs are linked to, and the loader."""
    printed = subprocess.run(["ldd", *map(str, paths)], capture_output=True, text=True).stdout
    words = {word for line in printed.splitlines() if not line.endswith(":") for word in line.split()}
    return sorted(Path(word) for word in words if word.startswith("/"))


def copy(source: Path | str, target: Path | str) -> None:
    """A link to the same file where that can be."""
    source, target = Path(os.path.realpath(source)), Path(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
