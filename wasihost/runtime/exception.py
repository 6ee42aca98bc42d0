"""Exceptions: their objects, and the unwinder that finds the landing pad of a throw (specification 4.4.11).

Nothing is paid where nothing is thrown.  Frames are walked by frame pointer; for each function the compact table knows
which callee-saved registers lie right below it, so no call frame information is interpreted.
"""

from wasihost.abi import SLOT, Exception_, Store, Tag, Trap, UnwindFunction, VMContext
from wasihost.native import addr, memset, native, ptr, sizeof, syscall, u32, u64, volatile_load
from wasihost.native.platform import SYS
from wasihost.runtime.image import Image, image_of
from wasihost.runtime.machine import Registers, diverted, restore_saved, wasm_returned
from wasihost.runtime.trap import raise_trap, raise_trap_at
from wasihost.runtime.type_ids import pages

POOLED_SLOTS = 8  # payloads up to this size share one free list; larger ones get a mapping of their own
POOLED_SIZE = Exception_.size + POOLED_SLOTS * SLOT
CHUNK = 1 << 16


@native
def exception_new(vm: VMContext, tagidx: u32) -> Exception_:
    """An object whose payload the caller fills."""
    tag = Tag(ptr[ptr(vm) + Image(vm.image).header.vm.tags, tagidx])
    store = vm.store
    if tag.payload_slots > POOLED_SLOTS:
        exception = Exception_(pages(sizeof(Exception_) + u64(tag.payload_slots) * SLOT))
    else:
        if not store.free_exceptions:
            refill(store)
        exception = Exception_(store.free_exceptions)
        if exception:
            store.free_exceptions = exception.next
    if not exception:
        raise_trap(store, Trap.OUT_OF_HOST_MEMORY)
    exception.tag = tag
    return exception


@native
def refill(store: Store):
    """Cut a fresh chunk into free objects; its first bytes chain the chunks, for the end of the store."""
    chunk = pages(CHUNK)
    if not chunk:
        return
    ptr[chunk] = store.exception_chunks
    store.exception_chunks = chunk
    for offset in range(u64(SLOT), u64(CHUNK - POOLED_SIZE), POOLED_SIZE):
        exception = Exception_(chunk + offset)
        exception.next = store.free_exceptions
        store.free_exceptions = ptr(exception)


@native
def exception_free(vm: VMContext, exception: Exception_):
    """Take back an object that nothing can name any more."""
    slots = exception.tag.payload_slots
    if slots > POOLED_SLOTS:
        syscall(SYS.munmap, exception, sizeof(Exception_) + u64(slots) * SLOT)
    else:
        exception.next = vm.store.free_exceptions
        vm.store.free_exceptions = ptr(exception)


@native(export=True)
def store_free_exceptions(store: Store):
    """Give back every exception object of a store."""
    chunk = store.exception_chunks
    while chunk:
        following = ptr[chunk]
        syscall(SYS.munmap, chunk, CHUNK)
        chunk = following
    memset(store, 0, sizeof(Store))


@native(export="hidden")
def find_handler(registers: Registers, exception: ptr, vm: VMContext):
    """Turn the thrower's registers into those of the frame whose landing pad takes the exception.

    Without such a frame the exception is a trap; so is a null reference.
    """
    if not exception:
        raise_trap_at(vm.store, Trap.NULL_EXCEPTION, registers.pc - 1)
    thrower, image = registers.pc, Image(vm.image)
    # Behind a diverted return the saved registers of its frame are not known: nothing further out may be entered.
    # The guest decides how many frames there are: where its time is over, the trap below ends it.
    while registers.pc != u64(wasm_returned) and registers.pc != u64(diverted):
        if volatile_load(u32, addr(vm.store.thread.expired)):
            break
        call = registers.pc - 1
        # Most frames are the thrower's own module's, as the one before was: no search through what others may change.
        function = UnwindFunction(ptr(0))
        found = image if image.code.low <= call < image.code.high else image_of(call)
        if found:
            image = found
            function = unwind_function(image, u32(call - image.code.low))
        if function:
            landing_pad = find_landing_pad(image, function, u32(call - image.code.low))
            if landing_pad:
                registers.pc = image.code.low + landing_pad
                return
            restore_saved(registers, function.saved)
        elif found:
            break  # compiled as a function that nothing is thrown through: where its saved registers are is not known
        frame = registers.fp
        registers.sp, registers.pc, registers.fp = frame + 16, u64[ptr(frame) + 8], u64[ptr(frame)]
    vm.store.thread.exception = u64(exception)
    raise_trap_at(vm.store, Trap.UNCAUGHT_EXCEPTION, thrower - 1)


@native
def unwind_function(image: Image, offset: u32) -> UnwindFunction:
    """The entry whose range holds an offset in the code, or null."""
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
    """The landing pad of the call at an offset, or 0: sites of a function are sorted and do not overlap."""
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
