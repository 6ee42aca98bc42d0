"""Traps: a guest's end and its backtrace, as the runtime recorded them → exceptions."""

from wasihost import abi, errors
from wasihost.host import library
from wasihost.host.guest import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wasihost.host.symbols import Artifact


def trap_error(outcome: int, thread: int, artifacts: "Mapping[int, Artifact]", limits: Limits) -> errors.Trap:
    """The exception for a trap.

    `thread` is the address of its ThreadRecord, the keys of `artifacts` are those of their Images.
    """
    code = abi.Trap(outcome - abi.Outcome.TRAPPED)
    message = abi.TRAP_MESSAGES[code]
    if code == abi.Trap.UNKNOWN_IMPORT:
        from ctypes import c_uint32

        index = c_uint32.from_address(thread + abi.ThreadRecord.offset("import_index")).value
        message = f"{message}: `{next(iter(artifacts.values())).imports[index].path}`"
    frames, omitted, at = backtrace(thread, artifacts)
    if code in STOPPED:
        stop, said = STOPPED[code]
        return stop(said(limits), code, frames, omitted, at)
    kind = errors.WasmException if code == abi.Trap.UNCAUGHT_EXCEPTION else errors.Trap
    error = kind(message, code, frames, omitted, at)
    error.fault = fault(thread)
    if code == abi.Trap.STACK_EXHAUSTED:
        error.hint = "if it needs a deeper recursion, give it more stack: `--max-stack`"
    return error


# How the ends are reported that are no fault of the guest's.
STOPPED: "dict[int, tuple[type[errors.Stopped], Callable[[Limits], str]]]" = {
    abi.Trap.OUT_OF_FUEL: (errors.Stopped, lambda limits: f"out of fuel: {limits.fuel} used (--fuel)"),
    abi.Trap.OUT_OF_TIME: (
        errors.TimedOut,
        lambda limits: f"the guest ran longer than {limits.timeout:g} s (--timeout)",
    ),
    abi.Trap.TOO_MUCH_OUTPUT: (
        errors.Stopped,
        lambda limits: f"the guest wrote more than {errors.size_text(limits.output or 0)} (--max-output)",
    ),
    abi.Trap.TOO_MUCH_MEMORY: (
        errors.Stopped,
        lambda limits: f"the guest needs more than {errors.size_text(limits.memory or 0)} of memory (--max-memory)",
    ),
    abi.Trap.NO_MEMORY_EXPORT: (
        errors.NoMemoryExport,
        lambda limits: abi.TRAP_MESSAGES[abi.Trap.NO_MEMORY_EXPORT],
    ),
}


def fault(thread: int) -> "errors.Fault | None":
    """Where the access of a trap began, if the machine's instruction tells; else where it stopped."""
    from ctypes import byref, c_uint64, c_void_p

    base, length = (
        c_uint64.from_address(thread + abi.ThreadRecord.offset(field)).value
        for field in ("memory_base", "memory_length")
    )
    if not base:
        return None
    address = c_uint64()
    is_start = bool(library.load().find_address(c_void_p(thread), byref(address)))
    return errors.Fault(address.value, is_start=is_start, length=length)


def backtrace(thread: int, artifacts: "Mapping[int, Artifact]") -> "tuple[tuple[errors.Frame, ...], int, int]":
    """The frames that lie in wasm code, innermost first, how many were left out between the two ends, and where."""
    from ctypes import c_void_p, create_string_buffer

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
