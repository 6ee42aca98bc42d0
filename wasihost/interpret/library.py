"""The handlers as constant code, and those for this processor (native subset)."""

from functools import partial

from wasihost.baseline.library import can_run_v3
from wasihost.codegen.handlers import library
from wasihost.codegen.handlers.catalog import index
from wasihost.codegen.link.shared_object import CODE_SECTION
from wasihost.interpret.shapes import handler
from wasihost.native import Global, native, u32, u64
from wasihost.runtime.interpreter import CAPACITY, Handlers

BASELINE = Global(data=partial(library.code, "x86-64"), section=CODE_SECTION, align=64)
V3 = Global(data=partial(library.code, "x86-64-v3"), section=CODE_SECTION, align=64)
BASELINE_OFFSETS = Global(u32, data=partial(library.offsets, "x86-64"))
V3_OFFSETS = Global(u32, data=partial(library.offsets, "x86-64-v3"))
LEAVE, RESUME, COUNT = handler("leave"), handler("resume"), len(index())
assert COUNT <= CAPACITY


@native(export="hidden")
def interpreter_handlers(found: Handlers):
    found.leave, found.resume, found.count = LEAVE, RESUME, COUNT
    if can_run_v3():
        found.code, found.offsets = V3, V3_OFFSETS
    else:
        found.code, found.offsets = BASELINE, BASELINE_OFFSETS
    found.size = u64[found.code]
