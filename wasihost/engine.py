"""The engine: a module's path → its artifact, from the cache or compiled now.

This is the only file that uses both the compile side and the run side.  It imports the compile side only when it has to
compile something.
"""

from __future__ import annotations

import os
import time
from contextlib import nullcontext, suppress
from errno import EFBIG
from typing import TYPE_CHECKING

from wasihost import levels
from wasihost.abi import ANY_CPU
from wasihost.cache import content_key, cpu_id
from wasihost.errors import (
    CodeRefused,
    CompileError,
    NoAddressSpace,
    PrecompiledModule,
    StaleArtifact,
    UnfitArtifact,
    UsageError,
    WasihostError,
    system_reason,
)
from wasihost.host import library
from wasihost.module_file import binary, not_found, open_module, read_module
from wasihost.own import memory_file, seal
from wasihost.variant import CompileVariant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO, TypeVar

    from wasihost.cache import Cache
    from wasihost.codegen.compiler import Progress
    from wasihost.host.instance import Module
    from wasihost.host.symbols import Import
    from wasihost.tiering.worker import Improvement

    Result = TypeVar("Result")

MIXED = levels.MIXED.name
SOON = 5  # seconds: if the whole module takes less at the best level, a mixed artifact is not worthwhile
# The parts of a variant that an artifact may lack although an engine needs them.
NEEDED = {"canonical_nans": "its NaNs are not canonical", "metered": "its code counts no fuel"}


class Made:
    """An artifact, and its identity in the cache."""

    def __init__(self, variant: str, key: bytes, fd: int, *, kept: bool = True) -> None:
        self.variant = variant
        self.key = key
        self.fd = fd  # the artifact, open
        self.kept = kept  # the cache has it, too


class Observer:
    """Receives progress events.  The default ignores them."""

    def compiling(self, name: str, level: str) -> AbstractContextManager[Callable[[Progress], None] | None]:
        """A context for a compilation; yields a function that is called with progress."""
        return nullcontext()

    def waiting(self, name: str) -> None:
        """Another process compiles the same module, and this one waits for its artifact."""

    def compiled(self, path: str, engine: Engine, artifact: int | None) -> None:
        """A module was compiled for its first run; compiling better code for the next one may be worthwhile.

        `artifact`: of this run, if it can get better code, too.
        """

    def interpreted(self) -> None:
        """The system lets no code be executed, so the module will be interpreted."""

    def cache_unused(self, name: str, directory: str, reason: str) -> None:
        """The cache cannot store what is compiled, so it will be compiled again next time."""


class Engine:
    """Creates artifacts.  `level` None: the best level in the cache, otherwise the one that compiles fastest."""

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
        self.cache = None if self.variant.any_cpu else cache  # the cache holds code for this machine only
        self.jobs = jobs  # processes that compile; 0: this one, fastest for tiny modules, but LLVM may crash it
        self.observer = observer or Observer()
        self.allow_precompiled = allow_precompiled
        self.accept = accept  # called with a module's imports before compiling; raises to reject the module
        self.patient = (
            patient  # wait for another process that compiles the same module, and let others wait for this one
        )

    def run(self, path: str, action: Callable[[int], Result]) -> Result:
        """Call `action` with the module's artifact.

        If the artifact turns out not to fit here, `action` is called once more with another one; if no code may be
        executed, and no level was chosen, with one for the interpreter.
        """
        try:
            return action(self.artifact_for(path))
        except StaleArtifact:
            return action(self._build(path))
        except CodeRefused:
            if self.level is not None:
                raise
            self.level = levels.INTERPRET.name
            self.observer.interpreted()
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
                raise not_found(path, error) from None
            artifact = self.cache.lookup(status, self.variants())
            if artifact is not None:
                return artifact
        return self._build(path)

    def compile(self, data: bytes, name: str = "module") -> Module:
        """Compile a module in memory, ready to be instantiated."""
        from wasihost.host.instance import Module
        from wasihost.host.symbols import Artifact

        artifact = self._make(data, name).fd
        try:
            return Module(artifact, Artifact.from_fd(artifact))
        except CodeRefused:
            if self.level is not None:
                raise
        finally:
            os.close(artifact)
        self.level = levels.INTERPRET.name
        return self.compile(data, name)

    def emit(self, path: str, what: str, functions: Sequence[int] | None = None) -> bytes:
        """An intermediate result of the compiler: `llvm-ir`, `asm` or `obj`, of some functions or all."""
        data = read_module(path).data
        if data is None:
            raise PrecompiledModule(path)
        level = self.level or levels.OPTIMIZING[0]
        if level == levels.INTERPRET.name:
            raise UsageError(f"code of level `{level}` is for an interpreter, so there is no machine code of it")
        if level != levels.BASELINE.name:
            from wasihost.codegen.compiler import emit

            return emit(binary(data), level=level, what=what, functions=functions, variant=self.variant)
        from wasihost import stitching

        if what == "llvm-ir":
            raise UsageError(f"code of level `{level}` is not made by LLVM, so there is no IR of it")
        return stitching.emit(binary(data), what=what, functions=functions, variant=self.variant)

    def cpu_flags(self) -> tuple[str, ...]:
        """The CPU features that the code requires, by the kernel's names."""
        from wasihost.codegen import llvm

        return () if self.variant.any_cpu else llvm.kernel_flags(llvm.host_target())

    def variants(self) -> tuple[str, ...]:
        """The levels and variants of code that are acceptable, by their names in the cache."""
        return tuple(f"{level}{self.variant}" for level in levels.ACCEPTED[self.level])

    def _build(self, path: str) -> int:
        now_ns = time.time_ns()
        file = read_module(path)
        if file.data is None:
            return self._precompiled(path)
        made = self._make(file.data, os.path.basename(path), path)
        if made.kept and self.cache is not None and path != "-":
            self.cache.remember(file.status, made.variant, made.key, made.fd, path, now_ns)
        return made.fd

    def _make(self, data: bytes, name: str, path: str = "-") -> Made:
        """A module's artifact, from the cache by its content, or compiled."""
        from hashlib import sha256

        digest = sha256(data).digest()
        keys = {variant: content_key(digest, variant) for variant in self.variants()}
        level = self.level or levels.FIRST
        variant = f"{level}{self.variant}"
        if found := self._find(keys):
            return found
        key = content_key(digest, variant)
        if level in levels.UNKEPT:
            return self._unkept(data, variant, key, level, name, path)
        with self.observer.compiling(name, level) as progress:
            lock = None
            if self.cache and self.patient:
                lock = self.cache.lock(key, on_wait=lambda: self.observer.waiting(name))
            try:
                if lock and (found := self._find(keys)):  # compiled by another process in the meantime
                    return found
                artifact = self._compile(data, key, level, progress)
                kept = self.cache.store(key, artifact) if self.cache else None
            finally:
                if lock:
                    lock.release()
        if kept is not None:
            os.close(artifact)
            if self.level is None and path != "-":
                self.observer.compiled(path, self, None)
            return Made(variant, key, kept)
        if self.cache is not None:
            self.observer.cache_unused(name, self.cache.directory, self.cache.unusable or "")
        return Made(variant, key, artifact, kept=False)

    def _unkept(self, data: bytes, variant: str, key: bytes, level: str, name: str, path: str) -> Made:
        """An artifact that the cache does not keep: making it again takes about as long as reading it."""
        made = Made(variant, key, self._compile(data, key, level, None), kept=False)
        if self.cache is not None and self.level is None:
            if self.cache.open(create=True) is None:
                self.observer.cache_unused(name, self.cache.directory, self.cache.unusable or "")
            elif path != "-":
                self.observer.compiled(path, self, made.fd)
        return made

    def _find(self, keys: dict[str, bytes]) -> Made | None:
        if self.cache is None:
            return None
        for variant, key in keys.items():
            artifact = self.cache.find(key)
            if artifact is not None:
                return Made(variant, key, artifact)
        return None

    def improve(self, path: str, budgets: dict[str, float], run: Improvement | None = None) -> str | None:
        """Replace a cached artifact by one of the best level that fits its budget, in seconds of processor time.

        After a run that better code was made for, that code is kept first; and if level `max` does not fit, only the
        functions that runs spend their time in are compiled.

        Returns the level; None: no level fits, or another process is compiling.
        """
        from hashlib import sha256

        from wasihost.codegen.compiler import estimate

        file = read_module(path)
        if file.data is None or self.cache is None:
            return None
        now_ns, digest = time.time_ns(), sha256(file.data).digest()
        keys = {level: content_key(digest, f"{level}{self.variant}") for level in levels.ACCEPTED[None]}
        best, *others = keys
        lock = self.cache.lock(keys[levels.OPTIMIZING[0]], ".better", patience=0)
        if lock is None:
            return None
        try:
            costs = estimate(binary(file.data))
            level = next((level for level in budgets if costs[level] <= budgets[level]), None)
            if run and run.data == file.data and (level != best or costs[best] >= SOON):
                self._keep_mixed(run, keys[MIXED], budgets.get(best, 0), path, file.status, now_ns)
                if level != best:
                    level = MIXED
            if level not in (None, MIXED):
                # At its low priority, this process may take long, so no run must wait for it.
                better = Engine(level=level, cache=self.cache, jobs=self.jobs, patient=False, **vars(self.variant))
                os.close(better.artifact_for(path))
            if level is not None:
                for worse in others[[*keys].index(level) :]:
                    self.cache.forget(file.status, f"{worse}{self.variant}", keys[worse])
        finally:
            lock.release()
        return level

    def _keep_mixed(
        self, run: Improvement, key: bytes, seconds: float, path: str, module: os.stat_result, now_ns: int
    ) -> None:
        """Keep the code that was made for a run, and add what is worth compiling in so many seconds."""
        from wasihost.cache import samples
        from wasihost.tiering.mixed import next_artifact

        assert self.cache is not None
        artifact, rest = next_artifact(run, samples.take(self.cache, key), seconds, key)
        if artifact is not None:
            kept = self.cache.store(key, artifact)
            os.close(artifact)
            if kept is None:
                return
            self.cache.remember(module, f"{MIXED}{self.variant}", key, kept, path, now_ns)
            os.close(kept)
        samples.keep(self.cache, key, rest)

    def _compile(self, data: bytes, key: bytes, level: str, progress: Callable[[Progress], None] | None) -> int:
        from wasihost.cache import partial

        key = key[: -len(ANY_CPU)] + ANY_CPU if self.variant.any_cpu else key
        try:
            if level in levels.UNKEPT:
                from wasihost import stitching

                return stitching.compile_module(
                    binary(data),
                    key=key,
                    variant=self.variant,
                    level=level,
                    keeps_module=self.cache is not None and self.level is None,
                    accept=self.accept,
                )
            from wasihost.codegen.compiler import compile_module
            from wasihost.pool import processors

            with partial.units(self.cache, key) as units, _anonymous_file() as out:
                compile_module(
                    binary(data),
                    key=key,
                    level=level,
                    jobs=processors() if self.jobs is None else self.jobs,
                    out=out,
                    progress=progress,
                    variant=self.variant,
                    accept=self.accept,
                    units=units,
                )
                out.flush()
                with suppress(OSError):  # not in memory
                    seal(out.fileno())
                return os.dup(out.fileno())
        except OSError as error:
            if error.errno != EFBIG:
                raise
            hint = "the file size limit is too low: `ulimit -f`"
            raise CompileError(f"cannot write the compiled code: {system_reason(error)}", hint=hint) from None

    def _precompiled(self, path: str) -> int:
        """Open a file that is itself an artifact.  The sandbox cannot confine native code, so this needs permission."""
        from wasihost.artifact import check_artifact, read_header

        if not self.allow_precompiled:
            raise PrecompiledModule(path, runnable=True)
        artifact = open_module(path)
        try:
            if reason := check_artifact(artifact, cpu_id()):
                raise UnfitArtifact(reason)
            header = read_header(artifact)
            for needed, message in NEEDED.items():
                if vars(self.variant)[needed] and not (header and vars(header.variant)[needed]):
                    raise UnfitArtifact(message, needed=needed)
        except BaseException:
            os.close(artifact)
            raise
        return artifact


def _anonymous_file() -> BinaryIO:
    """A file without a name, in memory if the system allows executing code from there."""
    try:
        return os.fdopen(memory_file("wasihost-artifact"), "w+b")
    except OSError:
        from tempfile import TemporaryFile

        return TemporaryFile()


def _build_runtime(path: str) -> None:
    from wasihost.runtime_library import ensure

    ensure(path)


library.set_builder(_build_runtime)
