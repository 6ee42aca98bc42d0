"""The file that is being written: sections, strings (native subset)."""

from errno import EIO

from wasihost.abi import Section, StringRef
from wasihost.native import Ptr, i32, memcpy, native, ptr, syscall, u32, u64
from wasihost.native.platform import SYS
from wasihost.skeleton.layout import Skeleton, SkeletonFault

ALIGNMENT = 16  # of sections
LARGEST = 1 << 32  # bytes of a section whose records are found by u32 offsets


@native
def fail(w: Skeleton, fault: u32):
    if w.fault == 0:
        w.fault = fault


@native
def here(w: Skeleton) -> ptr:
    return ptr(w.header) + w.at


@native
def begin(w: Skeleton, section: u32, alignment: u64) -> ptr:
    """Begin a section, which `finish` ends.  Returns where its content goes."""
    w.at = (w.at + alignment - 1) // alignment * alignment
    w.header.sections[section].offset = w.at
    return here(w)


@native
def finish(w: Skeleton, section: u32, size: u64):
    w.header.sections[section].size = size
    w.at += size
    if size >= LARGEST and section not in (Section.MEMORY, Section.DATA_BYTES, Section.BODIES):
        fail(w, SkeletonFault.TOO_LARGE)


@native
def put_section(w: Skeleton, section: u32, content: ptr, size: u64):
    """Write a whole section."""
    memcpy(begin(w, section, ALIGNMENT), content, size)
    finish(w, section, size)


@native
def append(w: Skeleton, section: u32, content: ptr, size: u64) -> i32:
    """Write a whole section at the end of the file, which the mapping may not reach.  Negative: an error number."""
    begin(w, section, ALIGNMENT)
    done: u64 = 0
    while done < size:
        count = syscall(SYS.pwrite64, w.fd, content + done, size - done, w.at + done)
        if count <= 0:
            return i32(count) if count < 0 else i32(-EIO)  # no progress
        done += u64(count)
    finish(w, section, size)
    return 0


@native
def put_string(w: Skeleton, string: Ptr(StringRef), text: ptr, size: u32):
    string.offset, string.size = u32(u64(w.strings_end) - u64(w.strings)), size
    memcpy(w.strings_end, text, size)
    w.strings_end += u64(size)
