"""Linear memories: reserve, map the initial image, grow, give back.  No traps here; see bulk.py (specification 4.2.8).

A guarded memory reserves more address space than any 32-bit access can reach, so code needs no bounds checks: a fault
inside the reservation is the trap.  Where that much cannot be reserved (`ulimit -v`), code checks bounds and the
reservation shrinks until it fits.  Either way the base never moves.
"""

from wasihost.abi import NO_MAXIMUM, RESERVATION, LinkFault, Memory, MemoryRecord
from wasihost.native import Global, Struct, bool_, i32, i64, native, ptr, syscall, u32, u64
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
from wasihost.runtime.registry import Range, RangeList, range_add, range_find, range_remove

ACCESS = PROT_READ | PROT_WRITE
LARGEST = 1 << 32  # bytes of a 32-bit memory
guarded_memories = Global(RangeList)


class OwnedMemory(Struct):
    """A memory where it was defined."""

    range: Range  # in `guarded_memories` when guarded
    memory: Memory


@native
def is_guarded_address(address: u64) -> bool_:
    return bool_(range_find(guarded_memories, address))


@native
def memory_new(owned: OwnedMemory, record: MemoryRecord, guarded: u32) -> u32:
    """Reserve and make the minimum accessible.  Returns a LinkFault."""
    memory = owned.memory
    length = record.minimum << record.page_shift
    maximum: u64 = NO_MAXIMUM if record.maximum == NO_MAXIMUM else record.maximum << record.page_shift
    most: u64 = maximum if maximum < LARGEST else LARGEST
    room: u64 = RESERVATION if guarded else most
    base = reserve(room)
    while base < 0 and not guarded and room > length:
        room = room // 2 if room // 2 > length else length
        base = reserve(room)
    if base < 0:
        return LinkFault.NO_ADDRESS_SPACE if guarded else LinkFault.NO_MEMORY
    if length and syscall(SYS.mprotect, base, length, ACCESS) < 0:
        syscall(SYS.munmap, base, room)
        return LinkFault.NO_MEMORY
    memory.base, memory.length, memory.maximum, memory.reserved = ptr(base), length, maximum, room
    memory.page_shift, memory.guarded = record.page_shift, guarded
    if guarded:
        owned.range.low, owned.range.high = u64(base), u64(base) + room
        range_add(guarded_memories, owned.range)
    return LinkFault.NONE


@native
def reserve(room: u64) -> i64:
    # One page more than asked, so that an empty memory has an address too.
    return syscall(SYS.mmap, 0, room + 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)


@native
def memory_map_image(memory: Memory, fd: i32, offset: u64, size: u64) -> bool_:
    """Map the initial bytes copy-on-write over the start of a memory that is at least as long."""
    return syscall(SYS.mmap, memory.base, size, ACCESS, MAP_PRIVATE | MAP_FIXED, fd, offset) >= 0


@native
def memory_free(owned: OwnedMemory):
    memory = owned.memory
    if memory.guarded:
        range_remove(guarded_memories, owned.range)
    if memory.base:
        syscall(SYS.munmap, memory.base, memory.reserved + 1)


@native
def grow(memory: Memory, delta_pages: u64) -> i64:
    """Returns the old size in pages, or -1."""
    old = memory.length
    limit: u64 = memory.maximum if memory.maximum < LARGEST else LARGEST
    if limit > memory.reserved:
        limit = memory.reserved
    if delta_pages > (limit - old) >> memory.page_shift:
        return -1
    delta = delta_pages << memory.page_shift
    if delta and syscall(SYS.mprotect, memory.base + old, delta, ACCESS) < 0:
        return -1
    memory.length = old + delta
    return i64(old >> memory.page_shift)
