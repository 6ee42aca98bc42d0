"""What the kernel hands a new process: arguments, environment, the vDSO; and room for texts made of them."""

from wasihost.native import Struct, native, ptr, u8, u64
from wasihost.native.platform import AT_NULL, AT_SYSINFO_EHDR
from wasihost.native.prelude import strlen
from wasihost.runtime.type_ids import pages


class Process(Struct):
    argc: u64
    argv: ptr  # pointers to NUL-terminated texts, then null; so `envp`
    envp: ptr
    vdso: ptr  # or null
    room: ptr  # free memory, as large as all texts twice, and `SPARE`


SPARE = 1 << 16


@native
def process_read(process: Process, stack: ptr):
    """Make sense of the initial stack (System V ABI, section 3.4.1)."""
    process.argc, process.argv = u64[stack], stack + 8
    process.envp = process.argv + (process.argc + 1) * 8
    size: u64 = 0
    for i in range(process.argc):
        size += strlen(ptr[process.argv, i]) + 9
    aux, n = process.envp, u64(0)
    while ptr[aux, n]:
        size += strlen(ptr[aux, n]) + 9
        n += 1
    aux = aux + (n + 1) * 8
    process.vdso = ptr(0)
    while u64[aux] != AT_NULL:
        if u64[aux] == AT_SYSINFO_EHDR:
            process.vdso = ptr[aux, 1]
        aux = aux + 16
    process.room = pages(2 * size + SPARE)


@native
def variable(process: Process, name: ptr, size: u64) -> ptr:
    """The value of an environment variable, or null."""
    i: u64 = 0
    while ptr[process.envp, i]:
        text = ptr[process.envp, i]
        at: u64 = 0
        while at < size and u8[text, at] == u8[name, at]:
            at += 1
        if at == size and u8[text, at] == ord("="):
            return text + size + 1
        i += 1
    return ptr(0)


@native
def take_room(process: Process, size: u64) -> ptr:
    """Memory that nobody gives back."""
    room = process.room
    process.room = room + ((size + 7) & ~u64(7))
    return room
