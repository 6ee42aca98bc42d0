"""Files in memory (native subset)."""

from errno import EINVAL

from wasihost.native import i32, native, ptr, syscall
from wasihost.native.platform import (
    F_ADD_SEALS,
    F_SEAL_GROW,
    F_SEAL_SEAL,
    F_SEAL_SHRINK,
    F_SEAL_WRITE,
    MFD_ALLOW_SEALING,
    MFD_CLOEXEC,
    MFD_NOEXEC_SEAL,
    SYS,
)

SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE


@native
def memory_file(name: ptr) -> i32:
    """A file without a name in any directory, which is no program.  Negative: an error number."""
    # Some systems refuse a file that could be executed as a program (`vm.memfd_noexec`).
    fd = syscall(SYS.memfd_create, name, MFD_CLOEXEC | MFD_NOEXEC_SEAL)
    if fd == -EINVAL:  # before Linux 6.3
        fd = syscall(SYS.memfd_create, name, MFD_CLOEXEC | MFD_ALLOW_SEALING)
    return i32(fd)


@native
def seal(fd: i32) -> i32:
    """Nobody can change the file from now on.  Negative: an error number."""
    return i32(syscall(SYS.fcntl, fd, F_ADD_SEALS, SEALS))
