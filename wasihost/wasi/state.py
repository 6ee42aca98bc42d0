"""The context, which is the first argument of every WASI function, and the guest's descriptors."""

from wasihost.abi import GuestOptions, Memory, Refusal
from wasihost.layout import Ptr, Struct, i32, ptr, u8, u16, u32, u64


class Descriptor(Struct):
    """One entry of the descriptor table; its index is the guest's number."""

    rights_base: u64
    rights_inheriting: u64
    listing: ptr  # listing.Listing of a directory that is being read, or null
    preopen: ptr  # guest path of a preopen, without a NUL; null for every other descriptor
    preopen_size: u32
    mount: u32  # index of the preopen through which it was opened
    host: i32
    used: u8
    lazy: u8  # 1: type and rights are not known yet; `descriptors.resolve` finds them
    fdflags: u16  # WASI flags that a lazy descriptor was opened with
    filetype: u8
    read_only: u8  # inherited by every descriptor opened through it
    borrowed: u8  # 1: a standard stream of the host, which is never closed
    flags_changed: u8  # 1: a borrowed descriptor whose `original_flags` must be restored
    original_flags: u32  # the host's file status flags when the descriptor was installed


class Wasi(Struct):
    memory: Ptr(Memory)  # guest addresses are offsets in it; never null
    store: ptr  # abi.Store, for exit_guest
    args: ptr  # NUL-terminated strings, one after the other
    args_size: u64
    argc: u32
    envc: u32
    env: ptr
    env_size: u64
    descriptors: Ptr(Descriptor)  # CAPACITY entries: address space that the kernel zeroes when it is first accessed
    length: u32  # descriptors with this number or above are free
    lowest_free: u32  # all descriptors below are in use
    clock_gettime: ptr  # the vDSO's function, or null
    most: u32  # limit of descriptors: all new numbers are below
    walk_only: u32  # 1: do not use openat2, because the kernel lacks it or a test asks for it
    links_met: u32  # 1: some path contained a symbolic link
    counted: u32  # descriptors whose entries count towards the memory limit
    options: GuestOptions
    random: u64  # random bytes returned so far
    time: u64  # of the guest's own clock, in nanoseconds since 1970
    refusal: Ptr(Refusal)
    trace: ptr  # trace.calls.Trace, or null
    mapped: u64  # size in bytes of the mapping that begins with this struct
    nothing: Memory  # the memory of a guest without one


CAPACITY = 65536  # maximum descriptors of a guest; the host's own limit (RLIMIT_NOFILE) is usually lower
