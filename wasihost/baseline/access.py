"""Loads, stores and atomics, and memory.size (native subset)."""

from wasihost.abi import MemorySlot, Trap
from wasihost.baseline.calls import call_runtime
from wasihost.baseline.emit import emit, find, is_fixed
from wasihost.baseline.layout import Kind, MemoryFacts
from wasihost.baseline.moves import (
    Place,
    claim,
    free_registers,
    is_constant,
    materialise,
    push,
    push_constant,
    push_register,
    register_of,
    to_home,
    to_register,
)
from wasihost.baseline.shapes import F32, I32, I64, NO_TYPE, Shape
from wasihost.baseline.state import State, lack, take_word
from wasihost.baseline.stencils import FAR_OFFSET, IN_A, operation
from wasihost.baseline.straight import destination, in_first_registers, push_result
from wasihost.baseline.x86_64 import trap
from wasihost.codegen.stencils.layout import ABSENT
from wasihost.native import Global, native, u8, u32, u64

ADD_OFFSET = operation("add offset")
SIZES = Global(u32, data=b"".join(u32.encode(operation(f"memory.size {type_}")) for type_ in ("i32", "i64")))
LARGEST = (1 << 31) - 1  # offset plus width that a stencil can have
NEAR = 128  # offsets below take one byte


@native(inline=False)
def reduce_offset(s: State, n: u32, offset: u64):
    """Add an offset that no stencil has to the address, which then has 64 bits."""
    e = s.operands[n]
    materialise(s, n)
    register = u32(e.register)
    row = find(s, ADD_OFFSET, u32(IN_A) << 6, register)
    emit(s, row, register, 0, register, 0, offset, 0)
    e.type = u8(I64)


@native
def prepare_address(s: State, n: u32, kind: u32, offset: u64, width: u32) -> u64:
    """The offset that is left for the stencil; if it is in the address, the kind is WIDE.

    Only stencils for guarded memories take constant addresses, and slots.
    """
    e = s.operands[n]
    if offset + width > LARGEST or offset > LARGEST:
        reduce_offset(s, n, offset)
        return 0
    if is_constant(e) and kind == Kind.GUARDED:
        total = u64(u32(e.value)) + offset
        if total + width <= LARGEST:
            e.value = 0
            return total
    if is_constant(e) or (kind != Kind.GUARDED and e.place != Place.REGISTER):
        materialise(s, n)
    return offset


@native(inline=True)
def kind_for(memory: MemoryFacts, offset: u64, width: u32) -> u32:
    return u32(Kind.WIDE) if offset + width > LARGEST or offset > LARGEST else u32(memory.kind)


@native(inline=True)
def slot_for(memory: MemoryFacts, kind: u32) -> u64:
    """Where the instance has what the stencil begins with."""
    return u64(memory.slot) + (MemorySlot.offset("memory") if kind >= Kind.CHECKED else MemorySlot.offset("base"))


@native(inline=True)
def load_from(s: State, shape: Shape):
    memory = s.task.memories[take_word(s)]
    full = take_word(s)
    n = s.top - 1
    width = u32(shape.width)
    kind = kind_for(memory, full, width)
    offset = prepare_address(s, n, kind, full, width)
    a = s.operands[n]
    d = destination(s, n, shape.result)
    if d == register_of(s, n, shape.result):
        claim(s, d, n)
    same = a.place == Place.REGISTER and a.register == d
    mode = (u32(IN_A) if same else u32(0)) | (u32(FAR_OFFSET) if offset >= NEAR else u32(0))
    operation_ = u32(shape.operation) + kind
    place = u32(Place.NEAR_CONSTANT) if is_constant(a) else u32(a.place)
    row = find(s, operation_, place | mode << 6, (a.register | d) & ~u32(16))
    if row == ABSENT:
        row = any_load(s, operation_, n, d, offset)
    first = a.value if kind == Kind.GUARDED else slot_for(memory, kind)
    emit(s, row, a.register, 0, d, first, u64(width) + offset, offset)
    push_result(s, n, shape.result, d)


@native(inline=False)
def any_load(s: State, operation_: u32, n: u32, d: u32, offset: u64) -> u32:
    """An access that lacks the form: with the address in its own register."""
    a = s.operands[n]
    if a.place != Place.REGISTER:
        materialise(s, n)
    mode = (u32(IN_A) if a.register == d else u32(0)) | (u32(FAR_OFFSET) if offset >= NEAR else u32(0))
    row = find(s, operation_, mode << 6, (a.register | d) & ~u32(16))
    if row == ABSENT:
        lack(s)
        return 0
    return row


@native(inline=True)
def store_to(s: State, shape: Shape):
    memory = s.task.memories[take_word(s)]
    full = take_word(s)
    n = s.top - 2
    width = u32(shape.width)
    kind = kind_for(memory, full, width)
    offset = prepare_address(s, n, kind, full, width)
    a, b = s.operands[n], s.operands[n + 1]
    if is_constant(b):
        if is_constant(a) or kind != Kind.GUARDED:
            materialise(s, n + 1)
    elif b.place != Place.REGISTER:
        materialise(s, n + 1)
    mode = u32(FAR_OFFSET) if offset >= NEAR else u32(0)
    operation_ = u32(shape.operation) + kind
    pa = u32(Place.NEAR_CONSTANT) if is_constant(a) else u32(a.place)
    row = find(s, operation_, pa | u32(b.place) << 3 | mode << 6, (a.register | b.register) & ~u32(16))
    if row == ABSENT:
        row = any_store(s, operation_, n, mode)
    first = a.value if kind == Kind.GUARDED else slot_for(memory, kind)
    second = b.value if is_constant(b) else u64(width) + offset
    emit(s, row, a.register, b.register, 0, first, second, offset)
    s.top = n


@native(inline=False)
def any_store(s: State, operation_: u32, n: u32, mode: u32) -> u32:
    if s.operands[n + 1].place != Place.REGISTER:
        materialise(s, n + 1)
    if s.operands[n].place != Place.REGISTER:
        materialise(s, n)
    a, b = s.operands[n], s.operands[n + 1]
    row = find(s, operation_, mode << 6, (a.register | b.register) & ~u32(16))
    if row == ABSENT:
        lack(s)
        return 0
    return row


@native
def access(s: State, shape: Shape):
    """Accesses with more operands, whose result replaces the first or, if it is a vector, the second."""
    memory = s.task.memories[take_word(s)]
    full = take_word(s)
    lane = u32(take_word(s)) if shape.lanes else u32(0)
    n = s.top - shape.count
    width = u32(shape.width)
    kind = kind_for(memory, full, width)
    offset = prepare_address(s, n, kind, full, width)
    a, c = s.operands[n], s.operands[n + 2]
    if shape.count == 3 and register_of(s, n, I64) == register_of(s, n + 2, I64):  # cmpxchg, whose operands need three
        own = register_of(s, n, shape.result)
        claim(s, own, n)
        slot, reach = slot_for(memory, kind), u64(width) + offset
        in_first_registers(s, shape, u32(shape.operation) + kind, own, slot, reach, offset)
        s.top = n
        push_register(s, shape.result)
        return
    for i in range(u32(shape.count)):
        if s.operands[n + i].place != Place.REGISTER:
            materialise(s, n + i)
    if shape.result != NO_TYPE:  # its register is changed
        materialise(s, n + 1 if shape.result >= F32 else n)
    b = s.operands[n + 1]
    second_register = u32(b.register) if shape.count > 1 else u32(0)
    third = u32(c.register) if shape.count > 2 else u32(0)
    operation_ = u32(shape.operation) + 4 * lane + kind
    replaces = shape.count == 1 and shape.result < F32
    mode = (u32(IN_A) if replaces else u32(0)) | (u32(FAR_OFFSET) if offset >= NEAR else u32(0))
    registers = (u32(a.register) | second_register | third) & ~u32(16)
    row = find(s, operation_, mode << 6, registers)
    if row == ABSENT:
        row = find(s, operation_, (mode | FAR_OFFSET) << 6, registers)
    if row == ABSENT or is_fixed(s, row):
        if shape.result != NO_TYPE and not shape.takes_bank:
            lack(s)
            return
        in_first_registers(s, shape, operation_, a.register, slot_for(memory, kind), u64(width) + offset, offset)
    else:
        emit(s, row, a.register, second_register, third, slot_for(memory, kind), u64(width) + offset, offset)
    s.top = n
    if shape.result == NO_TYPE:
        return
    if shape.result >= F32:
        # It is in the register of operand n + 1.
        push(s, Place.REGISTER, shape.result, second_register, 0)
        e = s.operands[n]
        own = register_of(s, n, shape.result)
        claim(s, own, n)
        to_register(s, e, own)
        e.register = u8(own)
    else:
        s.owners[a.register] = n + 1
        push(s, Place.REGISTER, shape.result, a.register, 0)


@native
def memory_size(s: State):
    memory = s.task.memories[take_word(s)]
    type_ = u32(I64) if memory.is_wide else u32(I32)
    register = register_of(s, s.top, type_)
    claim(s, register, s.top)
    row = find(s, SIZES[u64(memory.is_wide)], 0, register)
    emit(s, row, 0, 0, register, slot_for(memory, Kind.CHECKED), memory.page_shift, 0)
    push_register(s, type_)


# ------------------------------------------------------------------------------------------------------ wait and notify
@native
def wait(s: State, shape: Shape):
    """Check and touch what is named; then call the runtime, if other threads can share the memory."""
    memory = s.task.memories[take_word(s)]
    full = take_word(s)
    n = s.top - shape.count
    width = u32(shape.width)
    kind = kind_for(memory, full, width)
    offset = prepare_address(s, n, kind, full, width)
    free_registers(s, n)
    for i in range(n + 1, s.top):
        to_home(s, i)
    if s.operands[n].place != Place.REGISTER:
        materialise(s, n)
    a = s.operands[n]
    address = register_of(s, n + 1, I64)
    row = find(s, shape.operation + kind, u32(FAR_OFFSET) << 6, a.register | address)
    if row == ABSENT or is_fixed(s, row):
        lack(s)
        return
    emit(s, row, a.register, 0, address, slot_for(memory, kind), u64(width) + offset, offset)
    a.register, a.type, a.is_local = u8(address), I64, 0
    if memory.is_shared:
        call_runtime(s, shape)
    else:
        if shape.count == 3:
            trap(s, Trap.EXPECTED_SHARED_MEMORY)
        s.top = n
        push_constant(s, I32, 0)
