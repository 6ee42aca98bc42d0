"""What a guest sees of the world: the context that every WASI function gets first, and its descriptors."""

from wasihost.abi import Memory, Refusal
from wasihost.layout import Ptr, Struct, i32, ptr, u8, u16, u32, u64


class Descriptor(Struct):
    """One open descriptor of the guest: an entry of the context's table; its index is the guest's number."""

    rights_base: u64
    rights_inheriting: u64
    listing: ptr  # listing.Listing of a directory that was listed, or null
    preopen: ptr  # guest path of a preopen, not terminated; null for every other descriptor
    preopen_size: u32
    mount: u32  # number of the preopen by way of which it was reached
    host: i32
    used: u8
    unseen: u8  # what it is has not mattered yet: it has no rights, and `descriptors.look` finds out
    fdflags: u16  # WASI's, that an unseen one was opened with
    filetype: u8
    read_only: u8  # inherited by everything that is opened through it
    borrowed: u8  # the host's own standard stream: never closed
    flags_changed: u8  # of a borrowed one: `original_flags` are to be restored
    original_flags: u32  # the host's file status flags when the context was made


class Wasi(Struct):
    memory: Ptr(Memory)  # what the guest's addresses are offsets in; never null
    store: ptr  # abi.Store, for exit_guest
    args: ptr  # NUL-terminated strings, one behind the other
    args_size: u64
    argc: u32
    envc: u32
    env: ptr
    env_size: u64
    descriptors: Ptr(Descriptor)  # CAPACITY of them: address space that the kernel fills with zeros when it is touched
    length: u32  # no descriptor from here on is in use
    lowest_free: u32  # every descriptor below is in use
    clock_gettime: ptr  # the vDSO's, or null
    most: u32  # descriptors that it may have: no number from here on is given
    walk_only: u32  # never try openat2: the kernel lacks it, or a test says so
    sigpipe_ends: u32  # see abi.SIGPIPE_ENDS
    links_met: u32  # a path led through a symbolic link, or ended in one
    made_up: u32  # abi.SEEDED, FIXED_CLOCK, VIRTUAL_CLOCK, SORTED: what the guest gets in place of the host's own
    counted: u32  # descriptors whose entries count as the guest's memory
    seed: u64
    random: u64  # bytes of random numbers that were given
    start: u64  # what a clock of ours began at, in nanoseconds since 1970
    time: u64  # and where it stands
    refusal: Ptr(Refusal)
    trace: ptr  # trace.calls.Trace, or null
    mapped: u64  # bytes of the mapping that begins with this struct
    nothing: Memory  # the memory of a guest without one


CAPACITY = 65536  # descriptors a guest may have; the host's own limit (RLIMIT_NOFILE) usually comes first
