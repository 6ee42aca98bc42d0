"""Find a function in the vDSO, the shared object that the kernel maps into every process."""

from wasihost.elf import ElfHeader, ProgramHeader
from wasihost.native import Struct, bool_, i64, native, ptr, u8, u16, u32, u64


class Dynamic(Struct):
    tag: i64
    value: u64


class Symbol(Struct):
    name: u32
    info: u8
    other: u8
    shndx: u16
    value: u64
    size: u64


class GnuHash(Struct):
    """The header of DT_GNU_HASH.  The Bloom filter (8 bytes each), the buckets and the chains (4 bytes each) follow."""

    buckets: u32
    first_symbol: u32
    bloom_size: u32
    bloom_shift: u32


class Tag:
    HASH, STRTAB, SYMTAB, GNU_HASH = 4, 5, 6, 0x6FFFFEF5


class Segment:
    LOAD, DYNAMIC = 1, 2


@native
def vdso_function(base: ptr, name: ptr) -> ptr:
    """The address of the function `name` in the vDSO at `base`, or null if there is no vDSO or no such function."""
    if not base:
        return ptr(0)
    header = ElfHeader(base)
    bias, dynamic = base, Dynamic(ptr(0))
    for i in range(header.program_header_count):
        segment = ProgramHeader(base + header.program_headers)[i]
        if segment.type == Segment.LOAD:
            bias = base + segment.offset - segment.address
        elif segment.type == Segment.DYNAMIC:
            dynamic = Dynamic(base + segment.offset)
    if not dynamic:
        return ptr(0)
    symbol = find_symbol(bias, dynamic, name)
    return bias + symbol.value if symbol else ptr(0)


@native
def find_symbol(bias: ptr, dynamic: Dynamic, name: ptr) -> Symbol:
    strings, symbols, hash_table, gnu_hash = ptr(0), ptr(0), ptr(0), ptr(0)
    i = u64(0)
    while dynamic[i].tag:
        place = bias + dynamic[i].value
        match dynamic[i].tag:
            case Tag.HASH:
                hash_table = place
            case Tag.STRTAB:
                strings = place
            case Tag.SYMTAB:
                symbols = place
            case Tag.GNU_HASH:
                gnu_hash = place
        i += 1
    count = u32[hash_table, 1] if hash_table else symbol_count(GnuHash(gnu_hash))
    for k in range(count):
        symbol = Symbol(symbols)[k]
        if symbol.shndx and same_text(strings + symbol.name, name):
            return symbol
    return Symbol(ptr(0))


@native
def symbol_count(table: GnuHash) -> u32:
    """The index after the last symbol: the end of the chain that the highest bucket begins.

    The lowest bit ends a chain.
    """
    if not table:
        return 0
    buckets = ptr(table[1]) + u64(table.bloom_size) * 8
    chains = buckets + u64(table.buckets) * 4
    last = u32(0)
    for i in range(table.buckets):
        last = max(last, u32[buckets, i])
    if last < table.first_symbol:
        return last
    while not u32[chains, last - table.first_symbol] & 1:
        last += 1
    return last + 1


@native
def same_text(a: ptr, b: ptr) -> bool_:
    i = u64(0)
    while u8[a, i] == u8[b, i]:
        if not u8[a, i]:
            return True
        i += 1
    return False
