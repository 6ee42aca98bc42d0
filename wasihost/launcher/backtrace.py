"""A trap in words, for where there is no Python: its message, and the functions that were active.

Python says more (`cli.report`): the byte of the module, and recursion folded.
"""

from wasihost.abi import (
    FRAMES_KEPT,
    NONE,
    TRAP_MESSAGES,
    ArtifactHeader,
    FunctionRecord,
    ImportRecord,
    Outcome,
    RunRequest,
    Section,
    StringRef,
    Trap,
    TypeRecord,
)
from wasihost.errors import NoMemoryExport, TimedOut
from wasihost.errors import Trap as TrapError
from wasihost.native import bool_, memcpy, native, new, ptr, u8, u32, u64
from wasihost.native.prelude import copy_text, format_decimal, format_hex, say, say_decimal, strlen, write_all
from wasihost.runtime.image import section

TRAPPED = int(Outcome.TRAPPED)
MESSAGES = tuple((int(code), text.encode()) for code, text in TRAP_MESSAGES.items())
NO_MEMORY_EXPORT = f"error: {TRAP_MESSAGES[Trap.NO_MEMORY_EXPORT]}".encode()
HOST_FAILURE = NoMemoryExport.exit_status
TIMEOUT_STATUS, TRAP_STATUS = TimedOut.exit_status, TrapError.exit_status
UNITS = (0, b" B"), (10, b" KiB"), (20, b" MiB"), (30, b" GiB"), (40, b" TiB")
SHOWN = 32  # frames
NAME_SIZE = 200  # bytes of a name that are shown


@native
def tell_trap(module: ptr, request: RunRequest):
    """What happened, then a line a frame, the innermost first; `module` is the path of the program."""
    header = request.header
    if not tell_limit(request):
        say(b"error: wasm trap: ")
        for code, text in MESSAGES:
            if request.outcome == TRAPPED + code:
                say(text)
    if request.outcome == TRAPPED + int(Trap.UNKNOWN_IMPORT):
        say(b": ")
        say_import(header, request.thread.import_index)
    say(b"\n")
    name = base_name(module)
    record = request.thread
    shown: u64 = 0
    if record.pc:
        shown += say_frame(header, name, shown, record.pc - request.code)
    for i in range(min(record.frame_count, u32(FRAMES_KEPT))):
        if shown < SHOWN:  # a return address lies behind its call
            shown += say_frame(header, name, shown, record.frames[i] - 1 - request.code)
    if shown == SHOWN:
        say(b"     ...\n")


@native
def tell_limit(request: RunRequest) -> bool_:
    """The message of a limit that was reached (`runtime.command.STOPPED`); False: it was another trap."""
    limits = request.limits
    match request.outcome - TRAPPED:
        case Trap.OUT_OF_TIME:
            say(b"error: the guest ran longer than ")
            say_fraction(request.timeout, 10**9)
            say(b" s (--timeout)")
        case Trap.OUT_OF_FUEL:
            say(b"error: out of fuel: ")
            say_decimal(limits.fuel)
            say(b" used (--fuel)")
        case Trap.TOO_MUCH_OUTPUT:
            say(b"error: the guest wrote more than ")
            say_size(limits.output)
            say(b" (--max-output)")
        case Trap.TOO_MUCH_MEMORY:
            say(b"error: the guest needs more than ")
            say_size(limits.memory)
            say(b" of memory (--max-memory)")
        case Trap.NO_MEMORY_EXPORT:
            say(NO_MEMORY_EXPORT)
        case _:
            return False
    return True


@native
def trap_status(request: RunRequest) -> u64:
    """The exit status of one that nobody else tells of."""
    if request.outcome == TRAPPED + int(Trap.NO_MEMORY_EXPORT):
        return HOST_FAILURE
    return TIMEOUT_STATUS if request.outcome == TRAPPED + int(Trap.OUT_OF_TIME) else TRAP_STATUS


@native
def say_fraction(value: u64, unit: u64):
    """In units, with what is needed behind the point."""
    say_decimal(value // unit)
    rest = value % unit
    if rest:
        say(b".")
    while rest:
        unit //= 10
        say_decimal(rest // unit)
        rest = rest % unit


@native
def say_size(size: u64):
    """`errors.size_text`."""
    shift: u64 = 0
    while shift < UNITS[-1][0] and size >> shift >= 1024:
        shift += 10
    rest = (size & ((u64(1) << shift) - 1)) * 20  # halves of tenths are whole
    tenths = (size >> shift) * 10 + (rest >> shift + 1)
    half, more = u64(1) << shift, rest & ((u64(2) << shift) - 1)
    if shift and (more > half or (more == half and tenths & 1)):
        tenths += 1
    say_decimal(tenths // 10)
    if shift:
        say(b".")
        say_decimal(tenths % 10)
    for unit, name in UNITS:
        if shift == unit:
            say(name)


@native
def say_import(header: ArtifactHeader, index: u32):
    record = ImportRecord(section(header, Section.IMPORTS))[index]
    strings = section(header, Section.STRINGS)
    say(b"`")
    say_name(strings + record.module.offset, record.module.size)
    say(b"::")
    say_name(strings + record.name.offset, record.name.size)
    say(b"`")


@native
def say_frame(header: ArtifactHeader, module: ptr, number: u64, offset: u64) -> u64:
    """`  0: module!name (func[3])`; 0 where the code at the offset is no function's, else 1."""
    index = function_at(header, offset)
    if index == NONE:
        return 0
    funcidx = header.vm.function_imports + index
    digits = new(u8, 24)
    if number < 10:
        say(b" ")
    say(b" ")
    u8[format_decimal(digits, number)] = 0
    say(digits)
    say(b": ")
    say_name(module, strlen(module))
    say(b"!")
    u8[format_decimal(copy_text(digits, b"func["), funcidx)] = 0
    name = StringRef(section(header, Section.NAMES))[funcidx]
    if header.has_names and name.size:
        say_name(section(header, Section.NAME_BYTES) + name.offset, name.size)
        say(b" (")
        say(digits)
        say(b"])\n")
    else:
        say(digits)
        say(b"]\n")
    return 1


@native
def function_at(header: ArtifactHeader, offset: u64) -> u32:
    """The defined function whose code an offset lies in; NONE: none, or one that only leads into a function."""
    if offset >= header.sections[Section.CODE].size:
        return NONE
    functions = FunctionRecord(section(header, Section.FUNCTIONS))
    types = TypeRecord(section(header, Section.TYPES))
    found: u32 = NONE
    start: u64 = 0
    for i in range(header.vm.function_count):
        code = u64(functions[i].code)
        if start <= code <= offset:
            start, found = code, u32(i)
    for i in range(header.vm.function_count):
        if start < functions[i].entry <= offset:
            return NONE
    for i in range(header.vm.type_count):
        if start < types[i].thunk <= offset:
            return NONE
    return found


@native
def say_name(text: ptr, size: u64):
    """Names are the guest's: what could steer a terminal is written as `\\xNN`."""
    out = new(u8, 4 * NAME_SIZE)
    at: ptr = out
    for i in range(min(size, u64(NAME_SIZE))):
        c = u8[text, i]
        if ord(" ") <= c < 127:
            u8[at] = c
            at = at + 1
        else:
            memcpy(at, b"\\x", 2)
            at = format_hex(at + 2, u64(c), 2)
    write_all(2, out, u64(at - out))


@native
def say_text(text: ptr):
    """All of a path, or of what else is not ours; escaped in the same way."""
    rest = strlen(text)
    while rest:
        size = min(rest, u64(NAME_SIZE))
        say_name(text, size)
        text, rest = text + size, rest - size


@native
def base_name(path: ptr) -> ptr:
    start: u64 = 0
    for i in range(strlen(path)):
        if u8[path, i] == ord("/") and u8[path, i + 1]:
            start = i + 1
    return path + start
