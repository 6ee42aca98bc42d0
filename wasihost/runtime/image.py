"""A mapped artifact: header checked, code executable, types interned.  Read-only, and shared by all its instances."""

from wasihost.abi import (
    HOST_PAGE,
    MAGIC,
    SECTION_COUNT,
    VERSION,
    ArtifactHeader,
    Section,
    TypeRecord,
    UnwindFunction,
    UnwindSite,
)
from wasihost.artifact import FNV_OFFSET, FNV_PRIME
from wasihost.levels import INTERPRET
from wasihost.native import (
    Global,
    Ptr,
    Struct,
    atomic_add,
    bool_,
    i32,
    i64,
    native,
    new,
    ptr,
    sizeof,
    syscall,
    u8,
    u32,
    u64,
)
from wasihost.native.platform import (
    MAP_ANONYMOUS,
    MAP_FIXED,
    MAP_NORESERVE,
    MAP_PRIVATE,
    PROT_EXEC,
    PROT_NONE,
    PROT_READ,
    PROT_WRITE,
    SYS,
    Stat,
)
from wasihost.native.prelude import write_all
from wasihost.runtime.machine import ELF_MACHINE
from wasihost.runtime.memory_file import memory_file, seal
from wasihost.runtime.registry import Range, RangeList, range_add, range_find, range_remove
from wasihost.runtime.type_ids import type_id

CHECK_FIELD = ArtifactHeader.offset("header_check")

images = Global(RangeList)


class Image(Struct):
    code: Range  # the executable section, in `images`; first, so that the range's address is the image's
    users: i64  # number of users: the module that it was mapped for, and its instances
    file: ptr
    size: u64
    at: u64  # offset of the artifact in the file of `fd`
    fd: i32
    pad: u32
    header: Ptr(ArtifactHeader)
    type_ids: ptr  # u32 per type
    type_ids_size: u64
    unwind_functions: Ptr(UnwindFunction)
    unwind_function_count: u64
    unwind_sites: Ptr(UnwindSite)
    mapped: u64  # bytes of address space: the file, and the room
    room: u64  # behind the file, for better code: its address, and its size
    room_size: u64
    module: ptr  # the Image that has all sections: another one for better code
    better: ptr  # the latest Image of better code for this one; each has the one before


USERS = Image.offset("users")


@native
def image_of(pc: u64) -> Image:
    """The image whose code contains an address, or null."""
    return Image(range_find(images, pc))


@native
def section(header: ArtifactHeader, which: u32) -> ptr:
    return ptr(header) + header.sections[which].offset


@native(export=True)
def image_map(fd: i32, room: u64, error: Ptr(i32)) -> Image:
    """Map an artifact, with `room` bytes of address space for better code.  The caller may close the descriptor.

    Null: not a valid artifact, or, if there is an error number, its code must not be executed.
    """
    return image_map_at(fd, 0, 0, room, error)


@native
def image_map_at(fd: i32, at: u64, part: u64, room: u64, error: Ptr(i32)) -> Image:
    """Map an artifact at an offset in a file, of `part` bytes, or, if that is 0, to the end of the file.

    `room`: bytes of address space for better code; without them, there is none.
    """
    none = Image(ptr(0))
    error[0] = 0
    status = new(Stat)
    if syscall(SYS.fstat, fd, status) < 0:
        return none
    size = part if part else u64(status.size)
    if size < HOST_PAGE or at > u64(status.size) or size > u64(status.size) - at:
        return none
    before = (size + HOST_PAGE - 1) // HOST_PAGE * HOST_PAGE  # the room
    mapped = before + room if room else size
    place, fixed = i64(0), u64(0)
    if room:
        flags = u64(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)
        place, fixed = syscall(SYS.mmap, 0, mapped, PROT_NONE, flags, -1, 0), u64(MAP_FIXED)
    if place < 0:  # the address space is limited
        return image_map_at(fd, at, part, 0, error)
    file = syscall(SYS.mmap, place, size, PROT_READ, MAP_PRIVATE | fixed, fd, at)
    image = none
    if file >= 0 and header_valid(ArtifactHeader(ptr(file)), size):
        image = image_make(ArtifactHeader(ptr(file)), size, fd, at, error)
    if image:
        image.at, image.mapped, image.room, image.room_size = at, mapped, u64(file) + before, room
    elif file >= 0 or room:
        syscall(SYS.munmap, file if file >= 0 else place, mapped)
    return image


@native
def header_valid(header: ArtifactHeader, size: u64) -> bool_:
    if header.magic != MAGIC or header.version != VERSION or header.machine != ELF_MACHINE:
        return False
    if header.file_size != size or header.header_check != checksum(header):
        return False
    for i in range(SECTION_COUNT):
        part = header.sections[i]
        if part.offset > size or part.size > size - part.offset:
            return False
    return header.sections[Section.CODE].offset % HOST_PAGE == 0


@native
def checksum(header: ArtifactHeader) -> u64:
    """FNV-1a of the header without the checksum itself (`abi.ArtifactHeader.header_check`)."""
    hash: u64 = FNV_OFFSET
    for i in range(u64(sizeof(ArtifactHeader))):
        byte = u64(u8[header, i])
        if CHECK_FIELD <= i < CHECK_FIELD + 8:
            byte = 0
        hash = (hash ^ byte) * FNV_PRIME
    return hash


@native
def image_make(header: ArtifactHeader, size: u64, fd: i32, at: u64, error: Ptr(i32)) -> Image:
    none = Image(ptr(0))
    types = header.vm.type_count
    room = sizeof(Image) + u64(types) * 4
    block = syscall(SYS.mmap, 0, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if block < 0:
        return none
    image = Image(ptr(block))
    image.users, image.file, image.size, image.fd, image.header = 1, ptr(header), size, fd, header
    image.module = ptr(image)
    image.type_ids, image.type_ids_size = ptr(block) + sizeof(Image), room
    records = TypeRecord(section(header, Section.TYPES))
    strings = section(header, Section.STRINGS)
    failed: bool_ = False
    for i in range(types):
        id = type_id(strings + records[i].signature.offset, records[i].signature.size)
        u32[image.type_ids, i] = id
        failed = failed or id == 0
    image.unwind_functions = UnwindFunction(section(header, Section.UNWIND_FUNCTIONS))
    image.unwind_function_count = header.sections[Section.UNWIND_FUNCTIONS].size // sizeof(UnwindFunction)
    image.unwind_sites = UnwindSite(section(header, Section.UNWIND_SITES))
    code, code_size = section(header, Section.CODE), header.sections[Section.CODE].size
    if code_size and header.level != INTERPRET.number:
        error[0] = -map_code(code, code_size, fd, at + header.sections[Section.CODE].offset)
    if error[0] or failed:
        syscall(SYS.munmap, block, room)
        return none
    image.code.low, image.code.high = u64(code), u64(code) + code_size
    range_add(images, image.code)
    return image


@native
def map_code(code: ptr, size: u64, fd: i32, at: u64) -> i32:
    """Replace the mapping of code by one that is executable.  Negative: an error number."""
    # Whoever forbids that a mapping becomes executable usually lets files be mapped so, as libraries are.
    if map_executable(code, size, fd, at) >= 0:
        return 0
    # The file system may be mounted with `noexec`.
    copy = memory_file(b"wasihost-code")
    error = copy
    if copy >= 0:
        error = i32(write_all(copy, code, size))
        if error >= 0:
            error = seal(copy)
        if error >= 0:
            error = map_executable(code, size, copy, 0)
        syscall(SYS.close, copy)
    return error


@native
def map_executable(code: ptr, size: u64, fd: i32, at: u64) -> i32:
    """Negative: an error number."""
    found = syscall(SYS.mmap, code, size, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, at)
    return i32(found) if found < 0 else i32(0)


@native
def image_retain(image: Image):
    """Add a user."""
    atomic_add(i64, ptr(image) + USERS, 1)


@native(export=True)
def image_release(image: Image):
    """Remove a user; the last one unmaps the image.

    The order is arbitrary, because Python frees cycles in any order.
    """
    if atomic_add(i64, ptr(image) + USERS, -1) != 1:
        return
    while image.better:
        better = Image(image.better)
        image.better = better.better
        image_unmap(better)
    image_unmap(image)


@native
def image_unmap(image: Image):
    range_remove(images, image.code)
    syscall(SYS.munmap, image.file, image.mapped)
    syscall(SYS.munmap, image, image.type_ids_size)
