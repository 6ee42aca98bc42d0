"""A trap's message: what happened, and the limit if one was reached."""

from wasihost.abi import (
    REACHED,
    TRAP_MESSAGES,
    ArtifactHeader,
    ImportRecord,
    Outcome,
    RunRequest,
    Section,
    Text,
    Trap,
)
from wasihost.errors import NoMemoryExport, TimedOut
from wasihost.errors import Trap as TrapError
from wasihost.native import bool_, native, u8, u32, u64
from wasihost.runtime.image import section
from wasihost.runtime.report.text import put_byte, put_decimal, put_shortened, put_text

MESSAGES = tuple((int(code), text.encode()) for code, text in TRAP_MESSAGES.items())
NAMES = tuple((int(code), code.name.lower().encode()) for code in TRAP_MESSAGES)
HOST_FAILURE, TIMEOUT_STATUS, TRAP_STATUS = (error.exit_status for error in (NoMemoryExport, TimedOut, TrapError))
NO_MEMORY_EXPORT = TRAP_MESSAGES[Trap.NO_MEMORY_EXPORT].encode()
OPTIONS = {"fuel": "--fuel", "timeout": "--timeout", "output": "--max-output", "memory": "--max-memory"}
LIMITS = tuple(
    (int(code), before.encode(), f"{after} ({OPTIONS[limit]})".encode())
    for code, (before, limit, after) in REACHED.items()
)
UNITS = (0, b" B"), (10, b" KiB"), (20, b" MiB"), (30, b" GiB"), (40, b" TiB")


@native(inline=False)
def put_message(text: Text, request: RunRequest, header: ArtifactHeader):
    """Write the words of the specification."""
    for code, message in MESSAGES:
        if request.outcome == Outcome.TRAPPED + code:
            put_text(text, message)
    if request.outcome == Outcome.TRAPPED + Trap.UNKNOWN_IMPORT:
        put_text(text, b": ")
        put_import(text, header, request.thread.import_index)


@native
def put_limit(text: Text, request: RunRequest) -> bool_:
    """Write the message for a limit, and the option that sets it.  False: it was another trap."""
    for code, before, after in LIMITS:
        if request.outcome == Outcome.TRAPPED + code:
            put_text(text, before)
            put_amount(text, request)
            put_text(text, after)
            return True
    if request.outcome == Outcome.TRAPPED + Trap.NO_MEMORY_EXPORT:
        put_text(text, NO_MEMORY_EXPORT)
        return True
    return False


@native
def put_amount(text: Text, request: RunRequest):
    """Write the value of the limit that the guest has used up."""
    match request.outcome - Outcome.TRAPPED:
        case Trap.OUT_OF_TIME:
            put_fraction(text, request.options.timeout, 10**9)
        case Trap.OUT_OF_FUEL:
            put_decimal(text, request.options.fuel)
        case Trap.TOO_MUCH_OUTPUT:
            put_size(text, request.options.max_output)
        case Trap.TOO_MUCH_MEMORY:
            put_size(text, request.options.max_memory)


@native
def trap_status(request: RunRequest) -> u32:
    """The exit status of the command after a trap."""
    match request.outcome - Outcome.TRAPPED:
        case Trap.OUT_OF_TIME:
            return TIMEOUT_STATUS
        case Trap.NO_MEMORY_EXPORT:
            return HOST_FAILURE
        case _:
            return TRAP_STATUS


@native
def put_name(text: Text, outcome: u32):
    """Write the code of a trap, for programs."""
    for code, name in NAMES:
        if outcome == Outcome.TRAPPED + code:
            put_text(text, name)


@native(inline=False)
def put_import(text: Text, header: ArtifactHeader, index: u32):
    """Write `` `env::now` ``."""
    record = ImportRecord(section(header, Section.IMPORTS))[index]
    strings = section(header, Section.STRINGS)
    put_byte(text, ord("`"))
    put_shortened(text, strings + record.module.offset, u64(record.module.size), False)
    put_text(text, b"::")
    put_shortened(text, strings + record.name.offset, u64(record.name.size), False)
    put_byte(text, ord("`"))


@native
def put_fraction(text: Text, value: u64, unit: u64):
    """Write a value in units, with as many decimals as necessary."""
    put_decimal(text, value // unit)
    rest = value % unit
    if rest:
        put_byte(text, ord("."))
    while rest:
        unit //= 10
        put_byte(text, u8(rest // unit) + ord("0"))
        rest = rest % unit


@native(inline=False)
def put_size(text: Text, size: u64):
    """Write a size like `errors.size_text`."""
    shift: u64 = 0
    while shift < UNITS[-1][0] and size >> shift >= 1024:
        shift += 10
    rest = (size & ((u64(1) << shift) - 1)) * 20  # halves of tenths are whole
    tenths = (size >> shift) * 10 + (rest >> shift + 1)
    half, more = u64(1) << shift, rest & ((u64(2) << shift) - 1)
    if shift and (more > half or (more == half and tenths & 1)):
        tenths += 1
    put_decimal(text, tenths // 10)
    if shift:
        put_byte(text, ord("."))
        put_decimal(text, tenths % 10)
    for unit, name in UNITS:
        if shift == unit:
            put_text(text, name)
