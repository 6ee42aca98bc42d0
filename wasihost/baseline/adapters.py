"""Code between conventions: entry thunks, and entries in C's convention of other functions (native subset)."""

from wasihost.abi import SLOT
from wasihost.baseline.convention import (
    OWN,
    SPILLED,
    C,
    fits,
    place_arguments,
    place_results,
    results_in_memory,
)
from wasihost.baseline.lines import begin_function
from wasihost.baseline.shapes import F32, I64
from wasihost.baseline.state import State, has_escaped, has_room, has_room_for, here
from wasihost.baseline.x86_64 import (
    CALLEE,
    FRAME,
    FREE_FLOAT,
    NOWHERE,
    OTHER_TEMPORARY,
    R12,
    RAX,
    RBX,
    RDI,
    RDX,
    RETURN_SIZE,
    RSI,
    STACK_POINTER,
    TEMPORARY,
    address_of,
    align,
    bind,
    call,
    call_register,
    enter_adapter,
    jump,
    leave_adapter,
    load,
    load_store_of,
    move,
    store,
)
from wasihost.native import native, u32, u64
from wasihost.wasm.sections.layout import Signature

COPY = 32  # bytes of code that copy a value, at most
ADAPTER_SAVED = 3  # UnwindFunction.saved: rbx, r12


@native
def write_thunks(s: State):
    """`void thunk(vmctx, code, slots)` calls code; arguments and results are in the slots."""
    for typeidx in range(s.types.type_count):
        if u32[s.task.thunks, typeidx]:
            write_thunk(s, typeidx)


@native
def write_thunk(s: State, typeidx: u32):
    signature = s.types.signatures[typeidx]
    if not has_room_for(s, COPY * u64(signature.param_count + signature.result_count)):
        return
    align(s, 16)
    begin_function(s)
    u32[s.task.thunks, typeidx] = here(s)
    place_results(s, signature, C)
    size, in_memory = s.result_size, s.memory_results
    place_arguments(s, signature, C)
    stack = s.memory_arguments
    enter_adapter(s, stack + (size if in_memory else u32(0)))
    move(s, I64, RBX, RDX)
    move(s, I64, CALLEE, RSI)
    move(s, I64, R12, RDI)
    for i in range(signature.param_count):
        place = s.task.arguments[i]
        if place.register != NOWHERE:
            load(s, place.type, place.register, RBX, SLOT * i)
        else:
            copy(s, place.type, RBX, SLOT * i, STACK_POINTER, place.offset)
    if in_memory:
        address_of(s, RDI, STACK_POINTER, stack)
        move(s, I64, RSI, R12)
    else:
        move(s, I64, RDI, R12)
    call_register(s, CALLEE)
    place_results(s, signature, C)
    for i in range(signature.result_count):
        place = s.task.arguments[i]
        if place.register != NOWHERE:
            store(s, place.type, place.register, RBX, SLOT * i)
        else:
            copy(s, place.type, STACK_POINTER, stack + place.offset, RBX, SLOT * i)
    leave_adapter(s)


@native
def copy(s: State, type_: u32, base: u32, offset: u32, to: u32, to_offset: u32):
    """Copy a value.  Floats go through a register that passes nothing."""
    temporary = u32(FREE_FLOAT) if type_ >= F32 else u32(TEMPORARY)
    load(s, type_, temporary, base, offset)
    store(s, type_, temporary, to, to_offset)


@native
def write_entries(s: State, by_reference: u32):
    """Entries for calls by reference, where they differ from the functions' own.

    `by_reference`: there are tail calls through references, which tell by a different entry that a function can take
    them.
    """
    first = s.types.imported_functions
    for funcidx in range(first, s.types.function_count):
        u32[s.task.entries, funcidx] = u32[s.task.functions, funcidx]
        if has_escaped(s, funcidx):
            signature = s.types.signatures[u32[s.types.functions, funcidx]]
            if not fits(s, signature):
                write_entry(s, funcidx, signature)
            elif by_reference and has_room(s):
                begin_function(s)
                u32[s.task.entries, funcidx] = here(s)
                bind(s, jump(s), u32[s.task.functions, funcidx])


@native
def write_entry(s: State, funcidx: u32, signature: Signature):
    if not has_room_for(s, COPY * u64(signature.param_count + signature.result_count)):
        return
    align(s, 16)
    begin_function(s)
    u32[s.task.entries, funcidx] = here(s)
    start = here(s)
    in_memory = results_in_memory(s, signature)
    enter_adapter(s, 0)
    move(s, I64, R12, RSI if in_memory else RDI)
    move(s, I64, RBX, RDI)
    load_store_of(s, OTHER_TEMPORARY, R12)
    place_arguments(s, signature, C)
    for i in range(signature.param_count):
        place = s.task.arguments[i]
        if place.register != NOWHERE:
            store(s, place.type, place.register, OTHER_TEMPORARY, SPILLED + SLOT * i)
    for i in range(signature.param_count):
        place = s.task.arguments[i]
        if place.register == NOWHERE:
            copy(s, place.type, FRAME, RETURN_SIZE + place.offset, OTHER_TEMPORARY, SPILLED + SLOT * i)
    place_arguments(s, signature, OWN)
    for i in range(signature.param_count):
        place = s.task.arguments[i]
        if place.register != NOWHERE:
            load(s, place.type, place.register, OTHER_TEMPORARY, SPILLED + SLOT * i)
    move(s, I64, RDI, R12)
    bind(s, call(s), u32[s.task.functions, funcidx])
    place_results(s, signature, OWN)
    if s.memory_results:
        load_store_of(s, OTHER_TEMPORARY, R12)
        place_results(s, signature, C)
        for i in range(signature.result_count):
            place = s.task.arguments[i]
            if place.register != NOWHERE:
                load(s, place.type, place.register, OTHER_TEMPORARY, SPILLED + SLOT * i)
            else:
                copy(s, place.type, OTHER_TEMPORARY, SPILLED + SLOT * i, RBX, place.offset)
        if in_memory:
            move(s, I64, RAX, RBX)
    leave_adapter(s)
    note_adapter(s, start)


@native
def note_adapter(s: State, start: u32):
    task = s.task
    if task.may_throw:
        function = task.unwind_functions[task.unwind_count]
        function.start, function.end, function.saved = start, here(s), ADAPTER_SAVED
        function.first_site, function.site_count = task.site_count, 0
        task.unwind_count += 1
