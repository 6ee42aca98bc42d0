"""x86-64: from native code into the interpreter, and back (System V ABI)."""

from wasihost.abi import ThreadRecord
from wasihost.layout import Array, u64, u128
from wasihost.native import Extern, Struct, asm, bool_, native, ptr, void
from wasihost.native.platform import Ucontext
from wasihost.runtime.machine.x86_64.trampoline import Registers as Saved


class Arguments(Struct):
    """What C's convention passes in registers; then what it returns there."""

    integers: Array(u64, 6)  # rdi, rsi, rdx, rcx, r8, r9; or rax, rdx, rcx
    floats: Array(u128, 8)


class Window(Struct):
    """Arguments of an interpreted function, and then its results; the highest address has the first one."""

    values: ptr
    size: u64  # bytes: of the arguments or the results, whichever are more
    arguments: u64  # bytes
    integer: u64  # the only result, if it is an integer
    vector: u128  # likewise


def _entry(reference: str) -> str:
    """Calls `interpreter_entered(function, registers, arguments in memory)`.

    The frame is like that of a function that saves all registers, because exceptions pass through it.
    """
    vectors = "\n".join(f"movups %xmm{n}, {48 + 16 * n}(%rsp)" for n in range(8))
    results = "\n".join(f"movups {48 + 16 * n}(%rsp), %xmm{n}" for n in range(4))
    integers = "\n".join(f"movq %{r}, {8 * n}(%rsp)" for n, r in enumerate(("rdi", "rsi", "rdx", "rcx", "r8", "r9")))
    return f"""pushq %rbp
        movq %rsp, %rbp
        pushq %r15
        pushq %r14
        pushq %r13
        pushq %r12
        pushq %rbx
        subq $$184, %rsp
        {integers}
        {vectors}
        movq %{reference}, %rdi
        movq %rsp, %rsi
        leaq 16(%rbp), %rdx
        callq interpreter_entered
        .globl interpreter_entered_{reference}
        .hidden interpreter_entered_{reference}
        interpreter_entered_{reference}:
        movq (%rsp), %rax
        movq 8(%rsp), %rdx
        movq 16(%rsp), %rcx
        {results}
        leaq -40(%rbp), %rsp
        popq %rbx
        popq %r12
        popq %r13
        popq %r14
        popq %r15
        popq %rbp
        retq"""


ENTRY, HIDDEN_ENTRY = _entry("rdi"), _entry("rsi")


@native(naked=True)
def interpreter_entry():
    """The code of all interpreted functions: its first argument says which one it is."""
    asm(ENTRY, "", void)


@native(naked=True)
def interpreter_entry_hidden():
    """The code of those whose results are in memory, which the first argument points to."""
    asm(HIDDEN_ENTRY, "", void)


@native(naked=True)
def interpret(ip: ptr, vm: ptr, memory: ptr, table: ptr, window: Window, last: ptr):
    """Run the code at `ip` until it returns.  `last` is code that leaves the interpreter.

    Below the frame pointer are the saved registers, with `vm` where frames have it (codegen.handlers.frame.INSTANCE),
    `window`, and the address of the end of this function (LEFT).
    """
    asm(
        """pushq %rbp
        movq %rsp, %rbp
        pushq %r15
        pushq %rsi
        pushq %r14
        pushq %r13
        pushq %r12
        pushq %rbx
        pushq %r8
        leaq 1f(%rip), %rax
        pushq %rax
        movq %r9, %r11
        movq %rdi, %r13
        movq %rsi, %rbx
        movq %rdx, %r12
        movq %rcx, %r15
        movq (%r8), %rsi
        movq 8(%r8), %rcx
        subq %rcx, %rsp
        leaq -16(%rsp, %rcx), %r10
        subq 16(%r8), %r10
        movq %rsp, %rdi
        shrq $$3, %rcx
        cld
        rep movsq
        movq %r11, 8(%r10)
        movq %rbp, (%r10)
        movq %r10, %rbp
        movzwl (%r13), %eax
        jmpq *(%r15, %rax, 8)
        1:
        movq -56(%rbp), %r8
        movq %r14, 24(%r8)
        movups %xmm1, 32(%r8)
        movq 8(%r8), %rcx
        leaq -64(%rbp), %rsi
        subq %rcx, %rsi
        movq (%r8), %rdi
        shrq $$3, %rcx
        rep movsq
        leaq -48(%rbp), %rsp
        popq %rbx
        popq %r12
        popq %r13
        popq %r14
        popq %rsi
        popq %r15
        popq %rbp
        retq""",
        "",
        void,
    )


@native(naked=True)
def call_native(code: ptr, registers: Arguments, memory: ptr, size: u64):
    """Call code in C's convention, with `size` bytes, a multiple of 16, of arguments in memory."""
    asm(
        """pushq %rbp
        movq %rsp, %rbp
        pushq %rbx
        subq $$8, %rsp
        movq %rsi, %rbx
        movq %rdi, %rax
        movq %rdx, %rsi
        subq %rcx, %rsp
        movq %rsp, %rdi
        shrq $$3, %rcx
        cld
        rep movsq
        movups 48(%rbx), %xmm0
        movups 64(%rbx), %xmm1
        movups 80(%rbx), %xmm2
        movups 96(%rbx), %xmm3
        movups 112(%rbx), %xmm4
        movups 128(%rbx), %xmm5
        movups 144(%rbx), %xmm6
        movups 160(%rbx), %xmm7
        movq (%rbx), %rdi
        movq 8(%rbx), %rsi
        movq 16(%rbx), %rdx
        movq 24(%rbx), %rcx
        movq 32(%rbx), %r8
        movq 40(%rbx), %r9
        callq *%rax
        movq %rax, (%rbx)
        movq %rdx, 8(%rbx)
        movq %rcx, 16(%rbx)
        movups %xmm0, 48(%rbx)
        movups %xmm1, 64(%rbx)
        movups %xmm2, 80(%rbx)
        movups %xmm3, 96(%rbx)
        movq -8(%rbp), %rbx
        leave
        retq""",
        "",
        void,
    )


# Return addresses in the entries.
entered = Extern("interpreter_entered_rdi", void, hidden=True)
entered_hidden = Extern("interpreter_entered_rsi", void, hidden=True)
ENTRIES = entered, entered_hidden
ENTRY_SAVED = 31  # as in UnwindFunction


@native(inline=True)
def is_entry(pc: u64) -> bool_:
    """Whether a return address is in an entry of interpreted functions."""
    return pc == u64(entered) or pc == u64(entered_hidden)


@native(inline=True)
def set_interpreter(registers: Saved, vm: ptr, memory: ptr, table: ptr, exception: ptr, handler: u64):
    """Let the unwinder continue with a handler, at the code in `registers.pc`, in the frame that was found."""
    registers.r13, registers.rbx, registers.r12 = registers.pc, u64(vm), u64(memory)
    registers.r14, registers.r15, registers.pc = u64(exception), u64(table), handler


@native(inline=True)
def code_pointer(context: Ucontext) -> u64:
    """Where an interrupted handler is in the code."""
    return context.r13


@native(inline=True)
def fault_pc(record: ThreadRecord) -> u64:
    """The machine instruction of a fault."""
    return record.registers[16]
