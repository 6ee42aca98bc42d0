"""The corridor: a module's path → its artifact, from the cache or compiled now.

The only file that knows both wings, and it imports the compile wing when it has something to compile.
"""

from __future__ import annotations

import os
import time
from errno import EFBIG, EISDIR, ENOENT
from stat import S_ISREG

from wasihost import levels
from wasihost.abi import ANY_CPU
from wasihost.errors import (
    CompileError,
    DecodeError,
    InvalidModule,
    ModuleNotFound,
    WasihostError,
    nearest,
    system_reason,
    to_type,
)
from wasihost.host import library
from wasihost.variant import CompileVariant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO, TypeVar

    from wasihost.cache import Cache
    from wasihost.codegen.compiler import Progress
    from wasihost.host.instance import Module
    from wasihost.host.symbols import Import

    Result = TypeVar("Result")

# How files begin that people take for a module.
MISTAKEN = {
    b"\x7fELF": ("this is a native program, not a module", "run it without wasihost"),
    b"\0asm\x0d\0\x01\0": ("this is a component, not a core module", "build the program for WASI preview 1"),
    b"\x1f\x8b": ("this is a compressed file, not a module", "unpack it first: `gunzip`"),
    b"PK\3\4": ("this is an archive, not a module", "unpack it first: `unzip`"),
    b"!<arch>": ("this is a library of object files, not a module", "link it: a linker makes the module"),
    b"BC\xc0\xde": ("this is LLVM's intermediate code, not a module", "compile and link it for `wasm32-wasi`"),
    b"<!DOCTYP": ("this is a web page, not a module", "was it downloaded from the right address?"),
}


SUFFIXES = (".wasm", ".wat")  # as people name modules; what a file is, its beginning says
SCRIPT = b"#!"  # a first line that names this command, before a module in the text format
ARTIFACT = b"wasihost"  # how artifacts begin (`abi.MAGIC`)
PRECOMPILED = "this is a compiled artifact: native code that no sandbox holds"


class Observer:
    """Who is told what an engine does; this one is not interested."""

    def compiling(self, name: str, level: str) -> AbstractContextManager[Callable[[Progress], None] | None]:
        """Entered around a compilation; gives a function that is called while it goes on."""
        from contextlib import nullcontext

        return nullcontext()

    def waiting(self, name: str) -> None:
        """Another process compiles the same module, and this one takes what it makes."""

    def compiled(self, path: str, engine: Engine) -> None:
        """A module was compiled at a level that nobody asked for, and is kept: there may be better code for it."""

    def warn(self, message: str, hint: str | None = None) -> None:
        """Something went wrong that did not stop the work."""


class Engine:
    """Makes artifacts.  `level` None: the best that the cache has, else the one that is compiled soonest."""

    def __init__(
        self,
        *,
        level: str | None = None,
        cache: Cache | None = None,
        jobs: int | None = None,
        observer: Observer | None = None,
        allow_precompiled: bool = False,
        patient: bool = True,
        accept: Callable[[list[Import]], None] | None = None,
        **variant: bool,
    ) -> None:
        """`variant`: arguments of `CompileVariant`, for example `canonical_nans=True`."""
        if level not in levels.ACCEPTED:
            raise WasihostError(f"unknown level `{level}`", hint=f"the levels are {', '.join(levels.NAMES)}")
        self.level = level
        self.variant = CompileVariant(**variant)
        self.cache = None if self.variant.any_cpu else cache  # what is kept is for this machine
        self.jobs = jobs  # processes that compile; 0: this one does, soonest for tiny modules, if LLVM does not fail
        self.observer = observer or Observer()
        self.allow_precompiled = allow_precompiled
        self.accept = accept  # called with a module's imports before it is compiled; raises to refuse it
        self.patient = patient  # wait for another process that compiles the same module; let others wait for this one

    def run(self, path: str, action: Callable[[int], Result]) -> Result:
        """Give `action` the module's artifact; once more with another one if the first turns out not to fit here."""
        from wasihost.host.failures import NoAddressSpace, StaleArtifact

        try:
            return action(self.artifact_for(path))
        except StaleArtifact:
            return action(self._build(path))
        except NoAddressSpace:
            if not self.variant.guarded:
                raise
            self.variant = self.variant.replace(guarded=False)
            return action(self.artifact_for(path))

    def artifact_for(self, path: str) -> int:
        """A descriptor of the artifact of the module at `path`; `-` is standard input."""
        if self.cache is not None and path != "-":
            try:
                status = os.stat(path)
            except OSError as error:
                raise _not_found(path, error) from None
            artifact = self.cache.lookup(status, self.variants())
            if artifact is not None:
                return artifact
        return self._build(path)

    def compile(self, data: bytes, name: str = "module") -> Module:
        """A module in memory, ready to be instantiated."""
        from wasihost.host.instance import Module
        from wasihost.host.symbols import Artifact

        artifact = self._make(data, name)[2]
        try:
            return Module(artifact, Artifact.from_fd(artifact))
        finally:
            os.close(artifact)

    def emit(self, path: str, what: str, functions: Sequence[int] | None = None) -> bytes:
        """What the compiler makes of a module on the way: `llvm-ir`, `asm` or `obj`, of some functions or all."""
        from wasihost.codegen.compiler import emit

        data, _ = read_module(path)
        if data is None:
            raise InvalidModule(PRECOMPILED)
        level = self.level or levels.DEFAULT
        return emit(binary(data), level=level, what=what, functions=functions, variant=self.variant)

    def cpu_flags(self) -> tuple[str, ...]:
        """What a CPU must have to run the code that is made, as the kernel calls it."""
        from wasihost.codegen import llvm

        return () if self.variant.any_cpu else llvm.kernel_flags(llvm.host_target())

    def variants(self) -> tuple[str, ...]:
        """Levels and variants of code that serve, as the cache names them."""
        return tuple(f"{level}{self.variant}" for level in levels.ACCEPTED[self.level])

    def _build(self, path: str) -> int:
        now_ns = time.time_ns()
        data, status = read_module(path)
        if data is None:
            return self._precompiled(path)
        variant, key, artifact = self._make(data, os.path.basename(path), path)
        if self.cache is not None and path != "-":
            self.cache.remember(status, variant, key, artifact, path, now_ns)
        return artifact

    def _make(self, data: bytes, name: str, path: str = "-") -> tuple[str, bytes, int]:
        """The variant, key and descriptor of a module's artifact: by its content from the cache, else compiled."""
        from hashlib import sha256

        from wasihost.cache import content_key

        digest = sha256(data).digest()
        keys = {variant: content_key(digest, variant) for variant in self.variants()}
        level = self.level or levels.DEFAULT
        variant = f"{level}{self.variant}"
        key = keys[variant]
        if found := self._find(keys):
            return found
        with self.observer.compiling(name, level) as progress:
            lock = None
            if self.cache and self.patient:
                lock = self.cache.lock(key, on_wait=lambda: self.observer.waiting(name))
            try:
                if lock and (found := self._find(keys)):  # made by another process meanwhile
                    return found
                artifact = self._compile(data, key, level, progress)
                kept = self.cache.store(key, artifact) if self.cache else None
            finally:
                if lock:
                    lock.release()
        if self.cache is None:
            return variant, key, artifact
        if kept is not None:
            os.close(artifact)
            if self.level is None and path != "-":
                self.observer.compiled(path, self)
            return variant, key, kept
        hint = f"`{name}` was compiled and is compiled again next time; `--no-cache` says so on purpose"
        self.observer.warn(f"the cache `{self.cache.directory}` is not used: {self.cache.fault}", hint)
        return variant, key, artifact

    def _find(self, keys: dict[str, bytes]) -> tuple[str, bytes, int] | None:
        if self.cache is None:
            return None
        for variant, key in keys.items():
            artifact = self.cache.find(key)
            if artifact is not None:
                return variant, key, artifact
        return None

    def improve(self, path: str, budgets: dict[str, float]) -> str | None:
        """Replace a kept artifact by one of the best level that fits its budget, in seconds of processor time.

        Gives the level; None where none fits, or another process is at it.
        """
        from hashlib import sha256

        from wasihost.cache import content_key
        from wasihost.codegen.compiler import estimate

        data, status = read_module(path)
        if data is None or self.cache is None:
            return None
        costs = estimate(binary(data))
        level = next((level for level in budgets if costs[level] <= budgets[level]), None)
        if level is None:
            return None
        variant = f"{levels.DEFAULT}{self.variant}"
        key = content_key(sha256(data).digest(), variant)
        lock = self.cache.lock(key, ".better", patience=0)
        if lock is None:
            return None
        try:
            # Nobody waits for this process, which may take long at its low priority.
            better = Engine(level=level, cache=self.cache, jobs=self.jobs, patient=False, **vars(self.variant))
            os.close(better.artifact_for(path))
            self.cache.forget(status, variant, key)
        finally:
            lock.release()
        return level

    def _compile(self, data: bytes, key: bytes, level: str, progress: Callable[[Progress], None] | None) -> int:
        from wasihost.cache import partial
        from wasihost.codegen.compiler import compile_module
        from wasihost.pool import processors

        jobs = processors() if self.jobs is None else self.jobs
        try:
            with partial.units(self.cache, key) as units, _anonymous_file() as out:
                compile_module(
                    binary(data),
                    key=key[: -len(ANY_CPU)] + ANY_CPU if self.variant.any_cpu else key,
                    level=level,
                    jobs=jobs,
                    out=out,
                    progress=progress,
                    variant=self.variant,
                    accept=self.accept,
                    units=units,
                )
                out.flush()
                return os.dup(out.fileno())
        except OSError as error:
            if error.errno != EFBIG:
                raise
            hint = "the limit of the size of files is too low: `ulimit -f`"
            raise CompileError(f"cannot write the compiled code: {system_reason(error)}", hint=hint) from None

    def _precompiled(self, path: str) -> int:
        """A file that is an artifact itself.  It is native code that no sandbox holds, so it is not run unasked."""
        from wasihost.artifact import fault, read_header
        from wasihost.cache import cpu_id

        if not self.allow_precompiled:
            raise InvalidModule(
                PRECOMPILED, hint=f"if you trust it: {to_type('wasihost', '--allow-precompiled', path)}"
            )
        artifact = open_module(path)
        if reason := fault(artifact, cpu_id()):
            os.close(artifact)
            raise InvalidModule(reason, hint="make it again from the module: `wasihost compile MODULE`")
        header = read_header(artifact)
        if self.variant.canonical_nans and not (header and header.variant.canonical_nans):
            os.close(artifact)
            raise InvalidModule(
                "its NaNs are not canonical", hint="make it again: `wasihost compile --canonical-nans MODULE`"
            )
        if self.variant.metered and not (header and header.variant.metered):
            os.close(artifact)
            raise InvalidModule("its code counts no fuel", hint="make it again: `wasihost compile --metered MODULE`")
        return artifact


def open_module(path: str) -> int:
    try:
        return os.dup(0) if path == "-" else os.open(path, os.O_RDONLY)
    except OSError as error:
        raise _not_found(path, error) from None


def read_module(path: str) -> tuple[bytes | None, os.stat_result]:
    """All of a module (None: it is an artifact), and what it was when it was opened."""
    fd = open_module(path)
    try:
        with os.fdopen(fd, "rb") as file:
            status = os.fstat(fd)
            start = file.read(8)  # the rest may be anything, and have no end
            if start == ARTIFACT:
                return None, status
            for beginning, (message, hint) in MISTAKEN.items():
                if start.startswith(beginning):
                    raise InvalidModule(message, hint=hint)
            if is_text(start) or start.startswith(SCRIPT):
                from wasihost.wasm.limits import TEXT_SIZE

                text = without_first_line(start + file.read(TEXT_SIZE))  # too much is an error when it is translated
                if is_text(text) and (text.strip() or start[:1] != SCRIPT[:1]):
                    return text, status
            if not start.startswith(b"\0asm"):
                raise DecodeError(
                    "magic header not detected: this is no WebAssembly module" if start else "the file is empty",
                    offset=0,
                )
            return start + file.read(), status
    except OSError as error:
        raise _not_found(path, error) from None


def stem(path: str) -> str:
    """What a module is called, without its directory and the suffix."""
    return os.path.basename(path).removesuffix(SUFFIXES[0]).removesuffix(SUFFIXES[1])


def without_first_line(data: bytes) -> bytes:
    """The text without what starts a script; its end of line stays, and so do the numbers of all others."""
    return data[data.find(b"\n") :] if data.startswith(SCRIPT) and b"\n" in data else data


def is_script(path: str) -> bool:
    """Whether a module's file begins as a script does: then it was started as a program, most likely.

    A pipe would lose what is read of it here, and is none.
    """
    try:
        if not S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return file.read(len(SCRIPT)) == SCRIPT
    except OSError:
        return False


def is_text(data: bytes) -> bool:
    """Whether a file that begins like this is in the text format: a parenthesis comes behind space and comments."""
    visible = data.lstrip(b" \t\r\n")
    return (bool(data) and not visible) or visible.startswith((b"(", b";;"))


def binary(data: bytes) -> bytes:
    """The module in the binary format.  TextError: it is malformed text."""
    if not is_text(data[:8]):
        return data
    from wasihost.wasm.text.module import parse_module
    from wasihost.wasm.text.tokens import decode

    return parse_module(decode(data))


def _not_found(path: str, error: OSError) -> ModuleNotFound:
    hint = None
    if error.errno == EISDIR:
        hint = f"a program may be let into it: {to_type('wasihost', 'MODULE', '--dir', path)}"
    elif error.errno == ENOENT and (near := _near(path)):
        hint = f"did you mean {to_type(near)}?"
    return ModuleNotFound(f"cannot open module `{path}`: {system_reason(error)}", hint=hint)


def _near(path: str) -> str | None:
    """The module in the same directory whose name is most like this one."""
    directory = os.path.dirname(path)
    try:
        found = {stem(name): name for name in os.listdir(directory or ".") if name.endswith(SUFFIXES)}
    except OSError:
        return None
    near = nearest(stem(path), found)
    return os.path.join(directory, found[near]) if near else None


def _anonymous_file() -> BinaryIO:
    """A file without a name, in memory where the system allows to run code from there."""
    try:
        return os.fdopen(os.memfd_create("wasihost-artifact"), "w+b")
    except OSError:
        from tempfile import TemporaryFile

        return TemporaryFile()


def _build_runtime(path: str) -> None:
    from wasihost.codegen.native_image import ensure

    ensure(path)


library.set_builder(_build_runtime)
