"""Constant expressions: bytes → instructions (specification section 5.4; native subset)."""

from wasihost.native import Global, Ptr, memcpy, native, sizeof, u8, u16, u32, u64
from wasihost.wasm.sections.layout import CONSTANTS, Constant, Expression, Fault, Immediate
from wasihost.wasm.sections.reader import (
    Decoder,
    allocate,
    offset_of,
    read_byte,
    read_leb128,
    read_u32,
    reject,
    skip,
)
from wasihost.wasm.sections.types import read_heap_type

END = 0x0B
PREFIXES = range(0xFB, 0xFF)  # bytes that are followed by the opcode, as an integer
VECTOR_PREFIX = 0xFD
SMALLEST = 64  # constants that the first array has room for


def immediates(prefix: int) -> bytes:
    """The Immediate of each opcode up to 255 after a prefix."""
    return bytes(CONSTANTS.get((prefix, opcode), ("", Immediate.NOT_CONSTANT))[1] for opcode in range(256))


IMMEDIATES, VECTOR_IMMEDIATES = Global(u8, data=immediates(0)), Global(u8, data=immediates(VECTOR_PREFIX))


@native
def read_expression(d: Decoder, expression: Ptr(Expression)):
    """Read an expression up to its `end`."""
    module = d.module
    expression.first = module.constant_count
    while True:
        at = d.p
        prefix: u32 = 0
        opcode = read_byte(d)
        if PREFIXES.start <= opcode < PREFIXES.stop:
            prefix = opcode
            opcode = read_u32(d)
        if d.fault != 0 or (prefix == 0 and opcode == END):
            break
        immediate = immediate_of(prefix, opcode)
        if immediate == Immediate.NOT_CONSTANT:
            reject(d, Fault.NOT_CONSTANT, at, opcode, prefix)
            break
        if module.constant_count == module.constant_room:
            make_room(d)
            if d.fault != 0:
                break
        constant = module.constants[module.constant_count]
        constant.prefix, constant.opcode, constant.offset = u16(prefix), u16(opcode), offset_of(d, at)
        read_immediate(d, constant, immediate)
        module.constant_count += 1
    expression.count = module.constant_count - expression.first
    module.largest_expression = max(module.largest_expression, expression.count)


@native
def immediate_of(prefix: u32, opcode: u32) -> u32:
    if opcode < 256 and prefix == 0:
        return IMMEDIATES[opcode]
    if opcode < 256 and prefix == VECTOR_PREFIX:
        return VECTOR_IMMEDIATES[opcode]
    return Immediate.NOT_CONSTANT


@native
def make_room(d: Decoder):
    module = d.module
    room = max(2 * module.constant_room, u32(SMALLEST))
    larger = allocate(d, room, sizeof(Constant))
    if larger:
        memcpy(larger, module.constants, u64(module.constant_count) * sizeof(Constant))
        module.constants, module.constant_room = Constant(larger), room


@native
def read_immediate(d: Decoder, constant: Constant, immediate: u32):
    match immediate:
        case Immediate.INDEX:
            constant.value = read_u32(d)
        case Immediate.S32:
            constant.value = read_leb128(d, 32, 1)
        case Immediate.S64:
            constant.value = read_leb128(d, 64, 1)
        case Immediate.F32:
            at = skip(d, 4)
            if d.fault == 0:
                constant.value = u32[at]
        case Immediate.F64:
            at = skip(d, 8)
            if d.fault == 0:
                constant.value = u64[at]
        case Immediate.V128:
            at = skip(d, 16)
            if d.fault == 0:
                constant.value, constant.upper = u64[at], u64[at, 1]
        case Immediate.HEAP_TYPE:
            constant.value = read_heap_type(d)
