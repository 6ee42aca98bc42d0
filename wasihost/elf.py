"""ELF files as far as several need it: executables, and what the kernel maps as the vDSO (System V gABI, chapter 4)."""

from wasihost.layout import Array, Struct, u8, u16, u32, u64

EM_X86_64, EM_AARCH64 = 62, 183
MACHINES = {"x86_64": EM_X86_64, "aarch64": EM_AARCH64}  # as uname(2) calls them
PT_LOAD = 1  # type of the program headers by which the kernel maps parts of a file


class ElfHeader(Struct):
    """How a file begins."""

    ident: Array(u8, 16)
    type: u16
    machine: u16
    version: u32
    entry: u64
    program_headers: u64  # offset
    section_headers: u64
    flags: u32
    size: u16
    program_header_size: u16
    program_header_count: u16
    section_header_size: u16
    section_header_count: u16
    section_names: u16


class ProgramHeader(Struct):
    type: u32
    flags: u32
    offset: u64
    address: u64
    physical: u64
    file_size: u64
    memory_size: u64
    align: u64
