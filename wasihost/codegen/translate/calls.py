"""The ahead-of-time tier: calls of one body as LLVM IR text (specification section 4.6.9)."""

from __future__ import annotations

from wasihost.abi import TABLE_HEAD, FuncRef, ImportedFunction, Store, Trap, VMContext
from wasihost.codegen.translate.convention import TAIL_CC, pass_arguments, pass_results
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.tables import CODE, CONTEXT, Tables
from wasihost.codegen.translate.template import struct_type

NOWHERE = -1  # the offset of a call that stands for no instruction


class Calls(Tables):
    calls_in_block = 0  # counted where the level has a limit

    def call(self, step: Step, at: int) -> None:
        self.unit.called.add(step.index)
        self.finish_call(step.target, step, at, is_tail=step.is_tail)

    def call_imported(self, step: Step, at: int) -> None:
        self.check_stack(at)
        place = self.layout.function(step.index)
        code = self.constant_field(place + ImportedFunction.offset("code"))
        instance = self.constant_field(place + ImportedFunction.offset("vmctx"))
        self.finish_call(f"{code}(ptr {instance}", step, at)

    def check_stack(self, at: int) -> None:
        """The host needs room: HEADROOM bytes below the stack pointer."""
        store = self.constant_field(VMContext.offset("store"))
        n = self.new()
        self.write(
            f"%{n} = getelementptr i8, ptr {store}, i64 {Store.offset('stack_limit')}\n"
            f"%{n + 1} = load i64, ptr %{n}, align 8\n"
            f"%{n + 2} = call ptr @llvm.stackaddress.p0()\n"
            f"%{n + 3} = ptrtoint ptr %{n + 2} to i64\n"
            f"%{n + 4} = icmp ult i64 %{n + 3}, %{n + 1}"
        )
        self.trap_if(f"i1 %{n + 4}", Trap.STACK_EXHAUSTED, at)

    def call_indirect(self, step: Step, at: int) -> None:
        entry = self.entry_of_type(step, self.stack.pop(), at)
        code, instance = self.load_from(entry, CODE), self.load_from(entry, CONTEXT)
        self.finish_call(f"{code}(ptr {instance}", step, at)

    def call_ref(self, step: Step, at: int) -> None:
        reference = self.pop_function(at)
        code, instance = (self.load_from(reference, FuncRef.offset(field)) for field in ("code", "vmctx"))
        self.finish_call(f"{code}(ptr {instance}", step, at)

    def pop_function(self, at: int) -> str:
        """The FuncRef on top, which is not null."""
        reference = self.stack.pop()
        self.trap_if(self.is_null(reference, null=True), Trap.NULL_FUNCTION_REFERENCE, at)
        return reference[len("ptr ") :]

    def load_from(self, pointer: str, offset: int) -> str:
        n = self.new()
        self.write(f"%{n} = getelementptr i8, ptr {pointer}, i64 {offset}\n%{n + 1} = load ptr, ptr %{n}, align 8")
        return f"%{n + 1}"

    def finish_call(self, callee: str, step: Step, at: int, *, is_tail: bool = False) -> None:
        """`callee` is text up to the instance; the arguments are on the stack."""
        results = step.results
        text = self.call_text(callee, step, is_tail=is_tail)
        if is_tail:
            passed = pass_results(results)
            results = tuple(results[number] for number in passed.in_registers)
        n = self.new()
        define = f"%{n} = " if results else ""
        if step.throws and self.tries:
            self.invoke(define, text, at)
        else:
            self.write(f"{define}call {text}{self.unit.location(at)}")
        if len(results) == 1:
            self.stack.append(f"{results[0]} %{n}")
        else:
            for position, type_ in enumerate(results):
                part = self.new()
                self.write(f"%{part} = extractvalue {step.result} %{n}, {position}")
                self.stack.append(f"{type_} %{part}")
        if is_tail:
            for number, offset in passed.spilled:
                place, n = self.spilled(offset), self.new()
                self.write(f"%{n} = load {step.results[number]}, ptr {place}, align 8")
                self.stack.append(f"{step.results[number]} %{n}")
        if self.context.level.block_calls:
            self.divide_block()

    def call_text(self, callee: str, step: Step, *, is_tail: bool) -> str:
        """What stands behind `call`; takes the arguments off the stack."""
        first = len(self.stack) - len(step.params)
        operands = self.stack[first:]
        del self.stack[first:]
        convention, returned = "", step.result
        if is_tail:
            operands, _ = self.spill(operands, step.params, pass_arguments(step.params))
            kept = pass_results(step.results).in_registers
            convention, returned = TAIL_CC, struct_type(tuple(step.results[number] for number in kept))
        return f"{convention}{returned} {', '.join([callee, *operands])})"

    def divide_block(self) -> None:
        """Go on in a new block if this one has had its calls."""
        self.calls_in_block += 1
        if self.calls_in_block == self.context.level.block_calls:
            self.calls_in_block = 0
            following = f"b{self.new()}"
            self.jump(following)
            self.place(following)

    # ----------------------------------------------------------------------------------------------------- tail calls
    def return_call(self, step: Step, at: int) -> None:
        self.unit.called.add(step.index)
        self.finish_tail_call(step.target, step, at)

    def return_call_imported(self, step: Step, at: int) -> None:
        place = self.layout.function(step.index)
        reference = self.constant_field(place + ImportedFunction.offset("funcref"))
        self.return_call_of(reference, 0, step, at)

    def return_call_indirect(self, step: Step, at: int) -> None:
        self.return_call_of(self.entry_of_type(step, self.stack.pop(), at), TABLE_HEAD, step, at)

    def return_call_ref(self, step: Step, at: int) -> None:
        self.return_call_of(self.pop_function(at), 0, step, at)

    def return_call_of(self, reference: str, beyond: int, step: Step, at: int) -> None:
        """Call the function of a FuncRef that begins `beyond` bytes before a pointer."""
        code, instance, tail = (
            self.load_from(reference, FuncRef.offset(field) - beyond) for field in ("code", "vmctx", "tail")
        )
        stack = list(self.stack)
        n = self.new()
        self.write(f"%{n} = icmp eq ptr {tail}, null")
        self.branch(f"i1 %{n}", f"b{n}.1", f"b{n}.2")
        self.place(f"b{n}.2")
        self.finish_tail_call(f"{tail}(ptr {instance}", step, at)
        self.stack[:] = stack
        self.place(f"b{n}.1")  # a function that makes no tail calls itself: it will return here
        self.check_stack(at)
        self.finish_call(f"{code}(ptr {instance}", step, at)
        self.leave_function()

    def finish_tail_call(self, callee: str, step: Step, at: int) -> None:
        text = self.call_text(callee, step, is_tail=True)
        n = self.new()
        returned = text[len(TAIL_CC) : text.index(callee) - 1]
        define, value = ("", "") if returned == "void" else (f"%{n} = ", f" %{n}")
        self.write(f"{define}musttail call {text}{self.unit.location(at)}\nret {returned}{value}")
