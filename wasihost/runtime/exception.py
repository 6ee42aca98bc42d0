"""Create and throw exceptions, and unwind to the landing pad of a throw (specification 4.4.11).

Code that throws nothing has no cost.  Frames are walked by frame pointer.  For each function, a compact table lists the
callee-saved registers right below the frame pointer, so no call frame information is interpreted.
"""

from wasihost.abi import (
    EXCEPTION_FREE,
    EXCEPTION_THROWN,
    Exception_,
    MemorySlot,
    Store,
    Tag,
    Trap,
    UnwindFunction,
    VMContext,
)
from wasihost.levels import INTERPRET
from wasihost.native import addr, memset, native, ptr, sizeof, tail, u32, u64, volatile_load
from wasihost.runtime.accounting import POISON, abort
from wasihost.runtime.handlers import INSTANCE, position
from wasihost.runtime.heap import Heap, cell_at, free_cell, heap_free, make_room
from wasihost.runtime.image import Image, image_of
from wasihost.runtime.interpreter import resume, table
from wasihost.runtime.machine import (
    ENTRY_SAVED,
    Registers,
    diverted,
    is_entry,
    restore_saved,
    set_interpreter,
    wasm_returned,
)
from wasihost.runtime.trap import need_stack, raise_trap, raise_trap_at


@native
def exception_new(vm: VMContext, tagidx: u32) -> Exception_:
    """Create an exception object, whose payload the caller fills."""
    tag = Tag(ptr[ptr(vm) + Image(vm.image).header.vm.tags, tagidx])
    heap = Heap(vm.store.heap)
    if POISON or not heap or not heap.free[tag.kind]:
        return tail(exception_new_with_room(vm, tagidx))
    return take_cell(heap, tag)


@native(inline=False)
def exception_new_with_room(vm: VMContext, tagidx: u32) -> Exception_:
    need_stack(vm)  # a trap in the guard page would interrupt a collection
    tag = Tag(ptr[ptr(vm) + Image(vm.image).header.vm.tags, tagidx])
    store = vm.store
    trap = make_room(store, u32(tag.kind))
    if trap:
        raise_trap(store, trap)
    return take_cell(Heap(store.heap), tag)


@native(inline=True)
def take_cell(heap: Heap, tag: Tag) -> Exception_:
    exception = cell_at(heap, heap.free[tag.kind])
    heap.free[tag.kind] = exception.link
    exception.tag, exception.mark = tag, EXCEPTION_THROWN
    return exception


@native
def exception_caught(vm: VMContext, exception: Exception_):
    """A catch without a reference.  If the guest never got a reference to the object, it is freed."""
    if exception.mark == EXCEPTION_THROWN:
        free_cell(Heap(vm.store.heap), exception, u32(exception.tag.kind))


@native(export=True)
def store_free_exceptions(store: Store):
    """Free all exception objects of a store."""
    heap_free(store)
    memset(store, 0, sizeof(Store))


@native(export="hidden")
def find_handler(registers: Registers, exception: ptr, vm: VMContext):
    """Replace the thrower's registers by those of the frame whose landing pad handles the exception.

    If there is no such frame, the exception is a trap; so is a null reference.
    """
    if not exception:
        raise_trap_at(vm.store, Trap.NULL_EXCEPTION, position(registers.pc, registers.fp) - 1)
    if POISON and Exception_(exception).mark == EXCEPTION_FREE:
        abort()
    registers.pc = position(registers.pc, registers.fp)
    thrower, image = registers.pc, Image(vm.image)
    # After a diverted return, the saved registers of its frame are unknown, so no outer frame can be entered.
    # The guest controls the number of frames.  If its time is over, the trap below ends it.
    while registers.pc != u64(wasm_returned) and registers.pc != u64(diverted):
        if volatile_load(u32, addr(vm.store.thread.expired)):
            break
        call = registers.pc - 1
        # Most frames belong to the same module as the previous one, which saves a search of the shared registry.
        function = UnwindFunction(ptr(0))
        found = image if image.code.low <= call < image.code.high else image_of(call)
        if found:
            image = found
            function = unwind_function(image, u32(call - image.code.low))
        if function:
            landing_pad = find_landing_pad(image, function, u32(call - image.code.low))
            if landing_pad:
                registers.pc = image.code.low + landing_pad
                if image.header.level == INTERPRET.number:
                    resume_interpreter(registers, exception, image)
                return
            restore_saved(registers, function.saved)
        elif found:
            break  # compiled as a function that no exception passes through, so its saved registers are unknown
        elif is_entry(registers.pc):
            restore_saved(registers, ENTRY_SAVED)
        frame = registers.fp
        registers.sp, registers.fp = frame + 16, u64[ptr(frame)]
        registers.pc = position(u64[ptr(frame) + 8], registers.fp)
    raise_trap_at(vm.store, Trap.UNCAUGHT_EXCEPTION, thrower - 1)


@native
def resume_interpreter(registers: Registers, exception: ptr, image: Image):
    """Let the interpreter continue at a landing pad, in `registers.pc`, with an exception."""
    vm = VMContext(ptr[ptr(registers.fp) + INSTANCE])
    memory = ptr(0)
    if image.header.vm.memory_count:
        memory = MemorySlot(ptr(vm) + image.header.vm.memories).base
    set_interpreter(registers, ptr(vm), memory, ptr(table), exception, resume[0])


@native
def unwind_function(image: Image, offset: u32) -> UnwindFunction:
    """The entry whose range contains an offset in the code, or null."""
    low, high = u64(0), image.unwind_function_count
    while low < high:
        middle = (low + high) // 2
        if image.unwind_functions[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    if low < image.unwind_function_count and image.unwind_functions[low].start <= offset:
        return image.unwind_functions[low]
    return UnwindFunction(ptr(0))


@native
def find_landing_pad(image: Image, function: UnwindFunction, offset: u32) -> u32:
    """The landing pad of the call at an offset, or 0.  The sites of a function are sorted and do not overlap."""
    low, high = function.first_site, function.first_site + function.site_count
    while low < high:
        middle = (low + high) // 2
        if image.unwind_sites[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    if low < function.first_site + function.site_count and image.unwind_sites[low].start <= offset:
        return image.unwind_sites[low].landing_pad
    return 0
