"""The artifact: its header, its sections, and its entry in the index of the cache."""

from enum import IntEnum

from wasihost.layout import Array, Struct, i64, u8, u32, u64

VERSION = 11
MAGIC = int.from_bytes(b"wasihost", "little")
ANY_CPU = bytes(8)  # replaces the CPU in the key of an artifact for any CPU of the architecture


class Section(IntEnum):
    """The sections of an artifact: arrays of the named record, or bytes."""

    CODE = 0  # text and constants, mapped read and execute at a multiple of HOST_PAGE
    MEMORY = 1  # initial bytes of memory 0, mapped copy-on-write at a multiple of HOST_PAGE
    STRINGS = 2  # bytes that StringRefs point into
    TYPES = 3  # TypeRecord
    FUNCTIONS = 4  # FunctionRecord, defined functions in index order
    FUNCREFS = 5  # u32 funcidx of each escaped function, in slot order
    IMPORTS = 6  # ImportRecord
    EXPORTS = 7  # ExportRecord
    MEMORIES = 8  # MemoryRecord, defined only
    TABLES = 9  # TableRecord, defined only
    GLOBALS = 10  # GlobalRecord, defined only
    TAGS = 11  # u32 typeidx, defined only
    ELEMENTS = 12  # ElementRecord
    ELEMENT_ITEMS = 13  # u32 reference locators (see ref_locator), or ExprRefs
    DATA = 14  # DataRecord
    DATA_BYTES = 15
    EXPRESSIONS = 16  # ExprOp
    UNWIND_FUNCTIONS = 17  # UnwindFunction, sorted by start
    UNWIND_SITES = 18  # UnwindSite, sorted by start
    NAMES = 19  # StringRef per function (imports first) into NAME_BYTES; empty without a name section
    NAME_BYTES = 20  # as in the module, mangled
    LINES = 21  # LineUnit
    LINE_BYTES = 22  # raw .debug_line of each unit; a "line" is a byte offset in the module
    BODIES = 23  # bytes of the module from the first body to the last, for the report of a trap
    INDICES = 24  # u32 funcidx of each FunctionRecord, if not all functions are there (BetterCode)
    MODULE = 25  # the module, if a process compiles better code for the run


SECTION_COUNT = 32  # maximum number of sections in the header


class SectionRef(Struct):
    offset: u64
    size: u64


class VMRecord(Struct):
    """The stored form of a VMLayout: offsets of the regions, then their counts."""

    size: u32
    memories: u32
    functions: u32
    tables: u32
    tags: u32
    globals: u32
    type_ids: u32
    funcrefs: u32
    memory_count: u32
    memory_imports: u32
    function_imports: u32
    table_count: u32
    table_imports: u32
    global_count: u32
    global_imports: u32
    tag_count: u32
    tag_imports: u32
    type_count: u32
    funcref_count: u32
    function_count: u32  # defined functions


class ArtifactHeader(Struct):
    """The first HOST_PAGE of an artifact.  Everything in the file is position independent."""

    magic: u64
    version: u32
    machine: u32  # ELF's e_machine
    file_size: u64
    header_check: u64  # checksum of this header with this field zero
    digest: Array(u8, 32)  # SHA-256 of the file after the header page
    key: Array(u8, 32)  # digest of module, options, CPU and version: the name in the cache
    level: u32
    guarded: u32  # 1: memory 0 must be a guard reservation; 0: the code checks bounds
    start_function: u32  # funcidx, or NONE
    has_names: u32
    bodies_at: u32  # offset of BODIES in the module
    canonical_nans: u32  # 1: arithmetic returns only canonical NaNs
    metered: u32  # 1: the code counts fuel
    optimized: u32  # number of functions at level `max`, if the others are at `baseline`
    vm: VMRecord
    sections: Array(SectionRef, SECTION_COUNT)


class StringRef(Struct):
    offset: u32
    size: u32


class ExprRef(Struct):
    """A constant expression: `count` ExprOps, starting at `first`, in postfix order."""

    first: u32
    count: u32


class ConstOp(IntEnum):
    """The operation of an ExprOp, with our own numbers."""

    CONST = 0  # bits of any type; a null reference is 0
    GLOBAL_GET = 1  # value: the global's index
    REF_FUNC = 2  # value: a reference locator
    I32_ADD = 3
    I32_SUB = 4
    I32_MUL = 5
    I64_ADD = 6
    I64_SUB = 7
    I64_MUL = 8


class ExprOp(Struct):
    """One instruction of a constant expression."""

    operation: u32  # ConstOp
    pad: u32
    value: u64
    upper: u64  # bits 64 to 127 of a v128's CONST


SIGNATURE_DIGEST = 32  # bytes that represent a function type inside another one


class TypeRecord(Struct):
    signature: StringRef  # see codegen.signature
    thunk: u32  # offset in CODE of `void (vmctx, code, slots)`, or NONE if no exported function has this type
    slots: u32  # number of SLOTs for arguments or results, whichever needs more
    text: StringRef  # `(i32, i64) -> (f32)`


class FunctionRecord(Struct):
    code: u32  # offset in CODE
    entry: u32  # the same for calls by reference; differs if `code` is for tail calls
    typeidx: u32


class ImportRecord(Struct):
    module: StringRef
    name: StringRef
    kind: u32  # ExternKind
    typeidx: u32  # functions and tags; globals and tables: `heap`
    valtype: u32  # globals and tables
    flags: u32  # globals, memories and tables
    minimum: u64  # memories: pages; tables: entries
    maximum: u64
    page_shift: u32  # memories
    pad: u32


class ExportRecord(Struct):
    name: StringRef
    kind: u32
    index: u32


ADDRESS_64 = 1  # a flag of memories and tables: their addresses have 64 bits
MUTABLE = 1  # a flag of globals
SHARED = 2  # a flag of memories: several threads use it
NON_NULL = 2  # a flag of tables and globals: their references are never null


class MemoryRecord(Struct):
    minimum: u64  # pages
    maximum: u64  # pages, or NO_MAXIMUM
    page_shift: u32
    flags: u32  # ADDRESS_64, SHARED


class TableRecord(Struct):
    minimum: u64
    maximum: u64
    valtype: u32  # as for a global; the same is true for `heap`
    flags: u32  # ADDRESS_64, NON_NULL
    heap: u32
    pad: u32
    init: ExprRef  # count 0: null


class GlobalRecord(Struct):
    valtype: u32  # the code in the binary format; for a reference, that of the abstract nullable type
    flags: u32  # MUTABLE, NON_NULL
    heap: u32  # for a reference to functions of one type, the type index; otherwise NONE
    pad: u32
    init: ExprRef


class SegmentMode(IntEnum):
    ACTIVE = 0
    PASSIVE = 1
    DECLARATIVE = 2
    IN_IMAGE = 3  # an active data segment whose content is in the MEMORY section


class ElementRecord(Struct):
    mode: u32
    table: u32
    offset: ExprRef
    first: u32  # index in ELEMENT_ITEMS, counted in u32
    count: u32
    expressions: u32  # 1: items are ExprRefs (two u32 each), 0: reference locators
    valtype: u32


class DataRecord(Struct):
    mode: u32
    memory: u32
    offset: ExprRef
    first: u64  # in DATA_BYTES
    count: u64


class UnwindFunction(Struct):
    """The unwinder's data of a function: `saved` is the mask of callee-saved registers right below rbp."""

    start: u32
    end: u32
    saved: u32
    first_site: u32
    site_count: u32


class UnwindSite(Struct):
    """Calls whose return address minus one is in [start, end) continue at `landing_pad` if they throw."""

    start: u32
    end: u32
    landing_pad: u32


class LineUnit(Struct):
    start: u32  # the unit's text in CODE
    end: u32
    first: u32  # in LINE_BYTES
    count: u32


class ExternKind(IntEnum):
    """Kinds of imports and exports, with the numbers of the binary format."""

    FUNC = 0
    TABLE = 1
    MEMORY = 2
    GLOBAL = 3
    TAG = 4


def ref_locator(offset: int, indirect: bool) -> int:
    """The locator of a function in a constant: its FuncRef is at VMContext + offset.

    `indirect`: a pointer to the FuncRef is there.  0 is null.  Offsets are below 2**31.
    """
    return offset << 1 | indirect


class IndexRecord(Struct):
    """An entry of the index, after its seal: the artifact's key, and the identity of its file.

    The module's path follows.
    """

    key: Array(u8, 32)
    inode: u64
    size: u64
    mtime: i64  # nanoseconds
    ctime: i64
