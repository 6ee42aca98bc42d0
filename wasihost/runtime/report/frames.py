"""The backtrace of a trap: addresses of code → functions and offsets in the module."""

from wasihost.abi import (
    FRAMES_KEPT,
    NONE,
    OUTERMOST_KEPT,
    ArtifactHeader,
    Frame,
    Frames,
    FunctionRecord,
    LineUnit,
    Section,
    ThreadRecord,
    TypeRecord,
)
from wasihost.native import bool_, native, sizeof, u32, u64
from wasihost.runtime.image import image_of, section
from wasihost.runtime.report.lines import find_line


@native(export=True)
def find_frames(frames: Frames, thread: ThreadRecord):
    """Find the frames in wasm code of all modules."""
    frames.count = 0
    walked = thread.frame_count
    if thread.pc:  # exact, while a return address is after its call
        add_frame(frames, thread.pc)
    for i in range(min(walked, u32(FRAMES_KEPT))):
        add_frame(frames, thread.frames[i] - 1)
    frames.omitted, frames.omitted_at = 0, frames.count
    number = u32(FRAMES_KEPT)
    if walked > FRAMES_KEPT + OUTERMOST_KEPT:
        frames.omitted = walked - (FRAMES_KEPT + OUTERMOST_KEPT)
        number = walked - OUTERMOST_KEPT
    while number < walked:
        add_frame(frames, thread.outermost[number % OUTERMOST_KEPT] - 1)
        number += 1


@native(inline=False)
def add_frame(frames: Frames, address: u64):
    image, row = image_of(address), frames.rows[frames.count]
    if image and find_function(image.header, u32(address - image.code.low), row):
        row.image = image.module
        frames.count += 1


@native
def find_function(header: ArtifactHeader, offset: u32, frame: Frame) -> bool_:
    """Find the function at an offset in the code.  False: the code is a thunk or a stub."""
    functions, types = FunctionRecord(section(header, Section.FUNCTIONS)), TypeRecord(section(header, Section.TYPES))
    found = u32(NONE)
    start = u32(0)
    for i in range(header.vm.function_count):
        if start <= functions[i].code <= offset:
            start, found = functions[i].code, u32(i)
    for i in range(header.vm.function_count):
        if start < functions[i].entry <= offset:
            return False
    for i in range(header.vm.type_count):
        if start < types[i].thunk <= offset:
            return False
    frame.funcidx, frame.offset = header.vm.function_imports + found, module_offset(header, offset)
    if header.sections[Section.INDICES].size and found != NONE:
        frame.funcidx = u32[section(header, Section.INDICES), found]
    return found != NONE


@native
def module_offset(header: ArtifactHeader, offset: u32) -> u32:
    """The offset in the module of the instruction at an offset in the code, or NONE."""
    units = LineUnit(section(header, Section.LINES))
    for i in range(header.sections[Section.LINES].size // sizeof(LineUnit)):
        unit = units[i]
        if unit.start <= offset < unit.end:
            lines = section(header, Section.LINE_BYTES) + unit.first
            line = find_line(lines, u64(unit.count), u64(offset - unit.start))
            return u32(line) if line else u32(NONE)
    return u32(NONE)
