"""Who is measured: hosts that run a program with the current directory granted, native code among them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from tests import door
from tests.programs.build import build, build_native
from tests.programs.hosts import wasmtime
from wasihost.levels import NAMES

SOURCES = Path(__file__).parent / "src"
STATIC = ("-target", "native-native-musl", "-static")
WORK = Path(tempfile.mkdtemp(prefix="wasihost-bench-"))  # caches, compiled modules, and the guests' directory
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "WASIHOST_CACHE_DIR": str(WORK / "cache")}
ENVIRONMENT["XDG_CACHE_HOME"] = str(WORK / "peers")


class Program:
    """A module, and where there is a source also the native program made of it."""

    def __init__(self, source: str | Path, flags: tuple[str, ...] = ()) -> None:
        self.source = SOURCES / source
        self.flags = flags

    @property
    def name(self) -> str:
        return self.source.stem

    @property
    def module(self) -> Path:
        return self.source if self.source.suffix == ".wasm" else build(self.source, self.flags)

    @property
    def native(self) -> Path:
        return build_native(self.source)


class Host:
    """`command(program)` runs it, compiled already."""

    def __init__(self, name: str) -> None:
        self.name = name

    def available(self) -> bool:
        return True

    def command(self, program: Program) -> list[str]:
        raise NotImplementedError


class Native(Host):
    def command(self, program: Program) -> list[str]:
        return [str(program.native)]


class Static(Host):
    """Native code that no loader has to find libraries for: what starts soonest."""

    def command(self, program: Program) -> list[str]:
        return [str(build_native(program.source, STATIC))]


class Wasmtime(Host):
    """The peer, as its users call it; it has a cache of its own."""

    options = ("-W", "exceptions=y", "-W", "unknown-imports-trap=y")

    def available(self) -> bool:
        return wasmtime() is not None

    def command(self, program: Program) -> list[str]:
        return [str(wasmtime()), "run", *self.options, "--dir", ".", str(program.module)]

    def compile(self, module: Path, path: Path) -> None:
        subprocess.run([str(wasmtime()), "compile", *self.options, str(module), "-o", str(path)], check=True)


class Winch(Wasmtime):
    """The peer's own baseline compiler."""

    options = (*Wasmtime.options, "-C", "compiler=winch")


class FirstWasmtime(Wasmtime):
    """The peer without its cache: a module that it has not seen."""

    def __init__(self, name: str, *options: str) -> None:
        super().__init__(name)
        self.options = (*Wasmtime.options, *options)

    def command(self, program: Program) -> list[str]:
        command = super().command(program)
        return [*command[:2], "-C", "cache=n", *command[2:]]


class Precompiled(Wasmtime):
    """The peer, given the file that it compiled before."""

    def command(self, program: Program) -> list[str]:
        compiled = str(self.compiled(program.module))
        return [str(wasmtime()), "run", *self.options, "--allow-precompiled", "--dir", ".", compiled]

    @cache  # noqa: B019  (hosts live as long as the process)
    def compiled(self, module: Path) -> Path:
        path = WORK / f"{module.name}.cwasm"
        self.compile(module, path)
        return path


OPTIONS = ("--quiet", "--unknown-imports", "trap", "--dir", ".", "--strict-args")


class Wasihost(Host):
    def __init__(self, level: str, *more: str) -> None:
        super().__init__(", ".join([level, *(word.strip("-") for word in more)]))
        self.level, self.more = level, more
        self.launcher = [sys.executable, str(Path(__file__).parent.parent / "scripts" / "wasihost")]

    def command(self, program: Program) -> list[str]:
        self.fill_cache(program.module)
        return [*self.launcher, *OPTIONS, "--level", self.level, *self.more, str(program.module)]

    @cache  # noqa: B019
    def fill_cache(self, module: Path) -> None:
        from wasihost.cache import Cache
        from wasihost.engine import Engine

        cache, canonical_nans = Cache(ENVIRONMENT["WASIHOST_CACHE_DIR"]), "--canonical-nans" in self.more
        os.close(Engine(level=self.level, cache=cache, canonical_nans=canonical_nans).artifact_for(str(module)))


class Launcher(Wasihost):
    """The same through the native front door, as the single file has it."""

    def __init__(self, level: str, name: str) -> None:
        super().__init__(level)
        self.name = name

    def command(self, program: Program) -> list[str]:
        self.launcher = [*door.command("launcher")]
        return super().command(program)


class First(Host):
    """The native front door with an empty cache: a module that it has not seen, at the default level or another."""

    def __init__(self, name: str, *options: str) -> None:
        super().__init__(name)
        self.options = (*OPTIONS, *options)

    def command(self, program: Program) -> list[str]:
        self.build_runtime()
        cache = tempfile.mkdtemp(prefix="first-", dir=WORK)
        options = (*self.options, "--cache-dir", cache)
        return [*door.command("launcher"), *options, str(program.module)]

    @cache  # noqa: B019
    def build_runtime(self) -> None:
        """An installed package has it; a checkout builds it on first use."""
        code = "import wasihost.engine; from wasihost.host import library; library.load()"
        subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, check=True)


class Later(First):
    """The second run: it takes the code that the first one has left."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.prepared: set[tuple[str, ...]] = set()

    def command(self, program: Program) -> list[str]:
        self.build_runtime()
        cache = WORK / f"later-{program.name}"
        return [*door.command("launcher"), *self.options, "--cache-dir", str(cache), str(program.module)]

    def prepare(self, command: list[str], directory: Path) -> None:
        """Run a command for the first time, and wait until its background process has ended."""
        if tuple(command) in self.prepared:
            return
        self.prepared.add(tuple(command))
        cache = Path(command[command.index("--cache-dir") + 1])
        subprocess.run(command, cwd=directory, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
        while any(str(cache) in words for words in processes()):
            time.sleep(0.2)


def processes() -> list[list[str]]:
    """The command lines of all processes."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(path.read_text(errors="replace").split("\0"))
    return found


class Node(Host):
    def available(self) -> bool:
        return shutil.which("node") is not None

    def command(self, program: Program) -> list[str]:
        return ["node", "--no-warnings", str(Path(__file__).with_name("node_wasi.mjs")), str(program.module)]


NATIVE, STATIC_NATIVE, NODE = Native("native"), Static("static"), Node("node")
LAUNCHER, LAUNCHER_MAX = Launcher("fast", "launcher"), Launcher("max", "launcher, max")
WASMTIME, PRECOMPILED, WINCH = Wasmtime("Wasmtime"), Precompiled("precompiled"), Winch("Winch")
FIRST, FIRST_WASMTIME = First("launcher", "--no-background"), FirstWasmtime("Wasmtime")
IMPROVING, LATER = First("launcher, improving"), Later("launcher, second run")
# The ways to run a module that nobody has seen: the peer's, and ours.
FIRST_WAYS = (
    FIRST_WASMTIME, FirstWasmtime("Winch", "-C", "compiler=winch"), FirstWasmtime("Pulley", "--target", "pulley64"),
    *(First(level, "--level", level) for level in ("interpret", "baseline", "max")), IMPROVING,
)  # fmt: skip
WASIHOST = [Wasihost(level) for level in NAMES]
CANONICAL = Wasihost("max", "--canonical-nans")
