"""Validate bodies: the loop over functions and their instructions (specification 3.4.13; native subset).

It takes time proportional to the size of the bodies, whatever they contain.
"""

from wasihost.native import memcpy, memset, native, new, ptr, sizeof, u32, u64
from wasihost.wasm.limits import LOCALS
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.validator.frequent import validate_instructions
from wasihost.wasm.validator.immediates import read_count, read_u32, read_valtype
from wasihost.wasm.validator.layout import Failure, Frame, Recording, Transcript, Types, ValidationFault, Workspace
from wasihost.wasm.validator.module import validate_module
from wasihost.wasm.validator.prepare import prepare_types, workspace_free, workspace_new
from wasihost.wasm.validator.recording import index_instructions, record_locals
from wasihost.wasm.validator.state import BODY, NON_NULL_START, State, fail
from wasihost.wasm.validator.throwing import spread_throwing
from wasihost.wasm.validator.transcript import begin_transcript, end_locals, transcribe_locals


@native(export=True)
def validate_bodies(
    types: Types, workspace: Workspace, first: u32, last: u32, recording: Recording, failure: Failure
) -> u32:
    """Validate the defined functions [first, last).  Returns a ValidationFault, and describes it in `failure`.

    If `recording` is not null, it then describes the last of these functions.
    """
    s = new(State)
    begin(s, types, workspace)
    s.recording, s.collects = recording, u32(not recording)
    for defined in range(first, last):
        validate_body(s, defined)
        if s.fault != 0:
            return describe(s, defined, failure)
    return 0


@native
def begin(s: State, types: Types, workspace: Workspace):
    s.types = types
    s.operands, s.operands_end = workspace.operands, workspace.operands_end
    s.frames, s.last_frame = workspace.frames, Frame(workspace.frames_end - sizeof(Frame))
    s.locals, s.unset, s.set_locals = workspace.locals, workspace.unset, workspace.set_locals
    s.immediates, s.fault = workspace.immediates, 0
    s.recording, s.transcript, s.collects = Recording(ptr(0)), Transcript(ptr(0)), 0


@native
def describe(s: State, defined: u32, failure: Failure) -> u32:
    failure.fault, failure.expected, failure.found = s.fault, s.expected, s.found
    failure.funcidx, failure.offset = s.types.imported_functions + defined, s.fault_offset
    failure.instruction = s.instruction_count
    return s.fault


@native
def validate_body(s: State, defined: u32):
    s.p = s.types.data + u32[s.types.bodies, 2 * u64(defined)]
    s.end = s.types.data + u32[s.types.bodies, 2 * u64(defined) + 1]
    s.start = s.p
    # A call takes two bytes, so a body has at most half as many callees as bytes.
    calls = s.types.calls + 4 * ((u64(s.p) - u64(s.types.data) - s.types.code_start) >> 1) if s.collects else ptr(0)
    s.calls, s.throwing = calls, s.types.throwing + s.types.imported_functions + defined
    s.tails = s.types.tails + s.types.imported_functions + defined
    signature = s.types.signatures[u32[s.types.functions, u64(s.types.imported_functions) + defined]]
    s.top, s.base = s.operands, s.operands
    s.frame = s.frames
    s.frame.height = 0
    s.frame.params, s.frame.param_count = signature.params, 0  # parameters of a function are locals, not operands
    s.frame.results, s.frame.result_count = signature.results, signature.result_count
    s.frame.opcode, s.frame.set_count = BODY, 0
    s.unreachable, s.finished, s.instruction_count, s.size = 0, 0, 0, 0
    if s.recording:
        s.recording.count, s.recording.local_count = 0, 0
    if s.transcript:
        begin_transcript(s)
    read_locals(s, signature)
    if s.transcript:
        end_locals(s)
    validate_instructions(s)
    s.start = s.p
    if s.finished == 0:
        fail(s, ValidationFault.END_EXPECTED, 0, 0)
    elif s.p != s.end:
        fail(s, ValidationFault.JUNK_AFTER_END, 0, 0)
    u32[s.types.instruction_counts, defined] = s.instruction_count
    u32[s.types.sizes, defined] = s.size
    if s.collects:
        u32[s.types.call_counts, defined] = u32((u64(s.calls) - u64(calls)) >> 2)


@native
def read_locals(s: State, signature: Signature):
    """Add the declared locals after the parameters."""
    memcpy(s.locals, s.types.valtypes + signature.params, signature.param_count)
    memset(s.unset, 0, signature.param_count)
    s.local_count, s.set_count = signature.param_count, 0
    for _ in range(read_count(s)):
        s.start = s.p
        count = read_u32(s)
        valtype = read_valtype(s)
        if count > LOCALS - s.local_count:
            fail(s, ValidationFault.TOO_MANY_LOCALS, 0, 0)
        if s.fault != 0:
            return
        if s.recording:
            record_locals(s.recording, count, valtype)
        if s.transcript:
            transcribe_locals(s.transcript, valtype)
        memset(s.locals + s.local_count, valtype, count)
        memset(s.unset + s.local_count, u32(valtype >= NON_NULL_START), count)
        s.local_count += count


# Functions that the shared object exports.
EXPORTS = (
    validate_module,
    prepare_types,
    workspace_new,
    workspace_free,
    validate_bodies,
    index_instructions,
    spread_throwing,
)
