"""How functions pass values (native subset): the same conventions as code that LLVM makes.

Functions that are called by reference use C's convention.  Within a module, what C's convention passes in memory goes
through Store.spilled (codegen.translate.convention): no tail call then needs room for arguments.  The conventions
differ only for functions that `fits` does not hold for.
"""

from wasihost.abi import SLOT, Store
from wasihost.baseline.moves import to_register
from wasihost.baseline.runs import store_values
from wasihost.baseline.shapes import F32, I32, TYPE_OF, V128
from wasihost.baseline.state import State
from wasihost.baseline.x86_64 import (
    ARGUMENTS,
    FLOAT,
    NOWHERE,
    OTHER_TEMPORARY,
    RESULTS,
    load_store,
)
from wasihost.native import bool_, native, u8, u32
from wasihost.wasm.sections.layout import Signature

INTEGERS, FLOATS = 6, 8  # argument registers, including that of the instance
RESULT_INTEGERS, RESULT_SCALARS, RESULT_VECTORS = 3, 2, 4  # result registers
SPILLED = Store.offset("spilled")
C, OWN = 0, 1  # conventions


@native(inline=True)
def type_of(s: State, types: u32, n: u32) -> u32:
    return u8[TYPE_OF, u8[s.types.valtypes, types + n]]


@native
def fits(s: State, signature: Signature) -> bool_:
    """Whether C's convention passes everything in registers, and at most two results of each bank."""
    integers, floats = u32(1), u32(0)
    if signature.param_count >= INTEGERS + FLOATS:
        return False
    for i in range(signature.param_count):
        is_float = u32(type_of(s, signature.params, i) >= F32)
        floats += is_float
        integers += 1 - is_float
    if integers > INTEGERS or floats > FLOATS:
        return False
    return few_results(s, signature)


@native
def few_results(s: State, signature: Signature) -> bool_:
    integers, floats = u32(0), u32(0)
    if signature.result_count > 4:
        return False
    for i in range(signature.result_count):
        is_float = u32(type_of(s, signature.results, i) >= F32)
        floats += is_float
        integers += 1 - is_float
    return integers <= 2 and floats <= 2


@native
def results_in_memory(s: State, signature: Signature) -> bool_:
    """Whether C's convention returns the results in memory that the caller provides."""
    integers, taken = u32(0), u32(0)
    if signature.result_count > RESULT_INTEGERS + RESULT_VECTORS:
        return True
    for i in range(signature.result_count):
        type_ = type_of(s, signature.results, i)
        if type_ < F32:
            integers += 1
            if integers > RESULT_INTEGERS:
                return True
        else:
            taken += 1
            if taken > (u32(RESULT_VECTORS) if type_ == V128 else u32(RESULT_SCALARS)):
                return True
    return False


@native
def place_arguments(s: State, signature: Signature, convention: u32):
    """Fill `arguments` with the places of a function's arguments; those in memory count from the first one."""
    spills = convention == OWN and not fits(s, signature)
    hidden = u32(convention == C and results_in_memory(s, signature))
    integers, floats, offset = u32(1) + hidden, u32(0), u32(0)
    for i in range(signature.param_count):
        place = s.task.arguments[i]
        type_ = type_of(s, signature.params, i)
        place.type, place.register = u8(type_), NOWHERE
        if type_ >= F32 and floats < FLOATS:
            place.register = u8(FLOAT + floats)
            floats += 1
        elif type_ < F32 and integers < INTEGERS:
            place.register = u8[ARGUMENTS, integers]
            integers += 1
        elif spills:
            place.offset = SPILLED + SLOT * i
        else:
            size = u32(16) if type_ == V128 else u32(8)
            offset = (offset + size - 1) & ~(size - 1)
            place.offset = offset
            offset += size
    s.memory_arguments = (offset + 15) & ~u32(15)


@native
def place_results(s: State, signature: Signature, convention: u32):
    """Likewise for results.  In memory, they count from the start of the Store or of the caller's memory."""
    in_memory = results_in_memory(s, signature) if convention == C else not few_results(s, signature)
    integers, floats, offset = u32(0), u32(0), u32(0)
    for i in range(signature.result_count):
        place = s.task.arguments[i]
        type_ = type_of(s, signature.results, i)
        place.type, place.register = u8(type_), NOWHERE
        if in_memory and convention == C:
            size = u32(16) if type_ == V128 else (u32(4) if type_ in (I32, F32) else u32(8))
            offset = (offset + size - 1) & ~(size - 1)
            place.offset = offset
            offset += size
        elif in_memory:
            place.offset = SPILLED + SLOT * i
        elif type_ >= F32:
            place.register = u8(FLOAT + floats)
            floats += 1
        else:
            place.register = u8[RESULTS, integers]
            integers += 1
    s.memory_results = u32(in_memory)
    s.result_size = (offset + 15) & ~u32(15)


@native
def put_results(s: State, signature: Signature, first: u32):
    """Move operands to where a function of this module returns its results."""
    place_results(s, signature, OWN)
    if s.memory_results:
        load_store(s, OTHER_TEMPORARY)
        store_values(s, s.operands[first], signature.result_count, OTHER_TEMPORARY)
        return
    for is_float in (True, False):  # a float that is a constant goes through an integer register
        for i in range(signature.result_count):
            place = s.task.arguments[i]
            if (place.register >= FLOAT) == is_float:
                to_register(s, s.operands[first + i], place.register)
