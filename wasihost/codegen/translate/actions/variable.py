"""Parametric and variable instructions (specification sections 4.6.2 and 4.6.3).

Locals are values of the writer, with no instruction of their own.  The actions for locals here serve functions whose
locals live in memory.
"""

from __future__ import annotations

from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.values import type_of
from wasihost.codegen.translate.writer import Writer


def drop(w: Writer, instr: Instr, offset: int) -> None:
    w.stack.pop()


def select(w: Writer, instr: Instr, offset: int) -> None:
    condition = w.condition()
    b = w.stack.pop()
    a = w.stack.pop()
    type_ = type_of(a)
    n = w.new()
    w.write(w.context.select(type_).text(n, a, b, condition, offset))
    w.stack.append(f"{type_} %{n}")


def load_local(w: Writer, instr: Instr, offset: int) -> None:
    n = w.new()
    type_ = w.local_types[instr.index]
    w.write(f"%{n} = load {type_}, ptr %local{instr.index}")
    w.stack.append(f"{type_} %{n}")


def store_local(w: Writer, instr: Instr, offset: int) -> None:
    w.write(f"store {w.stack.pop()}, ptr %local{instr.index}")


def tee_local(w: Writer, instr: Instr, offset: int) -> None:
    w.write(f"store {w.stack[-1]}, ptr %local{instr.index}")


def access_global(w: Writer, instr: Instr, offset: int) -> None:
    """global.get and global.set.  The instance holds a global, or the address of one that is imported."""
    field = w.layout.global_(instr.index)
    imported = instr.index < w.context.imported_globals
    w.emit(instr, offset, w.constant_field(field) if imported else w.field(field))
