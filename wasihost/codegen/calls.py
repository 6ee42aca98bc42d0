"""The ahead-of-time tier: calls of one body as LLVM IR text (specification section 4.6.9)."""

from __future__ import annotations

from wasihost.abi import ImportedFunction, Store, Trap, VMContext
from wasihost.codegen.step import Step
from wasihost.codegen.tables import CODE, CONTEXT, Tables

# At the level `plain` the register allocator goes, for each call, through all values that the block still needs.
_PLAIN_CALLS = 16  # that a block may hold there


class Calls(Tables):
    calls_in_block = 0  # counted at the level `plain`

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
        entry = self.entry_of_type(step, self.stack.pop(), at)
        n = self.new()
        self.write(
            f"%{n} = getelementptr i8, ptr {entry}, i64 {CODE}\n"
            f"%{n + 1} = load ptr, ptr %{n}, align 8\n"
            f"%{n + 2} = getelementptr i8, ptr {entry}, i64 {CONTEXT}\n"
            f"%{n + 3} = load ptr, ptr %{n + 2}, align 8"
        )
        self.finish_call(f"%{n + 1}(ptr %{n + 3}", step, at)

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
        else:
            for position, type_ in enumerate(step.results):
                part = self.new()
                self.write(f"%{part} = extractvalue {step.result} %{n}, {position}")
                self.stack.append(f"{type_} %{part}")
        if self.is_plain:
            self.divide_block()

    def divide_block(self) -> None:
        """Go on in a new block if this one has had its calls."""
        self.calls_in_block += 1
        if self.calls_in_block == _PLAIN_CALLS:
            self.calls_in_block = 0
            following = f"b{self.new()}"
            self.jump(following)
            self.place(following)
