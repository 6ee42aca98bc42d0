"""The structure that decoding makes of a module, and why a module is rejected: what machine code and Python exchange.

All records refer to the module by offsets in its bytes.  Index spaces contain imports first, as in the specification.
This file imports nothing of the native subset, so compiling a module does not load the subset's compiler.
"""

from enum import IntEnum

from wasihost.abi import EXNREF, EXTERNREF, FUNCREF
from wasihost.layout import Array, Ptr, Struct, ptr, u8, u16, u32, u64


class SectionId(IntEnum):
    CUSTOM = 0
    TYPE = 1
    IMPORT = 2
    FUNCTION = 3
    TABLE = 4
    MEMORY = 5
    GLOBAL = 6
    EXPORT = 7
    START = 8
    ELEMENT = 9
    CODE = 10
    DATA = 11
    DATA_COUNT = 12
    TAG = 13


# The order that the format requires; custom sections may be anywhere.
SECTION_ORDER: tuple[int, ...] = tuple(
    SectionId[name]
    for name in "TYPE IMPORT FUNCTION TABLE MEMORY TAG GLOBAL EXPORT START ELEMENT DATA_COUNT CODE DATA".split()
)

# A value type is one byte: its code in the binary format, or one of these for a reference without such a code.
NULLABLE_CODES = range(0x01, 0x60)  # (ref null $t)
NON_NULL_CODES = range(0x80, 0x100)  # (ref func) and its like, then (ref $t)
NON_NULL = {FUNCREF: 0x80, EXTERNREF: 0x81, EXNREF: 0x82}  # code of a nullable reference → code of the non-nullable one
ABSTRACT = 0xFFFFFF00  # a heap type that is not a type index: this plus the code of the nullable reference to it


class Span(Struct):
    """Bytes of the module."""

    start: u32
    size: u32


class Expression(Struct):
    """A constant expression without its `end`: a range of `Decoded.constants`."""

    first: u32
    count: u32


class Constant(Struct):
    """An instruction of a constant expression."""

    prefix: u16  # or 0
    opcode: u16
    offset: u32
    value: u64  # the immediate: a signed integer, the bits of a float, an index, a heap type; otherwise 0
    upper: u64  # bits 64 to 127 of a vector


class Immediate(IntEnum):
    """What follows the opcode of a constant instruction."""

    NOT_CONSTANT = 0  # the instruction is not constant
    NOTHING = 1
    INDEX = 2
    S32 = 3
    S64 = 4
    F32 = 5
    F64 = 6
    V128 = 7
    HEAP_TYPE = 8


# The constant instructions by prefix, or 0, and opcode.
CONSTANTS = {
    (0, 0x23): ("global.get", Immediate.INDEX),
    (0, 0x41): ("i32.const", Immediate.S32),
    (0, 0x42): ("i64.const", Immediate.S64),
    (0, 0x43): ("f32.const", Immediate.F32),
    (0, 0x44): ("f64.const", Immediate.F64),
    (0, 0x6A): ("i32.add", Immediate.NOTHING),
    (0, 0x6B): ("i32.sub", Immediate.NOTHING),
    (0, 0x6C): ("i32.mul", Immediate.NOTHING),
    (0, 0x7C): ("i64.add", Immediate.NOTHING),
    (0, 0x7D): ("i64.sub", Immediate.NOTHING),
    (0, 0x7E): ("i64.mul", Immediate.NOTHING),
    (0, 0xD0): ("ref.null", Immediate.HEAP_TYPE),
    (0, 0xD2): ("ref.func", Immediate.INDEX),
    (0xFD, 0x0C): ("v128.const", Immediate.V128),
}


class Signature(Struct):
    """A function type: ranges of `Decoded.valtypes`.  Its first 256 bytes are the value types themselves."""

    params: u32
    param_count: u32
    results: u32
    result_count: u32


class Limits(Struct):
    minimum: u64
    maximum: u64
    flags: u32  # HAS_MAXIMUM and so on, as in the binary format
    page_shift: u32  # of a memory


HAS_MAXIMUM, SHARED, ADDRESS_64, HAS_PAGE_SIZE = 1, 2, 4, 8


class TableType(Struct):
    limits: Limits
    init: Expression
    element: u8  # value type
    address: u8  # value type
    has_init: u8  # 0: its entries begin as null
    pad: u8
    pad2: u32


class MemoryType(Struct):
    limits: Limits
    address: u8  # value type
    pad: Array(u8, 7)


class GlobalType(Struct):
    init: Expression  # of a defined global
    valtype: u8
    mutable: u8
    pad: u16


class Import(Struct):
    module: Span
    name: Span
    kind: u32
    index: u32  # in the index space of its kind, which has its type
    offset: u32


# In place of the kind of an import without a name: several imports follow, each with its type, or all after one type.
TYPE_EACH, TYPE_FOR_ALL = 0x7F, 0x7E


class Export(Struct):
    name: Span
    kind: u32
    index: u32
    offset: u32


class Element(Struct):
    """An element segment."""

    items: ptr  # u32 funcidx of each entry, or an Expression of each, if `expressions`
    count: u32
    expressions: u32
    mode: u32
    table: u32
    offset: Expression  # of an active segment
    element: u32  # value type
    position: u32


class Data(Struct):
    """A data segment."""

    mode: u32
    memory: u32
    offset: Expression  # of an active segment
    content: Span


class Body(Struct):
    """A function body, from the local declarations to the final `end`."""

    start: u32
    end: u32


class Section(Struct):
    id: u32
    start: u32  # of its content
    end: u32
    name: Span  # of a custom section; the rest of its content follows


class Decoded(Struct):
    """A decoded module.  Its arrays lie in `arena`, and have one element more than they have entries.

    So index 0, which replaces an invalid index after a fault, can be read.
    """

    data: ptr  # the module's bytes
    size: u64
    arena: ptr  # the sections.arena.Chunk that was allocated last
    room: ptr  # free memory in it
    room_end: ptr
    multiplier: u64  # of hashes; odd and secret, so that an attacker cannot choose entries that collide
    valtypes: ptr  # u8, see NULLABLE_CODES
    signatures: Ptr(Signature)
    canonical: ptr  # u32 of every type: the first type that is equal to it
    functions: ptr  # u32 typeidx
    tables: Ptr(TableType)
    memories: Ptr(MemoryType)
    globals: Ptr(GlobalType)
    tags: ptr  # u32 typeidx
    imports: Ptr(Import)
    exports: Ptr(Export)
    elements: Ptr(Element)
    datas: Ptr(Data)
    bodies: Ptr(Body)  # of the defined functions
    sections: Ptr(Section)  # in file order
    constants: Ptr(Constant)  # of all constant expressions
    declared: ptr  # u8 of every function: 1 = `ref.func` may name it, because something outside of bodies does
    reference_codes: ptr  # u8 of every type: of (ref null $t), then of (ref $t); 0 = none yet
    heaps: Array(u32, 256)  # of each code of a value type: the heap type of the reference; ABSTRACT + FUNCREF and so on
    next_codes: Array(u32, 2)  # the next free code of a nullable reference, then of a non-nullable one
    type_count: u32
    function_count: u32
    table_count: u32
    memory_count: u32
    global_count: u32
    tag_count: u32
    import_count: u32
    export_count: u32
    element_count: u32
    data_count: u32
    body_count: u32
    section_count: u32
    section_room: u32  # number of sections that `sections` has room for
    constant_count: u32
    constant_room: u32
    largest_expression: u32  # constants in it
    imported: Array(u32, 5)  # number of imports of each ExternKind
    has_start: u32
    start: u32  # funcidx
    has_data_count: u32
    announced_data_count: u32  # in the data count section


class Fault(IntEnum):
    """Why a module is rejected.  `wasm.decoder.MESSAGES` has the texts."""

    NONE = 0
    UNEXPECTED_END = 1  # these three are also faults of bodies, with the same numbers
    INTEGER_TOO_LONG = 2
    INTEGER_TOO_LARGE = 3
    NO_MEMORY = 4
    FILE_TOO_SHORT = 5
    NO_MAGIC = 6
    UNKNOWN_VERSION = 7
    COMPONENT = 8
    MODULE_TOO_LARGE = 9
    SECTION_ID = 10
    SECTION_ORDER = 11
    SECTION_SIZE = 12
    OUT_OF_BOUNDS = 13  # a size beyond the end of the module
    COUNT_OUT_OF_BOUNDS = 14  # found: the length of a vector, for this fault and the next two; what: its Vector
    COUNT_BEYOND_SECTION = 15
    COUNT_LIMIT = 16
    UTF8 = 17
    LATER_TYPE = 18  # found: its code
    LATER_DEFINITION = 19  # found: its code
    VALUE_TYPE = 20
    REFERENCE_TYPE = 21
    HEAP_TYPE = 22
    DEFINITION_TYPE = 23
    LIMITS_FLAGS = 24
    PAGE_SIZE = 25  # found: its logarithm
    MUTABILITY = 26
    TAG_ATTRIBUTE = 27
    IMPORT_KIND = 28  # found
    EXPORT_KIND = 29
    NOT_ZERO = 30
    ELEMENTS_KIND = 31
    ELEMENT_KIND = 32
    DATA_KIND = 33
    BODY_SIZE = 34  # found
    BODY_COUNT = 35
    DATA_COUNT = 36
    TOO_MANY_REFERENCE_TYPES = 37
    # Faults from here on: the module is well-formed but invalid.
    UNKNOWN_TYPE = 64  # found: the index, for this fault and the next ones
    UNKNOWN_FUNCTION = 65
    UNKNOWN_TABLE = 66
    UNKNOWN_MEMORY = 67
    UNKNOWN_GLOBAL = 68
    UNKNOWN_TAG = 69
    UNSUPPORTED_PAGE_SIZE = 70  # found: its logarithm
    NOT_CONSTANT = 71  # found: the opcode; what: its prefix.  Malformed if there is no such instruction
    TABLE_SIZE = 72  # found: bits of an address
    MEMORY_SIZE = 73  # found: maximum pages; what: 1 = that is 4 GiB
    LIMITS_ORDER = 74
    SHARED_WITHOUT_MAXIMUM = 75
    TAG_RESULT = 76
    NO_INITIAL_VALUE = 77  # found: the table
    MUTABLE_GLOBAL = 78  # found: the index
    CONSTANT_OPERANDS = 79  # expression; found: the index of the instruction in it
    CONSTANT_RESULT = 80  # expression; found: the expected value type
    ELEMENT_TYPE = 81  # found: the expected value type; what: that of the segment
    START_TYPE = 82  # found: the function
    DUPLICATE_EXPORT = 83  # found: the index of the export


class Vector(IntEnum):
    """What a length counts; `VECTORS` has the words."""

    TYPES = 0
    PARAMETERS = 1
    RESULTS = 2
    IMPORTS = 3
    FUNCTIONS = 4
    TABLES = 5
    MEMORIES = 6
    TAGS = 7
    GLOBALS = 8
    EXPORTS = 9
    ELEMENT_SEGMENTS = 10
    ELEMENT_SEGMENT_ENTRIES = 11
    DATA_SEGMENTS = 12


class Rejection(Struct):
    """A fault, and the facts that its message needs."""

    fault: u32
    what: u32
    found: u64
    offset: u32  # in the module
    pad: u32
    expression: Expression
