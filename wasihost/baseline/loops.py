"""Record the loops of a function, for code that continues its calls there (native subset).

Code is made in the same way each time, so the loops of a function are found by compiling it once more.
"""

from wasihost.baseline.layout import BRIDGE, Entry, Label
from wasihost.baseline.shapes import I64, TYPE_OF
from wasihost.baseline.state import State, here, offset_of, slot_of_local
from wasihost.baseline.x86_64 import FRAME, NOP_SIZE, RDI, RSI, VM, call, enter, leave, move, ret, saves, store
from wasihost.native import memcpy, native, sizeof, u8, u32


@native
def note_loop(s: State, label: Label):
    """A loop begins here: its operands are in their slots, or constants."""
    if s.task.recorded != s.funcidx:
        return
    found = s.task.loops
    label.loop = found.loop_count
    found.loop_count += 1
    if found.loop_count <= found.limit and found.operand_count + s.top <= found.limit:
        loop = found.loops[label.loop]
        loop.offset, loop.start, loop.end = offset_of(s), here(s), here(s)
        loop.first, loop.count = found.operand_count, s.top
        memcpy(found.operands[found.operand_count], s.operands, sizeof(Entry) * s.top)
    found.operand_count += s.top


@native
def note_jump(s: State, label: Label, place: u32, base: u32):
    """A distance leads to a loop."""
    if s.task.recorded != s.funcidx:
        return
    found = s.task.loops
    if found.jump_count < found.limit and label.loop < found.limit:
        jump = found.jumps[found.jump_count]
        jump.loop, jump.place, jump.base = label.loop, place, base
        found.loops[label.loop].end = place
    found.jump_count += 1


@native
def write_bridge(s: State):
    """Behind the function: code that takes the place of a jump to a loop.

    It brings the locals to their slots, calls the other code with the instance and the frame, and returns its results.
    """
    found, start = s.task.loops, here(s)
    if s.start == s.entry - NOP_SIZE:
        enter(s, s.frame_size)
    for i in range(s.pinned_count):
        local = s.pinned[i]
        store(s, u8[TYPE_OF, u8[s.local_types, local]], u8[s.pins, local], FRAME, slot_of_local(s, local))
    move(s, I64, RDI, VM)
    move(s, I64, RSI, FRAME)
    found.call = call(s) - start
    leave(s)
    ret(s)
    found.bridge_at, found.bridge_size, found.saved = start, here(s) - start, s.saved
    if not s.saved & saves(VM):  # operands may have taken the register that the instance came in
        found.bridge_size = BRIDGE + 1
    found.start, found.local_count = s.start, s.locals
    for local in range(min(s.locals, found.limit)):
        u32[found.locals, local] = slot_of_local(s, local)
