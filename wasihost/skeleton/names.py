"""Names of functions, in printable form (native subset)."""

from wasihost.abi import Section, StringRef
from wasihost.native import bool_, memcpy, native, ptr, sizeof, u8, u32, u64
from wasihost.runtime.report.text import ELLIPSIS, MAX_LINE, Text, put_printable
from wasihost.skeleton.layout import Skeleton, SkeletonFault
from wasihost.skeleton.writer import ALIGNMENT, begin, fail, finish
from wasihost.wasm.sections.arena import take
from wasihost.wasm.sections.layout import Span
from wasihost.wasm.sections.names import read_function_names

# A character of one byte may become `\\xNN`; a name that is not plain has at most so many bytes.
NOT_PLAIN = 4 * (MAX_LINE + 3) + 16
HALF = MAX_LINE // 2


@native
def put_names(w: Skeleton):
    module = w.module
    names = Span(take(module, u64(module.function_count) * sizeof(Span)))
    text = Text(take(module, sizeof(Text)))
    if not names or not text:
        fail(w, SkeletonFault.NO_MEMORY)
        return
    has_names = read_function_names(module, names) != 0
    w.header.has_names = u32(has_names)
    refs = StringRef(begin(w, Section.NAMES, ALIGNMENT))
    finish(w, Section.NAMES, u64(module.function_count) * sizeof(StringRef) if has_names else u64(0))
    start = begin(w, Section.NAME_BYTES, ALIGNMENT)
    end = start
    if has_names:
        for funcidx in range(module.function_count):
            name, ref = names[funcidx], refs[funcidx]
            ref.offset = u32(u64(end) - u64(start))
            end = put_name(end, module.data + name.start, name.size, text)
            ref.size = u32(u64(end) - u64(start)) - ref.offset
    finish(w, Section.NAME_BYTES, u64(end) - u64(start))


@native
def put_name(at: ptr, name: ptr, size: u32, text: Text) -> ptr:
    if is_plain(name, size):
        return put_plain(at, name, size)
    text.size = 0
    put_printable(text, name, size)
    memcpy(at, text.bytes, text.size)
    return at + text.size


@native
def put_plain(at: ptr, name: ptr, size: u32) -> ptr:
    """Write a name of printable ASCII, without its middle if it is too long."""
    if size <= MAX_LINE:
        memcpy(at, name, size)
        return at + size
    memcpy(at, name, HALF)
    memcpy(at + HALF, ELLIPSIS, len(ELLIPSIS))
    memcpy(at + HALF + len(ELLIPSIS), name + (size - HALF), HALF)
    return at + 2 * HALF + len(ELLIPSIS)


@native
def is_plain(name: ptr, size: u32) -> bool_:
    """Whether all characters are printable ASCII."""
    wrong: u32 = 0
    for i in range(size):
        wrong |= u32(u8[name, i] - ord(" ") > ord("~") - ord(" "))
    return wrong == 0
