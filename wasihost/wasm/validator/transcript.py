"""Write a body down for a compiler that reads it once, and count how often it uses its locals (native subset)."""

from wasihost.native import memset, native, ptr, sizeof, u32, u64
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.types import VALTYPE_CODES
from wasihost.wasm.validator.control import CATCH_REF
from wasihost.wasm.validator.layout import (
    COUNT_BITS,
    DEEPEST,
    HEAVIEST,
    LOOP_WEIGHT,
    PREFIXES,
    SHAPE_BITS,
    WEIGHED,
    Context,
    Frame,
    Transcript,
)
from wasihost.wasm.validator.shapes import SHAPES, Action
from wasihost.wasm.validator.state import LOOP, State

V128 = VALTYPE_CODES["v128"]
FIRST_VECTOR = PREFIXES[0xFD].start


@native
def begin_transcript(s: State):
    t = s.transcript
    t.end, t.start = t.words, u32(u64(s.start) - u64(s.types.data))
    t.loops, t.highest, t.arguments, t.results, t.calls, t.tries = 0, 0, 0, 0, 0, 0
    t.caught, t.context = 0, 0
    t.vectors = 0


@native
def transcribe_locals(t: Transcript, valtype: u32):
    t.vectors |= u32(valtype == V128)


@native
def end_locals(s: State):
    memset(s.transcript.weights, 0, 4 * u64(min(s.local_count, u32(WEIGHED))))


@native(inline=True)
def transcribe(s: State):
    """Write down the instruction that has just been validated."""
    t = s.transcript
    at = u64(s.start) - u64(s.types.data) - t.start
    u64[t.end] = word_of(s.shape, s.immediate_count, at)
    t.end += 8
    for i in range(s.immediate_count):
        u64[t.end, i] = u64[s.immediates, i]
    t.end += 8 * u64(s.immediate_count)
    t.highest = max(t.highest, u32(u64(s.top) - u64(s.operands)))
    t.vectors |= u32(s.shape >= FIRST_VECTOR)
    shape = SHAPES[s.shape]
    t.context |= shape.context
    if shape.context & Context.MEMORY:  # of any memory, at any offset
        t.context |= Context.INSTANCE
    if shape.context & Context.CALLS:
        weigh_call(t, weight_of(t))
    if Action.LOCAL_GET <= shape.action <= Action.LOCAL_TEE:
        weigh(t, u64[s.immediates], weight_of(t))
    elif Action.LOOP <= shape.action < Action.DROP:
        note_control(s, u32(shape.action))


@native(inline=True)
def word_of(shape: u32, immediates: u32, at: u64) -> u64:
    return u64(shape) | u64(immediates) << SHAPE_BITS | at << (SHAPE_BITS + COUNT_BITS)


@native(inline=True)
def weight_of(t: Transcript) -> u32:
    """How much a use of a local, or a call, counts."""
    return u32(1) << LOOP_WEIGHT * min(t.loops, u32(DEEPEST))


@native(inline=True)
def weigh(t: Transcript, localidx: u64, weight: u32):
    """Count a use of a local."""
    if localidx < WEIGHED:
        u32[t.weights, localidx] = min(u32[t.weights, localidx] + weight, u32(HEAVIEST))


@native(inline=True)
def weigh_call(t: Transcript, weight: u32):
    t.calls = min(t.calls + weight, u32(HEAVIEST))


@native(inline=False)
def note_control(s: State, action: u32):
    t = s.transcript
    match action:
        case Action.LOOP:
            t.loops += 1
        case Action.END:
            if s.finished == 0:
                t.loops -= u32(Frame(ptr(s.frame) + sizeof(Frame)).opcode == LOOP)
        case Action.TRY_TABLE:
            note_clauses(s, t)
        case Action.CALL | Action.RETURN_CALL:
            note_call(t, s.types.signatures[u32[s.types.functions, u64[s.immediates]]])
        case Action.CALL_INDIRECT | Action.RETURN_CALL_INDIRECT | Action.CALL_REF | Action.RETURN_CALL_REF:
            note_call(t, s.types.signatures[u64[s.immediates]])


@native
def note_clauses(s: State, t: Transcript):
    i = u32(1)  # after the block type
    while i < s.immediate_count:
        kind = u64[s.immediates, i]
        if kind <= CATCH_REF:
            i += 1
            tag = s.types.signatures[u32[s.types.tags, u64[s.immediates, i]]]
            t.caught = max(t.caught, tag.param_count)
        i += 2
    t.tries = 1


@native
def note_call(t: Transcript, signature: Signature):
    t.arguments = max(t.arguments, signature.param_count)
    t.results = max(t.results, signature.result_count)
