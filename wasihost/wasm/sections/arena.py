"""Memory for what is decoded: zeroed, allocated in chunks, freed as a whole (native subset)."""

from wasihost.native import Ptr, Struct, native, ptr, sizeof, syscall, u64
from wasihost.native.platform import SYS
from wasihost.runtime.type_ids import pages
from wasihost.wasm.sections.layout import Decoded

CHUNK = 1 << 16  # bytes; a larger piece gets a chunk of its own


class Chunk(Struct):
    """The beginning of a chunk."""

    next: ptr  # the one that was allocated before
    size: u64


@native
def take(decoded: Ptr(Decoded), size: u64) -> ptr:
    """Zeroed memory, aligned for any record.  Null: there is none."""
    size = (size + 7) & ~u64(7)
    if size > u64(decoded.room_end) - u64(decoded.room):
        return take_from_chunk(decoded, size)
    found = decoded.room
    decoded.room = found + size
    return found


@native(inline=False)
def take_from_chunk(decoded: Ptr(Decoded), size: u64) -> ptr:
    whole = max(u64(CHUNK), size + sizeof(Chunk))
    chunk = Chunk(pages(whole))
    if not chunk:
        return ptr(0)
    chunk.next, chunk.size = decoded.arena, whole
    decoded.arena = ptr(chunk)
    found = ptr(chunk) + sizeof(Chunk)
    if whole - size > u64(decoded.room_end) - u64(decoded.room):  # keep the chunk with more room
        decoded.room, decoded.room_end = found + size, ptr(chunk) + whole
    return found


@native
def free_all(decoded: Ptr(Decoded)):
    while decoded.arena:
        chunk = Chunk(decoded.arena)
        decoded.arena = chunk.next
        syscall(SYS.munmap, chunk, chunk.size)
    decoded.room, decoded.room_end = ptr(0), ptr(0)
