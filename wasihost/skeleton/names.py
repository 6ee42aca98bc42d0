"""Names of functions, as in the module (native subset)."""

from wasihost.abi import Section, StringRef
from wasihost.native import native, sizeof, static_assert, u32, u64
from wasihost.skeleton.file import keep_of_module
from wasihost.skeleton.layout import Skeleton
from wasihost.skeleton.writer import ALIGNMENT, begin, finish
from wasihost.wasm.sections.layout import Span
from wasihost.wasm.sections.names import read_function_names

SAME_LAYOUT = list(StringRef.fields.values()) == list(Span.fields.values())


@native
def put_names(w: Skeleton):
    static_assert(SAME_LAYOUT, "a range of the module becomes a reference to a string")
    module, names = w.module, Span(begin(w, Section.NAMES, ALIGNMENT))
    named = read_function_names(module, names) != 0
    w.header.has_names = u32(named)
    finish(w, Section.NAMES, u64(module.function_count) * sizeof(StringRef) if named else u64(0))
    first, last = u32(module.size), u32(0)
    for funcidx in range(module.function_count if named else u32(0)):
        name = names[funcidx]
        if name.start:
            first, last = min(first, name.start), max(last, name.start + name.size)
    for funcidx in range(module.function_count if named else u32(0)):
        if names[funcidx].start:
            names[funcidx].start -= first
    keep_of_module(w, Section.NAME_BYTES, min(first, last), last)
