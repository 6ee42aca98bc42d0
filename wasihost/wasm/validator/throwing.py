"""Find the functions that may throw: those that throw, and all their direct and indirect callers (native subset).

The call graph that validation recorded is reversed, and each edge is followed once: linear in the number of calls.
"""

from wasihost.native import native, ptr, u8, u32, u64
from wasihost.wasm.validator.layout import Types


@native(export=True)
def spread_throwing(types: Types, first: ptr, callers: ptr, queue: ptr):
    """Set `throwing` in `types` for each function that may call one for which it is set.

    Storage, all u32: `first` has function_count + 2 zeros, `callers` has room for all calls, `queue` for
    function_count.
    """
    defined_count = types.function_count - types.imported_functions
    for defined in range(defined_count):
        calls = calls_of(types, defined)
        for i in range(u32[types.call_counts, defined]):
            u32[first, u64(u32[calls, i]) + 2] += 1
    for funcidx in range(types.function_count):
        u32[first, u64(funcidx) + 2] += u32[first, u64(funcidx) + 1]
    for defined in range(defined_count):  # afterwards, the callers of f are those from first[f] to first[f + 1]
        calls = calls_of(types, defined)
        for i in range(u32[types.call_counts, defined]):
            place = u64(u32[calls, i]) + 1
            u32[callers, u32[first, place]] = types.imported_functions + defined
            u32[first, place] += 1
    follow(types, first, callers, queue)


@native
def follow(types: Types, first: ptr, callers: ptr, queue: ptr):
    end: u64 = 0
    for funcidx in range(types.function_count):
        if u8[types.throwing, funcidx]:
            u32[queue, end] = funcidx
            end += 1
    next: u64 = 0
    while next < end:
        thrower = u64(u32[queue, next])
        next += 1
        for i in range(u32[first, thrower], u32[first, thrower + 1]):
            caller = u32[callers, i]
            if u8[types.throwing, caller] == 0:
                u8[types.throwing, caller] = 1
                u32[queue, end] = caller
                end += 1


@native(inline=True)
def calls_of(types: Types, defined: u32) -> ptr:
    return types.calls + 4 * (u64(u32[types.bodies, 2 * u64(defined)] - types.code_start) >> 1)
