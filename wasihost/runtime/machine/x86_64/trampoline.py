"""x86-64: the trampoline into wasm, the landing of traps, the register file of the unwinder (System V ABI)."""

import signal

from wasihost.abi import ThreadRecord
from wasihost.elf import EM_X86_64
from wasihost.native import Extern, Struct, addr, asm, memcpy, native, noreturn, ptr, sizeof, u8, u32, u64, void
from wasihost.native.platform import SA_RESTORER, SYS, Sigaction, Ucontext

LANDING = ThreadRecord.offset("landing_sp")

# On Linux, a fault in a PROT_NONE page is SIGSEGV (SIGBUS is not a trap: a file has shrunk); ud1 raises SIGILL.
# LLVM emits ubsantrap as `ud1 CODE(%eax), %eax` = 67 0f b9 40 CODE.
TRAP_SIGNALS = (signal.SIGSEGV, signal.SIGILL)
UD1_EAX = 0x40B90F67
ELF_MACHINE = EM_X86_64

# The registers that LLVM saves right below the frame pointer, lowest first; bit n of UnwindFunction.saved is entry n.
CALLEE_SAVED = ("rbx", "r12", "r13", "r14", "r15")

trap_landing = Extern(
    "trap_landing", void, hidden=True
)  # a call into wasm that was ended continues here, with the outcome in eax
wasm_returned = Extern("wasm_returned", void, hidden=True)  # the return address of every outermost wasm frame


ENTER = f"""pushq %rbp
movq %rsp, %rbp
pushq %rbx
pushq %r12
pushq %r13
pushq %r14
pushq %r15
pushq {LANDING}(%rdi)
pushq %rdi
movq %rsp, {LANDING}(%rdi)
movq %r9, %rsp
movq %rsi, %rax
movq %rdx, %rdi
movq %rcx, %rsi
movq %r8, %rdx
callq *%rax
.globl wasm_returned
.hidden wasm_returned
wasm_returned:
leaq -56(%rbp), %rsp
xorl %eax, %eax
.globl trap_landing
.hidden trap_landing
trap_landing:
cld
popq %rdi
popq {LANDING}(%rdi)
popq %r15
popq %r14
popq %r13
popq %r12
popq %rbx
popq %rbp
retq"""


@native(naked=True)
def enter(record: ThreadRecord, thunk: ptr, vm: ptr, code: ptr, slots: ptr, stack: ptr) -> u32:
    """Switch to the wasm stack and call `thunk(vm, code, slots)`.

    Returns 0, or the outcome given to `leave` or by a trap.

    Below the caller's rbp are rbx, r12, r13, r14, r15, the record's previous landing_sp, and the record.
    """
    asm(ENTER, "", void)


@native(naked=True)
def leave(landing_sp: u64, outcome: u32) -> noreturn:
    """Abandon the wasm stack: the pending `enter` returns `outcome`."""
    asm(
        """movl %esi, %eax
        movq %rdi, %rsp
        jmp trap_landing""",
        "",
        void,
    )


# A process starts with its arguments at the stack pointer, and no frame above.
PROCESS_START = """xorl %ebp, %ebp
movq %rsp, %rdi
andq $$-16, %rsp
callq process_start
ud2"""


SIGNAL_RETURN = f"movl $${SYS.rt_sigreturn}, %eax\nsyscall"  # a literal dollar is doubled in inline assembly


@native(naked=True)
def signal_return():
    asm(SIGNAL_RETURN, "", void)


@native
def set_handler(action: Sigaction, handler: ptr, flags: u64):
    """Fill a Sigaction.  On this machine, the kernel has no signal return code of its own."""
    action.handler, action.restorer = handler, signal_return
    action.flags, action.mask = flags | SA_RESTORER, 0


@native(naked=True)
def diverted():
    """The target of a diverted return into wasm: calls `deadline_passed(sp, fp)` with the frame there."""
    asm(
        """movq %rsp, %rdi
        movq %rbp, %rsi
        andq $$-16, %rsp
        callq deadline_passed""",
        "",
        void,
    )


@native(inline=True)
def set_signal_result(context: Ucontext, landing_sp: u64, outcome: u32):
    """Make the interrupted thread continue at `trap_landing` when the signal handler returns."""
    context.pc = u64(trap_landing)
    context.sp = landing_sp
    context.result = u64(outcome)


@native(inline=True)
def record_registers(record: ThreadRecord, context: Ucontext):
    """Copy the registers r8 to rip; see runtime/operand.py."""
    memcpy(record.registers, addr(context.r8), sizeof(u64) * 17)


@native(inline=True)
def trap_code_at(pc: u64) -> u32:
    """The code in the trapping instruction at `pc`, or 0 if it is not one of ours."""
    if u32[ptr(pc)] != UD1_EAX:
        return 0
    return u32(u8[ptr(pc + 4)])


class Registers(Struct):
    """The registers that the unwinder restores, in the order in which `throw` stores them."""

    rbx: u64
    r12: u64
    r13: u64
    r14: u64
    r15: u64
    fp: u64
    sp: u64  # of the frame after its call has returned
    pc: u64  # the return address in it


@native(inline=True)
def restore_saved(registers: Registers, saved: u32):
    """Load the callee-saved registers that a frame stores below its frame pointer; the last one pushed is lowest."""
    slot = ptr(registers.fp) - 8
    if saved & 16:
        registers.r15 = u64[slot]
        slot = slot - 8
    if saved & 8:
        registers.r14 = u64[slot]
        slot = slot - 8
    if saved & 4:
        registers.r13 = u64[slot]
        slot = slot - 8
    if saved & 2:
        registers.r12 = u64[slot]
        slot = slot - 8
    if saved & 1:
        registers.rbx = u64[slot]


@native(inline=True)
def read_callee_saved(to: ptr):
    """Store the registers of CALLEE_SAVED."""
    asm(
        """movq %rbx, ($0)
        movq %r12, 8($0)
        movq %r13, 16($0)
        movq %r14, 24($0)
        movq %r15, 32($0)""",
        "r,~{memory}",
        void,
        to,
    )


@native(naked=True)
def throw(vm: ptr, exception: ptr) -> noreturn:
    """Find the landing pad for `exception` in the callers' frames, and continue there with it in rax.

    Calls `find_handler(registers, exception, vm)`, which updates the Registers on the stack.
    """
    asm(
        """popq %rax
        subq $$64, %rsp
        movq %rbx, (%rsp)
        movq %r12, 8(%rsp)
        movq %r13, 16(%rsp)
        movq %r14, 24(%rsp)
        movq %r15, 32(%rsp)
        movq %rbp, 40(%rsp)
        leaq 64(%rsp), %rcx
        movq %rcx, 48(%rsp)
        movq %rax, 56(%rsp)
        movq %rdi, %rdx
        movq %rsp, %rdi
        movq %rsi, %rbx
        movq %rsp, %r13
        andq $$-16, %rsp
        callq find_handler
        movq %r13, %rsp
        movq %rbx, %rax
        movq (%rsp), %rbx
        movq 8(%rsp), %r12
        movq 16(%rsp), %r13
        movq 24(%rsp), %r14
        movq 32(%rsp), %r15
        movq 40(%rsp), %rbp
        movq 56(%rsp), %rcx
        movq 48(%rsp), %rsp
        jmpq *%rcx""",
        "",
        void,
    )
