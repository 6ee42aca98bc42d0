"""try_table, throw and throw_ref (specification section 4.6.8).

Exceptions cost nothing until one is thrown.  A call that may throw inside a try_table is an `invoke`; all calls of a
try_table lead to one landing pad, a cold block, that compares tags and branches to the clauses' labels.  The unwinder
leaves a pointer to the exception object in the first register of the pad.
"""

from __future__ import annotations

from wasihost.abi import EXCEPTION_REFERENCED, SLOT, Exception_
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.writer import NEVER, Frame, Writer


def try_table(w: Writer, instr: Instr, offset: int) -> None:
    frame = w.push_frame(instr, w.next_label())
    if frame.label.throws:
        w.tries.append(frame)


# ------------------------------------------------------------------------------------------------------------- raising
def throw(w: Writer, instr: Instr, offset: int) -> None:
    w.runtime_call("exception_new", f"i32 {instr.index}", offset, result="ptr")
    exception = w.stack.pop()
    first = len(w.stack) - len(instr.params)
    for position, value in enumerate(w.stack[first:]):
        n = w.new()
        w.write(f"%{n} = getelementptr i8, {exception}, i64 {Exception_.size + SLOT * position}")
        w.write(f"store {value}, ptr %{n}, align 8")
    del w.stack[first:]
    _raise(w, exception, offset)


def throw_ref(w: Writer, instr: Instr, offset: int) -> None:
    _raise(w, w.stack.pop(), offset)


def _raise(w: Writer, exception: str, offset: int) -> None:
    code = w.runtime_function("exception_throw")
    text = f"void {code}(ptr %vm, {exception})"
    if w.tries:
        invoke(w, "", text, offset, following=NEVER)
    else:
        w.write(f"call {text}{w.unit.location(offset)}\nunreachable")


def invoke(w: Writer, define: str, text: str, offset: int, following: str = "") -> None:
    """A call whose exceptions go to the innermost try_table."""
    frame = w.tries[-1]
    if not w.context.style.fences:
        # FastISel leaves all of a block that has an invoke to the slow selector: give it its own.
        own = f"b{w.new()}"
        w.jump(own)
        w.write(f"{own}:")
        w.current = own
    frame.thrown.append((w.current, [w.locals[x] for x in frame.label.carried_handler]))
    next_ = following or f"b{w.new()}"
    w.write(f"{define}invoke {text} to label %{next_} unwind label %pad.{frame.name}{w.unit.location(offset)}")
    if following:
        w.has_never = True
    else:
        w.start_block(next_)


# ------------------------------------------------------------------------------------------------------------ catching
def write_handler(w: Writer, frame: Frame) -> None:
    """Write the landing pad of a try_table that has just been closed."""
    assert w.tries.pop() is frame
    if not frame.thrown:
        return
    w.has_pads = True
    carried = frame.label.carried_handler
    saved = [w.locals[x] for x in carried]
    with w.cold_block(f"pad.{frame.name}"):
        for position, local in enumerate(carried):
            w.locals[local] = w.merge(w.local_types[local], position, frame.thrown)
        n = w.new()
        w.write(f"%{n} = landingpad {{ ptr, i32 }} cleanup")
        w.write(f"%{n + 1} = extractvalue {{ ptr, i32 }} %{n}, 0")
        _catch(w, frame, f"ptr %{n + 1}")
    for local, value in zip(carried, saved, strict=True):
        w.locals[local] = value


def _catch(w: Writer, frame: Frame, exception: str) -> None:
    """Branch to the first clause whose tag is the exception's."""
    tag = ""
    for tagidx, wants_reference, labelidx in frame.label.instr.catches:
        following = ""
        types: tuple[str, ...] = ()
        if tagidx is not None:
            if not tag:
                tag = f"%{w.new()}"
                w.write(f"{tag} = load ptr, {exception}, align 8")
            mine = w.constant_field(w.layout.tag(tagidx))
            n = w.new()
            matching, following = f"b{n}.1", f"b{n}.2"
            w.write(f"%{n} = icmp eq ptr {tag}, {mine}")
            w.branch(f"i1 %{n}", matching, following)
            w.start_block(matching)
            types = w.context.tag_types(tagidx)
        _deliver(w, w.frames[-1 - labelidx], exception, types, wants_reference)
        if not following:
            return
        w.start_block(following)
    _raise(w, exception, 0)


def _deliver(w: Writer, target: Frame, exception: str, types: tuple[str, ...], wants_reference: bool) -> None:
    """Branch to a clause's label with the payload, and with the reference if the clause wants it."""
    height = len(w.stack)
    for position, type_ in enumerate(types):
        n = w.new()
        w.write(f"%{n} = getelementptr i8, {exception}, i64 {Exception_.size + SLOT * position}")
        w.write(f"%{n + 1} = load {type_}, ptr %{n}, align 8")
        w.stack.append(f"{type_} %{n + 1}")
    if wants_reference:
        n = w.new()
        w.write(f"%{n} = getelementptr i8, {exception}, i64 {Exception_.offset('mark')}")
        w.write(f"store i32 {EXCEPTION_REFERENCED}, ptr %{n}, align 8")
        w.stack.append(exception)
    else:
        w.runtime_call("exception_caught", exception, 0)
    w.branch_to(target)
    del w.stack[height:]
