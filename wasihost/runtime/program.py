"""Run one program: artifact and configuration in, outcome out.  A whole warm run is one native call of this code."""

from wasihost.abi import (
    ENTRIES,
    INITIALIZE,
    NO_LIMIT,
    NONE,
    ROOM,
    STACK_SIZE,
    TRAP_UNKNOWN,
    ArtifactHeader,
    ExternKind,
    ExternValue,
    FuncRef,
    GuestOptions,
    ImportRecord,
    InstantiationFault,
    Limits,
    Memory,
    RunRequest,
    Sampling,
    Section,
    Store,
    Trap,
    WasiConfig,
)
from wasihost.native import Struct, bool_, i32, native, new, noreturn, ptr, sizeof, u32, u64
from wasihost.runtime.builtins import builtins_table
from wasihost.runtime.confined import run_confined
from wasihost.runtime.confinement import confine
from wasihost.runtime.deadline import deadline_start
from wasihost.runtime.image import Image, image_map_at, section
from wasihost.runtime.instantiate import export_address, find_export, instance_new
from wasihost.runtime.reference import function_reference
from wasihost.runtime.sampling import sampling_start
from wasihost.runtime.state import Instance
from wasihost.runtime.thread import thread_attach, thread_new
from wasihost.runtime.trap import raise_trap, trap_handlers_install
from wasihost.runtime.type_ids import pages, type_id
from wasihost.wasi.context import wasi_new
from wasihost.wasi.preview1 import WasiImport, wasi_lookup
from wasihost.wasi.state import Wasi
from wasihost.wasi.trace.calls import Trace, trace_import


class ImportedHostFunction(Struct):
    """A host function as an importable value, and the data that a stub for an unknown import needs."""

    funcref: FuncRef
    store: ptr
    import_index: u32
    pad: u32


@native
def unknown_import(self: ImportedHostFunction) -> noreturn:
    """Stub for an import that nobody provides.  Calling it is an error; importing it is not."""
    store = Store(self.store)
    store.thread.import_index = self.import_index
    raise_trap(store, Trap.UNKNOWN_IMPORT)


@native(export=True)
def resolve_imports(image: Image, wasi: Wasi, store: Store, externs: ExternValue, hosts: ptr, trap_unknown: u32):
    """Fill the empty functions among `externs` with those of WASI, or with stubs that trap.

    `hosts` has room for one ImportedHostFunction per import.  Both arrays must live as long as the instance.
    """
    header = image.header
    records = ImportRecord(section(header, Section.IMPORTS))
    strings = section(header, Section.STRINGS)
    found = new(WasiImport)
    for i in range(header.sections[Section.IMPORTS].size // sizeof(ImportRecord)):
        record, extern, host = records[i], externs[i], ImportedHostFunction(hosts)[i]
        if extern.address or record.kind != ExternKind.FUNC:
            continue
        module, name = strings + record.module.offset, strings + record.name.offset
        if wasi and wasi_lookup(module, u64(record.module.size), name, u64(record.name.size), found):
            host.funcref.code, host.funcref.vmctx = found.code, ptr(wasi)
            host.funcref.type_id = type_id(found.signature, u32(found.signature_size))
            if wasi.trace:
                trace_import(Trace(wasi.trace), found.row, found.unstable, host.funcref)
        elif trap_unknown:
            host.funcref.code, host.funcref.vmctx = unknown_import, ptr(host)
            host.funcref.type_id = u32[image.type_ids, record.typeidx]
            host.store, host.import_index = ptr(store), u32(i)
        else:
            continue
        host.funcref.funcidx = NONE
        extern.kind, extern.address = ExternKind.FUNC, ptr(host)


@native(export=True)
def wasi_set_memory(wasi: Wasi, memory: Memory):
    """Set the memory that WASI's pointers refer to: the one that the guest exports as `memory`."""
    wasi.memory = memory


@native(export=True)
def run_program(request: RunRequest) -> u32:
    """Run a program, and fill in the results of `request`.

    Returns a InstantiationFault.  Everything lives until the process ends.
    """
    report = request.report
    trap_handlers_install()
    error = new(i32)
    room = u64(ROOM) if request.sampling else u64(0)
    image = image_map_at(request.artifact_fd, request.artifact_at, request.artifact_size, room, error)
    if not image:
        report.fault, report.size = InstantiationFault.BAD_ARTIFACT, u64(error[0])
        if error[0]:
            report.fault = InstantiationFault.CODE_REFUSED
        return report.fault
    request.image = ptr(image)
    count = image.header.sections[Section.IMPORTS].size // sizeof(ImportRecord)
    externs = pages(sizeof(Store) + count * (sizeof(ExternValue) + sizeof(ImportedHostFunction)) + 1)
    options = request.options
    request.thread = thread_new(options.max_stack if options.max_stack else u64(STACK_SIZE))
    if not externs or not request.thread or thread_attach(request.thread) < 0:
        report.fault = InstantiationFault.NO_MEMORY
        return report.fault
    hosts = externs + count * sizeof(ExternValue)
    store = Store(hosts + count * sizeof(ImportedHostFunction))
    set_limits(store.limits, options)
    wasi = wasi_new(request.wasi, store)
    if not wasi:
        report.fault = InstantiationFault.NO_MEMORY
        return report.fault
    trap_unknown = u32(options.unknown_imports == TRAP_UNKNOWN)
    resolve_imports(image, wasi, store, ExternValue(externs), hosts, trap_unknown)
    instance = instance_new(store, image, builtins_table(), ExternValue(externs), report)
    if not instance:
        return report.fault
    return run_instance(request, instance, wasi)


@native
def set_limits(limits: Limits, options: GuestOptions):
    limits.fuel, limits.memory = limit(options.fuel), limit(options.max_memory)
    limits.table, limits.output = limit(options.max_table), limit(options.max_output)


@native
def limit(option: u64) -> u64:
    return option if option else u64(NO_LIMIT)


@native
def run_instance(request: RunRequest, instance: Instance, wasi: Wasi) -> u32:
    """Start the instance, then call `_initialize` and the entry."""
    report, header = request.report, instance.image.header
    memidx = find_export(header, b"memory", 6, ExternKind.MEMORY)
    if memidx != NONE:
        wasi.memory = Memory(export_address(instance, ExternKind.MEMORY, memidx))
    entry = find_entry(header)
    initialize = find_export(header, INITIALIZE, len(INITIALIZE), ExternKind.FUNC)
    if entry == NONE or not is_plain(instance, entry) or (initialize != NONE and not is_plain(instance, initialize)):
        report.fault = InstantiationFault.NO_ENTRY
        return report.fault
    if initialize == entry:
        initialize = NONE
    timer = deadline_start(request.thread, limit(request.options.timeout))
    if timer < -1:
        report.fault = InstantiationFault.NO_MEMORY
        return report.fault
    if confine(request.by_python, WasiConfig(request.wasi), instance.image, report):
        return report.fault
    if request.sampling:
        sampling_start(Sampling(request.sampling), request.mail, instance.image)
    run_confined(request, instance, wasi, initialize, entry, timer)
    return InstantiationFault.NONE


@native
def find_entry(header: ArtifactHeader) -> u32:
    for name in ENTRIES:
        entry = find_export(header, name, len(name), ExternKind.FUNC)
        if entry != NONE:
            return entry
    return NONE


@native
def is_plain(instance: Instance, funcidx: u32) -> bool_:
    """Whether a function has neither parameters nor results."""
    return function_reference(instance, funcidx).type_id == type_id(b"\0", 1)
