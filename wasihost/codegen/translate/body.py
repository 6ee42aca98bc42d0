"""One pass over a body: its instructions → the lines of a Writer.

Straight-line instructions, nine tenths of all code, do not cost a call of an action: the loop writes their text itself,
which takes half the time of a call that finds its state in attributes.
"""

from __future__ import annotations

from wasihost.codegen.translate.actions.memory import locate
from wasihost.codegen.translate.kinds import (
    ACTION,
    BINARY,
    CONST,
    LOAD,
    LOCAL_GET,
    LOCAL_SET,
    LOCAL_TEE,
    STORE,
    UNARY,
)
from wasihost.codegen.translate.writer import Writer


def write_body(w: Writer) -> None:
    stack, locals_, addresses = w.stack, w.locals, w.addresses
    push, pop, write, new = stack.append, stack.pop, w.write, w.new
    for instr, offset in zip(w.flow.instrs, w.flow.offsets, strict=True):
        kind = instr.kind
        if kind == LOCAL_GET:
            push(locals_[instr.index])
        elif kind == CONST:
            push(instr.result)
        elif kind >= ACTION:
            instr.handler(w, instr, offset)
        elif kind == BINARY:
            b = pop()
            n = new()
            write(instr.text(n, pop(), b, offset))
            push(f"{instr.result}{n + instr.last}")
        elif kind == LOAD:
            address = pop()
            pointer = addresses.get((address, instr.static_offset)) or locate(w, address, instr.static_offset)
            n = new()
            write(instr.text(n, pointer, offset))
            push(f"{instr.result}{n + instr.last}")
        elif kind == LOCAL_SET:
            locals_[instr.index] = pop()
        elif kind == LOCAL_TEE:
            locals_[instr.index] = stack[-1]
        elif kind == STORE:
            value = pop()
            address = pop()
            pointer = addresses.get((address, instr.static_offset)) or locate(w, address, instr.static_offset)
            write(instr.text(new(), value, pointer, offset))
        elif kind == UNARY:
            n = new()
            write(instr.text(n, pop(), offset))
            push(f"{instr.result}{n + instr.last}")
        else:  # KNOWN
            settled = instr.settle(stack[-1])
            if settled is None:
                instr.handler(w, instr, offset)
            else:
                pop()
                n = new()
                write(instr.known(n, pop(), settled, offset))
                push(f"{instr.result}{n}")
