"""Linear memories: reserve, map the initial image, grow, free.  runtime.builtins has the operations that trap (4.2.8).

A guarded memory reserves more address space than a 32-bit access can reach, so code needs no bounds checks: a fault
inside the reservation is the trap.  If that much cannot be reserved (`ulimit -v`), the code checks bounds, and the
reservation shrinks until it fits, except for a shared memory, whose threads rely on its maximum.  In both cases the
base never moves.
"""

from wasihost.abi import (
    ADDRESS_64,
    HOST_PAGE,
    MEMORY_LIMIT,
    PAGE_SHIFT,
    RESERVATION,
    SHARED,
    InstantiationFault,
    Memory,
    MemoryRecord,
    MemorySlot,
    Store,
    VMContext,
)
from wasihost.native import Global, Struct, addr, atomic_store, bool_, i32, i64, native, ptr, syscall, u32, u64
from wasihost.native.platform import (
    MAP_ANONYMOUS,
    MAP_FIXED,
    MAP_NORESERVE,
    MAP_PRIVATE,
    PROT_NONE,
    PROT_READ,
    PROT_WRITE,
    SYS,
)
from wasihost.runtime.accounting import charge, give_back, refund
from wasihost.runtime.image import Image
from wasihost.runtime.lock import Lock, acquire, release
from wasihost.runtime.registry import Range, RangeList, range_add, range_find, range_remove

ACCESS = PROT_READ | PROT_WRITE
MAX_BYTES_32 = 1 << 32  # maximum bytes of a memory with 32-bit addresses
guarded_memories = Global(RangeList)


class OwnedMemory(Struct):
    """A memory, in the instance that defines it."""

    range: Range  # in `guarded_memories` if the memory is guarded
    memory: Memory


@native(inline=True)
def memory_of(vm: VMContext, memidx: u32) -> Memory:
    return MemorySlot(ptr(vm) + Image(vm.image).header.vm.memories)[memidx].memory


@native
def guarded_memory(address: u64) -> Memory:
    """The guarded memory whose reservation contains an address, or null."""
    owned = OwnedMemory(ptr(range_find(guarded_memories, address)))
    return owned.memory if owned else Memory(None)


@native
def memory_new(store: Store, owned: OwnedMemory, record: MemoryRecord, guarded: u32) -> u32:
    """Reserve address space, and make the minimum accessible.  Returns a InstantiationFault."""
    memory = owned.memory
    memory.maximum, memory.page_shift, memory.flags = record.maximum, record.page_shift, record.flags
    if record.minimum > most_pages(memory):
        return InstantiationFault.MEMORY_LIMIT
    length = record.minimum << record.page_shift
    if not charge(store, length):
        return InstantiationFault.MEMORY_LIMIT
    fault = map_memory(owned, record, length, guarded)
    if fault != InstantiationFault.NONE:
        refund(store, length)
    return fault


@native
def map_memory(owned: OwnedMemory, record: MemoryRecord, length: u64, guarded: u32) -> u32:
    memory = owned.memory
    most = most_pages(memory)
    guarded = u32(guarded and not record.flags & ADDRESS_64 and record.page_shift == PAGE_SHIFT)
    room = in_host_pages(u64(RESERVATION) if guarded else most << record.page_shift)
    least = in_host_pages(length)
    base = reserve(room)
    shared = record.flags & SHARED
    while base < 0 and not guarded and not shared and room > least:
        room = max(in_host_pages(room // 2), least)
        base = reserve(room)
    if base < 0 and guarded:
        return InstantiationFault.NO_ADDRESS_SPACE
    if base < 0:
        return InstantiationFault.NO_ROOM_TO_SHARE if shared else InstantiationFault.NO_MEMORY
    if length and syscall(SYS.mprotect, base, length, ACCESS) < 0:
        syscall(SYS.munmap, base, room)
        return InstantiationFault.NO_MEMORY
    memory.base, memory.length, memory.reserved, memory.guarded = ptr(base), length, room, guarded
    if guarded:
        owned.range.low, owned.range.high = u64(base), u64(base) + room
        range_add(guarded_memories, owned.range)
    return InstantiationFault.NONE


@native
def in_host_pages(size: u64) -> u64:
    """The size rounded up to host pages, because an image is mapped in whole pages."""
    return (size + HOST_PAGE - 1) & ~u64(HOST_PAGE - 1)


@native
def most_pages(memory: Memory) -> u64:
    """The maximum number of pages: one that memory.grow can return, and below the largest size."""
    largest = u64(MEMORY_LIMIT) if memory.flags & ADDRESS_64 else u64(MAX_BYTES_32)
    pages = largest >> memory.page_shift
    if not memory.flags & ADDRESS_64:
        pages = min(pages, u64(0xFFFFFFFF))
    return min(pages, memory.maximum)


@native
def reserve(room: u64) -> i64:
    # One page more than requested, so that an empty memory also has an address.
    return syscall(SYS.mmap, 0, room + 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)


@native
def memory_map_image(memory: Memory, fd: i32, offset: u64, size: u64) -> bool_:
    """Map the initial bytes copy-on-write over the start of a memory that is at least as long."""
    return syscall(SYS.mmap, memory.base, size, ACCESS, MAP_PRIVATE | MAP_FIXED, fd, offset) >= 0


@native
def memory_free(store: Store, owned: OwnedMemory):
    memory = owned.memory
    if memory.guarded:
        range_remove(guarded_memories, owned.range)
    if memory.base:
        give_back(memory.base, memory.reserved + 1)
        refund(store, memory.length)


@native
def grow_shared(store: Store, memory: Memory, delta_pages: u64) -> i64:
    """As `grow`, while other threads use the memory, or grow it as well."""
    lock = Lock(addr(memory.growing))
    acquire(lock)
    old = grow(store, memory, delta_pages)
    release(lock)
    return old


@native
def grow(store: Store, memory: Memory, delta_pages: u64) -> i64:
    """Grow a memory.  Returns the old size in pages, or -1."""
    old = memory.length >> memory.page_shift
    limit = min(most_pages(memory), memory.reserved >> memory.page_shift)
    if delta_pages > limit - old or not charge(store, delta_pages << memory.page_shift):
        return -1
    if delta_pages:
        length = (old + delta_pages) << memory.page_shift
        accessible = memory.length & ~u64(HOST_PAGE - 1)  # wasm pages may be smaller than host pages
        if syscall(SYS.mprotect, memory.base + accessible, length - accessible, ACCESS) < 0:
            refund(store, delta_pages << memory.page_shift)
            return -1
        atomic_store(u64, addr(memory.length), length)
    return i64(old)
