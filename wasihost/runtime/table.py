"""Tables: create them, read and write entries, fill them from segments (specification 4.2.7 and 4.4.11).

The entries of a table of functions are distances (`abi.TABLE_HEAD`).  Zero means the value that the active segments of
the defining instance give the entry, or null if there is none; it is computed on first use.
"""

from wasihost.abi import (
    FUNCREF,
    HOST_PAGE,
    NONE,
    TABLE_HEAD,
    TABLE_LIMIT,
    ElementRecord,
    ExprRef,
    FuncRef,
    Section,
    SegmentMode,
    Store,
    Table,
    TableRecord,
    TableSlot,
    VMContext,
)
from wasihost.native import bool_, i64, memcpy, native, ptr, syscall, u32, u64
from wasihost.native.platform import PROT_NONE, PROT_READ, PROT_WRITE, SYS
from wasihost.runtime.accounting import FRESH, give_back, keep, unkeep
from wasihost.runtime.expression import evaluate
from wasihost.runtime.image import Image, section
from wasihost.runtime.memory import in_host_pages
from wasihost.runtime.reference import locate
from wasihost.runtime.state import Instance
from wasihost.runtime.trap import next_piece
from wasihost.wasi.pieces import ENTRIES

TABLE_ENTRY = 8  # bytes
MAX_RESERVED = 1 << 43  # bytes of address space for all tables of an instance, unless their initial sizes need more
SMALL_RESERVED = 1 << 27  # bytes to reserve for a table that can grow, if the host does not allow more


@native(inline=True)
def table_of(vm: VMContext, tableidx: u32) -> Table:
    return TableSlot(ptr(vm) + Image(vm.image).header.vm.tables)[tableidx].table


@native
def table_new(store: Store, table: Table, record: TableRecord, count: u32) -> bool_:
    """Map a table of nulls, one of `count` tables of its instance.  The limit counts its entries, not its reservation.

    The caller sets `owner` and `index`.
    """
    if not keep(store, record.minimum * TABLE_ENTRY):
        return False
    least = room_of(record.minimum)
    room = max(least, min(room_of(most_entries(record.maximum)), u64(MAX_RESERVED // HOST_PAGE) // count * HOST_PAGE))
    mapping = reserve(room, least)
    if mapping < 0 and room > least:  # then the table can grow less, or not at all
        room = max(least, min(room, u64(SMALL_RESERVED)))
        mapping = reserve(room, least)
    if mapping < 0 and room > least:
        room = least
        mapping = reserve(room, least)
    if mapping < 0:
        unkeep(store, record.minimum * TABLE_ENTRY)
        return False
    FuncRef(ptr(mapping)).type_id = NONE
    table.base, table.length, table.maximum = ptr(mapping) + TABLE_HEAD, record.minimum, record.maximum
    table.reserved, table.valtype, table.flags = room, record.valtype, record.flags
    return True


@native
def most_entries(maximum: u64) -> u64:
    return min(maximum, u64(TABLE_LIMIT))


@native
def room_of(entries: u64) -> u64:
    """The address space for these entries and the FuncRef before the first, in bytes, rounded up to pages."""
    return in_host_pages((entries + 1) * TABLE_ENTRY + TABLE_HEAD)


@native
def reserve(room: u64, least: u64) -> i64:
    """Map the address space that a table can grow into, and make the first `least` bytes accessible."""
    access: u64 = PROT_READ | PROT_WRITE if room == least else u64(PROT_NONE)
    mapping = syscall(SYS.mmap, 0, room, access, FRESH, -1, 0)
    if mapping >= 0 and room > least and syscall(SYS.mprotect, mapping, least, PROT_READ | PROT_WRITE) < 0:
        give_back(ptr(mapping), room)
        return -1
    return mapping


@native
def table_free(store: Store, table: Table):
    give_back(table.base - TABLE_HEAD, table.reserved)
    unkeep(store, table.length * TABLE_ENTRY)


@native
def take_room(store: Store, table: Table, delta: u64) -> bool_:
    """Count additional entries.  False: a limit forbids them.  The caller fills them, and then increases the length."""
    if delta > most_entries(table.maximum) - table.length or delta > store.limits.table:
        return False
    used, needed = room_of(table.length), room_of(table.length + delta)
    if needed > table.reserved or not keep(store, delta * TABLE_ENTRY):
        return False
    if needed > used:
        place = table.base - TABLE_HEAD + used
        if syscall(SYS.mprotect, place, needed - used, PROT_READ | PROT_WRITE) < 0:
            unkeep(store, delta * TABLE_ENTRY)
            return False
    store.limits.table -= delta
    return True


@native
def entry(table: Table, index: u64) -> u64:
    """The reference at an index, which is in bounds."""
    raw = u64[table.base, index]
    if table.valtype != FUNCREF:
        return raw
    if raw:
        return raw + u64(table.base) - TABLE_HEAD
    value = first_value(table, index)
    put(table, index, value)
    return value


@native
def put(table: Table, index: u64, value: u64):
    """Set the entry at an index, which is in bounds."""
    if table.valtype == FUNCREF:
        value -= u64(table.base) - TABLE_HEAD
    u64[table.base, index] = value


@native
def fill(store: Store, table: Table, to: u64, count: u64, value: u64):
    end = to + count
    while to < end:
        for _ in range(next_piece(store, end - to, ENTRIES)):
            put(table, to, value)
            to += 1


@native
def fill_fresh(store: Store, table: Table, to: u64, count: u64, value: u64):
    """As `fill`, for entries that were never written or used.  They are null, and their pages take no memory."""
    if value:
        fill(store, table, to, count, value)


@native
def copy(store: Store, target: Table, to: u64, source: Table, start: u64, count: u64):
    """Copy entries.  The ranges are in bounds, and may overlap."""
    backwards = to > start  # so that no piece overwrites what a later one reads
    while count:
        size = next_piece(store, count, ENTRIES)
        count -= size
        away: u64 = count if backwards else u64(0)
        copy_piece(target, to + away, source, start + away, size)
        if not backwards:
            to, start = to + size, start + size


@native
def copy_piece(target: Table, to: u64, source: Table, start: u64, count: u64):
    if source.valtype == FUNCREF:
        for i in range(start, start + count):
            entry(source, i)  # compute it, because zero means something else in another table
    if ptr(target) == ptr(source) or source.valtype != FUNCREF:
        memcpy(target.base + to * 8, source.base + start * 8, count * 8)
    else:
        for i in range(count):
            put(target, to + i, entry(source, start + i))


@native
def first_value(table: Table, index: u64) -> u64:
    """The value of an entry that was never written since the table's instance was created."""
    if not table.from_segments:
        return 0
    instance = Instance(table.owner)
    elements = ElementRecord(section(instance.image.header, Section.ELEMENTS))
    i = instance.applied_elements
    while i:
        i -= 1
        record = elements[i]
        if record.mode == SegmentMode.ACTIVE and record.table == table.index:
            start = instance.element_starts[i]
            if start <= index < start + record.count:
                return item(instance, record, index - start)
    return 0


@native
def item(instance: Instance, record: ElementRecord, index: u64) -> u64:
    """A reference in a segment."""
    items = section(instance.image.header, Section.ELEMENT_ITEMS) + u64(record.first) * 4
    if record.expressions:
        return evaluate(instance.image, instance.vm, ExprRef(items)[index])
    return locate(instance.vm, u32[items, index])


@native
def has_room(table: Table, to: u64, count: u64) -> bool_:
    return count <= table.length and to <= table.length - count


@native
def table_write(instance: Instance, tableidx: u32, record: ElementRecord, to: u64, first: u64, count: u64) -> bool_:
    """Copy `count` items of a segment, starting at `first`.  False, with nothing written: out of bounds."""
    table = table_of(instance.vm, tableidx)
    if not has_room(table, to, count):
        return False
    done = u64(0)
    while done < count:
        for _ in range(next_piece(instance.store, count - done, ENTRIES)):
            put(table, to + done, item(instance, record, first + done))
            done += 1
    return True


@native
def table_apply(instance: Instance, record: ElementRecord, to: u64) -> bool_:
    """Apply an active segment, like table_write.  Entries of the instance's own tables are computed on first use."""
    table = table_of(instance.vm, record.table)
    if table.from_segments and table.owner == ptr(instance):
        return has_room(table, to, u64(record.count))
    return table_write(instance, record.table, record, to, 0, u64(record.count))
