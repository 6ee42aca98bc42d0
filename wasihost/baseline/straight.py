"""Instructions that compute: operands in any place, the result in a register (native subset)."""

from wasihost.baseline.emit import CONSTANT, LANES, emit, emit_branch, find, first_row, is_fixed, note_stub
from wasihost.baseline.fuel import pay_one
from wasihost.baseline.layout import Entry
from wasihost.baseline.moves import (
    Place,
    claim,
    free_registers,
    is_constant,
    materialise,
    push,
    push_local,
    push_register,
    register_of,
    save_local,
    to_register,
)
from wasihost.baseline.shapes import F32, NO_TYPE, SHAPES, TYPE_OF, Do, Settle, Shape
from wasihost.baseline.state import State, here, immediate_count, next_shape, slot_of_local
from wasihost.baseline.stencils import IN_A, IN_B, IN_BOTH, OWN, operation
from wasihost.baseline.x86_64 import FRAME, FREE, FREE_FLOAT, RAX, STACK, TEMPORARY, count_from_code, load, move, store
from wasihost.codegen.stencils.layout import ABSENT, Row
from wasihost.native import bool_, native, new, u8, u32, u64

SHUFFLE = operation("i8x16.shuffle")


# ------------------------------------------------------------------------------------------------------------- results
@native(inline=True)
def destination(s: State, n: u32, type_: u32) -> u32:
    """The register for a result that becomes operand n: of a local, if the next instruction writes it there.

    Call it when all operands of the instruction are where they will be read.  Operands that stand for that local,
    except from n on, are saved.
    """
    following = SHAPES[next_shape(s)].action
    if following == Do.LOCAL_SET or following == Do.LOCAL_TEE:
        local = u32(u64[s.p, 1])
        register = u32(u8[s.pins, local])
        if register:
            save_local(s, local, n)
            return register
    return register_of(s, n, type_)


@native(inline=True)
def push_result(s: State, n: u32, type_: u32, register: u32):
    """The result is in the register that `destination` gave."""
    s.top = n
    if register == register_of(s, n, type_):
        push(s, Place.REGISTER, type_, register, 0)
        return
    local = u32(u64[s.p, 1])
    keeps = SHAPES[next_shape(s)].action == Do.LOCAL_TEE
    s.p += 16
    if s.task.metered:
        pay_one(s)
    if keeps:
        push_local(s, local)


# ------------------------------------------------------------------------------------------------------------ computing
@native
def compute(s: State, shape: Shape, operation_: u32):
    match shape.count:
        case 1:
            unary(s, shape, operation_)
        case 2:
            binary(s, shape, operation_)
        case _:
            ternary(s, shape, operation_)


@native(inline=True)
def unary(s: State, shape: Shape, operation_: u32):
    n = s.top - 1
    a = s.operands[n]
    if is_constant(a):
        materialise(s, n)
    d = destination(s, n, shape.result)
    own = register_of(s, n, shape.result)
    if d == own:
        claim(s, d, n)
    same = shape.takes_bank and a.place == Place.REGISTER and a.register == d
    row = find(s, operation_, u32(a.place) | (u32(IN_A) if same else u32(OWN)) << 6, a.register | d & ~u32(16))
    if row == ABSENT or is_fixed(s, row):
        any_unary(s, shape, operation_, d)
    else:
        emit(s, row, a.register, 0, d, a.value, 0, 0)
    push_result(s, n, shape.result, d)


@native(inline=False)
def any_unary(s: State, shape: Shape, operation_: u32, d: u32):
    """An operation that lacks the form."""
    n = s.top - 1
    a = s.operands[n]
    if a.place != Place.REGISTER:
        register = register_of(s, n, a.type)
        if register != d:
            claim(s, register, n)
        to_register(s, a, register)
        a.place, a.register, a.is_local = Place.REGISTER, u8(register), 0
    same = shape.takes_bank and a.register == d
    row = find(s, operation_, (u32(IN_A) if same else u32(OWN)) << 6, a.register | d & ~u32(16))
    if row == ABSENT and shape.takes_bank:
        move(s, a.type, d, a.register)
        row = find(s, operation_, u32(IN_A) << 6, d)
        if row != ABSENT and not is_fixed(s, row):
            emit(s, row, d, 0, d, 0, 0, 0)
            return
        a.register = u8(d)
    if row == ABSENT or is_fixed(s, row):
        in_first_registers(s, shape, operation_, d, 0, 0, 0)
    else:
        emit(s, row, a.register, 0, d, 0, 0, 0)


@native(inline=True)
def take_constant(s: State, shape: Shape, n: u32):
    """Make a constant second operand one that stencils take."""
    b = s.operands[n]
    match shape.settle:
        case Settle.MODULO_32:
            b.value, b.place = b.value & 31, Place.NEAR_CONSTANT
        case Settle.MODULO_64:
            b.value, b.place = b.value & 63, Place.NEAR_CONSTANT
        case Settle.DIVISOR:
            if u32(b.value) + 1 < 2:
                materialise(s, n)
        case _:
            pass


@native(inline=True)
def mode_of(shape: Shape, a: Entry, b: Entry, d: u32) -> u32:
    """Whose register the result is in."""
    in_a = a.place == Place.REGISTER and a.register == d
    in_b = b.place == Place.REGISTER and b.register == d
    return (u32(IN_BOTH) if in_b else u32(IN_A)) if in_a else (u32(IN_B) if in_b else u32(OWN))


@native(inline=True)
def binary(s: State, shape: Shape, operation_: u32):
    n = s.top - 2
    a, b = s.operands[n], s.operands[n + 1]
    if is_constant(b):
        take_constant(s, shape, n + 1)
    d = destination(s, n, shape.result)
    own = register_of(s, n, shape.result)
    if d == own:
        claim(s, d, n)
    if is_constant(a) and (shape.folds == 0 or is_constant(b)):
        put_constant_first(s, shape, d)
    choice = u32(a.place) | u32(b.place) << 3 | mode_of(shape, a, b, d) << 6
    row = find(s, operation_, choice, (a.register | b.register | d) & ~u32(16))
    if row == ABSENT or is_fixed(s, row):
        any_binary(s, shape, operation_, d)
    else:
        emit(s, row, a.register, b.register, d, a.value, b.value, 0)
    push_result(s, n, shape.result, d)


@native(inline=False)
def put_constant_first(s: State, shape: Shape, d: u32):
    """Move a constant first operand to the register of the result, if that can be."""
    n = s.top - 2
    a, b = s.operands[n], s.operands[n + 1]
    if shape.takes_bank == 0 or (b.place == Place.REGISTER and b.register == d):
        materialise(s, n)
    else:
        to_register(s, a, d)
        a.place, a.register = Place.REGISTER, u8(d)


@native(inline=False)
def any_binary(s: State, shape: Shape, operation_: u32, d: u32):
    """An operation that lacks the form: with the operands in registers, then with the result in that of the first."""
    n = s.top - 2
    a, b = s.operands[n], s.operands[n + 1]
    if shape.folds and fold(s, shape, operation_, d):
        return
    if b.place != Place.REGISTER:
        materialise(s, n + 1)
        row = find(s, operation_, u32(a.place) | mode_of(shape, a, b, d) << 6, (a.register | b.register | d) & ~u32(16))
        if row != ABSENT and not is_fixed(s, row):
            emit(s, row, a.register, b.register, d, a.value, 0, 0)
            return
    own = register_of(s, n, a.type)
    if a.place != Place.REGISTER:
        if own != d:
            claim(s, own, n)
        to_register(s, a, own)
        a.place, a.register, a.is_local = Place.REGISTER, u8(own), 0
    row = find(s, operation_, mode_of(shape, a, b, d) << 6, (a.register | b.register | d) & ~u32(16))
    if row != ABSENT and not is_fixed(s, row):
        emit(s, row, a.register, b.register, d, 0, 0, 0)
        return
    if shape.takes_bank and own != b.register:  # through the register of operand n
        if own != d:
            claim(s, own, n)
        row = find(s, operation_, u32(IN_A) << 6, (own | b.register) & ~u32(16))
        if row != ABSENT and not is_fixed(s, row):
            move(s, a.type, own, a.register)
            emit(s, row, own, b.register, own, 0, 0, 0)
            move(s, shape.result, d, own)
            return
    in_first_registers(s, shape, operation_, d, 0, 0, 0)


@native
def fold(s: State, shape: Shape, operation_: u32, d: u32) -> bool_:
    """A float operation with one constant, which is read from memory.  Returns whether there is a form."""
    n = s.top - 2
    a, b = s.operands[n], s.operands[n + 1]
    if not (is_constant(a) or is_constant(b)):
        return False
    pa = u32(Place.FAR_SLOT) if is_constant(a) else u32(a.place)
    pb = u32(Place.FAR_SLOT) if is_constant(b) else u32(b.place)
    row = find(s, operation_, pa | pb << 3 | mode_of(shape, a, b, d) << 6, (a.register | b.register | d) & ~u32(16))
    if row == ABSENT or is_fixed(s, row):
        return False
    place = here(s)
    emit(s, row, a.register, b.register, d, 0 if is_constant(a) else a.value, 0 if is_constant(b) else b.value, 0)
    refer_to_constant(s, row, place, u32(is_constant(b)), b.value if is_constant(b) else a.value)
    return True


@native
def refer_to_constant(s: State, row: u32, start: u32, hole: u32, value: u64):
    """Let the stencil that begins at `start` read a constant instead of a slot."""
    place = start + s.stencils[Row(s.rows)[row].template].places[hole]
    count_from_code(s, place)
    note_stub(s, CONSTANT, place, value, 0)


@native
def ternary(s: State, shape: Shape, operation_: u32):
    """The result is in the register of the first operand."""
    n = s.top - 3
    c = s.operands[n + 2]
    own = register_of(s, n, shape.result)
    if own == register_of(s, n + 2, c.type) and (c.place != Place.REGISTER or c.register == own):
        in_first_registers(s, shape, operation_, own, 0, 0, 0)  # the stack has no three registers
        s.top = n
        push_register(s, shape.result)
        return
    for i in range(u32(3)):
        if s.operands[n + i].place != Place.REGISTER:
            materialise(s, n + i)
    materialise(s, n)
    a, b = s.operands[n], s.operands[n + 1]
    row = find(s, operation_, u32(IN_A) << 6, (a.register | b.register | c.register) & ~u32(16))
    if row == ABSENT or is_fixed(s, row):
        in_first_registers(s, shape, operation_, a.register, 0, 0, 0)
    else:
        emit(s, row, a.register, b.register, c.register, 0, 0, 0)
    register = a.register
    s.top = n
    push(s, Place.REGISTER, shape.result, register, 0)


@native(inline=False)
def in_first_registers(s: State, shape: Shape, operation_: u32, d: u32, one: u64, two: u64, three: u64) -> u32:
    """The first form of an operation, with operands and result in the first registers of the stack; its numbers.

    Returns where the stencil has the distance to a constant.
    """
    n = s.top - shape.count
    free_registers(s, n)
    integers, floats = u32(0), u32(0)
    for i in range(u32(shape.count)):  # first to where nothing is that must be read
        e = s.operands[n + i]
        if e.type >= F32:
            to_register(s, e, FREE_FLOAT + floats)
            floats += 1
        else:
            to_register(s, e, RAX + integers)
            integers += 1
    chosen = new(u8, 4)
    integers, floats = 0, 0
    for i in range(u32(4)):
        type_ = u32(s.operands[n + i].type) if i < shape.count else u32(shape.result)
        chosen[i] = u8[STACK, 4 + floats] if type_ >= F32 else u8[STACK, integers]
        exchange_pin(s, chosen[i], 1)
        if i < shape.count:
            move(s, type_, chosen[i], FREE_FLOAT + floats if type_ >= F32 else RAX + integers)
        floats += u32(type_ >= F32)
        integers += u32(type_ < F32)
    result = u32(chosen[0]) if shape.takes_bank else u32(chosen[shape.count])
    third = u32(chosen[2]) if shape.count == 3 else result
    registers = u32(chosen[0]) | result | third | (u32(chosen[1]) if shape.count > 1 else u32(0))
    row = first_row(operation_, registers & ~u32(16))
    place = here(s) + s.stencils[Row(s.rows)[row].template].target
    emit(s, row, chosen[0], chosen[1], third, one, two, three)
    if shape.result != NO_TYPE:
        move(s, shape.result, d, result)
    for i in range(u32(4)):
        if chosen[i] != d:
            exchange_pin(s, chosen[i], 0)
    return place


@native(inline=False)
def compute_pair(s: State, shape: Shape):
    """Integers → two integers.  The only form has the operands, and then the results, in the first registers."""
    n = s.top - shape.count
    free_registers(s, n)
    for i in range(u32(shape.count)):  # first to where nothing is that must be read
        e = s.operands[n + i]
        if e.place == Place.REGISTER and e.register != u8[STACK, i]:
            move(s, e.type, u8[FREE, i], e.register)
    for i in range(u32(shape.count)):
        e = s.operands[n + i]
        exchange_pin(s, u8[STACK, i], 1)
        if e.place != Place.REGISTER:
            to_register(s, e, u8[STACK, i])
        elif e.register != u8[STACK, i]:
            move(s, e.type, u8[STACK, i], u8[FREE, i])
    emit(s, first_row(shape.operation, 0), 0, 0, 0, 0, 0, 0)
    s.top = n
    push_register(s, shape.result)
    push_register(s, shape.second_result)
    first, second = u32(s.operands[n].register), u32(s.operands[n + 1].register)
    if first != u8[STACK, 1]:
        move(s, shape.result, first, u8[STACK, 0])
        move(s, shape.second_result, second, u8[STACK, 1])
    else:
        move(s, shape.result, TEMPORARY, u8[STACK, 0])
        move(s, shape.second_result, second, u8[STACK, 1])
        move(s, shape.result, first, TEMPORARY)
    for i in range(u32(shape.count)):
        exchange_pin(s, u8[STACK, i], 0)


@native
def exchange_pin(s: State, register: u32, stores: u32):
    """Store or load the local that a register of the stack holds, if it holds one."""
    for i in range(s.pinned_count):
        local = s.pinned[i]
        if u8[s.pins, local] == register:
            type_ = u32(u8[TYPE_OF, u8[s.local_types, local]])
            s.homes = 1
            if stores:
                store(s, type_, register, FRAME, slot_of_local(s, local))
            else:
                load(s, type_, register, FRAME, slot_of_local(s, local))


@native
def shuffle(s: State, shape: Shape):
    """i8x16.shuffle: its lanes are a constant, for each operand."""
    n = s.top - 2
    if s.operands[n + 1].place != Place.REGISTER:
        materialise(s, n + 1)
    materialise(s, n)
    a, b = s.operands[n], s.operands[n + 1]
    low, high = u64(0), u64(0)
    for at in range(u64(0), 64, 8):
        low |= u64[s.p, at >> 3] << at
        high |= u64[s.p + 64, at >> 3] << at
    s.p += 8 * u64(immediate_count(s))
    row = find(s, SHUFFLE, u32(IN_A) << 6, 0)
    if row == ABSENT or is_fixed(s, row):
        place = in_first_registers(s, shape, SHUFFLE, a.register, 0, 0, 0)
    else:
        place = emit_branch(s, row, a.register, b.register, 0, 0)
    note_stub(s, LANES, place, low, high)
    s.top = n + 1
