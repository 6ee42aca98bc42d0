"""The functions that generated code calls through its VMContext, in the order of `abi.BUILTINS` (specification 4.4).

They run on the wasm stack.  A trap in them leaves wasm before anything is written.
"""

from wasihost.abi import (
    BUILTINS,
    CONVENTIONS,
    SHARED,
    DataRecord,
    ElementRecord,
    Section,
    Trap,
    VMContext,
)
from wasihost.native import Global, i64, memcpy, memset, native, ptr, u8, u32, u64
from wasihost.runtime.exception import exception_caught, exception_new
from wasihost.runtime.image import section
from wasihost.runtime.instantiate import memory_write
from wasihost.runtime.interpreter import interpreter_call
from wasihost.runtime.machine import throw
from wasihost.runtime.memory import grow, grow_shared, memory_of
from wasihost.runtime.reference import function_reference
from wasihost.runtime.state import Instance
from wasihost.runtime.table import copy, entry, fill, fill_fresh, table_of, table_write, take_room
from wasihost.runtime.trap import need_stack, next_piece, raise_trap
from wasihost.runtime.waiting import notify, wait
from wasihost.wasi.pieces import BYTES


@native(inline=True)
def check(vm: VMContext, start: u64, count: u64, length: u64, code: u32):
    """Trap unless [start, start + count) lies inside `length`."""
    if count > length or start > length - count:
        raise_trap(vm.store, code)


@native
def memory_grow(vm: VMContext, memidx: u32, delta: i64) -> i64:
    memory = memory_of(vm, memidx)
    if memory.flags & SHARED:
        need_stack(vm)
        return grow_shared(vm.store, memory, u64(delta))
    return grow(vm.store, memory, u64(delta))


@native
def memory_copy(vm: VMContext, to_memory: u32, from_memory: u32, to: u64, start: u64, count: u64):
    target, source = memory_of(vm, to_memory), memory_of(vm, from_memory)
    check(vm, start, count, source.length, Trap.MEMORY_OUT_OF_BOUNDS)
    check(vm, to, count, target.length, Trap.MEMORY_OUT_OF_BOUNDS)
    target_at, source_at = target.base + to, source.base + start
    backwards = u64(target_at) > u64(source_at)  # so that no piece overwrites what a later one reads
    while count:
        size = next_piece(vm.store, count, BYTES)
        count -= size
        away: u64 = count if backwards else u64(0)
        memcpy(target_at + away, source_at + away, size)
        if not backwards:
            target_at, source_at = target_at + size, source_at + size


@native
def memory_fill(vm: VMContext, memidx: u32, to: u64, byte: u32, count: u64):
    memory = memory_of(vm, memidx)
    check(vm, to, count, memory.length, Trap.MEMORY_OUT_OF_BOUNDS)
    at = memory.base + to
    while count:
        size = next_piece(vm.store, count, BYTES)
        memset(at, u8(byte), size)
        at, count = at + size, count - size


@native
def memory_init(vm: VMContext, memidx: u32, dataidx: u32, to: u64, start: u32, count: u32):
    instance = Instance(vm.instance)
    record = DataRecord(section(instance.image.header, Section.DATA))[dataidx]
    size: u64 = 0 if u8[instance.dropped_data, dataidx] else record.count
    check(vm, u64(start), u64(count), size, Trap.MEMORY_OUT_OF_BOUNDS)
    if not memory_write(instance, memidx, record, to, u64(start), u64(count)):
        raise_trap(vm.store, Trap.MEMORY_OUT_OF_BOUNDS)


@native
def memory_wait(vm: VMContext, address: ptr, expected: u64, timeout_ns: i64, width: u32) -> u32:
    need_stack(vm)
    return wait(address, expected, timeout_ns, width)


@native
def memory_notify(vm: VMContext, address: ptr, most: u32) -> u32:
    need_stack(vm)
    return notify(address, most)


@native
def data_drop(vm: VMContext, dataidx: u32):
    u8[Instance(vm.instance).dropped_data, dataidx] = 1


@native
def table_grow(vm: VMContext, tableidx: u32, value: ptr, delta: u64) -> i64:
    table = table_of(vm, tableidx)
    old = table.length
    if not take_room(vm.store, table, delta):
        return -1
    fill_fresh(vm.store, table, old, delta, u64(value))
    table.length = old + delta
    return i64(old)


@native
def table_copy(vm: VMContext, to_table: u32, from_table: u32, to: u64, start: u64, count: u64):
    target, source = table_of(vm, to_table), table_of(vm, from_table)
    check(vm, start, count, source.length, Trap.TABLE_OUT_OF_BOUNDS)
    check(vm, to, count, target.length, Trap.TABLE_OUT_OF_BOUNDS)
    copy(vm.store, target, to, source, start, count)


@native
def table_fill(vm: VMContext, tableidx: u32, to: u64, value: ptr, count: u64):
    table = table_of(vm, tableidx)
    check(vm, to, count, table.length, Trap.TABLE_OUT_OF_BOUNDS)
    fill(vm.store, table, to, count, u64(value))


@native
def table_init(vm: VMContext, tableidx: u32, elemidx: u32, to: u64, start: u32, count: u32):
    instance = Instance(vm.instance)
    record = ElementRecord(section(instance.image.header, Section.ELEMENTS))[elemidx]
    size: u64 = 0 if u8[instance.dropped_elements, elemidx] else u64(record.count)
    check(vm, u64(start), u64(count), size, Trap.TABLE_OUT_OF_BOUNDS)
    if not table_write(instance, tableidx, record, to, u64(start), u64(count)):
        raise_trap(vm.store, Trap.TABLE_OUT_OF_BOUNDS)


@native
def elem_drop(vm: VMContext, elemidx: u32):
    u8[Instance(vm.instance).dropped_elements, elemidx] = 1


@native(cc=CONVENTIONS["table_entry"])
def table_entry(vm: VMContext, tableidx: u32, index: u64) -> ptr:
    return ptr(entry(table_of(vm, tableidx), index))


@native
def reference_of_function(vm: VMContext, funcidx: u32) -> ptr:
    return ptr(function_reference(Instance(vm.instance), funcidx))


FUNCTIONS = {
    "memory_grow": memory_grow,
    "memory_copy": memory_copy,
    "memory_fill": memory_fill,
    "memory_init": memory_init,
    "memory_wait": memory_wait,
    "memory_notify": memory_notify,
    "data_drop": data_drop,
    "table_grow": table_grow,
    "table_copy": table_copy,
    "table_fill": table_fill,
    "table_init": table_init,
    "elem_drop": elem_drop,
    "table_entry": table_entry,
    "function_reference": reference_of_function,
    "exception_new": exception_new,
    "exception_throw": throw,
    "exception_caught": exception_caught,
    "interpreter_call": interpreter_call,
}
code_addresses = Global(table=[FUNCTIONS[name] for name in BUILTINS])


@native(export=True)
def builtins_table() -> ptr:
    """The table that `instance_new` puts into `VMContext.builtins`."""
    return ptr(code_addresses)
