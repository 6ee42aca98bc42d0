"""Calls: of functions, through references, of the runtime (native subset)."""

from wasihost.abi import (
    BUILTIN_INDEX,
    TABLE_HEAD,
    FuncRef,
    ImportedFunction,
    Store,
    Table,
    TableSlot,
    Trap,
    VMContext,
)
from wasihost.baseline.convention import (
    INTEGERS,
    OWN,
    C,
    fits,
    place_arguments,
    place_results,
    results_in_memory,
    type_of,
)
from wasihost.baseline.emit import ENTRY, note_stub, trap_if
from wasihost.baseline.layout import Entry, Place, Stub
from wasihost.baseline.moves import (
    MANY,
    claim,
    free_registers,
    push_register,
    register_of,
    restore_pins,
    save_pins,
    to_home,
    to_register,
)
from wasihost.baseline.moves import Place as At
from wasihost.baseline.runs import load_values, settle_many, store_values
from wasihost.baseline.shapes import ADDRESS, F32, I32, I64, IMMEDIATE, NO_TYPE, NUMBER, OPERAND, Shape
from wasihost.baseline.state import State, has_escaped, here, take_word
from wasihost.baseline.straight import destination, push_result
from wasihost.baseline.x86_64 import (
    ABOVE_OR_EQUAL,
    ARGUMENTS,
    BELOW,
    CALLEE,
    COMPARE,
    EQUAL,
    FLOAT,
    FREE_FLOAT,
    LOAD,
    NOT_EQUAL,
    NOWHERE,
    OTHER_TEMPORARY,
    RCX,
    RDI,
    RDX,
    RSI,
    STACK,
    STACK_POINTER,
    TEMPORARY,
    VM,
    WIDE,
    address_of,
    bind,
    call,
    call_memory,
    compare_constant,
    in_memory,
    in_registers,
    jump,
    jump_if,
    jump_to_register,
    leave,
    load,
    load_constant,
    load_field,
    load_indexed,
    load_store,
    move,
    trap,
)
from wasihost.native import bool_, memcpy, native, new, ptr, sizeof, u8, u32, u64
from wasihost.wasm.sections.layout import Signature

BUILTIN_PARAMETERS = 6
TYPE_ID = (FuncRef.offset("type_id") - TABLE_HEAD) & 0xFFFFFFFF  # from an entry's FuncRef plus TABLE_HEAD


# ---------------------------------------------------------------------------------------------------------- arguments
@native
def pass_values(s: State, values: ptr, count: u32, base: u32):
    """Move operands to the places in `arguments`.  Those in memory go to places from a register on, which is kept.

    Uses TEMPORARY; OTHER_TEMPORARY may be the base, and CALLEE is kept.
    """
    store_values(s, values, count, base)
    pass_floats(s, values, count)
    pass_integers(s, values, count)


@native
def pass_floats(s: State, values: ptr, count: u32):
    """First, registers that others overwrite are saved; then all are in place or free to move."""
    floats = u32(0)
    for i in range(count):
        place = s.task.arguments[i]
        floats += u32(place.register != NOWHERE and place.register >= FLOAT)
    saved = u32(0)
    for i in range(count):
        place, e = s.task.arguments[i], Entry(values)[i]
        moves = FLOAT <= place.register < NOWHERE and e.place == At.REGISTER and e.register != place.register
        if moves and e.register < FLOAT + floats:
            move(s, e.type, FREE_FLOAT + saved, e.register)
            e.register = u8(FREE_FLOAT + saved)
            saved += 1
    for i in range(count):
        place = s.task.arguments[i]
        if FLOAT <= place.register < NOWHERE:
            to_register(s, Entry(values)[i], place.register)


@native
def pass_integers(s: State, values: ptr, count: u32):
    """Moves between registers in an order in which none overwrites what another needs; then all others."""
    pending = new(u8, 8)
    left = u32(0)
    for i in range(count):
        place, e = s.task.arguments[i], Entry(values)[i]
        if place.register < FLOAT and e.place == At.REGISTER and e.register != place.register:
            pending[left] = u8(i)
            left += 1
    while left:
        done = False
        for k in range(left):
            if not is_read(s, values, pending, left, k):
                e = Entry(values)[pending[k]]
                move(s, e.type, s.task.arguments[pending[k]].register, e.register)
                left -= 1
                pending[k] = pending[left]
                done = True
                break
        if not done:  # a cycle
            e = Entry(values)[pending[0]]
            move(s, I64, TEMPORARY, e.register)
            e.register = TEMPORARY
    for i in range(count):
        place, e = s.task.arguments[i], Entry(values)[i]
        if place.register < FLOAT and e.place != At.REGISTER:
            to_register(s, e, place.register)


@native
def is_read(s: State, values: ptr, pending: ptr, left: u32, k: u32) -> u32:
    """Whether the register that a move writes is still to be read by another one."""
    register = s.task.arguments[u8[pending, k]].register
    found = u32(0)
    for other in range(left):
        found |= u32(other != k and Entry(values)[u8[pending, other]].register == register)
    return found


@native
def take_arguments(s: State, count: u32) -> ptr:
    """Pop the arguments; the others leave the registers that a call changes."""
    first = s.top - count
    settle_many(s, count)
    free_registers(s, first)
    memcpy(s.task.passed, s.operands[first], sizeof(Entry) * u64(count))
    s.top = first
    return s.task.passed


@native(inline=True)
def is_simple(s: State, signature: Signature) -> bool_:
    """Whether both conventions pass all arguments in registers of integers, and a result in a register."""
    floats = u32(0)
    if signature.param_count >= INTEGERS or signature.result_count > 1:
        return False
    for i in range(signature.param_count):
        floats |= u32(type_of(s, signature.params, i) >= F32)
    return floats == 0


@native
def pass_arguments(s: State, signature: Signature, convention: u32):
    """All but the instance."""
    if is_simple(s, signature):
        s.top -= signature.param_count
        free_registers(s, s.top)
        for i in range(signature.param_count):
            s.task.arguments[i].register = u8[ARGUMENTS, i + 1]
        s.memory_arguments = 0
        pass_integers(s, s.operands[s.top], signature.param_count)
        return
    values = take_arguments(s, signature.param_count)
    place_arguments(s, signature, convention)
    base = u32(STACK_POINTER)
    if convention == OWN and not fits(s, signature):
        base = OTHER_TEMPORARY
        load_store(s, OTHER_TEMPORARY)
    pass_values(s, values, signature.param_count, base)


@native
def take_results(s: State, signature: Signature, convention: u32, continues: u32):
    """Push the results of a call.  `continues`: the next instruction uses them; it does not after a tail call."""
    place_results(s, signature, convention)
    base, offset = u32(STACK_POINTER), s.memory_arguments
    if s.memory_results and convention == OWN:
        base, offset = OTHER_TEMPORARY, u32(0)
        load_store(s, OTHER_TEMPORARY)
    if s.memory_results:
        load_values(s, signature.result_count, base, offset)
    elif continues and signature.result_count == 1 and s.task.metered == 0:  # a call ends what is paid for at once
        restore_pins(s, 0)
        take_result(s, s.task.arguments[0])
        return
    else:
        take_from_registers(s, signature)
    restore_pins(s, 0)


@native
def take_result(s: State, place: Place):
    """Push a result, or move it to the local that it is for."""
    n, type_ = s.top, u32(place.type)
    if s.settled + MANY < n:  # operands that go home do so through the register that the result is in
        aside = u32(FREE_FLOAT) if type_ >= F32 else u32(OTHER_TEMPORARY)
        move(s, type_, aside, place.register)
        place.register = u8(aside)
    register = destination(s, n, type_)
    if register == register_of(s, n, type_):
        claim(s, register, n)
    if type_ == I32:
        in_registers(s, LOAD, register, place.register)
    else:
        move(s, type_, register, place.register)
    push_result(s, n, type_, register)


@native
def take_from_registers(s: State, signature: Signature):
    for i in range(signature.result_count):  # out of the registers that others are moved to
        place = s.task.arguments[i]
        if FLOAT < place.register < NOWHERE:
            move(s, place.type, FREE_FLOAT + (place.register & 7), place.register)
            place.register = u8(FREE_FLOAT + (place.register & 7))
    for i in range(signature.result_count):
        place = s.task.arguments[i]
        type_ = u32(place.type)
        register = register_of(s, s.top, type_)
        claim(s, register, s.top)
        if type_ == I32:
            in_registers(s, LOAD, register, place.register)
        else:
            move(s, type_, register, place.register)
        push_register(s, type_)


@native
def begin_c_call(s: State, signature: Signature):
    """Arguments of a call in C's convention, except the instance.  `memory_arguments` then says where results are."""
    hidden = results_in_memory(s, signature)
    pass_arguments(s, signature, C)
    if hidden:
        address_of(s, RDI, STACK_POINTER, s.memory_arguments)


@native
def instance_register(s: State, signature: Signature) -> u32:
    return u32(RSI) if results_in_memory(s, signature) else u32(RDI)


# ------------------------------------------------------------------------------------------------------------ the calls
@native
def note_call(s: State):
    """A call has just been written: where it continues if it throws, is known later."""
    if s.trying:
        task = s.task
        label = s.labels[s.trying]
        site = task.unwind_sites[task.site_count]
        site.start, site.end, site.landing_pad = here(s) - 1, here(s), label.sites
        task.site_count += 1
        label.sites = task.site_count


@native
def call_function(s: State, funcidx: u32):
    signature = s.types.signatures[u32[s.types.functions, funcidx]]
    save_pins(s)
    if funcidx < s.types.imported_functions:
        check_stack(s)
        field = s.task.places.functions + ImportedFunction.size * funcidx
        begin_c_call(s, signature)
        load_field(s, instance_register(s, signature), field + ImportedFunction.offset("vmctx"))
        call_memory(s, VM, field + ImportedFunction.offset("code"))
        note_call(s)
        take_results(s, signature, C, 1)
        return
    pass_arguments(s, signature, OWN)
    move(s, I64, RDI, VM)
    lead_to_function(s, call(s), funcidx)
    note_call(s)
    take_results(s, signature, OWN, 1)


@native
def lead_to_function(s: State, place: u32, funcidx: u32):
    """Let a distance lead to a function, now or in `bind_calls`, when all functions have been compiled."""
    if funcidx <= s.funcidx:
        bind(s, place, u32[s.task.functions, funcidx])
    else:
        u32[s.task.calls, s.task.call_count] = place
        u32[s.code + place] = funcidx
        s.task.call_count += 1


@native
def call_through(s: State, signature: Signature, head: u32, continues: u32):
    """Call the function of a FuncRef that begins `head` bytes before CALLEE."""
    begin_c_call(s, signature)
    load(s, I64, instance_register(s, signature), CALLEE, FuncRef.offset("vmctx") - head)
    call_memory(s, CALLEE, FuncRef.offset("code") - head)
    note_call(s)
    take_results(s, signature, C, continues)


@native
def call_indirect(s: State):
    typeidx, tableidx = u32(take_word(s)), u32(take_word(s))
    find_entry(s, typeidx, tableidx)
    call_through(s, s.types.signatures[typeidx], TABLE_HEAD, 1)


@native
def call_reference(s: State):
    signature = s.types.signatures[take_word(s)]
    save_pins(s)
    find_reference(s)
    call_through(s, signature, 0, 1)


@native
def find_reference(s: State):
    """Pop a FuncRef into CALLEE; trap if it is null."""
    s.top -= 1
    to_register(s, s.operands[s.top], CALLEE)
    compare_constant(s, CALLEE, 0)
    trap_if(s, EQUAL, Trap.NULL_FUNCTION_REFERENCE)


@native
def find_entry(s: State, typeidx: u32, tableidx: u32):
    """Pop an index; the FuncRef there, plus TABLE_HEAD, into CALLEE.  Traps unless it exists and has the type."""
    table = s.task.tables[tableidx]
    save_pins(s)
    free_floats(s)
    s.top -= 1
    to_register(s, s.operands[s.top], TEMPORARY)
    check_index(s, tableidx, Trap.UNDEFINED_ELEMENT)
    load_field(s, RCX, table.slot + TableSlot.offset("base"))
    load_indexed(s, CALLEE, RCX, TEMPORARY)
    in_registers(s, 0x03 | WIDE, CALLEE, RCX)
    load(s, I32, RCX, VM, s.task.places.type_ids + 4 * typeidx)
    # A null reference faults here, which is how its trap is told from other faults.
    in_memory(s, COMPARE, RCX, CALLEE, TYPE_ID)
    note_stub(s, ENTRY, jump_if(s, NOT_EQUAL), tableidx, 0)


@native
def check_index(s: State, tableidx: u32, code: u32):
    """Trap unless the index in TEMPORARY is below the table's length."""
    table = s.task.tables[tableidx]
    if table.length < 1 << 31:
        compare_constant(s, TEMPORARY, table.length)
    else:
        load_field(s, RCX, table.slot + TableSlot.offset("table"))
        in_memory(s, COMPARE | WIDE, TEMPORARY, RCX, Table.offset("length"))
    trap_if(s, ABOVE_OR_EQUAL, code)


@native
def free_floats(s: State):
    """A table's entry may have to be made, which keeps no floats."""
    for i in range(u64(4), 8):
        register = u8[STACK, i]
        owner = s.owners[register]
        if owner != 0 and owner <= s.top:
            e = s.operands[owner - 1]
            if e.place == At.REGISTER and e.register == register and not e.is_local:
                to_home(s, owner - 1)


@native
def make_entry(s: State, stub: Stub):
    """Behind the body: the runtime makes the FuncRef of a table's entry when it is first used; compare again."""
    in_registers(s, 0xFF, 6, RSI)  # push rsi
    in_registers(s, 0xFF, 6, RDI)
    move(s, I64, RDX, TEMPORARY)
    load_constant(s, I32, RSI, stub.number)
    call_builtin(s, BUILTIN_INDEX["table_entry"])
    restore_pins(s, FLOAT)
    in_registers(s, 0x8F, 0, RDI)
    in_registers(s, 0x8F, 0, RSI)
    address_of(s, CALLEE, TEMPORARY, TABLE_HEAD)
    in_memory(s, COMPARE, RCX, CALLEE, TYPE_ID)
    bind(s, jump_if(s, EQUAL), stub.back)
    trap(s, Trap.INDIRECT_CALL_TYPE_MISMATCH)


@native
def check_stack(s: State):
    """Trap unless the host has room."""
    load_store(s, TEMPORARY)
    in_memory(s, COMPARE | WIDE, STACK_POINTER, TEMPORARY, Store.offset("stack_limit"))
    trap_if(s, BELOW, Trap.STACK_EXHAUSTED)


# ---------------------------------------------------------------------------------------------------------- tail calls
@native
def return_call_function(s: State, funcidx: u32):
    signature = s.types.signatures[u32[s.types.functions, funcidx]]
    if funcidx < s.types.imported_functions:
        field = s.task.places.functions + ImportedFunction.size * funcidx
        load_field(s, CALLEE, field + ImportedFunction.offset("funcref"))
        return_call_through(s, signature, 0)
        return
    pass_arguments(s, signature, OWN)
    move(s, I64, RDI, VM)
    leave(s)
    lead_to_function(s, jump(s), funcidx)


@native
def return_call_through(s: State, signature: Signature, head: u32):
    """Return the results of the function of a FuncRef: without a frame, if it takes part in tail calls."""
    settle_many(s, signature.param_count)
    in_memory(s, 0x83 | WIDE, 7, CALLEE, FuncRef.offset("tail") - head)  # cmp [callee + tail], 0
    u8[s.out] = 0
    s.out += 1
    plain = jump_if(s, EQUAL)
    count = signature.param_count
    first = s.top - count
    kept = s.top
    memcpy(s.task.passed, s.operands[first], sizeof(Entry) * u64(count))
    place_arguments(s, signature, OWN)
    base = u32(STACK_POINTER)
    if not fits(s, signature):
        base = OTHER_TEMPORARY
        load_store(s, OTHER_TEMPORARY)
    pass_values(s, s.task.passed, count, base)
    load(s, I64, RDI, CALLEE, FuncRef.offset("vmctx") - head)
    load(s, I64, CALLEE, CALLEE, FuncRef.offset("tail") - head)
    leave(s)
    jump_to_register(s, CALLEE)
    bind(s, plain, here(s))
    s.top = kept
    check_stack(s)
    trying = s.trying
    s.trying = 0  # exceptions go to the caller, and not to a handler around the call
    call_through(s, signature, head, 0)
    s.trying = trying


# ------------------------------------------------------------------------------------------------------- the runtime's
@native
def call_builtin(s: State, index: u32):
    """Call a function of the runtime, whose other arguments are in place."""
    move(s, I64, RDI, VM)
    load_field(s, TEMPORARY, VMContext.offset("builtins"))
    call_memory(s, TEMPORARY, 8 * index)


@native
def call_runtime(s: State, shape: Shape):
    """An instruction that calls a function of the runtime with immediates and operands."""
    immediates = s.p
    save_pins(s)
    values = take_arguments(s, shape.count)
    arguments = new(Entry, BUILTIN_PARAMETERS)
    for i in range(u32(shape.argument_count)):
        code, e = u32(shape.arguments[i]), arguments[i]
        if code >= NUMBER:
            set_constant(e, u64(code - NUMBER))
        elif code >= OPERAND:
            memcpy(e, Entry(values)[code - OPERAND if code < ADDRESS else u32(0)], sizeof(Entry))
        else:
            set_constant(e, u64[immediates, code - IMMEDIATE])
        place = s.task.arguments[i]
        place.register, place.type = u8[ARGUMENTS, i + 1], I64
    pass_values(s, arguments, shape.argument_count, STACK_POINTER)
    call_builtin(s, shape.builtin)
    if shape.result != NO_TYPE:
        take_value(s, u32(I64) if counts_in_64_bits(s, shape, u64[immediates]) else u32(shape.result))
    restore_pins(s, 0)


@native
def counts_in_64_bits(s: State, shape: Shape, index: u64) -> bool_:
    """Whether the result is a size of a memory or table with addresses of 64 bits."""
    if shape.builtin == BUILTIN_INDEX["memory_grow"]:
        return bool_(s.task.memories[index].is_wide)
    return shape.builtin == BUILTIN_INDEX["table_grow"] and s.task.tables[index].is_wide != 0


@native
def set_constant(e: Entry, value: u64):
    e.place, e.type, e.register, e.is_local, e.value = At.FAR_CONSTANT, I64, 0, 0, value


@native
def take_value(s: State, type_: u32):
    """Push an integer or a reference that the runtime has returned."""
    register = register_of(s, s.top, type_)
    claim(s, register, s.top)
    in_registers(s, u32(LOAD) if type_ == I32 else u32(LOAD | WIDE), register, TEMPORARY)
    push_register(s, type_)


@native
def function_reference(s: State, funcidx: u32):
    """ref.func"""
    if has_escaped(s, funcidx):
        free_registers(s, s.top)
        load_constant(s, I32, RSI, u64(funcidx))
        save_pins(s)
        call_builtin(s, BUILTIN_INDEX["function_reference"])
        restore_pins(s, 0)
    else:
        field = s.task.places.functions + ImportedFunction.size * funcidx
        load_field(s, TEMPORARY, field + ImportedFunction.offset("funcref"))
    take_value(s, I64)
