"""Samples: in which functions of a module its runs have spent their time, stored beside the artifacts.

    modules/<key>.samples    a seal, then for each function: its index, its number of samples

A file has only functions that have no better code.
"""

from __future__ import annotations

import os
import struct
from collections import Counter
from contextlib import suppress

from wasihost.cache.directory import Directory, write_all
from wasihost.cache.seal import SEAL_SIZE, seal, unsealed
from wasihost.own import open_own

SUFFIX = ".samples"
MAX_FUNCTIONS = 4096  # those with the fewest samples are dropped
_FUNCTION = struct.Struct("<IQ")  # index, samples
_SIZE = SEAL_SIZE + MAX_FUNCTIONS * _FUNCTION.size
_MOST = 1 << 32  # samples that a function can have


def take(cache: Directory, key: bytes) -> Counter[int]:
    """The samples of each function in earlier runs of the module with a key; empty if there are none."""
    directory, name = cache.open(), f"{key.hex()}{SUFFIX}"
    if directory is None:
        return Counter()
    try:
        with open(open_own(name, dir_fd=directory), "rb") as file:
            text = unsealed(name, file.read(_SIZE + 1))
        return Counter(dict(_FUNCTION.iter_unpack(text)))
    except (OSError, ValueError, struct.error):
        return Counter()


def keep(cache: Directory, key: bytes, samples: Counter[int]) -> None:
    """Store samples in place of those before.  Errors are ignored."""
    if cache.open(create=True) is None:
        return
    name = f"{key.hex()}{SUFFIX}"
    functions = samples.most_common(MAX_FUNCTIONS)
    text = b"".join(_FUNCTION.pack(funcidx, min(count, _MOST)) for funcidx, count in functions if count)
    with suppress(OSError):
        if text:
            cache.write(name, lambda out: write_all(out, seal(name, text) + text), sync=False)
        else:
            os.unlink(name, dir_fd=cache.open())
