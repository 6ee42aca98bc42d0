"""Calls (specification section 4.6.9)."""

from __future__ import annotations

from wasihost.abi import TABLE_HEAD, FuncRef, ImportedFunction, Store, Trap, VMContext
from wasihost.codegen.translate.actions.exception import invoke
from wasihost.codegen.translate.actions.reference import entry_of_type
from wasihost.codegen.translate.convention import TAIL_CC, pass_arguments, pass_results
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.template import struct_type
from wasihost.codegen.translate.values import operand
from wasihost.codegen.translate.writer import Writer


def call(w: Writer, instr: Instr, offset: int) -> None:
    w.unit.called.add(instr.index)
    finish_call(w, instr.target, instr, offset, uses_tailcc=instr.uses_tailcc)


def call_imported(w: Writer, instr: Instr, offset: int) -> None:
    _check_stack(w, offset)
    field = w.layout.function(instr.index)
    code = w.constant_field(field + ImportedFunction.offset("code"))
    instance = w.constant_field(field + ImportedFunction.offset("vmctx"))
    finish_call(w, f"{code}(ptr {instance}", instr, offset)


def call_indirect(w: Writer, instr: Instr, offset: int) -> None:
    entry = entry_of_type(w, instr, w.stack.pop(), offset)
    _call_reference(w, entry, TABLE_HEAD, instr, offset)


def call_ref(w: Writer, instr: Instr, offset: int) -> None:
    _call_reference(w, _pop_function(w, offset), 0, instr, offset)


# ---------------------------------------------------------------------------------------------------------- tail calls
def return_call(w: Writer, instr: Instr, offset: int) -> None:
    w.unit.called.add(instr.index)
    _finish_tail_call(w, instr.target, instr, offset)


def return_call_imported(w: Writer, instr: Instr, offset: int) -> None:
    field = w.layout.function(instr.index)
    reference = w.constant_field(field + ImportedFunction.offset("funcref"))
    _return_call_reference(w, reference, 0, instr, offset)


def return_call_indirect(w: Writer, instr: Instr, offset: int) -> None:
    entry = entry_of_type(w, instr, w.stack.pop(), offset)
    _return_call_reference(w, entry, TABLE_HEAD, instr, offset)


def return_call_ref(w: Writer, instr: Instr, offset: int) -> None:
    _return_call_reference(w, _pop_function(w, offset), 0, instr, offset)


# ---------------------------------------------------------------------------------------------------------- references
def _call_reference(w: Writer, reference: str, head: int, instr: Instr, offset: int) -> None:
    """Call the function of a FuncRef that begins `head` bytes before a pointer."""
    code, instance = (_load_from(w, reference, FuncRef.offset(field) - head) for field in ("code", "vmctx"))
    finish_call(w, f"{code}(ptr {instance}", instr, offset)


def _return_call_reference(w: Writer, reference: str, head: int, instr: Instr, offset: int) -> None:
    """Likewise, and return its results."""
    code, instance, tail = (
        _load_from(w, reference, FuncRef.offset(field) - head) for field in ("code", "vmctx", "tail")
    )
    stack = list(w.stack)
    n = w.new()
    w.write(f"%{n} = icmp eq ptr {tail}, null")
    w.branch(f"i1 %{n}", f"b{n}.1", f"b{n}.2")
    w.start_block(f"b{n}.2")
    _finish_tail_call(w, f"{tail}(ptr {instance}", instr, offset)
    w.stack[:] = stack
    w.start_block(f"b{n}.1")  # a function that makes no tail calls itself: it will return here
    _check_stack(w, offset)
    finish_call(w, f"{code}(ptr {instance}", instr, offset)
    w.return_results()


def _pop_function(w: Writer, offset: int) -> str:
    """The FuncRef on top of the stack; traps if it is null."""
    reference = w.stack.pop()
    w.trap_if(w.is_null(reference, null=True), Trap.NULL_FUNCTION_REFERENCE, offset)
    return operand(reference)


def _load_from(w: Writer, pointer: str, offset: int) -> str:
    n = w.new()
    w.write(f"%{n} = getelementptr i8, ptr {pointer}, i64 {offset}\n%{n + 1} = load ptr, ptr %{n}, align 8")
    return f"%{n + 1}"


def _check_stack(w: Writer, offset: int) -> None:
    """Trap unless the host has room: HEADROOM bytes below the stack pointer."""
    store = w.constant_field(VMContext.offset("store"))
    n = w.new()
    w.write(
        f"%{n} = getelementptr i8, ptr {store}, i64 {Store.offset('stack_limit')}\n"
        f"%{n + 1} = load i64, ptr %{n}, align 8\n"
        f"%{n + 2} = call ptr @llvm.stackaddress.p0()\n"
        f"%{n + 3} = ptrtoint ptr %{n + 2} to i64\n"
        f"%{n + 4} = icmp ult i64 %{n + 3}, %{n + 1}"
    )
    w.trap_if(f"i1 %{n + 4}", Trap.STACK_EXHAUSTED, offset)


# ----------------------------------------------------------------------------------------------------- the call itself
def finish_call(w: Writer, callee: str, instr: Instr, offset: int, *, uses_tailcc: bool = False) -> None:
    """Call with the arguments on the stack, which the results replace; `callee` is text up to the instance."""
    results = instr.results
    text = _call_text(w, callee, instr, uses_tailcc=uses_tailcc)
    if uses_tailcc:
        passed = pass_results(results)
        results = tuple(results[number] for number in passed.in_registers)
    n = w.new()
    define = f"%{n} = " if results else ""
    if instr.throws and w.tries:
        invoke(w, define, text, offset)
    else:
        w.write(f"{define}call {text}{w.unit.location(offset)}")
    if len(results) == 1:
        w.stack.append(f"{results[0]} %{n}")
    else:
        for position, type_ in enumerate(results):
            part = w.new()
            w.write(f"%{part} = extractvalue {instr.result} %{n}, {position}")
            w.stack.append(f"{type_} %{part}")
    if uses_tailcc:
        for number, spilled in passed.spilled:
            pointer, n = w.spilled(spilled), w.new()
            w.write(f"%{n} = load {instr.results[number]}, ptr {pointer}, align 8")
            w.stack.append(f"{instr.results[number]} %{n}")
    if w.context.level.block_calls:
        _count_call(w, w.context.level.block_calls)


def _finish_tail_call(w: Writer, callee: str, instr: Instr, offset: int) -> None:
    text = _call_text(w, callee, instr, uses_tailcc=True)
    n = w.new()
    returned = text[len(TAIL_CC) : text.index(callee) - 1]
    define, value = ("", "") if returned == "void" else (f"%{n} = ", f" %{n}")
    w.write(f"{define}musttail call {text}{w.unit.location(offset)}\nret {returned}{value}")


def _call_text(w: Writer, callee: str, instr: Instr, *, uses_tailcc: bool) -> str:
    """What follows `call`; takes the arguments off the stack."""
    first = len(w.stack) - len(instr.params)
    operands = w.stack[first:]
    del w.stack[first:]
    convention, returned = "", instr.result
    if uses_tailcc:
        operands, _ = w.spill(operands, instr.params, pass_arguments(instr.params))
        kept = pass_results(instr.results).in_registers
        convention, returned = TAIL_CC, struct_type(tuple(instr.results[number] for number in kept))
    return f"{convention}{returned} {', '.join([callee, *operands])})"


def _count_call(w: Writer, limit: int) -> None:
    """Start a new block after so many calls."""
    w.calls_in_block += 1
    if w.calls_in_block == limit:
        w.calls_in_block = 0
        following = f"b{w.new()}"
        w.jump(following)
        w.start_block(following)
