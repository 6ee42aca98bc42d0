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


def headers(data: bytes | bytearray):  # type: ignore[no-untyped-def]  # structs know their fields when they run
    """The header of a file and its program headers.  ValueError: it is no ELF file."""
    if not data.startswith(b"\x7fELF") or len(data) < ElfHeader.size:
        raise ValueError
    header = ElfHeader.unpack(data)
    at, size = header.program_headers, ProgramHeader.size
    if header.program_header_size != size or at + size * header.program_header_count > len(data):
        raise ValueError
    return header, [ProgramHeader.unpack(data, at + size * n) for n in range(header.program_header_count)]


def add_program_headers(file: bytearray, *added: bytes) -> None:
    """Write program headers after those of a file that has room for them."""
    header, programs = headers(file)
    end, count = header.program_headers + len(programs) * ProgramHeader.size, ElfHeader.offset("program_header_count")
    data = b"".join(added)
    file[end : end + len(data)] = data
    file[count : count + 2] = (len(programs) + len(added)).to_bytes(2, "little")
