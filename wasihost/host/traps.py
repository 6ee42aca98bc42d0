"""Traps: the end of a guest and its backtrace, as the runtime recorded them → exceptions."""

from __future__ import annotations

from ctypes import byref, c_uint32, c_uint64, c_void_p, create_string_buffer
from typing import TYPE_CHECKING

from wasihost import abi, errors
from wasihost.host import library
from wasihost.host.guest import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wasihost.host.symbols import Artifact


def trap_error(outcome: int, thread: int, artifacts: Mapping[int, Artifact], limits: Limits) -> errors.Trap:
    """The exception for a trap.

    `thread` is the address of its ThreadRecord; the keys of `artifacts` are addresses of their Images.
    """
    code = abi.Trap(outcome - abi.Outcome.TRAPPED)
    message = abi.TRAP_MESSAGES[code]
    if code == abi.Trap.UNKNOWN_IMPORT:
        index = c_uint32.from_address(thread + abi.ThreadRecord.offset("import_index")).value
        message = f"{message}: `{next(iter(artifacts.values())).imports[index].path}`"
    frames, omitted, at = backtrace(thread, artifacts)
    if code in abi.REACHED:
        before, limit, after = abi.REACHED[code]
        kind = errors.TimedOut if code == abi.Trap.OUT_OF_TIME else errors.Stopped
        stopped = kind(f"{before}{amount(limit, limits)}{after}", code, frames, omitted, at)
        stopped.limit = limit
        return stopped
    error = KINDS.get(code, errors.Trap)(message, code, frames, omitted, at)
    error.fault = access_fault(thread)
    return error


# Traps with an exception class of their own.
KINDS: dict[int, type[errors.Trap]] = {
    abi.Trap.UNCAUGHT_EXCEPTION: errors.WasmException,
    abi.Trap.NO_MEMORY_EXPORT: errors.NoMemoryExport,
}


def amount(limit: str, limits: Limits) -> str:
    """The value of a limit, for display."""
    given = vars(limits)[limit] or 0
    match limit:
        case "timeout":
            return f"{given:g}"
        case "fuel":
            return str(given)
    return errors.size_text(given)


def access_fault(thread: int) -> errors.AccessFault | None:
    """The start of the access of a trap, if the machine instruction shows it; otherwise the first inaccessible byte."""
    base, length = (
        c_uint64.from_address(thread + abi.ThreadRecord.offset(field)).value
        for field in ("memory_base", "memory_length")
    )
    if not base:
        return None
    address = c_uint64()
    is_start = bool(library.load().find_address(c_void_p(thread), byref(address)))
    return errors.AccessFault(address.value, is_start=is_start, length=length)


def backtrace(thread: int, artifacts: Mapping[int, Artifact]) -> tuple[tuple[errors.Frame, ...], int, int]:
    """The frames in wasm code, innermost first; how many were omitted between the two ends; and where."""
    buffer = create_string_buffer(abi.Frames.size)
    library.load().find_frames(buffer, c_void_p(thread))
    found = abi.Frames.unpack(buffer.raw)
    frames = (
        errors.Frame(
            frame.funcidx,
            artifacts[frame.image].function_name(frame.funcidx),
            None if frame.offset == abi.NONE else frame.offset,
        )
        for frame in found.rows[: found.count]
        if frame.image in artifacts
    )
    return tuple(frames), found.omitted, found.omitted_at
