"""All exceptions that wasihost raises on purpose, with the exit statuses of the command."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class WasihostError(Exception):
    """What happened and where (`message`), details (`lines`), and what to do next (`hint`).

    A message is one line, and so is each of `lines`.  A newline in them comes from a name, and is printed escaped.
    """

    exit_status = 125  # the host failed, not the guest
    module: str | None = None  # the file that the error is about, if known

    def __init__(self, message: str, *, lines: Sequence[str] = (), hint: str | None = None) -> None:
        super().__init__("\n".join((message, *lines)))
        self.message = message
        self.lines = lines
        self.hint = hint


def system_reason(error: OSError) -> str:
    """The system's description of a failure, in the form of our messages."""
    return (error.strerror or str(error)).lower()


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is a misspelling or a beginning of, or None.

    A misspelling has at most one edit for every four letters.  Names that merely share letters are not related.
    """
    letters = name.strip("-_")
    found = [(edits(letters, other.strip("-_")), other) for other in known]
    distance, near = min(found, default=(len(name), ""), key=lambda row: row[0])
    if distance <= max(1, len(letters) // 4) and distance < len(letters):
        return near
    begun = [other for _, other in found if len(letters) > 2 and other.strip("-_").startswith(letters)]
    return begun[0] if len(begun) == 1 else None


def edits(a: str, b: str) -> int:
    """The number of letters to remove, add, replace, or swap with their neighbour, to turn `a` into `b`."""
    before = row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for k, y in enumerate(b, 1):
            least = min(before[k] + 1, row[k - 1] + 1, before[k - 1] + (x != y))
            swapped = i > 1 and k > 1 and x == b[k - 2] and a[i - 2] == y
            row.append(min(least, last[k - 2] + 1) if swapped else least)
    return row[-1]


def to_type(*words: str) -> str:
    """A command for a hint, quoted for a shell, whatever characters the words contain."""
    return f"`{' '.join(map(quote, words))}`"


def found(text: str) -> str:
    """What a user wrote, for the end of a message."""
    return f"found `{text}`" if text else "found nothing"


def size_text(count: int) -> str:
    """A number of bytes for display: `812 B`, `1.4 MiB`."""
    value, units = float(count), ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024 and len(units) > 1:
        value /= 1024
        units.pop(0)
    return f"{value:.0f} B" if units[0] == "B" else f"{value:.1f} {units[0]}"


class UsageError(WasihostError):
    """The command line does not describe something that can be done."""

    exit_status = 2


class ModuleNotFound(WasihostError):
    """The module's file does not exist or cannot be opened."""

    exit_status = 127

    def __init__(self, message: str, *, path: str, is_directory: bool = False, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.is_directory = is_directory


class CommandNotFound(WasihostError):
    """There is no command with this name that was made from a module."""

    exit_status = 127


class InvalidModule(WasihostError):
    """The bytes are not a module that can run; `offset` is the position of the error in the module.

    If the module uses an unsupported part of WebAssembly, `feature` names it.
    """

    exit_status = 126

    feature: str | None = None

    def __init__(
        self, message: str, *, offset: int | None = None, lines: Sequence[str] = (), hint: str | None = None
    ) -> None:
        super().__init__(message, lines=lines, hint=hint)
        self.offset = offset


class DecodeError(InvalidModule):
    """The module violates the binary format (specification section 5)."""


class TextError(DecodeError):
    """The text violates the text format (specification section 6).

    `line` and `column` start at 1; `excerpt` is the line or part of it, and `caret` is the index of the error in it.
    """

    def __init__(self, message: str, *, line: int, column: int, excerpt: str, caret: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.excerpt = excerpt
        self.caret = caret


class ValidationError(InvalidModule):
    """The module can be decoded but is invalid (specification section 3); `funcidx` is the function with the error."""

    def __init__(self, message: str, *, offset: int | None = None, funcidx: int | None = None) -> None:
        super().__init__(message, offset=offset)
        self.funcidx = funcidx


class PrecompiledModule(InvalidModule):
    """The file is an artifact, not a module; `runnable`: it may be run if the user trusts it."""

    def __init__(self, path: str, *, runnable: bool = False) -> None:
        super().__init__("this is a compiled artifact: native code, which the sandbox cannot confine")
        self.path = path
        self.runnable = runnable


class UnfitArtifact(InvalidModule):
    """The artifact cannot be used here; `needed` names the option of an engine that its code was not compiled for."""

    def __init__(self, message: str, *, needed: str | None = None) -> None:
        super().__init__(message)
        self.needed = needed


class NoEntry(InvalidModule):
    """The module exports no function that a run could call; `functions` are the functions that it exports."""

    def __init__(self, functions: Sequence[str]) -> None:
        super().__init__("the module is not a command: it exports no function `_start`")
        self.functions = functions


class EntryType(InvalidModule):
    """The function that a run would call has parameters or results; `function` is its name."""

    def __init__(self, function: str) -> None:
        called = f"function `{function}`" if function else "default function, whose name is empty,"
        super().__init__(f"the {called} takes parameters or returns results, which the entry function must not do")
        self.function = function


class LinkError(InvalidModule):
    """An import is missing or has another type (specification section 4.5.4)."""


class UnknownImports(LinkError):
    """Imports are missing; `replaceable`: all of them are functions, which traps can replace."""

    def __init__(self, message: str, *, lines: Sequence[str], replaceable: bool) -> None:
        super().__init__(message, lines=lines)
        self.count = len(lines)
        self.replaceable = replaceable


class LimitExceeded(LinkError):
    """The initial size of a definition exceeds the limit.

    `limit` is the field of `Limits` that sets it, or None if it is a limit of wasihost.
    """

    def __init__(self, message: str, *, needed: int, allowed: int, limit: str | None) -> None:
        super().__init__(message)
        self.needed = needed
        self.allowed = allowed
        self.limit = limit


class StaleArtifact(WasihostError):
    """The file is not an artifact of this version for this machine: compile again."""


class NoAddressSpace(WasihostError):
    """The guard reservation failed: code with bounds checks is needed."""


class NotConfined(WasihostError):
    """The kernel does not confine the guest; `since` is the first Linux version that could, if this one cannot."""

    def __init__(self, reason: str, *, since: str | None = None) -> None:
        super().__init__(f"cannot confine the guest: {reason}")
        self.since = since


class CodeRefused(WasihostError):
    """The kernel does not let memory be executable, so no compiled code can run."""


class CompileError(WasihostError):
    """A valid module could not be compiled, because of a limit of this implementation or an error in LLVM."""


class WorkerDied(CompileError):
    """The process that compiled part of the module died.

    `killed`: it died of SIGKILL, which the kernel sends when memory runs out.
    """

    def __init__(self, message: str, *, killed: bool) -> None:
        super().__init__(message)
        self.killed = killed


class NoLLVM(CompileError):
    """LLVM cannot be loaded; `musl`: there is no LLVM for the C library of this Python."""

    def __init__(self, reason: str, *, musl: bool) -> None:
        hint = "it needs `libstdc++.so.6`, of the package `libstdc++6` or `libstdc++`, and some hundred megabytes of "
        hint += "address space (`ulimit -v`)"
        super().__init__(f"LLVM cannot be loaded: {reason}", hint=None if musl else hint)
        self.musl = musl


class InternalError(WasihostError):
    """A bug in wasihost."""

    def __init__(self, message: str, *, lines: Sequence[str] = ()) -> None:
        hint = "this is a bug in wasihost: please report it with the module that shows it"
        super().__init__(message, lines=lines, hint=hint)


class Frame:
    """One function of a backtrace, and the position in it."""

    __slots__ = ("funcidx", "name", "offset")

    def __init__(self, funcidx: int, name: str | None, offset: int | None) -> None:
        self.funcidx = funcidx
        self.name = name
        self.offset = offset  # byte offset in the module, or None if unknown

    def __repr__(self) -> str:
        return f"Frame({self.funcidx}, {self.name!r}, {self.offset})"


class AccessFault:
    """An access outside of a memory: `address` is the start of the access, or else the first inaccessible byte."""

    __slots__ = ("address", "is_start", "length")

    def __init__(self, address: int, *, is_start: bool, length: int) -> None:
        self.address = address
        self.is_start = is_start
        self.length = length  # size of the memory in bytes


class Trap(WasihostError):
    """The guest ended in a trap; `code` is an `abi.Trap`, `frames` has the innermost first.

    `fault` is known for most accesses out of bounds.
    """

    exit_status = 134

    def __init__(
        self,
        message: str,
        code: int,
        frames: tuple[Frame, ...] = (),
        omitted_frames: int = 0,
        omitted_at: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.frames = frames
        self.omitted_frames = omitted_frames
        self.omitted_at = len(frames) if omitted_at is None else omitted_at  # index in `frames`
        self.fault: AccessFault | None = None


class Stopped(Trap):
    """The host ended the guest because it reached a limit; `limit` is the field of `Limits`."""

    limit: str | None = None


class TimedOut(Stopped):
    """The guest exceeded its time limit."""

    exit_status = 124  # the same as timeout(1)


class NoMemoryExport(Stopped):
    """The guest called WASI, which cannot serve a guest that exports no memory."""

    exit_status = WasihostError.exit_status


class WasmException(Trap):
    """The guest threw an exception that nothing caught."""


class Exit(WasihostError):
    """The guest called `proc_exit`; not a failure of wasihost."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exit status {code}")
        self.code = code
