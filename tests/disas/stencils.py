"""Some stencils, as LLVM compiles them with certain registers and numbers, and as templates.

stencils.NAME.s     for a set: the assembly, and the bytes, in which numbers and distances have the names of holes
"""

import re
from pathlib import Path

from tests.codegen.objects import in_worker
from tests.disas.golden import HEAD, HERE, LEFT_OUT
from wasihost.codegen import llvm
from wasihost.codegen.stencils import library
from wasihost.codegen.stencils.catalog import catalog
from wasihost.codegen.stencils.compile import module_text
from wasihost.codegen.stencils.derive import DISTANCES, Derived, derive
from wasihost.codegen.stencils.samples import fixed_samples

# At least one of each kind.
NAMES = """
    i64.add128; i64.mul_wide_s
    i32.add; i64.sub; i32.mul; i64.div_s; i32.shl; i32.eqz; i32.extend8_s; i64.popcnt; i32.lt_s; if i32.lt_s
    unless i64.gt_u; if f64.lt; if ref.is_null; select integer; select float
    f64.add; f32.min; f64.nearest; i32.trunc_f64_s; f64.convert_i64_u; canonical f32.sqrt
    i8x16.add; i64x2.mul; f32x4.pmin; i16x8.extract_lane_s 3; i32x4.replace_lane 1; v128.any_true
    i32.load guarded; i64.load8_s based; f64.load checked; i32.load wide; v128.load guarded; v128.load16_lane 2 guarded
    i32.store guarded; i32.store8 guarded; f32.store based; v128.store wide; add offset
    i64.atomic.rmw.add guarded; i32.atomic.rmw16.cmpxchg_u checked; memory.atomic.wait64 guarded; atomic.fence
    global.get i32; global.set f64 imported; table.get i32; table.set i64 functions; memory.size i32; pay; pay bytes i32
"""
CHOSEN = {name.strip() for line in NAMES.strip().splitlines() for name in line.split(";")}


def render(name: str) -> dict[Path, str]:
    """The golden file of a set, as it should be."""
    target = library.target(name)
    chosen = [each for each in catalog(llvm.features(target)) if each.name in CHOSEN]
    assert {each.name for each in chosen} == CHOSEN
    variants = [variant for each in chosen for variant in each.variants]
    bodies = {
        n: each.text(fixed_samples(each.registers, each.numbers)[0], each.hides) for n, each in enumerate(variants)
    }
    text = in_worker(lambda: llvm.compile_stencils(module_text(bodies), target, emit="asm").encode()).decode()
    found = re.findall(r"^s\d+:.*\n((?:.*\n)*?)\.Lfunc_end", text, re.MULTILINE)
    assembly = [[line for line in code.splitlines() if line and not LEFT_OUT.match(line)] for code in found]
    derived = [each for variants in derive(chosen, target) for each in variants]
    names = [(each.name, each.form, variant.numbers) for each in chosen for variant in each.variants]
    out = [HEAD]
    for (title, form, numbers), lines, made in zip(names, assembly, derived, strict=True):
        out.append(" ".join(["\n#", title, *filter(None, form), *(f"{name}:{kind}" for name, kind in numbers)]) + "\n")
        if not {kind for _, kind in numbers} & set(DISTANCES):  # near ones are not compiled
            out += (f"{line.split('#')[0].rstrip().expandtabs(2)}\n" for line in lines)
        out.append(f"{_bytes(made)}\n")
    return {HERE / f"stencils.{name}.s": "".join(out)}


def _bytes(derived: Derived | None) -> str:
    """The code of a template; registers are 0."""
    if derived is None:
        return "# absent"
    template = derived.template.changed(derived.change)
    parts = [f"{byte:02x}" for byte in template.code]
    for name, hole in template.holes:
        parts[hole.place : hole.place + hole.width] = [("-" if hole.negated else "") + name] * hole.width
    for each in template.references:
        parts[each.place : each.place + 4] = [each.name[:8]] * 4
    return "# " + " ".join(["fixed:"] * template.is_fixed + parts)
