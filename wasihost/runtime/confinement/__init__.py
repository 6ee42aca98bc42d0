"""What a process gives up before the guest's first instruction: everything that this run cannot need.

Generated code and `wasi` already confine a guest.  This confines it even if one of them has a bug.
"""

from functools import cache

from wasihost.abi import (
    TRACE,
    TRACE_SUMMARY,
    ArtifactHeader,
    ExternKind,
    ImportRecord,
    InstantiationFault,
    InstantiationReport,
    Preopen,
    Section,
    WasiConfig,
)
from wasihost.native import Global, native, new, sizeof, syscall, u32, u64
from wasihost.native.platform import PR_SET_NO_NEW_PRIVS, SYS
from wasihost.runtime.confinement import calls
from wasihost.runtime.confinement.landlock import FIRST_VERSION, landlock_restrict, landlock_version
from wasihost.runtime.confinement.seccomp import seccomp_available, seccomp_restrict
from wasihost.runtime.image import Image, section
from wasihost.wasi.preview1 import WasiImport, wasi_lookup

LANDLOCK, SECCOMP = 1, 2  # InstantiationReport.import_index of NOT_CONFINED


@cache
def masks() -> Global:
    """The system calls of each WASI function, in the order of names."""
    return Global(u64, data=b"".join(u64.encode(calls.mask(made)) for made in calls.of_functions()))


@native(export=True)
def confine(by_python: u32, config: WasiConfig, image: Image, report: InstantiationReport) -> u32:
    """Confine this thread according to the options.  Returns a InstantiationFault."""
    if config.options.no_confine:
        return InstantiationFault.NONE
    strict = config.options.confine != 0
    # First check what the kernel supports, before giving anything up: the report of an error may still need files.
    if strict and not seccomp_available():
        return not_confined(report, SECCOMP, 0)
    version = landlock_version()
    if version >= FIRST_VERSION:
        syscall(SYS.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        result = landlock_restrict(version, Preopen(config.preopens), u64(config.preopen_count))
        if result < 0:
            return not_confined(report, LANDLOCK, u64(-result))
    elif strict:
        return not_confined(report, LANDLOCK, 0)
    if strict:
        result = seccomp_restrict(needed(by_python, config, image.header))
        if result < 0:
            return not_confined(report, SECCOMP, u64(-result))
    return InstantiationFault.NONE


@native
def not_confined(report: InstantiationReport, by: u32, error: u64) -> u32:
    report.fault, report.import_index, report.size = InstantiationFault.NOT_CONFINED, by, error
    return InstantiationFault.NOT_CONFINED


@native
def needed(by_python: u32, config: WasiConfig, header: ArtifactHeader) -> u64:
    """The system calls that this run may make."""
    allowed = u64(calls.mask(calls.runtime()))
    if by_python:
        allowed |= calls.mask(calls.PYTHON)
    if config.flags & (TRACE | TRACE_SUMMARY):
        allowed |= calls.mask(calls.traced())
    records, strings = ImportRecord(section(header, Section.IMPORTS)), section(header, Section.STRINGS)
    found = new(WasiImport)
    for i in range(header.sections[Section.IMPORTS].size // sizeof(ImportRecord)):
        record = records[i]
        module, name = strings + record.module.offset, strings + record.name.offset
        is_function = record.kind == ExternKind.FUNC
        if is_function and wasi_lookup(module, u64(record.module.size), name, u64(record.name.size), found):
            allowed |= masks()[found.row]
    return allowed
