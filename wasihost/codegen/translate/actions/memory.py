"""Accesses to memories (specification section 4.6.7): from an address to a pointer that the row's meaning takes."""

from __future__ import annotations

from wasihost.abi import Memory, MemorySlot, Trap
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.values import is_constant, operand, type_of
from wasihost.codegen.translate.writer import Writer

_PAST_ALL = (1 << 64) - 1  # no memory is that long


def access(w: Writer, instr: Instr, offset: int) -> None:
    """An access that the loop in `body` has no case for; the address lies below the other operands."""
    address = w.stack.pop(-1 - len(instr.params))
    w.emit(instr, offset, locate(w, address, instr.static_offset))


def access_checked(w: Writer, instr: Instr, offset: int) -> None:
    address = w.stack.pop(-1 - len(instr.params))
    w.emit(instr, offset, _check(w, address, instr, offset))


def memory_size(w: Writer, instr: Instr, offset: int) -> None:
    w.emit(instr, offset, length(w, instr.index))


# --------------------------------------------------------------------------------------------------------- the memories
def base(w: Writer, memidx: int) -> str:
    """Pointer to byte 0 of a memory."""
    pointer = w.hoist_load(f"memory{memidx}", w.layout.memory(memidx) + MemorySlot.offset("base"))
    if not memidx:
        w.memory0 = pointer
    return pointer


def length(w: Writer, memidx: int) -> str:
    """Pointer to the length of a memory in bytes."""
    slot = w.layout.memory(memidx) + MemorySlot.offset("memory")
    memory = w.hoist_load(f"memory{memidx}.object", slot)
    return w.hoist(f"memory{memidx}.length", f"getelementptr i8, ptr {memory}, i64 {Memory.offset('length')}")


def _load_length(w: Writer, memidx: int) -> str:
    shared, pointer = w.context.module.memories[memidx].shared, length(w, memidx)
    return f"load atomic i64, ptr {pointer} monotonic, align 8" if shared else f"load i64, ptr {pointer}, align 8"


# ------------------------------------------------------------------------------------------------------------ pointers
def locate(w: Writer, address: str, static_offset: int) -> str:
    """Pointer to byte `address` + `static_offset` of memory 0, kept in `addresses`.

    Given address < 2**32 and offset < 2**32; then their sum lies inside the 8 GiB reservation.
    """
    memory = w.memory0 or base(w, 0)
    if is_constant(address):
        n = w.new()
        byte = (int(operand(address)) & 0xFFFFFFFF) + static_offset
        w.write(f"%{n} = getelementptr i8, ptr {memory}, i64 {byte}")
    else:
        index = w.addresses.get(address)
        if index is None:
            n = w.new()
            w.write(f"%{n} = zext {address} to i64")
            index = w.addresses[address] = f"%{n}"
        n = w.new()
        # One getelementptr for both: arrays of one byte, and a byte in one of them.
        index = (
            f"[1 x i8], ptr {memory}, i64 {index}, i64 {static_offset}"
            if static_offset
            else f"i8, ptr {memory}, i64 {index}"
        )
        w.write(f"%{n} = getelementptr {index}")
    pointer = w.addresses[address, static_offset] = f"%{n}"
    return pointer


def _check(w: Writer, address: str, instr: Instr, offset: int) -> str:
    """Pointer to the bytes that a load or store accesses; traps unless all of them are in bounds."""
    memory, load_length = base(w, instr.memory), _load_length(w, instr.memory)
    if type_of(address) == "i64":
        return _check_wide(w, memory, load_length, address, instr, offset)
    n = w.new()
    w.write(
        f"%{n} = zext {address} to i64\n"
        f"%{n + 1} = add i64 %{n}, {instr.static_offset + instr.width}\n"
        f"%{n + 2} = {load_length}\n"
        f"%{n + 3} = icmp ugt i64 %{n + 1}, %{n + 2}"
    )
    w.trap_if(f"i1 %{n + 3}", Trap.MEMORY_OUT_OF_BOUNDS, offset)
    pointer = w.new()
    w.write(f"%{pointer} = getelementptr [1 x i8], ptr {memory}, i64 %{n}, i64 {instr.static_offset}")
    return f"%{pointer}"


def _check_wide(w: Writer, memory: str, load_length: str, address: str, instr: Instr, offset: int) -> str:
    """Like `_check`, where address and offset together may exceed 2**64."""
    reach = min(instr.static_offset + instr.width, _PAST_ALL)
    n = w.new()
    w.write(
        f"%{n} = {load_length}\n"
        f"%{n + 1} = sub i64 %{n}, {reach}\n"
        f"%{n + 2} = icmp ult i64 %{n}, {reach}\n"
        f"%{n + 3} = icmp ult i64 %{n + 1}, {operand(address)}\n"
        f"%{n + 4} = or i1 %{n + 2}, %{n + 3}"
    )
    w.trap_if(f"i1 %{n + 4}", Trap.MEMORY_OUT_OF_BOUNDS, offset)
    n = w.new()
    w.write(
        f"%{n} = getelementptr i8, ptr {memory}, {address}\n"
        f"%{n + 1} = getelementptr i8, ptr %{n}, i64 {instr.static_offset}"
    )
    return f"%{n + 1}"
