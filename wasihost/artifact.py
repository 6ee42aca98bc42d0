"""The header of an artifact file, and the checks that decide whether the file may be run (layout: `abi`).

The runtime checks the header again when it maps the file.  The digest of everything else is checked only here.
"""

from __future__ import annotations

import os
from hashlib import sha256

from wasihost import abi, levels
from wasihost.elf import MACHINES
from wasihost.variant import CompileVariant

CHUNK = 1 << 20
DIGEST = 32  # bytes
FNV_OFFSET = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3


class Header:
    """The facts in a header that concern the file as a whole."""

    def __init__(self, page: bytes) -> None:
        fields = abi.ArtifactHeader.unpack(page)
        self.magic: int = fields.magic
        self.version: int = fields.version
        self.machine: int = fields.machine
        self.file_size: int = fields.file_size
        self.check: int = fields.header_check
        self.digest: bytes = fields.digest
        self.key: bytes = fields.key
        level = levels.BY_NUMBER.get(fields.level)
        self.level: str = level.name if level else "unknown"
        self.variant = CompileVariant(
            guarded=bool(fields.guarded), canonical_nans=bool(fields.canonical_nans), metered=bool(fields.metered)
        )
        self.functions: int = fields.vm.function_count
        self.optimized: int = fields.optimized
        code = fields.sections[abi.Section.CODE]
        self.is_sound: bool = code.offset % abi.HOST_PAGE == 0 and all(
            part.offset + part.size <= self.file_size for part in fields.sections
        )  # the runtime relies on these before it runs any code (`runtime.image.header_valid`)
        self.sections: dict[str, int] = {s.name: fields.sections[s].size for s in abi.Section}


def read_header(fd: int) -> Header | None:
    """The header of an artifact, or None if the file is too short to have one."""
    page = os.pread(fd, abi.ArtifactHeader.size, 0)
    return Header(page) if len(page) == abi.ArtifactHeader.size else None


def check_artifact(fd: int, cpu_id: bytes) -> str | None:
    """Why the file must not be run on this machine by this version, or None.  Reads the whole file."""
    page = os.pread(fd, abi.ArtifactHeader.size, 0)
    header = read_header(fd)
    if header is None or header.magic != abi.MAGIC:
        return "not an artifact"
    if header.version != abi.VERSION:
        return "made by another version of wasihost"
    if header.machine != host_machine() or not header.key.endswith((cpu_id, abi.ANY_CPU)):
        return "made for another machine"
    if header.file_size != os.fstat(fd).st_size or header.check != checksum(page) or header.digest != digest(fd):
        return "damaged: it is not the file that was written"
    if not header.is_sound:
        return "damaged: it is not the file that was written"
    return None


def host_machine() -> int | None:
    """The ELF number of this machine."""
    return MACHINES.get(os.uname().machine)


def checksum(header: bytes) -> int:
    """FNV-1a of a header whose `header_check` is zero."""
    at = abi.ArtifactHeader.offset("header_check")
    result = FNV_OFFSET
    for byte in header[:at] + bytes(8) + header[at + 8 :]:
        result = (result ^ byte) * FNV_PRIME & 0xFFFFFFFFFFFFFFFF
    return result


def contents(fd: int) -> bytes:
    """The bytes of an artifact, to be kept in a file: with the digest, which code that is run at once does not need."""
    os.lseek(fd, 0, os.SEEK_SET)
    with open(fd, "rb", closefd=False) as file:
        data = bytearray(file.read())
    at, check = abi.ArtifactHeader.offset("digest"), abi.ArtifactHeader.offset("header_check")
    if not any(data[at : at + DIGEST]):
        data[at : at + DIGEST] = sha256(memoryview(data)[abi.HOST_PAGE :]).digest()
        data[check : check + 8] = checksum(bytes(data[: abi.ArtifactHeader.size])).to_bytes(8, "little")
    return bytes(data)


def digest(fd: int) -> bytes:
    """SHA-256 of everything after the header page."""
    hasher, at = sha256(), abi.HOST_PAGE
    while chunk := os.pread(fd, CHUNK, at):
        hasher.update(chunk)
        at += len(chunk)
    return hasher.digest()
