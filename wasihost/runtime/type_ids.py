"""Interned function types: equal signatures of all modules in this process have equal ids, so a call compares one word.

A signature consists of parameter types, 0x00, and result types, as in the artifact.  Ids are never reused: a process
has few distinct types, and reuse could let a stale funcref pass a check (compare RUSTSEC-2026-0222).
"""

from wasihost.native import Global, Ptr, Struct, bool_, memcpy, native, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE, SYS
from wasihost.native.prelude import memcmp
from wasihost.runtime.lock import Lock, acquire, release

FIRST_CAPACITY = 1024  # entries; a power of two
ARENA = 1 << 16  # bytes of signatures mapped at a time


class Entry(Struct):
    signature: ptr  # null: free
    size: u32
    hash: u32
    id: u64


class Interner(Struct):
    entries: Ptr(Entry)
    capacity: u64
    count: u64
    arena: ptr
    arena_left: u64


interner = Global(Interner)
lock = Global(Lock)


@native(export=True)
def type_id(signature: ptr, size: u32) -> u32:
    """The id of a signature, at least 1; 0: out of memory."""
    acquire(lock)
    result = intern(interner, signature, size)
    release(lock)
    return result


@native
def intern(table: Interner, signature: ptr, size: u32) -> u32:
    if (table.count + 1) * 2 > table.capacity and not enlarge(table):
        return 0
    hash = hash_of(signature, size)
    entry = find(table, signature, size, hash)
    if not entry.signature:
        copy = arena_copy(table, signature, size)
        if not copy:
            return 0
        table.count += 1
        entry.signature, entry.size, entry.hash, entry.id = copy, size, hash, table.count
    return u32(entry.id)


@native
def find(table: Interner, signature: ptr, size: u32, hash: u32) -> Entry:
    """The entry of a signature, or the free entry for it."""
    index = u64(hash)
    while True:
        entry = table.entries[index & (table.capacity - 1)]
        if not entry.signature:
            return entry
        if entry.hash == hash and entry.size == size and memcmp(entry.signature, signature, size) == 0:
            return entry
        index += 1


@native
def enlarge(table: Interner) -> bool_:
    """Double the capacity, and insert all entries again."""
    capacity: u64 = table.capacity * 2 if table.capacity else FIRST_CAPACITY
    fresh = pages(capacity * sizeof(Entry))
    if not fresh:
        return False
    old, old_capacity = table.entries, table.capacity
    table.entries, table.capacity = Entry(fresh), capacity
    for i in range(old_capacity):
        was = old[i]
        if was.signature:
            memcpy(find(table, was.signature, was.size, was.hash), was, sizeof(Entry))
    if old_capacity:
        syscall(SYS.munmap, old, old_capacity * sizeof(Entry))
    return True


@native
def hash_of(bytes: ptr, size: u32) -> u32:
    """FNV-1a."""
    hash: u32 = 0x811C9DC5
    for i in range(size):
        hash = (hash ^ u32(u8[bytes, i])) * 0x01000193
    return hash


@native
def arena_copy(table: Interner, bytes: ptr, size: u32) -> ptr:
    if table.arena_left < size:
        room: u64 = ARENA if size < ARENA else u64(size)
        fresh = pages(room)
        if not fresh:
            return fresh
        table.arena, table.arena_left = fresh, room
    copy = table.arena
    memcpy(copy, bytes, size)
    table.arena = copy + size
    table.arena_left -= size
    return copy


@native
def pages(size: u64) -> ptr:
    """Zeroed memory directly from the kernel, or null."""
    address = syscall(SYS.mmap, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return ptr(0) if address < 0 else ptr(address)
