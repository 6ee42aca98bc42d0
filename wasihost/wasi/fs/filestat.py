"""Convert file attributes from the kernel's struct stat to WASI's filestat, and the times that a guest wants to set."""

from wasihost.native import Global, Native, Scalar, Struct, i64, memset, native, ptr, sizeof, u8, u32, u64
from wasihost.native.platform import SECOND, UTIME_NOW, UTIME_OMIT, Stat, Timespec
from wasihost.wasi.types import Errno, Filestat, Filetype, Fstflags, UnstableFilestat, all_of

LAST_SECOND = (1 << 64) // SECOND - 1  # in the year 2554

# The file type for the upper four bits of st_mode, which are also the values of d_type.  A socket counts as a stream
# socket if only its file is known.  WASI has no file type for a FIFO.
FILETYPES = Global(
    u8,
    data=bytes(
        {
            2: Filetype.CHARACTER_DEVICE, 4: Filetype.DIRECTORY, 6: Filetype.BLOCK_DEVICE, 8: Filetype.REGULAR_FILE,
            10: Filetype.SYMBOLIC_LINK, 12: Filetype.SOCKET_STREAM,
        }.get(kind, Filetype.UNKNOWN)
        for kind in range(16)
    ),
)  # fmt: skip


@native(inline=True)
def filetype_of(mode: u32) -> u8:
    return u8[FILETYPES, mode >> 12 & 15]


@native
def nanoseconds(time: Timespec) -> u64:
    """Nanoseconds since 1970, limited to the range of a WASI timestamp:

    0 before 1970, the last second of 2554 after it.
    """
    if time.sec < 0:
        return 0
    return min(u64(time.sec), LAST_SECOND) * SECOND + u64(time.nsec)


def filestat_writer(layout: type[Struct], linkcount: Scalar) -> Native:
    """The function that writes a struct stat as `layout`, whose nlink has the type `linkcount`."""

    @native(name=f"put_{layout.__name__}")
    def put(status: Stat, out: ptr):
        memset(out, 0, sizeof(layout))
        filestat = layout(out)
        filestat.dev, filestat.ino, filestat.filetype = status.dev, status.ino, filetype_of(status.mode)
        filestat.nlink, filestat.size = linkcount(status.nlink), u64(status.size)
        filestat.atim, filestat.mtim = nanoseconds(status.atim), nanoseconds(status.mtim)
        filestat.ctim = nanoseconds(status.ctim)

    return put


put_filestat = filestat_writer(Filestat, u64)
put_unstable_filestat = filestat_writer(UnstableFilestat, u32)


@native
def times_to_set(fst_flags: u32, atim: u64, mtim: u64, times: Timespec) -> u32:
    """Fill the two times that utimensat takes: last access, then last modification.

    INVAL  a time is both given and now, or a flag is unknown
    """
    if fst_flags > all_of(Fstflags):
        return Errno.INVAL
    if not put_time(fst_flags & Fstflags.ATIM, fst_flags & Fstflags.ATIM_NOW, atim, times[0]):
        return Errno.INVAL
    if not put_time(fst_flags & Fstflags.MTIM, fst_flags & Fstflags.MTIM_NOW, mtim, times[1]):
        return Errno.INVAL
    return Errno.SUCCESS


@native
def put_time(given: u32, now: u32, time: u64, out: Timespec) -> u32:
    """Fill one time.  0: the request contradicts itself."""
    out.sec, out.nsec = 0, UTIME_OMIT
    if now:
        out.nsec = UTIME_NOW
    elif given:
        out.sec, out.nsec = i64(time // SECOND), i64(time % SECOND)
    return u32(not (given and now))
