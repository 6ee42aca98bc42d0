"""The exceptions of a store: cells, and a collector that frees unreachable ones.

Cells never move.  The collector stops the store's only thread, marks reachable cells, and frees the rest.  It scans
stacks, registers and payloads conservatively, because they have no types: any word that points into a used cell keeps
it.  A word that points elsewhere is not a reference, whatever it is, and a guest can keep only cells that it can name.

The reservation begins with the Heap.  It is followed by blocks of cells of one size each, so that a division finds the
cell that contains an address.  Links between cells are distances from the heap in GRANULEs; 0 ends a chain.
"""

from wasihost.abi import (
    EXCEPTION_FREE,
    EXCEPTION_REFERENCED,
    EXNREF,
    SLOT,
    Exception_,
    GlobalRecord,
    Section,
    Store,
    Table,
    Trap,
)
from wasihost.layout import Array
from wasihost.native import (
    Struct,
    addr,
    bool_,
    clz,
    native,
    new,
    ptr,
    sizeof,
    stack_address,
    syscall,
    u8,
    u32,
    u64,
    volatile_load,
)
from wasihost.native.platform import MADV_DONTNEED, PROT_NONE, PROT_READ, PROT_WRITE, SYS
from wasihost.runtime.accounting import FRESH, POISON, give_back, keep, poison, unkeep
from wasihost.runtime.image import section
from wasihost.runtime.machine import CALLEE_SAVED, read_callee_saved
from wasihost.runtime.state import Instance
from wasihost.wasi.pieces import ENTRIES

GRANULE = 16
BLOCK = 1 << 16
BLOCKS = 1 << 16  # number of blocks to reserve, if there is enough address space
KINDS = 11  # number of cell sizes: for payloads of 1, 2, 4, … 1024 slots, more than wasm.limits.PARAMETERS
BUDGET = 4  # minimum number of blocks to fill between two collections
NUMBERS = EXCEPTION_REFERENCED + 1  # the numbers of collections begin here


class Heap(Struct):
    free: Array(u32, KINDS)  # first free cell of each kind
    found: u32  # first cell that is marked, but whose payload is not scanned yet
    collection: u32  # number of the last collection, which is its mark
    in_use: u32  # number of used blocks
    collect_at: u32  # number of used blocks that starts a collection
    lowest: u32  # all blocks below are used
    end: u32  # this block and all after it were never used
    capacity: u32  # number of reserved blocks, including the Heap
    kinds: Array(u8, BLOCKS)  # kind of the cells in each block, plus 1; 0: the block is free


SPILLED = Store.offset("limits") - Store.offset("spilled")
FIRST_BLOCK = (Heap.size + BLOCK - 1) // BLOCK


@native(inline=True)
def kind_of(slots: u32) -> u32:
    """The kind of cells for a payload."""
    return u32(64 - clz(u64(max(slots, u32(1)) - 1)))


@native(inline=True)
def cell_size(kind: u32) -> u32:
    return Exception_.size + (u32(SLOT) << kind)


@native(inline=True)
def cell_at(heap: Heap, link: u32) -> Exception_:
    return Exception_(ptr(heap) + u64(link) * GRANULE)


@native(inline=True)
def link_of(heap: Heap, cell: Exception_) -> u32:
    return u32((u64(cell) - u64(heap)) // GRANULE)


@native(inline=True)
def free_cell(heap: Heap, cell: Exception_, kind: u32):
    if POISON and cell.tag:  # it was used, and will never be used again
        poison(ptr(cell), u64(cell_size(kind)))
    else:
        cell.link = heap.free[kind]
        heap.free[kind] = link_of(heap, cell)
    cell.mark = EXCEPTION_FREE


# -------------------------------------------------------------------------------------------------------- allocating
@native(inline=False)
def make_room(store: Store, kind: u32) -> u32:
    """Make sure that there is a free cell of a kind.  Returns 0, or a trap."""
    if not store.heap and not heap_new(store):
        return Trap.OUT_OF_HOST_MEMORY
    heap = Heap(store.heap)
    if POISON or heap.in_use >= heap.collect_at:
        collect(store, heap, BUDGET)
        if heap.free[kind]:
            return 0
    trap = add_block(store, heap, kind)
    if trap:
        collect(store, heap, 0)
        trap = u32(0) if heap.free[kind] else add_block(store, heap, kind)
    return trap


@native
def heap_new(store: Store) -> bool_:
    """Reserve address space, as much as available up to BLOCKS."""
    capacity: u64 = BLOCKS
    base = syscall(SYS.mmap, 0, capacity * BLOCK, PROT_NONE, FRESH, -1, 0)
    while base < 0 and capacity > FIRST_BLOCK + 1:
        capacity //= 2
        base = syscall(SYS.mmap, 0, capacity * BLOCK, PROT_NONE, FRESH, -1, 0)
    if base < 0:
        return False
    if syscall(SYS.mprotect, base, FIRST_BLOCK * BLOCK, PROT_READ | PROT_WRITE) < 0:
        syscall(SYS.munmap, base, capacity * BLOCK)
        return False
    heap = Heap(ptr(base))
    heap.capacity, heap.lowest, heap.end = u32(capacity), FIRST_BLOCK, FIRST_BLOCK
    heap.collect_at, heap.collection = BUDGET, NUMBERS
    store.heap = ptr(heap)
    return True


@native
def add_block(store: Store, heap: Heap, kind: u32) -> u32:
    """Divide a free block into cells of a kind.  Returns 0, or a trap."""
    block = heap.lowest
    while block < heap.end and heap.kinds[block]:
        block += 1
    heap.lowest = block
    if block >= heap.capacity:
        return Trap.OUT_OF_HOST_MEMORY
    if not keep(store, BLOCK):
        return Trap.TOO_MUCH_MEMORY
    start = ptr(heap) + u64(block) * BLOCK
    if syscall(SYS.mprotect, start, BLOCK, PROT_READ | PROT_WRITE) < 0:
        unkeep(store, BLOCK)
        return Trap.OUT_OF_HOST_MEMORY
    heap.lowest, heap.end = block + 1, max(heap.end, block + 1)
    heap.in_use += 1
    heap.kinds[block] = u8(kind + 1)
    size = cell_size(kind)
    offset = u32(BLOCK) // size * size
    while offset:
        offset -= size
        cell = Exception_(start + u64(offset))
        cell.mark, cell.link = EXCEPTION_FREE, heap.free[kind]
        heap.free[kind] = link_of(heap, cell)
    return 0


@native
def free_block(store: Store, heap: Heap, block: u32):
    """Free a block whose cells are all free, and in no chain."""
    start = ptr(heap) + u64(block) * BLOCK
    if POISON:
        give_back(start, BLOCK)
    else:
        syscall(SYS.madvise, start, BLOCK, MADV_DONTNEED)
        heap.lowest = min(heap.lowest, block)
    heap.kinds[block] = 0
    heap.in_use -= 1
    unkeep(store, BLOCK)


@native
def heap_free(store: Store):
    if store.heap:
        give_back(store.heap, u64(Heap(store.heap).capacity) * BLOCK)


# -------------------------------------------------------------------------------------------------------- collecting
@native(inline=False)
def collect(store: Store, heap: Heap, spare: u32):
    """Free unreachable cells.

    Completely free blocks are returned to the kernel while more than `spare` blocks are used.

    If the deadline passes, the collection ends early, and some free cells stay unused until the next one.
    """
    heap.collection = u32(NUMBERS) if heap.collection == 0xFFFFFFFF else heap.collection + 1
    heap.found = 0
    words = mark_roots(store, heap)
    if mark_found(store, heap):
        sweep(store, heap, spare)
        heap.collect_at = heap.in_use + max(max(u32(BUDGET), heap.in_use), u32(words * 8 // BLOCK))


@native
def is_over(store: Store) -> bool_:
    return volatile_load(u32, addr(store.thread.expired)) != 0


@native
def mark_roots(store: Store, heap: Heap) -> u64:
    """Mark the cells that are referenced from outside of the heap.  Returns the number of words scanned."""
    registers = new(u64, len(CALLEE_SAVED))
    read_callee_saved(ptr(registers))
    # Scan the whole wasm stack: registers saved by host functions are in their frames, those of wasm are above.
    low, high = stack_address() & ~u64(7), store.thread.stack_high
    mark_words(heap, ptr(low), (high - low) // 8)
    mark_words(heap, ptr(registers), len(CALLEE_SAVED))
    mark_words(heap, addr(store.spilled), SPILLED // 8)
    mark_words(heap, store.held, store.held_count)
    words = (high - low) // 8 + store.held_count
    instance = Instance(store.instances)
    while instance:
        words += mark_instance(instance, heap)
        instance = Instance(instance.next)
    return words


@native
def mark_instance(instance: Instance, heap: Heap) -> u64:
    """Mark the cells that the globals and tables defined by an instance refer to."""
    header = instance.image.header
    vm = header.vm
    records = GlobalRecord(section(header, Section.GLOBALS))
    values = ptr(instance.vm) + vm.globals + u64(vm.global_imports) * SLOT
    words = u64(vm.global_count - vm.global_imports)
    for i in range(vm.global_count - vm.global_imports):
        if records[i].valtype == EXNREF:
            mark_words(heap, values + u64(i) * SLOT, 1)
    for i in range(vm.table_count - vm.table_imports):
        table = instance.tables[i]
        if table.valtype == EXNREF:
            mark_table(instance.store, heap, table)
            words += table.length
    return words


@native
def mark_table(store: Store, heap: Heap, table: Table):
    """Mark the cells in a table.

    A table may be large: if the deadline passes, marking stops, and then nothing is freed.
    """
    done: u64 = 0
    while done < table.length and not is_over(store):
        size = min(table.length - done, u64(ENTRIES))
        mark_words(heap, table.base + done * 8, size)
        done += size


@native
def mark_words(heap: Heap, at: ptr, count: u64):
    for i in range(count):
        mark_word(heap, u64[at, i])


@native(inline=True)
def mark_word(heap: Heap, word: u64):
    """Mark the cell that a word points into, if the cell is used and not yet marked."""
    offset = word - u64(heap)
    if offset >= u64(heap.end) * BLOCK:
        return
    kind = u32(heap.kinds[offset // BLOCK])
    if not kind:
        return
    size = cell_size(kind - 1)
    start = u32(offset % BLOCK) // size * size
    if start + size > BLOCK:
        return
    cell = Exception_(ptr(heap) + offset // BLOCK * BLOCK + u64(start))
    if cell.mark == EXCEPTION_FREE or cell.mark == heap.collection:
        return
    cell.mark, cell.link = heap.collection, heap.found
    heap.found = link_of(heap, cell)


@native
def mark_found(store: Store, heap: Heap) -> bool_:
    """Mark everything that the marked cells refer to, transitively.  False: the deadline has passed."""
    while heap.found:
        if is_over(store):
            return False
        cell = cell_at(heap, heap.found)
        heap.found = cell.link
        mark_words(heap, ptr(cell) + sizeof(Exception_), u64(cell.tag.payload_slots) * (SLOT // 8))
    return True


@native
def sweep(store: Store, heap: Heap, spare: u32):
    """Build the chains of free cells again, including cells that are not marked."""
    for kind in range(u32(KINDS)):
        heap.free[kind] = 0
    for block in range(u32(FIRST_BLOCK), heap.end):
        kind = u32(heap.kinds[block])
        if kind and not is_over(store):
            if heap.in_use > spare and is_free(heap, block, kind - 1):
                free_block(store, heap, block)
            else:
                sweep_block(heap, block, kind - 1)


@native
def is_free(heap: Heap, block: u32, kind: u32) -> bool_:
    """Whether no cell of a block is marked."""
    start, size, found = ptr(heap) + u64(block) * BLOCK, cell_size(kind), u32(0)
    for n in range(u32(BLOCK) // size):
        found += u32(Exception_(start + u64(n * size)).mark == heap.collection)
    return found == 0


@native
def sweep_block(heap: Heap, block: u32, kind: u32):
    start, size = ptr(heap) + u64(block) * BLOCK, cell_size(kind)
    for n in range(u32(BLOCK) // size):
        cell = Exception_(start + u64(n * size))
        if cell.mark != heap.collection:
            free_cell(heap, cell, kind)
