"""Processes that may not make memory executable, as some systems have them.

`python -m tests.refusals WHAT COMMAND …` executes a command so; `refuse(WHAT)` is for this process.
"""

import ctypes
import errno
import os
import struct
import sys

# What a system forbids: any executable mapping, or, as systemd's `MemoryDenyWriteExecute=`, all but those of files.
ALL, CHANGES = "all", "changes"
MMAP, MPROTECT, PKEY_MPROTECT = 9, 10, 329  # x86-64
PROT_EXEC = 4
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, EQUAL, SET, RETURN = 0x20, 0x15, 0x45, 0x06  # BPF instructions, on 32-bit words
NUMBER, THIRD = 0, 16 + 2 * 8  # offsets in struct seccomp_data
ERRNO, ALLOW = 0x00050000, 0x7FFF0000


def refuse(what: str, error: int = errno.EPERM) -> None:
    """Forbid it to this process and its children, for ever."""
    calls = {ALL: (MMAP, MPROTECT, PKEY_MPROTECT), CHANGES: (MPROTECT, PKEY_MPROTECT)}[what]
    program = [(LOAD, 0, 0, NUMBER)]
    program += [(EQUAL, len(calls) - 1 - n, 0 if n < len(calls) - 1 else 3, call) for n, call in enumerate(calls)]
    program += [(LOAD, 0, 0, THIRD), (SET, 0, 1, PROT_EXEC), (RETURN, 0, 0, ERRNO | error), (RETURN, 0, 0, ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *instruction) for instruction in program))
    described = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(program), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, described, 0, 0):
        raise OSError(ctypes.get_errno(), "no seccomp")


if __name__ == "__main__":
    refuse(sys.argv[1])
    os.execv(sys.argv[2], sys.argv[2:])
