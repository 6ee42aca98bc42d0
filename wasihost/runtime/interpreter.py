"""Interpreted functions: how they are called from native code, how they call it, and where they are.

An interpreted function's frames look like others: the frame pointer points to that of the caller, above which is where
the caller continues, as an address in the code of its image.  Only where it calls native code, that is the address of
the handler; then the frame says where the function is (`position`).
"""

from wasihost.abi import (
    FUNCREF,
    NULLABLE_REFERENCE,
    REFERENCE,
    SIGNATURE_DIGEST,
    VALTYPES,
    FuncRef,
    FunctionRecord,
    MemorySlot,
    Section,
    Store,
    Trap,
    TypeRecord,
    VMContext,
)
from wasihost.layout import Array
from wasihost.native import (
    Extern,
    Global,
    Ptr,
    Struct,
    bool_,
    native,
    new,
    ptr,
    stack_address,
    u8,
    u16,
    u32,
    u64,
    u128,
    void,
)
from wasihost.runtime.handlers import span
from wasihost.runtime.image import Image, section
from wasihost.runtime.machine import Arguments, Window, call_native, interpret
from wasihost.runtime.trap import raise_trap

FUNCTION_TYPE = 0x60
_CODES = {name: code for code, name in VALTYPES.items()}
I32, F32, F64, V128 = (_CODES[name] for name in ("i32", "f32", "f64", "v128"))
MOST = 1000  # values of a type
FEW = 16  # for which there is less room on the stack
ROOM = 1 << 16  # bytes of stack that many values take
INTEGERS, FLOATS = 6, 8  # registers for arguments, including that of the instance
RESULT_INTEGERS, RESULT_SCALARS, RESULT_VECTORS = 3, 2, 4
CAPACITY = 1 << 12  # handlers


class Handlers(Struct):
    """The handlers for this processor (interpret.library)."""

    code: ptr
    size: u64
    offsets: ptr  # u32 of each
    count: u32
    leave: u32  # the number of the one that leaves the interpreter
    resume: u32  # and of the one that continues at a landing pad
    pad: u32


find_handlers = Extern("interpreter_handlers", void, Ptr(Handlers), hidden=True)
table = Global(ptr, CAPACITY)
last = Global(u16, 4)  # the size of a frame, and the number of the handler that leaves the interpreter
resume = Global(u64)


@native
def prepare():
    """Fill the table of handlers.  Several threads may do so."""
    if span.high:
        return
    handlers = new(Handlers)
    find_handlers(handlers)
    for i in range(handlers.count):
        ptr[table, i] = handlers.code + u32[handlers.offsets, i]
    last[2] = u16(handlers.leave)
    resume[0] = u64(ptr[table, handlers.resume])
    span.low = u64(handlers.code)
    span.high = u64(handlers.code) + handlers.size


# --------------------------------------------------------------------------------------------------------- signatures
class Types(Struct):
    """The codes of the types of a signature: parameters, then results."""

    param_count: u32
    result_count: u32
    codes: Array(u8, 2 * MOST)


@native
def read_types(types: Types, at: ptr, size: u64):
    """From a signature (codegen.signature).  References are all alike here."""
    end, count = at + size, u32(0)
    types.param_count = 0
    while at < end:
        code = u32(u8[at])
        at += 1
        if code == 0:
            types.param_count = count
            continue
        if code in (NULLABLE_REFERENCE, REFERENCE):
            code = FUNCREF
            at += 1 + SIGNATURE_DIGEST if u8[at] == FUNCTION_TYPE else u64(1)
        types.codes[count] = u8(code)
        count += 1
    types.result_count = count - types.param_count


@native
def types_of(types: Types, image: Image, typeidx: u32):
    header = image.header
    record = TypeRecord(section(header, Section.TYPES))[typeidx]
    read_types(types, section(header, Section.STRINGS) + record.signature.offset, u64(record.signature.size))


@native(inline=True)
def is_float(code: u32) -> bool_:
    return code in (F32, F64, V128)


@native(inline=True)
def width(code: u32) -> u64:
    """Slots of a value in a frame."""
    return u64(2) if code == V128 else u64(1)


@native
def width_of(types: Types, first: u32, count: u32) -> u64:
    total = u64(0)
    for i in range(first, first + count):
        total += width(types.codes[i])
    return total


@native
def hides(types: Types) -> bool_:
    """Whether C's convention returns the results in memory."""
    integers, others = u32(0), u32(0)
    for i in range(types.param_count, types.param_count + types.result_count):
        code = u32(types.codes[i])
        if is_float(code):
            others += 1
            if others > (u32(RESULT_VECTORS) if code == V128 else u32(RESULT_SCALARS)):
                return True
        else:
            integers += 1
            if integers > RESULT_INTEGERS:
                return True
    return False


# ------------------------------------------------------------------------------------------- into the interpreter
@native
def run(function: FuncRef, types: Types, slots: ptr, values: ptr):
    """Call an interpreted function.  Arguments and results are in `slots`; `values` is room for either."""
    vm, window = VMContext(function.context), new(Window)
    arguments = width_of(types, 0, types.param_count)
    size = max(arguments, width_of(types, types.param_count, types.result_count))
    window.values, window.size, window.arguments = values, 8 * size, 8 * arguments
    exchange(types, 0, types.param_count, slots, values + 8 * size, 0)
    header, memory = Image(vm.image).header, ptr(0)
    if header.vm.memory_count:
        memory = MemorySlot(ptr(vm) + header.vm.memories).base
    interpret(function.body, ptr(vm), memory, ptr(table), window, ptr(last))
    if types.result_count == 1:
        if is_float(types.codes[types.param_count]):
            u128[slots] = window.vector
        else:
            u64[slots] = window.integer
    else:
        exchange(types, types.param_count, types.result_count, slots, values + 8 * size, 1)


@native
def exchange(types: Types, first: u32, count: u32, slots: ptr, end: ptr, to_slots: u32):
    """Copy values between SLOTs and a frame, where the first one ends at `end`, and others are below."""
    for i in range(count):
        size = width(types.codes[first + i])
        end = end - 8 * size
        slot = slots + 16 * u64(i)
        if to_slots:
            u64[slot] = u64[end]
            if size == 2:
                u64[slot, 1] = u64[end, 1]
        else:
            u64[end] = u64[slot]
            if size == 2:
                u64[end, 1] = u64[slot, 1]


@native(export="hidden")
def interpreter_entered(function: FuncRef, registers: Arguments, memory: ptr):
    """The code of interpreted functions, called in C's convention."""
    types = new(Types)
    image = Image(VMContext(function.context).image)
    record = FunctionRecord(section(image.header, Section.FUNCTIONS))[
        function.funcidx - image.header.vm.function_imports
    ]
    types_of(types, image, record.typeidx)
    if types.param_count <= FEW and types.result_count <= FEW:
        enter_few(function, types, registers, memory)
    else:
        enter_many(function, types, registers, memory)


@native(inline=False)
def enter_few(function: FuncRef, types: Types, registers: Arguments, memory: ptr):
    enter_with(function, types, registers, memory, ptr(new(u128, FEW)), ptr(new(u128, FEW)))


@native(inline=False)
def enter_many(function: FuncRef, types: Types, registers: Arguments, memory: ptr):
    enter_with(function, types, registers, memory, ptr(new(u128, MOST)), ptr(new(u128, MOST)))


@native(inline=False)
def enter_with(function: FuncRef, types: Types, registers: Arguments, memory: ptr, slots: ptr, values: ptr):
    hidden, results = hides(types), ptr(registers.integers[0])
    integers, floats, offset = u32(2) if hidden else u32(1), u32(0), u64(0)
    for i in range(types.param_count):
        code, slot = u32(types.codes[i]), slots + 16 * u64(i)
        if is_float(code) and floats < FLOATS:
            u128[slot] = registers.floats[floats]
            floats += 1
        elif not is_float(code) and integers < INTEGERS:
            u64[slot] = registers.integers[integers]
            integers += 1
        else:
            size = 8 * width(code)
            offset = (offset + size - 1) & ~(size - 1)
            u64[slot] = u64[memory + offset]
            if size == 16:
                u64[slot, 1] = u64[memory + offset, 1]
            offset += size
    run(function, types, slots, values)
    integers, floats, offset = 0, 0, 0
    for i in range(types.result_count):
        code, slot = u32(types.codes[types.param_count + i]), slots + 16 * u64(i)
        if hidden:
            offset = place_result(results, offset, code, slot, 1)
        elif is_float(code):
            registers.floats[floats] = u128[slot]
            floats += 1
        else:
            registers.integers[integers] = u64[slot]
            integers += 1
    if hidden:
        registers.integers[0] = u64(results)


@native
def place_result(results: ptr, offset: u64, code: u32, slot: ptr, writes: u32) -> u64:
    """Write a result to memory, or read it.  Returns the offset after it."""
    size = u64(4) if code in (I32, F32) else 8 * width(code)
    offset = (offset + size - 1) & ~(size - 1)
    place = results + offset
    source, target = slot if writes else place, place if writes else slot
    if size == 4:
        u32[target] = u32[source]
    else:
        u64[target] = u64[source]
    if size == 16:
        u64[target, 1] = u64[source, 1]
    return offset + size


# ----------------------------------------------------------------------------------------------- out of the interpreter
@native(export=True)
def interpreter_thunk(function: FuncRef, signature: ptr, slots: ptr):
    """The thunk of all functions that instances with interpreted code export: `signature` is its size and its bytes."""
    types = new(Types)
    read_types(types, signature + 4, u64(u32[signature]))
    values = ptr(new(u128, MOST))
    if function.body:
        run(function, types, slots, values)
    else:
        call_with(function, types, slots, values, ptr(new(u128, MOST)))


@native
def interpreter_call(vm: VMContext, function: FuncRef, typeidx: u32, first: ptr):
    """Call native code with arguments in a frame, from a slot downwards.  A single result goes to Store.spilled."""
    types = new(Types)
    types_of(types, Image(vm.image), typeidx)
    if types.param_count <= FEW and types.result_count <= FEW:
        call_few(vm.store, function, types, first)
    else:
        if stack_address() < vm.store.stack_limit + ROOM:
            raise_trap(vm.store, Trap.STACK_EXHAUSTED)
        call_many(vm.store, function, types, first)


@native(inline=False)
def call_few(store: Store, function: FuncRef, types: Types, first: ptr):
    call_from(store, function, types, first, ptr(new(u128, FEW)), ptr(new(u128, FEW)), ptr(new(u128, FEW)))


@native(inline=False)
def call_many(store: Store, function: FuncRef, types: Types, first: ptr):
    call_from(store, function, types, first, ptr(new(u128, MOST)), ptr(new(u128, MOST)), ptr(new(u128, MOST)))


@native
def call_from(store: Store, function: FuncRef, types: Types, first: ptr, slots: ptr, memory: ptr, results: ptr):
    exchange(types, 0, types.param_count, slots, first + 8, 1)
    call_with(function, types, slots, memory, results)
    if types.result_count == 1:
        u128[ptr(store) + Store.offset("spilled")] = u128[slots]
    else:
        exchange(types, types.param_count, types.result_count, slots, first + 8, 0)


@native
def call_with(function: FuncRef, types: Types, slots: ptr, memory: ptr, results: ptr):
    """Call native code.  Arguments and results are in `slots`; there is room for those that are passed in memory."""
    registers = new(Arguments)
    hidden = hides(types)
    registers.integers[0] = u64(results)
    registers.integers[u32(hidden)] = u64(function.vmctx)
    integers, floats, offset = u32(2) if hidden else u32(1), u32(0), u64(0)
    for i in range(types.param_count):
        code, slot = u32(types.codes[i]), slots + 16 * u64(i)
        if is_float(code) and floats < FLOATS:
            registers.floats[floats] = u128[slot]
            floats += 1
        elif not is_float(code) and integers < INTEGERS:
            registers.integers[integers] = u64[slot]
            integers += 1
        else:
            size = 8 * width(code)
            offset = (offset + size - 1) & ~(size - 1)
            u64[memory + offset] = u64[slot]
            if size == 16:
                u64[memory + offset, 1] = u64[slot, 1]
            offset += size
    call_native(function.code, registers, memory, (offset + 15) & ~u64(15))
    integers, floats, offset = 0, 0, 0
    for i in range(types.result_count):
        code, slot = u32(types.codes[types.param_count + i]), slots + 16 * u64(i)
        if hidden:
            offset = place_result(results, offset, code, slot, 0)
        elif is_float(code):
            u128[slot] = registers.floats[floats]
            floats += 1
        else:
            u64[slot] = registers.integers[integers]
            integers += 1
        if code == I32:
            u64[slot] = u64(u32[slot])
