"""An artifact that is being written, and what its writer must be told about the code."""

from enum import IntEnum

from wasihost.abi import EXPRESSION_DEPTH, ArtifactHeader, ExprOp
from wasihost.layout import Ptr, Struct, i32, ptr, u32, u64
from wasihost.wasm.sections.layout import Decoded


class Skeleton(Struct):
    """The file is mapped, with more room than it will need.  All sections but that of code are written in order."""

    module: Ptr(Decoded)
    header: Ptr(ArtifactHeader)  # the beginning of the file
    room: u64  # bytes that are mapped
    at: u64  # offset in the file where the next section begins
    code_at: u64  # offset of the code
    code_room: u64  # bytes for it; those behind cannot be written
    fd: i32
    fault: u32  # SkeletonFault
    error: i32  # of NO_FILE: a negative error number
    strings: ptr
    strings_end: ptr  # where the next string begins
    expressions: Ptr(ExprOp)
    expression_count: u32
    image_stop: u32  # active data segments before this one are in the memory image
    slots: ptr  # u32 of every function: the number of its FuncRef, for escaped functions
    digests: ptr  # SIGNATURE_DIGEST bytes of each type that a type refers to


class Code(Struct):
    """Machine code in the file, at `Skeleton.code_at`, and its tables.  Offsets count from the start of the code."""

    size: u64
    functions: ptr  # u32 of every function
    entries: ptr  # u32 of every function: where calls by reference enter it
    thunks: ptr  # u32 of every type: its entry thunk, or 0
    unwind_functions: ptr
    unwind_sites: ptr
    line_units: ptr
    lines: ptr
    unwind_count: u32
    site_count: u32
    line_unit_count: u32
    line_size: u32
    keeps_module: u32  # 1: the whole module stays in the file
    pad: u32


class SkeletonFault(IntEnum):
    NONE = 0
    NO_MEMORY = 1
    NO_FILE = 2  # the file for the artifact cannot be made or enlarged: see `error`
    TOO_DEEP = 3  # a constant expression with more than abi.EXPRESSION_DEPTH values on its stack
    TOO_LARGE = 4  # a section of more than 4 GiB


# The messages of faults that a module causes.
MESSAGES = {
    SkeletonFault.TOO_DEEP: f"a constant expression with more than {EXPRESSION_DEPTH} values on its stack: "
    "the limit of this implementation",
    SkeletonFault.TOO_LARGE: "the module needs an artifact with sections of more than 4 GiB",
}
