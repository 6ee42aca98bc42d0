"""The stencils as constant data, and which of the sets this processor can run (native subset)."""

from functools import partial

from wasihost.codegen.stencils import library
from wasihost.codegen.stencils.x86_64 import SETS
from wasihost.native import Global, asm, bool_, native, ptr, u32, u64

BASELINE = Global(data=partial(library.load, "x86-64"))
V3 = Global(data=partial(library.load, "x86-64-v3"))
# LLVM's names of features → the leaf of CPUID, and the bit of its ebx, or 32 more for ecx.
EXTENDED = 0x80000001
FEATURES = {
    "sse3": (1, 32), "ssse3": (1, 41), "fma": (1, 44), "cx16": (1, 45), "sse4.1": (1, 51), "sse4.2": (1, 52),
    "movbe": (1, 54), "popcnt": (1, 55), "avx": (1, 60), "f16c": (1, 61),
    "bmi": (7, 3), "avx2": (7, 5), "bmi2": (7, 8), "lzcnt": (EXTENDED, 37),
}  # fmt: skip
SAVES_STATE = 1 << 59  # of leaf 1: XGETBV says which registers the kernel saves
VECTORS = 6  # of these: vectors, all 256 bits


def needed(leaf: int) -> int:
    """The bits of a leaf that the larger set needs."""
    names = (name.removeprefix("+") for name in SETS["x86-64-v3"].features.split(","))
    return sum(1 << bit for of, bit in map(FEATURES.__getitem__, names) if of == leaf)


FIRST, SEVENTH, EXTENDED_FIRST = needed(1) | SAVES_STATE, needed(7), needed(EXTENDED)


@native
def library_for(any_cpu: bool_) -> ptr:
    """The stencils for this processor, or for any."""
    return BASELINE if any_cpu or not can_run_v3() else V3


@native
def can_run_v3() -> bool_:
    highest, _, _, _ = asm("cpuid", "={ax},={bx},={cx},={dx},{ax},{cx}", (u32, u32, u32, u32), u32(0), u32(0))
    if highest < 7 or cpuid(1) & FIRST != FIRST or cpuid(7) & SEVENTH != SEVENTH:
        return False
    saved, _ = asm("xgetbv", "={ax},={dx},{cx}", (u32, u32), u32(0))
    return saved & VECTORS == VECTORS and cpuid(EXTENDED) & EXTENDED_FIRST == EXTENDED_FIRST


@native
def cpuid(leaf: u32) -> u64:
    """ebx, and above it ecx."""
    _, b, c, _ = asm("cpuid", "={ax},={bx},={cx},={dx},{ax},{cx}", (u32, u32, u32, u32), leaf, u32(0))
    return u64(c) << 32 | b
