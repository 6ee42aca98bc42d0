"""Handlers of control flow: branches, calls, returns and exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from wasihost.abi import (
    EXCEPTION_REFERENCED,
    TABLE_HEAD,
    ArtifactHeader,
    Exception_,
    FuncRef,
    MemorySlot,
    Store,
    Table,
    TableSlot,
    Trap,
    VMContext,
    VMRecord,
)
from wasihost.abi import SLOT as PAYLOAD_SLOT
from wasihost.codegen.handlers.frame import FIRST_SLOT, INSTANCE, LEFT, RETURN, SLOT
from wasihost.codegen.handlers.text import HandlerText, go
from wasihost.codegen.stencils.operands import L, R
from wasihost.codegen.translate.values import operand

Named = tuple[str, Callable[[], str]]
CLEARED = 8  # locals that one handler clears without a loop
IMAGE_HEADER = "image header"  # runtime.image.Image.header, an offset that only the runtime knows


def handlers() -> Iterator[Named]:
    for trap in Trap:
        yield f"trap {trap.name}", partial(_trap, trap)
    for count in range(CLEARED + 1):
        yield f"begin {count}", partial(_begin, count)
    yield "begin many", partial(_begin, None)
    yield "br", _br
    for kind in (L, R):
        yield f"br_table {kind}", partial(_br_table, kind)
    yield "call", _call
    yield "return_call", _return_call
    yield "return", lambda: _return(HandlerText())
    for valtype in ("i32", "i64", "f64", "v128"):  # f64 also for f32
        yield f"return {valtype} L", partial(_return_value, valtype)
    yield "return many", _return_many
    yield "leave", _leave
    yield "resume", _resume
    for tail in (False, True):
        name = "return_call" if tail else "call"
        for word, way in WAYS.items():
            yield f"{name} {word}", partial(_call_through, way, tail)
    yield "exception_new", _exception_new
    yield "exception_throw", _exception_throw
    yield "exception_caught", _exception_caught
    yield "exception_mark", _exception_mark
    yield "catch", _catch
    for valtype in ("i64", "v128"):
        yield f"read {valtype}", partial(_read_field, valtype)
        yield f"write {valtype}", partial(_write_field, valtype)
        yield f"read many {valtype}", partial(_many_fields, valtype, reads=True)
        yield f"write many {valtype}", partial(_many_fields, valtype, reads=False)
    yield "move many", _move_many


def _trap(trap: Trap) -> str:
    text = HandlerText()
    text.trap(trap.name, trap)
    return f"br label %trap.{trap.name}\n{''.join(text.traps)}"


# ------------------------------------------------------------------------------------------------------------- frames
def _stack_below(text: HandlerText, fp: str, size: str) -> str:
    """The stack pointer below a frame, as functions find it: 8 below a multiple of 16."""
    bottom = text.new(f"sub i64 {text.integer(f'ptr {fp}')}, {size}")
    return text.new(f"sub i64 {text.new(f'and i64 {bottom}, -16')}, 8")


def _set_stack(text: HandlerText, stack: str) -> None:
    text.lines.append(f'call void asm sideeffect "movq $0, %rsp", "r,~{{memory}}"(i64 {stack})')


def _field(text: HandlerText, base: str, offset: int, type_: str = "ptr") -> str:
    return text.new(f"load {type_}, ptr {text.pointer(base, offset)}, align {4 if type_ == 'i32' else 8}")


def _begin(count: int | None) -> str:
    """`size` is that of the frame; check the stack, and clear `count` slots, or as many as a number says."""
    text = HandlerText(numbers=[("size", "u32")] + [("count", "u32")] * (count is None))
    stack = _stack_below(text, "%fp", text.numbers["size"])
    store = _field(text, "%vm", VMContext.offset("store"))
    limit = _field(text, store, Store.offset("stack_limit"), "i64")
    text.trap_if(text.new(f"icmp ult i64 {stack}, {limit}"), Trap.STACK_EXHAUSTED.name, Trap.STACK_EXHAUSTED)
    _set_stack(text, stack)
    text.lines.append(f"store ptr %vm, ptr {text.pointer('%fp', INSTANCE)}, align 8")
    if count is None:
        text.lines.append(f"""
            br label %clear
            clear:
            %n = phi i64 [ {text.numbers["count"]}, %{text.current} ], [ %left, %clear ]
            %left = sub i64 %n, 1
            %distance = sub i64 {-FIRST_SLOT}, %n
            %cleared = getelementptr i64, ptr %fp, i64 %distance
            store i64 0, ptr %cleared, align 8
            %done = icmp eq i64 %left, 0
            br i1 %done, label %cleared_all, label %clear
            cleared_all:""")
    for n in range(count or 0):
        text.lines.append(f"store i64 0, ptr {text.pointer('%fp', -SLOT * (FIRST_SLOT + 1 + n))}, align 8")
    return text.body()


def _target(text: HandlerText) -> str:
    """A distance counts from its own place."""
    return text.pointer(text.pointer("%ip", text.places["distance"]), text.numbers["distance"])


def _br() -> str:
    text = HandlerText(numbers=[("distance", "s32")])
    target = _target(text)
    return "\n".join([*text.lines, text.follow(target)])


def _br_table(kind: str) -> str:
    """The number of labels but the last, then the distance of each."""
    text = HandlerText(kind, ["i32"], [("count", "u32")])
    index = text.new(f"zext {text.operand('a', 'i32')} to i64")
    count = text.numbers["count"]
    chosen = text.new(f"select i1 {text.new(f'icmp ult i64 {index}, {count}')}, i64 {index}, i64 {count}")
    table = text.pointer("%ip", text.size)
    place = text.new(f"getelementptr i32, ptr {table}, i64 {chosen}")
    distance = text.new(f"load i32, ptr {place}, align 2")
    target = text.pointer(place, text.new(f"sext i32 {distance} to i64"))
    return "\n".join([*text.lines, text.follow(target)])


# -------------------------------------------------------------------------------------------------------------- calls
def _open_frame(text: HandlerText, size: int) -> str:
    """The frame pointer of a callee, which returns to what follows `size` bytes of this instruction."""
    frame = text.pointer("%fp", text.new(f"sub i64 0, {text.numbers['window']}"))
    text.lines.append(f"store ptr {text.pointer('%ip', size)}, ptr {text.pointer(frame, RETURN)}, align 8")
    text.lines.append(f"store ptr %fp, ptr {frame}, align 8")
    return frame


def _call() -> str:
    """After the numbers is the size of the caller's frame, for `return`."""
    text = HandlerText(numbers=[("distance", "s32"), ("window", "u32")])
    frame = _open_frame(text, text.size)
    target = _target(text)
    return "\n".join([*text.lines, text.follow(target, fp=frame)])


def _replace_frame(text: HandlerText) -> str:
    """Move the arguments of a tail call to the parameters of this function; the frame pointer of the callee."""
    n = text.numbers
    back, caller = _field(text, "%fp", RETURN), _field(text, "%fp", 0)
    top = text.new(f"add i64 {n['own']}, 1")
    to = text.new(f"getelementptr i64, ptr %fp, i64 {top}")
    _move_down(text, text.new(f"getelementptr i64, ptr %fp, i64 {n['first']}"), to, n["count"])
    below = text.new(f"sub i64 {top}, {n['count']}")
    distance = text.new(f"sub i64 {below}, 1")
    frame = text.new(f"getelementptr i64, ptr %fp, i64 {distance}")
    text.lines.append(f"store ptr {back}, ptr {text.pointer(frame, RETURN)}, align 8")
    text.lines.append(f"store ptr {caller}, ptr {frame}, align 8")
    return frame


def _move_down(text: HandlerText, start: str, to: str, count: str) -> None:
    """Copy `count` slots from `start` on downwards, to a place that is not below it."""
    n = text.label()
    text.lines.append(f"""
        br label %{n}.head
        {n}.head:
        %{n}.i = phi i64 [ 0, %{text.current} ], [ %{n}.more, %{n}.copy ]
        %{n}.ends = icmp eq i64 %{n}.i, {count}
        br i1 %{n}.ends, label %{n}.done, label %{n}.copy
        {n}.copy:
        %{n}.down = sub i64 0, %{n}.i
        %{n}.from = getelementptr i64, ptr {start}, i64 %{n}.down
        %{n}.to = getelementptr i64, ptr {to}, i64 %{n}.down
        %{n}.value = load i64, ptr %{n}.from, align 8
        store i64 %{n}.value, ptr %{n}.to, align 8
        %{n}.more = add i64 %{n}.i, 1
        br label %{n}.head
        {n}.done:""")
    text.current = f"{n}.done"


MOVED = [("first", "s32"), ("count", "u32"), ("own", "u32")]  # slots: the first argument, and how many; own parameters


def _return_call() -> str:
    text = HandlerText(numbers=[("distance", "s32"), *MOVED])
    target, frame = _target(text), _replace_frame(text)
    return "\n".join([*text.lines, text.follow(target, fp=frame)])


def _return(text: HandlerText, back: str = "", caller: str = "") -> str:
    back, caller = back or _field(text, "%fp", RETURN), caller or _field(text, "%fp", 0)
    return "\n".join([*text.lines, _continue_in(text, back, caller), *text.traps])


def _continue_in(text: HandlerText, ip: str, frame: str) -> str:
    """Continue in a frame after a call: where the code has the size of the frame, and then instructions."""
    count = len(text.lines)
    size = text.new(f"zext i32 {text.new(f'load i32, ptr {ip}, align 2')} to i64")
    _set_stack(text, _stack_below(text, frame, size))
    ip, vm = text.pointer(ip, 4), _field(text, frame, INSTANCE)
    return "\n".join([*_taken(text, count), _follow_in(text, vm, ip, frame)])


def _follow_in(text: HandlerText, vm: str, ip: str, frame: str) -> str:
    """Continue in an instance, which is usually this one."""
    count = len(text.lines)
    same = text.new(f"icmp eq ptr {vm}, %vm")
    text.lines.append(f"br i1 {same}, label %inside, label %outside\ninside:")
    text.lines.append(text.follow(ip, "inside", fp=frame))
    text.lines.append("outside:")
    image = _field(text, vm, VMContext.offset("image"))
    header = _field(text, image, _image_header())
    record = ArtifactHeader.offset("vm")
    memories = _field(text, header, record + VMRecord.offset("memories"), "i32")
    some = text.new(f"icmp ne i32 {_field(text, header, record + VMRecord.offset('memory_count'), 'i32')}, 0")
    text.lines.append(f"br i1 {some}, label %memory, label %none\nmemory:")
    slot = text.pointer(vm, text.new(f"zext i32 {memories} to i64"))
    mem = text.load("ptr", text.pointer(slot, MemorySlot.offset("base")))
    lines = [*_taken(text, count), text.follow(ip, "memory", fp=frame, vm=vm, mem=mem)]
    return "\n".join([*lines, "none:", text.follow(ip, "none", fp=frame, vm=vm)])


def _taken(text: HandlerText, count: int) -> list[str]:
    lines = text.lines[count:]
    del text.lines[count:]
    return lines


def _return_value(valtype: str) -> str:
    text = HandlerText(L, [valtype], result=R)
    text.result(valtype, text.operand("a", valtype))
    return _return(text)


def _return_many() -> str:
    """Move the results to where the caller has the arguments, and below."""
    text = HandlerText(numbers=MOVED)
    back, caller = _field(text, "%fp", RETURN), _field(text, "%fp", 0)
    n = text.numbers
    top = text.new(f"add i64 {n['own']}, 1")
    to = text.new(f"getelementptr i64, ptr %fp, i64 {top}")
    _move_down(text, text.new(f"getelementptr i64, ptr %fp, i64 {n['first']}"), to, n["count"])
    return _return(text, back, caller)


def _leave() -> str:
    """Return to native code, whose frame it is: see runtime.machine.x86_64.interpreter."""
    text = HandlerText()
    native = _field(text, "%fp", LEFT)
    return "\n".join([*text.lines, go(native)])


def _resume() -> str:
    """Continue at a landing pad with an exception; the unwinder has set the registers."""
    text = HandlerText()
    return _continue_in(text, "%ip", "%fp")


def _import(text: HandlerText) -> str:
    return text.load("ptr", text.field("field"))


def _reference(text: HandlerText) -> str:
    reference = operand(text.operand("a", "externref"))
    text.trap_if(
        text.new(f"icmp eq ptr {reference}, null"), Trap.NULL_FUNCTION_REFERENCE.name, Trap.NULL_FUNCTION_REFERENCE
    )
    return reference


def _entry(address: str) -> Callable[[HandlerText], str]:
    """The function that a table has at an index, which is checked."""

    def find(text: HandlerText) -> str:
        index = text.operand("a", address)
        index = operand(index) if address == "i64" else text.new(f"zext {index} to i64")
        slot = text.field("field")
        table = text.load("ptr", text.pointer(slot, TableSlot.offset("table")))
        length = _field(text, table, Table.offset("length"), "i64")
        code = Trap.UNDEFINED_ELEMENT
        text.trap_if(text.new(f"icmp uge i64 {index}, {length}"), code.name, code)
        base = text.load("ptr", text.pointer(slot, TableSlot.offset("base")))
        distance = text.new(
            f"load volatile i64, ptr {text.new(f'getelementptr i64, ptr {base}, i64 {index}')}, align 8"
        )
        found = text.pointer(text.pointer(base, -TABLE_HEAD), distance)
        made = text.label()
        text.lines.append(f"br label %{made}.start\n{made}.start:")
        is_new = text.new(f"icmp eq i64 {distance}, 0")
        text.lines.append(f"br i1 {is_new}, label %{made}.make, label %{made}.on\n{made}.make:")
        text.resume_at(text.pointer("%ip", 2))
        tableidx = text.new(f"trunc i64 {text.numbers['tableidx']} to i32")
        new = text.call("table_entry", tableidx, index)
        text.lines.append(f"br label %{made}.on\n{made}.on:")
        reference = text.new(f"phi ptr [ {found}, %{made}.start ], [ {new}, %{made}.make ]")
        code = Trap.UNINITIALIZED_ELEMENT
        text.trap_if(text.new(f"icmp eq ptr {reference}, null"), code.name, code)
        wanted = text.new(f"load i32, ptr {text.field('type')}, align 4")
        given = _field(text, reference, FuncRef.offset("type_id"), "i32")
        code = Trap.INDIRECT_CALL_TYPE_MISMATCH
        text.trap_if(text.new(f"icmp ne i32 {wanted}, {given}"), code.name, code)
        return reference

    return find


class Found(NamedTuple):
    """How a call finds its function."""

    find: Callable[[HandlerText], str]
    kinds: str
    types: tuple[str, ...]
    numbers: list[tuple[str, str]]


WAYS = {
    "import": Found(_import, "", (), [("field", "u32")]),
    "ref": Found(_reference, L, ("externref",), []),
}
for _address in ("i32", "i64"):
    _numbers = [("field", "u32"), ("type", "u32"), ("tableidx", "u32")]
    WAYS[f"indirect {_address}"] = Found(_entry(_address), L, (_address,), _numbers)


def _call_through(way: Found, tail: bool) -> str:
    """Call the function that is found.  One of the interpreter's has a frame like others.

    `typeidx` is the index of its type, `window` leads to the frame, and `top` is the slot of the first argument.
    After native code, the instruction that follows continues; the result is in the store, or from `top` on.
    """
    own = [("typeidx", "u32"), *(MOVED if tail else [("first", "s32"), ("window", "u32")])]
    text = HandlerText(way.kinds, way.types, [*way.numbers, *own])
    reference = way.find(text)
    body = _field(text, reference, FuncRef.offset("body"))
    is_native = text.new(f"icmp eq ptr {body}, null")
    text.lines.append(f"br i1 {is_native}, label %native, label %own\nown:")
    vm = _field(text, reference, FuncRef.offset("context"))
    text.current = "own"
    frame = _replace_frame(text) if tail else _open_frame(text, text.size)
    own_ = _follow_in(text, vm, body, frame)
    head = _taken(text, 0)
    # Native code.
    text.resume_at(text.pointer("%ip", text.size))
    place = text.new(f"getelementptr i64, ptr %fp, i64 {text.numbers['first']}")
    typeidx = text.new(f"trunc i64 {text.numbers['typeidx']} to i32")
    text.call("interpreter_call", reference, typeidx, place)
    store = _field(text, "%vm", VMContext.offset("store"))
    spilled = text.pointer(store, Store.offset("spilled"))
    acc = text.new(f"load i64, ptr {spilled}, align 8")
    facc = text.new(f"load <2 x i64>, ptr {spilled}, align 8")
    native = [*_taken(text, 0), text.next("native", 0 if tail else 4, acc=acc, facc=facc)]
    return "\n".join([*head, own_, "native:", *native, *text.traps])


def _image_header() -> int:
    from wasihost.runtime.image import Image

    return int(Image.offset("header"))


# --------------------------------------------------------------------------------------------------------- exceptions
def _exception_new() -> str:
    text = HandlerText(numbers=[("tagidx", "u32")], result=L)
    text.resume_at(text.pointer("%ip", 2))
    tagidx = text.new(f"trunc i64 {text.numbers['tagidx']} to i32")
    text.result("externref", f"ptr {text.call('exception_new', tagidx)}")
    return text.body()


def _exception_throw() -> str:
    text = HandlerText(L, ["externref"])
    text.resume_at(text.pointer("%ip", 2))
    text.call("exception_throw", operand(text.operand("a", "externref")))
    return "\n".join([*text.lines, "unreachable"])


def _exception_caught() -> str:
    text = HandlerText(L, ["externref"])
    text.resume_at(text.pointer("%ip", 2))
    text.call("exception_caught", operand(text.operand("a", "externref")))
    return text.body()


def _exception_mark() -> str:
    text = HandlerText(L, ["externref"])
    mark = text.pointer(operand(text.operand("a", "externref")), Exception_.offset("mark"))
    text.lines.append(f"store i32 {EXCEPTION_REFERENCED}, ptr {mark}, align 4")
    return text.body()


def _catch() -> str:
    """Jump unless the exception has the tag."""
    text = HandlerText(L, ["externref"], [("field", "u32")])
    tag = _field(text, operand(text.operand("a", "externref")), Exception_.offset("tag"))
    wanted = text.load("ptr", text.field("field"))
    return text.branch(f"i1 {text.new(f'icmp ne ptr {tag}, {wanted}')}", wanted=True)


def _read_field(valtype: str) -> str:
    text = HandlerText(L, ["externref"], [("offset", "u32")], result=L)
    place = text.pointer(operand(text.operand("a", "externref")), text.numbers["offset"])
    type_ = "i64" if valtype == "i64" else "%v128"
    text.result(valtype, f"{type_} {text.new(f'load {type_}, ptr {place}, align 8')}")
    return text.body()


def _write_field(valtype: str) -> str:
    text = HandlerText(L + L, ["externref", valtype], [("offset", "u32")])
    place = text.pointer(operand(text.operand("a", "externref")), text.numbers["offset"])
    text.lines.append(f"store {text.operand('b', valtype)}, ptr {place}, align 8")
    return text.body()


def _many_fields(valtype: str, *, reads: bool) -> str:
    """Copy `count` values between fields of an exception and slots: `first` is that of the first one's."""
    text = HandlerText(L, ["externref"], [("offset", "u32"), ("first", "s32"), ("count", "u32")])
    slots, type_ = (1, "i64") if valtype == "i64" else (2, "%v128")
    fields = text.pointer(operand(text.operand("a", "externref")), text.numbers["offset"])
    first = text.new(f"getelementptr i64, ptr %fp, i64 {text.numbers['first']}")
    source, target = ("field", "slot") if reads else ("slot", "field")
    text.lines.append(f"""
        br label %head
        head:
        %i = phi i64 [ 0, %entry ], [ %more, %copy ]
        %ends = icmp eq i64 %i, {text.numbers["count"]}
        br i1 %ends, label %done, label %copy
        copy:
        %up = mul i64 %i, {PAYLOAD_SLOT}
        %down = mul i64 %i, {-slots * SLOT}
        %field = getelementptr i8, ptr {fields}, i64 %up
        %slot = getelementptr i8, ptr {first}, i64 %down
        %value = load {type_}, ptr %{source}, align 8
        store {type_} %value, ptr %{target}, align 8
        %more = add i64 %i, 1
        br label %head
        done:""")
    return text.body()


def _move_many() -> str:
    """Copy `count` slots, from `first` on downwards, to a place that is not below it."""
    text = HandlerText(numbers=[("first", "s32"), ("to", "s32"), ("count", "u32")])
    start, to = (text.new(f"getelementptr i64, ptr %fp, i64 {text.numbers[name]}") for name in ("first", "to"))
    _move_down(text, start, to, text.numbers["count"])
    return text.body()
