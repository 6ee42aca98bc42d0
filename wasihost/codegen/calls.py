"""The ahead-of-time tier: calls and function references of one body as LLVM IR text."""

from __future__ import annotations

from wasihost.abi import FuncRef, ImportedFunction, Store, Trap, VMContext
from wasihost.codegen.exceptions import Exceptions
from wasihost.codegen.step import Step


class Calls(Exceptions):
    def call(self, step: Step, at: int) -> None:
        self.unit.called.add(step.index)
        self.finish_call(step.target, step, at)

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
        index = self.stack.pop()
        base, length = self.table(step.table)
        n = self.new()
        self.write(f"%{n} = icmp uge {index}, {length}")
        self.trap_if(f"i1 %{n}", Trap.UNDEFINED_ELEMENT, at)
        expected = self.constant_field(self.layout.type_id(step.index), "i32")
        n = self.new()
        # A null reference faults at FuncRef.type_id, which is how its trap is told from other faults.
        self.write(
            f"%{n} = zext {index} to i64\n"
            f"%{n + 1} = getelementptr ptr, ptr {base}, i64 %{n}\n"
            f"%{n + 2} = load ptr, ptr %{n + 1}, align 8\n"
            f"%{n + 3} = getelementptr i8, ptr %{n + 2}, i64 {FuncRef.offset('type_id')}\n"
            f"%{n + 4} = load volatile i32, ptr %{n + 3}, align 8{self.unit.location(at)}\n"
            f"%{n + 5} = icmp ne i32 %{n + 4}, {expected}"
        )
        self.trap_if(f"i1 %{n + 5}", Trap.INDIRECT_CALL_TYPE_MISMATCH, at)
        code = self.new()
        self.write(
            f"%{code} = load ptr, ptr %{n + 2}, align 8\n"
            f"%{code + 1} = getelementptr i8, ptr %{n + 2}, i64 {FuncRef.offset('vmctx')}\n"
            f"%{code + 2} = load ptr, ptr %{code + 1}, align 8"
        )
        self.finish_call(f"%{code}(ptr %{code + 2}", step, at)

    def finish_call(self, callee: str, step: Step, at: int) -> None:
        """`callee` is text up to the instance; the arguments are on the stack."""
        first = len(self.stack) - len(step.params)
        operands = self.stack[first:]
        del self.stack[first:]
        n = self.new()
        define = f"%{n} = " if step.results else ""
        text = f"{step.result} {', '.join([callee, *operands])})"
        if step.throws and self.tries:
            self.invoke(define, text, at)
        else:
            self.write(f"{define}call {text}{self.unit.location(at)}")
        if len(step.results) == 1:
            self.stack.append(f"{step.result} %{n}")
            return
        for position, type_ in enumerate(step.results):
            part = self.new()
            self.write(f"%{part} = extractvalue {step.result} %{n}, {position}")
            self.stack.append(f"{type_} %{part}")

    def function_reference(self, step: Step, at: int) -> None:
        slot = self.context.module.escaped_functions.get(step.index)
        if slot is None:
            place = self.layout.function(step.index) + ImportedFunction.offset("funcref")
            self.stack.append(f"ptr {self.constant_field(place)}")
        else:
            self.stack.append(f"ptr {self.field(self.layout.funcref(slot))}")
