"""What the compiler translates itself: system calls, assembly, bits, volatile and atomic memory, tail calls."""

import ctypes
import os
import struct
import threading

import pytest

from wasihost.native import (
    Extern,
    Fn,
    Global,
    Module,
    Struct,
    addr,
    asm,
    atomic_add,
    atomic_cas,
    atomic_load,
    atomic_store,
    bitcast,
    bool_,
    clz,
    ctz,
    f32,
    f64,
    frame_address,
    i16,
    i32,
    i64,
    memcpy,
    memset,
    native,
    new,
    popcnt,
    ptr,
    return_address,
    sdiv,
    select,
    srem,
    stack_address,
    static_assert,
    syscall,
    tail,
    u8,
    u16,
    u32,
    u64,
    u128,
    volatile_load,
    volatile_store,
)
from wasihost.native.platform import MACHINE, MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE, SYS

x86_64 = pytest.mark.skipif(MACHINE != "x86_64", reason="x86-64 assembly")

# ---- system calls


@native(export=True)
def process() -> i64:
    return syscall(SYS.getpid)


@native(export=True)
def mapped(size: u64) -> u64:
    """All six arguments, with a negative constant and a u32 among them."""
    p = ptr(syscall(SYS.mmap, None, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, u32(0)))
    u64[p] = 5
    value = u64[p] + u64[p + (size - 8)]
    return value if syscall(SYS.munmap, p, size) == 0 else 0


@native(export=True)
def failed_write(fd: i32) -> i64:
    return syscall(SYS.write, fd, b"text", 4)


def test_system_calls_return_results_and_errors(call):
    assert os.getpid() == call(process)
    assert 5 == call(mapped, 1 << 20)
    assert -9 == call(failed_write, -1)


# ---- assembly


@native(export=True)
def rotated(a: u32) -> u32:
    return asm("roll $$8, $0", "=r,0,~{flags}", u32, a)


@native(export=True)
def halves(a: u64) -> u64:
    low, high = asm("movq $2, %rax\n mulq %rax", "={rax},={rdx},r,~{flags}", (u64, u64), a)
    return low ^ high


@native(export=True, naked=True)
def bare(a: u64, b: u64) -> u64:
    """A naked function has no prologue."""
    asm("leaq (%rdi,%rsi,2), %rax\n retq")


@x86_64
def test_inline_assembly_has_operands_and_results(call):
    assert 0x22334411 == call(rotated, 0x11223344)
    square = (1 << 40 | 3) ** 2
    assert square >> 64 ^ square & (1 << 64) - 1 == call(halves, 1 << 40 | 3)
    assert 14 == call(bare, 4, 5)


# ---- memory


@native(export=True)
def copied(p: ptr, size: u64):
    memcpy(p + 1, p, size)
    memset(p, 0x1FF, 1)


@native(export=True)
def fixed_copy(p: ptr):
    memcpy(p + 20, p, 20)


@native(export=True)
def fresh(n: u32) -> u32:
    a, b, bytes_ = new(u32, 4), new(u64), new(u8, n_bytes)
    for i in range(4):
        a[i] = n + u32(i)
    b[0] = 0xFFFFFFFFFFFFFFFF
    memset(bytes_, 1, n_bytes)
    return a[0] + a[3] + bytes_[n_bytes - 1]


n_bytes = 100


@native(export=True)
def volatile(p: ptr) -> u64:
    volatile_store(u16, p, volatile_load(u16, p) + 1)
    volatile_store(bool_, p + 2, not volatile_load(bool_, p + 2))
    return volatile_load(u64, p)


def test_memory_builtins_copy_and_fill(call):
    memory = ctypes.create_string_buffer(b"0123456789", 64)
    call(copied, memory, 10)
    assert b"\xff0123456789\0" == memory.raw[:12]
    call(fixed_copy, memory)
    assert memory.raw[:20] == memory.raw[20:40]
    assert 7 + 10 + 1 == call(fresh, 7)
    assert 0x01_0100 == call(volatile, ctypes.create_string_buffer(b"\xff\0\0", 8))


def test_volatile_accesses_are_all_made():
    @native(export=True)
    def twice(p: ptr):
        volatile_load(u32, p)
        volatile_load(u32, p)

    assert 2 == Module().add(twice).ir().count("load volatile i32")


# ---- atomic memory


@native(export=True)
def atomics(p: ptr) -> u64:
    old = atomic_add(u32, p, 5)
    atomic_store(u32, p + 4, old)
    seen = atomic_cas(u32, p, old + 5, 100)
    unseen = atomic_cas(u32, p, 7, 200)
    q = new(ptr)
    atomic_store(ptr, q, p)
    same = atomic_cas(ptr, q, p, None) == p and not atomic_load(ptr, q)
    return u64(atomic_load(u32, p)) << 32 | seen << 16 | unseen << 8 | u32(same)


@native(export=True)
def spin(p: ptr, n: u32):
    for _ in range(n):
        while atomic_cas(u32, p, 0, 1) != 0:
            pass
        u32[p, 1] += 1
        atomic_store(u32, p, 0)


def test_atomics_return_the_previous_value(call):
    memory = ctypes.create_string_buffer(struct.pack("<II", 10, 0), 8)

    assert 100 << 32 | 15 << 16 | 100 << 8 | 1 == call(atomics, memory)
    assert (100, 10) == struct.unpack("<II", memory.raw)


def test_a_lock_made_of_atomics_excludes(call):
    memory = ctypes.create_string_buffer(8)
    threads = [threading.Thread(target=call, args=(spin, memory, 20_000)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (0, 40_000) == struct.unpack("<II", memory.raw)


# ---- arithmetic


@native(export=True)
def divided(a: i32, b: i32) -> i64:
    return i64(sdiv(a, b)) * 1000 + srem(a, b)


@pytest.mark.parametrize("a, b", [(7, 2), (-7, 2), (7, -2), (-7, -2), (-(2**31), 3)])
def test_signed_division_truncates(call, a, b):
    quotient = int(a / b)

    assert quotient * 1000 + (a - quotient * b) == call(divided, a, b)


@native(export=True)
def bits(a: u32, b: u16) -> u32:
    return clz(a) | ctz(a) << 8 | popcnt(a) << 16 | u32(clz(b)) << 24


@native(export=True)
def chosen(c: bool_, a: u32, b: i32) -> i64:
    return i64(select(c, a, 7)) + select(b < 0, -b, b) + min(b, 5) * 100 + max(i64(a), 3) * 1000


@native(export=True)
def folded_extremes() -> u32:
    return min(7, 5) + max(1, 2)


@native(export=True)
def same_bits(a: f64, b: f32, c: i32) -> u64:
    return bitcast(u64, a) ^ bitcast(u32, b) ^ bitcast(u32, c) ^ bitcast(u64, bitcast(f64, bitcast(u64, a)))


def test_bit_builtins_count_and_select(call):
    assert [8 | 4 << 8 | 2 << 16 | 11 << 24, 32 | 32 << 8 | 16 << 24] == [call(bits, 0x800010, 31), call(bits, 0, 0)]
    assert [9 + 4 - 400 + 9000, 7 + 4 + 400 + 3000] == [call(chosen, *args) for args in ((True, 9, -4), (False, 2, 4))]
    assert 7 == call(folded_extremes)
    single = struct.unpack("I", struct.pack("f", 2.5))[0]
    assert single ^ 0xFFFFFFFF == call(same_bits, 1.25, 2.5, -1)


# ---- the stack and calls


@native(export=True)
def frames() -> u64:
    inside = frame_address() - 4096 < stack_address() <= frame_address()
    return u64(inside) | u64(u64[ptr(frame_address() + 8)] == return_address()) << 1


@native(export=True)
def count_down(n: u64, total: u64) -> u64:
    if n == 0:
        return total
    return tail(count_down(n - 1, total + n))


Step = Fn(u64, u64, u64)


@native(export=True)
def count_down_indirectly(n: u64, total: u64) -> u64:
    if n == 0:
        return total
    tail(Step(Self[0])(n - 1, total + n))


Self = Global(table=[count_down_indirectly])

strtoul = Extern("strtoul", u64, ptr, ptr, i32)


@native(export=True)
def parsed(p: ptr) -> u64:
    return strtoul(p, None, 16)


def test_tail_calls_and_frame_addresses_work(call):
    assert 3 == call(frames)
    assert 500_000_500_000 == call(count_down, 1_000_000, 0)
    assert 500_000_500_000 == call(count_down_indirectly, 1_000_000, 0)
    assert 0xBEEF == call(parsed, b"beef")


class Row(Struct):
    a: u32
    b: i16


static_size = Row.size


@native(export=True)
def asserted() -> u32:
    static_assert(static_size == 8, "the layout of Row is known elsewhere")
    static_assert(Row.offset("b") == 4)
    return u32(u128(1) << 100 >> 100) + u32(addr(u8[ptr(8)])) - 8


def test_static_assert_costs_nothing(call):
    assert 1 == call(asserted)
