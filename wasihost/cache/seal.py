"""Sealed entries: each is whole, about one file, and the one that was written under its name."""

from __future__ import annotations

import os
from _blake2 import blake2b  # not by way of `hashlib`, which loads all of OpenSSL: as long as the rest of a warm run

from wasihost.abi import IndexRecord

SEAL_SIZE = 16
SEALED_SIZE = 8192  # bytes of an index entry, or of words, that are read

Identity = tuple[int, int, int, int]  # a file as it was written: inode, size, mtime and ctime in nanoseconds


def identity(status: os.stat_result) -> Identity:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def seal(name: str, text: bytes | memoryview) -> bytes:
    """What an entry begins with: it is whole, and it is the one that was written under this name."""
    digest = blake2b(name.encode(), digest_size=SEAL_SIZE)
    digest.update(text)
    return digest.digest()


def unsealed(name: str, text: bytes) -> bytes:
    """ValueError: not what was written."""
    rest = text[SEAL_SIZE:]
    if seal(name, rest) != text[:SEAL_SIZE]:
        raise ValueError
    return rest


def parse_index(name: str, text: bytes) -> tuple[bytes, Identity, bytes]:
    """Key, identity of the artifact, path of the module.  ValueError: not what was written."""
    rest = unsealed(name, text)
    if len(rest) < IndexRecord.size:
        raise ValueError
    record = IndexRecord.unpack(rest)
    return record.key, (record.inode, record.size, record.mtime, record.ctime), rest[IndexRecord.size :]
