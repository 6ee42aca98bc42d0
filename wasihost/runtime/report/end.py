"""The whole report, for people or for programs.

error: wasm trap: out of bounds memory access: i32.load of 4 bytes at 0xfffe of a memory of 0x10000 bytes (1 page)
  0: app.wasm!main (func[0]) at 0x2d
hint: what to do next

{"kind": "trap", "message": "out of bounds memory access: …", "hint": null, "status": 134, …}
"""

from wasihost.abi import (
    NONE,
    REPORT_COLORED,
    REPORT_GRANTS,
    REPORT_HINTS,
    REPORT_JSON,
    Demangler,
    Frame,
    Frames,
    Outcome,
    ReportOptions,
    RunRequest,
    Section,
    StringRef,
    Text,
    Trap,
)
from wasihost.errors import WasihostError
from wasihost.native import Global, bool_, native, ptr, u8, u32, u64
from wasihost.native.prelude import strlen
from wasihost.runtime.image import Image, section
from wasihost.runtime.report.demangle.name import put_function_name
from wasihost.runtime.report.folding import Pieces, fold
from wasihost.runtime.report.frames import find_frames
from wasihost.runtime.report.hints import put_hint
from wasihost.runtime.report.instruction import put_detail
from wasihost.runtime.report.reasons import put_reason
from wasihost.runtime.report.text import (
    FULL,
    flush,
    put_byte,
    put_decimal,
    put_grouped,
    put_hex,
    put_json,
    put_padded,
    put_printable,
    put_text,
)
from wasihost.runtime.report.trap import put_limit, put_message, put_name, trap_status

HOST_FAILURE = WasihostError.exit_status
TRACE_HINT = b"write it where there is room: `--trace=FILE`"
# The end of an object for anything but a trap.
NULLS = b', "offset": null, "line": null, "column": null, "code": null, '
UNKNOWN = NULLS + b'"backtrace": [], "omitted_frames": 0, "omitted_at": null}\n'
STACK_HINT = b"if it needs a deeper recursion, give it more stack: `--max-stack`"
STDERR = 2
ERROR, HINT = b"1;31", b"36"  # SGR parameters (ECMA-48)
piece = Global(Text)  # the text that is being written
output = Global(Text)
frames = Global(Frames)
pieces = Global(Pieces)
demangler = Global(Demangler)


@native(export=True)
def report_end(request: RunRequest, options: ReportOptions) -> u32:
    """Report a trap, a hint for a guest that failed, and output that could not be written, on standard error.

    Returns the exit status of the command: the guest's exit code, or that of the report.
    """
    output.size, piece.size = 0, 0
    image, status = Image(request.image), u32(0)
    if request.outcome >= Outcome.TRAPPED:
        status = trap_status(request)
        report_trap(request, options, image)
    elif request.outcome != Outcome.RETURNED:
        status = request.exit_code
        if status and options.flags & REPORT_GRANTS and put_hint(piece, image, request.refusal, options):
            report_hint(options)
    if request.trace_error:
        status = HOST_FAILURE
        report_loss(options, b"the trace is incomplete: ", request.trace_error, TRACE_HINT)
    if request.output_error:
        status = HOST_FAILURE
        report_loss(options, b"cannot write the output: ", request.output_error, b"")
    if output.size:
        flush(output, STDERR)
    return status


@native
def report_hint(options: ReportOptions):
    """Report a hint for a program that has already reported its own failure."""
    if options.flags & REPORT_JSON:
        put_text(output, b'{"kind": "warning", "message": "the program failed", "hint": ')
        end_string()
        put_text(output, b', "status": null, "module": null')
        put_text(output, UNKNOWN)
    else:
        end_line(options, b"hint", HINT)


@native(inline=False)
def report_loss(options: ReportOptions, what: ptr, error: u32, hint: ptr):
    put_text(piece, what)
    put_reason(piece, error)
    if options.flags & REPORT_JSON:
        put_text(output, b'{"kind": "error", "message": ')
        end_string()
        put_text(output, b', "hint": ')
        if u8[hint]:
            put_json(output, hint, strlen(hint))
        else:
            put_text(output, b"null")
        put_text(output, b', "status": ')
        put_decimal(output, HOST_FAILURE)
        put_text(output, b', "module": ')
        put_json(output, options.module, strlen(options.module))
        put_text(output, UNKNOWN)
        return
    end_line(options, b"error", ERROR)
    if u8[hint]:
        put_text(piece, hint)
        end_line(options, b"hint", HINT)


@native
def report_trap(request: RunRequest, options: ReportOptions, image: Image):
    find_frames(frames, request.thread)
    limited = put_limit(piece, request)
    if not limited:
        if not options.flags & REPORT_JSON:
            put_text(piece, b"wasm trap: ")
        put_message(piece, request, image.header)
        put_detail(piece, request.thread, frames, request.outcome - Outcome.TRAPPED)
    if options.flags & REPORT_JSON:
        put_object(request, options, image, limited)
        return
    end_line(options, b"error", ERROR)
    put_backtrace(options)
    if put_advice(request, options, image, limited):
        end_line(options, b"hint", HINT)


@native
def put_advice(request: RunRequest, options: ReportOptions, image: Image, limited: bool_) -> bool_:
    """Write what to do next after a trap.

    If the guest reached a limit, the limit is the reason, whatever it was refused before.
    """
    if limited or not options.flags & REPORT_HINTS:
        return False
    if request.outcome == Outcome.TRAPPED + Trap.STACK_EXHAUSTED:
        put_text(piece, STACK_HINT)
        return True
    return options.flags & REPORT_GRANTS and put_hint(piece, image, request.refusal, options)


# ---------------------------------------------------------------------------------------------------------- for people
@native(inline=False)
def end_line(options: ReportOptions, label: ptr, style: ptr):
    """Write the piece as one line, after its label if it has one."""
    if u8[label]:
        colored = options.flags & REPORT_COLORED
        if colored:
            put_text(output, b"\x1b[")
            put_text(output, style)
            put_byte(output, ord("m"))
        put_text(output, label)
        put_text(output, b":\x1b[0m " if colored else b": ")
    put_printable(output, piece.bytes, piece.size)
    put_byte(output, ord("\n"))
    piece.size = 0
    if output.size > FULL:
        flush(output, STDERR)


@native
def put_backtrace(options: ReportOptions):
    """Write one line per frame, innermost first; of a recursion, one cycle and the number of frames left out."""
    fold(pieces, frames)
    number: u64 = 0
    for i in range(pieces.count):
        part = pieces.rows[i]
        for k in range(part.period):
            put_padded(piece, number + u64(k), 3)
            put_text(piece, b": ")
            put_place(frames.rows[part.first + k], options)
            end_line(options, b"", b"")
        if part.run > part.period:
            put_text(piece, "     … ".encode())
            put_grouped(piece, u64(part.run - part.period))
            put_text(piece, b" more")
            for k in range(part.period):
                put_text(piece, b", " if k else b" of ")
                put_function(frames.rows[part.first + k])
            put_text(piece, " …".encode())
            end_line(options, b"", b"")
        number += part.run


@native(inline=False)
def put_place(frame: Frame, options: ReportOptions):
    """`app.wasm!fib (func[3]) at 0x1a3`."""
    put_text(piece, base_name(options.module))
    put_byte(piece, ord("!"))
    put_function(frame)
    if frame.offset != NONE:
        put_text(piece, b" at ")
        put_hex(piece, u64(frame.offset))


@native(inline=False)
def put_function(frame: Frame):
    """`fib (func[3])`, or `func[3]` of one without a name."""
    named = put_name_of(frame)
    if named:
        put_text(piece, b" (")
    put_text(piece, b"func[")
    put_decimal(piece, u64(frame.funcidx))
    put_text(piece, b"])" if named else b"]")


@native(inline=False)
def put_name_of(frame: Frame) -> bool_:
    """Write the name of a function.  Returns whether it has one."""
    header = Image(frame.image).header
    if not header.has_names:
        return False
    name = StringRef(section(header, Section.NAMES))[frame.funcidx]
    put_function_name(piece, demangler, section(header, Section.NAME_BYTES) + name.offset, u64(name.size))
    return name.size != 0


@native
def base_name(path: ptr) -> ptr:
    start: u64 = 0
    for i in range(strlen(path)):
        if u8[path, i] == ord("/") and u8[path, i + 1]:
            start = i + 1
    return path + start


# -------------------------------------------------------------------------------------------------------- for programs
@native
def put_object(request: RunRequest, options: ReportOptions, image: Image, limited: bool_):
    """Write every key of `cli.report.structured.facts`, with null where the value is unknown."""
    put_text(output, b'{"kind": "trap", "message": ')
    end_string()
    put_text(output, b', "hint": ')
    if put_advice(request, options, image, limited):
        end_string()
    else:
        put_text(output, b"null")
    put_text(output, b', "status": ')
    put_decimal(output, u64(trap_status(request)))
    put_text(output, b', "module": ')
    put_json(output, options.module, strlen(options.module))
    put_text(output, b', "offset": ')
    put_offset(frames.rows[0].offset if frames.count else u32(NONE))
    put_text(output, b', "line": null, "column": null, "code": "')
    put_name(output, request.outcome)
    put_text(output, b'", "backtrace": [')
    for i in range(frames.count):
        if i:
            put_text(output, b", ")
        put_frame(frames.rows[i])
        if output.size > FULL:
            flush(output, STDERR)
    put_text(output, b'], "omitted_frames": ')
    put_decimal(output, u64(frames.omitted))
    put_text(output, b', "omitted_at": ')
    if frames.omitted:
        put_decimal(output, u64(frames.omitted_at))
    else:
        put_text(output, b"null")
    put_text(output, b"}\n")


@native
def put_frame(frame: Frame):
    put_text(output, b'{"function": ')
    if put_name_of(frame):
        end_string()
    else:
        put_text(output, b"null")
    put_text(output, b', "index": ')
    put_decimal(output, u64(frame.funcidx))
    put_text(output, b', "offset": ')
    put_offset(frame.offset)
    put_text(output, b', "file": null, "line": null}')


@native(inline=False)
def put_offset(offset: u32):
    if offset == NONE:
        put_text(output, b"null")
    else:
        put_decimal(output, u64(offset))


@native(inline=False)
def end_string():
    put_json(output, piece.bytes, piece.size)
    piece.size = 0
