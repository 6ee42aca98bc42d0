"""The address that an x86-64 instruction accesses."""

import ctypes

import pytest

from tests.native.conftest import call
from wasihost.native import Ptr, bool_, native, ptr, u64
from wasihost.runtime.machine.x86_64.operand import ORDER, accessed

__all__ = ["call"]


@native(export=True)
def address_of(code: ptr, size: u64, registers: Ptr(u64), address: Ptr(u64)) -> bool_:
    return accessed(code, size, registers, address)


# Each register has a value that no sum of others gives.
VALUES = [1 << 4 * n for n in range(16)]  # rax rcx rdx rbx rsp rbp rsi rdi r8 … r15
RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 = VALUES
SAVED = [0] * 17
for number, place in enumerate(ORDER):
    SAVED[place] = VALUES[number]

INSTRUCTIONS = [
    # bytes, what they are, address
    ("8b04 0f", "mov eax, [rdi + rcx]", RDI + RCX),
    ("8b44 8f08", "mov eax, [rdi + 4*rcx + 8]", RDI + 4 * RCX + 8),
    ("8b87 00010000", "mov eax, [rdi + 256]", RDI + 256),
    ("8b47 fc", "mov eax, [rdi - 4]", RDI - 4),
    ("8b04 24", "mov eax, [rsp]", RSP),
    ("8b45 00", "mov eax, [rbp]", RBP),
    ("428b84 3a 00010000", "mov eax, [rdx + r15 + 256]", RDX + R15 + 256),
    ("438b0424", "mov eax, [r12 + r12]: r12 can be an index", R12 + R12),
    ("418b00", "mov eax, [r8]", R8),
    ("498945 10", "mov [r13 + 16], rax", R13 + 16),
    ("c6040f 07", "mov byte [rdi + rcx], 7", RDI + RCX),
    ("66c7040f 0700", "mov word [rdi + rcx], 7", RDI + RCX),
    ("0fb6040f", "movzx eax, byte [rdi + rcx]", RDI + RCX),
    ("4863040f", "movsxd rax, [rdi + rcx]", RDI + RCX),
    ("0304 0f", "add eax, [rdi + rcx]", RDI + RCX),
    ("8304 0f01", "add dword [rdi + rcx], 1", RDI + RCX),
    ("f0480fb10c0f", "lock cmpxchg [rdi + rcx], rcx", RDI + RCX),
    ("f30f1047 fc", "movss xmm0, [rdi - 4]", RDI - 4),
    ("66420f6f043b", "movdqa xmm0, [rbx + r15]", RBX + R15),
    ("660f38300407", "pmovzxbw xmm0, [rdi + rax]", RDI + RAX),
    ("c5fa10040f", "vmovss xmm0, [rdi + rcx]", RDI + RCX),
    ("c4c17a100424", "vmovss xmm0, [r12]", R12),
    ("c4a17a100437", "vmovss xmm0, [rdi + r14]", RDI + R14),
    ("c4e279180437", "vbroadcastss xmm0, [rdi + rsi]", RDI + RSI),
    ("8b0425 44332211", "mov eax, [0x11223344]", 0x11223344),
    ("8b05 00000000", "mov eax, [rip]", None),
    ("89c8", "mov eax, ecx", None),
    ("c3", "ret", None),
    ("a5", "movsd", None),
    ("a100000000", "mov eax, [0]", None),
    ("658b0425 00000000", "mov eax, gs:[0]", None),
    ("678b0407", "mov eax, [edi]", None),
    ("62f17c48100407", "vmovups zmm0, [rdi + rax]: compressed displacements are not known", None),
    ("", "nothing", None),
    ("8b", "cut off", None),
    ("8b84", "cut off", None),
    ("8b840f 0001", "cut off", None),
    ("c5", "cut off", None),
    ("6666666666666666", "prefixes only", None),
]


@pytest.mark.parametrize("code, text, address", INSTRUCTIONS, ids=[row[1] for row in INSTRUCTIONS])
def test_address_is_computed_from_the_operand(call, code, text, address):
    data, found = bytes.fromhex(code), ctypes.c_uint64()
    known = call(address_of, data, len(data), (ctypes.c_uint64 * 17)(*SAVED), ctypes.byref(found))

    assert address == (found.value if known else None)
