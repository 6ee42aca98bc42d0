"""Calls (specification section 4.6.9)."""

from __future__ import annotations

from wasihost.abi import TABLE_HEAD, FuncRef, ImportedFunction, Store, Trap, VMContext
from wasihost.codegen.translate.actions.exception import invoke
from wasihost.codegen.translate.actions.reference import entry_of_type
from wasihost.codegen.translate.convention import (
    OWN_RESULT,
    from_register,
    own_arguments,
    pass_arguments,
    pass_results,
    result_registers,
)
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.values import operand
from wasihost.codegen.translate.writer import Writer


def call(w: Writer, instr: Instr, offset: int) -> None:
    w.unit.called.add(instr.index)
    finish_call(w, instr.target, instr, offset, has_own_convention=instr.has_own_convention)


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
def finish_call(w: Writer, callee: str, instr: Instr, offset: int, *, has_own_convention: bool = False) -> None:
    """Call with the arguments on the stack, which the results replace; `callee` is text up to the instance."""
    text = _own_call_text(w, callee, instr) if has_own_convention else _call_text(w, callee, instr)
    n = w.new()
    define = f"%{n} = " if instr.results or has_own_convention else ""
    if instr.throws and w.tries:
        invoke(w, define, text, offset)
    else:
        w.write(f"{define}call {text}{w.unit.location(offset)}")
    if has_own_convention:
        _take_own_results(w, instr, n)
    elif len(instr.results) == 1:
        w.stack.append(f"{instr.results[0]} %{n}")
    else:
        for position, type_ in enumerate(instr.results):
            part = w.new()
            w.write(f"%{part} = extractvalue {instr.result} %{n}, {position}")
            w.stack.append(f"{type_} %{part}")
    if w.context.level.block_calls:
        _count_call(w, w.context.level.block_calls)


def _take_own_results(w: Writer, instr: Instr, n: int) -> None:
    """Push the results of call `n`, which all are in registers, or none."""
    passed = pass_results(instr.results)
    types = tuple(instr.results[number] for number in passed.in_registers)
    for type_, register in zip(types, result_registers(types), strict=True):
        part = w.new()
        w.write(f"%{part} = extractvalue {OWN_RESULT} %{n}, {register}")
        for line in from_register(type_, f"%{part}", f"%result{part}"):
            w.write(line)
        w.stack.append(f"{type_} %result{part}")
    for number, spilled in passed.spilled:
        pointer, n = w.spilled(spilled), w.new()
        w.write(f"%{n} = load {instr.results[number]}, ptr {pointer}, align 8")
        w.stack.append(f"{instr.results[number]} %{n}")


def _finish_tail_call(w: Writer, callee: str, instr: Instr, offset: int) -> None:
    text = _own_call_text(w, callee, instr)
    n = w.new()
    w.write(f"%{n} = musttail call {text}{w.unit.location(offset)}\nret {OWN_RESULT} %{n}")


def _call_text(w: Writer, callee: str, instr: Instr) -> str:
    """What follows `call`; takes the arguments off the stack."""
    return f"{instr.result} {', '.join([callee, *_pop_arguments(w, instr)])})"


def _own_call_text(w: Writer, callee: str, instr: Instr) -> str:
    """Likewise for a function with a convention of its own."""
    operands = _pop_arguments(w, instr)
    passed = pass_arguments(instr.params)
    w.spill(operands, passed)
    values = [w.in_register(operands[number]) for number in passed.in_registers]
    return f"{OWN_RESULT} {', '.join([callee, *own_arguments(values)])})"


def _pop_arguments(w: Writer, instr: Instr) -> list[str]:
    first = len(w.stack) - len(instr.params)
    operands = w.stack[first:]
    del w.stack[first:]
    return operands


def _count_call(w: Writer, limit: int) -> None:
    """Start a new block after so many calls."""
    w.calls_in_block += 1
    if w.calls_in_block == limit:
        w.calls_in_block = 0
        following = f"b{w.new()}"
        w.jump(following)
        w.start_block(following)
