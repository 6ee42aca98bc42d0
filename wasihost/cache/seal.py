"""Sealed entries: a checksum shows that an entry is complete, and that it was written under its name."""

from __future__ import annotations

import os
from _blake2 import blake2b  # `hashlib` would load OpenSSL, which takes as long as the rest of a warm run

from wasihost.abi import IndexRecord

SEAL_SIZE = 16
SEALED_SIZE = 8192  # maximum size of an index entry or of arguments, in bytes

Identity = tuple[int, int, int, int]  # of a version of a file: inode, size, mtime and ctime in nanoseconds


def identity(status: os.stat_result) -> Identity:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def seal(name: str, text: bytes | memoryview) -> bytes:
    """The start of an entry: a checksum of its name and text."""
    digest = blake2b(name.encode(), digest_size=SEAL_SIZE)
    digest.update(text)
    return digest.digest()


def unsealed(name: str, text: bytes) -> bytes:
    """The text of an entry.  ValueError: it is not what was written."""
    rest = text[SEAL_SIZE:]
    if seal(name, rest) != text[:SEAL_SIZE]:
        raise ValueError
    return rest


class IndexEntry:
    """An entry of the index."""

    def __init__(self, key: bytes, artifact: Identity, source: bytes) -> None:
        self.key = key
        self.artifact = artifact  # the artifact's file
        self.source = source  # path of the module


def parse_index(name: str, text: bytes) -> IndexEntry:
    """Read an entry of the index.  ValueError: it is not what was written."""
    rest = unsealed(name, text)
    if len(rest) < IndexRecord.size:
        raise ValueError
    record = IndexRecord.unpack(rest)
    artifact = record.inode, record.size, record.mtime, record.ctime
    return IndexEntry(record.key, artifact, rest[IndexRecord.size :])
