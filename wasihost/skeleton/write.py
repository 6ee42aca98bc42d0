"""Write an artifact: everything that does not need its code, and then what does (native subset)."""

from wasihost.abi import (
    HOST_PAGE,
    MAGIC,
    NONE,
    SIGNATURE_DIGEST,
    SLOT,
    VERSION,
    ArtifactHeader,
    DataRecord,
    ElementRecord,
    ExportRecord,
    ExprOp,
    ExternKind,
    FunctionRecord,
    GlobalRecord,
    ImportRecord,
    LineUnit,
    MemoryRecord,
    Section,
    StringRef,
    TableRecord,
    TypeRecord,
    UnwindFunction,
    UnwindSite,
    VMContext,
    VMRecord,
    regions,
)
from wasihost.native import Ptr, bool_, i32, memset, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    MAP_SHARED,
    PROT_READ,
    PROT_WRITE,
    RLIMIT_FSIZE,
    SYS,
)
from wasihost.runtime.image import checksum
from wasihost.runtime.machine import ELF_MACHINE
from wasihost.runtime.memory_file import seal
from wasihost.skeleton.entities import put_exports, put_globals, put_imports, put_memories, put_tables, put_tags
from wasihost.skeleton.expressions import put_expressions
from wasihost.skeleton.file import MODULE_AT, drop_rest_of_module, keep_of_module, skeleton_file
from wasihost.skeleton.layout import Code, Skeleton, SkeletonFault
from wasihost.skeleton.names import put_names
from wasihost.skeleton.segments import MAX_RATIO, MAX_SPARSE_BYTES, put_data, put_elements, put_memory_image
from wasihost.skeleton.types import SIGNATURE_BYTES, TEXT_AROUND, TEXT_BYTES, put_types
from wasihost.skeleton.writer import ALIGNMENT, append, begin, fail, finish, put_section
from wasihost.wasm.sections.arena import take
from wasihost.wasm.sections.layout import Decoded

REGIONS = tuple((VMRecord.offset(at), VMRecord.offset(count), size, align) for at, count, size, align in regions())
PAGE = 4096  # bytes of a small one
GUARD = HOST_PAGE  # bytes mapped behind the file, which cannot be accessed
SECTION_PADDING = 2 * HOST_PAGE + len(Section) * ALIGNMENT


@native(export=True)
def skeleton_begin(w: Skeleton, module: Ptr(Decoded), file: i32, code_room: u64) -> u32:
    """Write all sections of a valid module that need no code, into its file.  Returns a SkeletonFault.

    Up to `w.code_room` bytes of code, at most `code_room`, can then be written at `code_at`; the program ends if it
    writes a byte behind them.  The caller fills the header's fields about the
    code (`level`, `guarded`, …), then calls `skeleton_end`, or `skeleton_drop`.
    """
    memset(w, 0, sizeof(Skeleton))
    w.module, w.fd = module, file
    if not make_room(w, code_room):
        return w.fault
    put_header(w)
    put_memory_image(w)
    put_types(w)
    begin(w, Section.FUNCTIONS, ALIGNMENT)
    finish(w, Section.FUNCTIONS, u64(module.body_count) * sizeof(FunctionRecord))
    put_funcrefs(w)
    put_imports(w)
    put_exports(w)
    put_memories(w)
    put_tables(w)
    put_globals(w)
    put_tags(w)
    put_elements(w)
    put_data(w)
    put_names(w)
    keep_bodies(w)
    put_section(w, Section.STRINGS, w.strings, u64(w.strings_end) - u64(w.strings))
    put_expressions(w)
    begin(w, Section.CODE, HOST_PAGE)
    w.code_at = w.at
    end_room(w)
    return w.fault


@native(export=True)
def skeleton_end(w: Skeleton, code: Code) -> i32:
    """Write what needs the code, and drop what no longer is of use.  Returns a negative error number, or 0.

    The file is no longer mapped, and sealed: nobody can change it, so its code may be executed.
    """
    finish(w, Section.CODE, code.size)
    put_functions(w, code)
    error = i32(syscall(SYS.ftruncate, w.fd, w.at))
    if error >= 0:
        error = append_tables(w, code)
    if code.keeps_module:
        keep_of_module(w, Section.MODULE, 0, u32(w.module.size))
    else:
        drop_rest_of_module(w)
    w.header.file_size = w.at
    w.header.header_check = 0
    w.header.header_check = checksum(w.header)
    skeleton_drop(w)
    return error if error < 0 else seal(w.fd)


@native
def append_tables(w: Skeleton, code: Code) -> i32:
    """Append what describes the code.  Returns a negative error number, or not."""
    functions = append(
        w, Section.UNWIND_FUNCTIONS, code.unwind_functions, u64(code.unwind_count) * sizeof(UnwindFunction)
    )
    sites = append(w, Section.UNWIND_SITES, code.unwind_sites, u64(code.site_count) * sizeof(UnwindSite))
    units = append(w, Section.LINES, code.line_units, u64(code.line_unit_count) * sizeof(LineUnit))
    lines = append(w, Section.LINE_BYTES, code.lines, code.line_size)
    return min(min(functions, sites), min(units, lines))


@native(export=True)
def skeleton_drop(w: Skeleton):
    """Give up an artifact; not its file."""
    if w.header:
        syscall(SYS.munmap, w.header, w.room + GUARD)
        w.header = ArtifactHeader(ptr(0))


# --------------------------------------------------------------------------------------------------------------- room
@native
def make_room(w: Skeleton, code_room: u64) -> bool_:
    module = w.module
    strings = strings_bound(module)
    w.strings = take(module, strings)
    w.expressions = ExprOp(take(module, (u64(module.constant_count) + 2) * sizeof(ExprOp)))
    w.slots = take(module, 4 * (u64(module.function_count) + 1))
    w.digests = take(module, SIGNATURE_DIGEST * u64(module.type_count))
    if not w.strings or not w.expressions or not w.slots or not w.digests:
        fail(w, SkeletonFault.NO_MEMORY)
        return False
    # The first operation that `expressions.fold` looks at has one before it.
    w.expressions = w.expressions[1]
    w.strings_end = w.strings
    size = bound(module) + strings
    w.room = room_for(size, code_room)
    w.code_room = (w.room - size) & ~u64(PAGE - 1)
    w.error = i32(syscall(SYS.ftruncate, w.fd, w.room))
    if w.error < 0:
        fail(w, SkeletonFault.NO_FILE)
        return False
    file = syscall(SYS.mmap, 0, w.room + GUARD, PROT_READ | PROT_WRITE, MAP_SHARED, w.fd, 0)
    if file < 0:
        fail(w, SkeletonFault.NO_MEMORY)
        return False
    w.header = ptr(file)
    w.at = MODULE_AT + module.size
    return True


@native
def end_room(w: Skeleton):
    """End the file where the room for code ends, so that code that does not fit changes nothing else."""
    error = i32(syscall(SYS.ftruncate, w.fd, w.code_at + w.code_room))
    if error < 0:
        w.error = error
        fail(w, SkeletonFault.NO_FILE)


@native
def room_for(size: u64, code_room: u64) -> u64:
    """The size of the file while it is written: less for code where files may not be as large (`ulimit -f`)."""
    limit = new(u64, 2)
    if syscall(SYS.prlimit64, 0, RLIMIT_FSIZE, 0, limit) < 0 or limit[0] < size:
        return size + code_room
    return size + min(code_room, limit[0] - size)


@native
def strings_bound(module: Ptr(Decoded)) -> u64:
    """The most bytes of all strings."""
    size: u64 = 1
    for i in range(module.import_count):
        size += module.imports[i].module.size + module.imports[i].name.size
    for i in range(module.export_count):
        size += module.exports[i].name.size
    for i in range(module.type_count):
        if u32[module.canonical, i] == u32(i):
            count = u64(module.signatures[i].param_count) + module.signatures[i].result_count
            size += count * (SIGNATURE_BYTES + TEXT_BYTES) + 1 + TEXT_AROUND
    return size


@native
def bound(module: Ptr(Decoded)) -> u64:
    """The most bytes of all sections but code and strings."""
    size = MODULE_AT + module.size + SECTION_PADDING + u64(module.type_count) * sizeof(TypeRecord)
    size += u64(module.function_count) * (sizeof(FunctionRecord) + 4 + sizeof(StringRef))
    size += u64(module.import_count) * sizeof(ImportRecord) + u64(module.export_count) * sizeof(ExportRecord)
    size += u64(module.memory_count) * sizeof(MemoryRecord) + u64(module.table_count) * sizeof(TableRecord)
    size += u64(module.global_count) * sizeof(GlobalRecord) + 4 * u64(module.tag_count)
    size += u64(module.element_count) * sizeof(ElementRecord) + u64(module.data_count) * sizeof(DataRecord)
    size += (u64(module.constant_count) + 1) * sizeof(ExprOp)
    for i in range(module.element_count):
        size += 8 * u64(module.elements[i].count)
    contents: u64 = 0
    for i in range(module.data_count):
        contents += module.datas[i].content.size
    if module.data_count:
        size += contents + max(u64(MAX_SPARSE_BYTES), MAX_RATIO * contents) + HOST_PAGE
    return size


# ------------------------------------------------------------------------------------------------------------- header
@native
def put_header(w: Skeleton):
    module, header = w.module, w.header
    header.magic, header.version, header.machine = MAGIC, VERSION, ELF_MACHINE
    header.start_function = module.start if module.has_start else u32(NONE)
    header.bodies_at = module.bodies[0].start
    vm = header.vm
    vm.memory_count, vm.memory_imports = module.memory_count, module.imported[ExternKind.MEMORY]
    vm.function_imports = module.imported[ExternKind.FUNC]
    vm.table_count, vm.table_imports = module.table_count, module.imported[ExternKind.TABLE]
    vm.global_count, vm.global_imports = module.global_count, module.imported[ExternKind.GLOBAL]
    vm.tag_count, vm.tag_imports = module.tag_count, module.imported[ExternKind.TAG]
    vm.type_count, vm.function_count = module.type_count, module.body_count
    vm.funcref_count = number_slots(w)
    end = u32(sizeof(VMContext))
    for at, count, size, align in REGIONS:
        end = (end + align - 1) // align * align
        u32[ptr(vm) + at] = end
        end += u32[ptr(vm) + count] * size
    vm.size = (end + SLOT - 1) // SLOT * SLOT


@native
def number_slots(w: Skeleton) -> u32:
    """Number the defined functions that references name or the host calls."""
    module = w.module
    count: u32 = 0
    for funcidx in range(module.imported[ExternKind.FUNC], module.function_count):
        if is_escaped(module, funcidx):
            u32[w.slots, funcidx] = count
            count += 1
    return count


@native
def is_escaped(module: Ptr(Decoded), funcidx: u32) -> bool_:
    return u8[module.declared, funcidx] or (module.has_start and module.start == funcidx)


@native
def put_funcrefs(w: Skeleton):
    module, records = w.module, begin(w, Section.FUNCREFS, ALIGNMENT)
    for funcidx in range(module.imported[ExternKind.FUNC], module.function_count):
        if is_escaped(module, funcidx):
            u32[records, u32[w.slots, funcidx]] = funcidx
    finish(w, Section.FUNCREFS, 4 * u64(w.header.vm.funcref_count))


@native
def keep_bodies(w: Skeleton):
    module = w.module
    start = module.bodies[0].start
    end = module.bodies[module.body_count - 1].end if module.body_count else start
    keep_of_module(w, Section.BODIES, start, end)


@native
def put_functions(w: Skeleton, code: Code):
    module, file = w.module, ptr(w.header)
    first = module.imported[ExternKind.FUNC]
    records = FunctionRecord(file + w.header.sections[Section.FUNCTIONS].offset)
    for funcidx in range(first, module.function_count):
        record = records[funcidx - first]
        record.code, record.entry = u32[code.functions, funcidx], u32[code.entries, funcidx]
        record.typeidx = u32[module.functions, funcidx]
    types = TypeRecord(file + w.header.sections[Section.TYPES].offset)
    for typeidx in range(module.type_count):
        if u32[code.thunks, typeidx]:
            types[typeidx].thunk = u32[code.thunks, typeidx]


EXPORTS = (skeleton_file, skeleton_begin, skeleton_end, skeleton_drop)  # functions that the shared object exports
