"""The list of all stencils, by name, in the order of the rows of a library."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from wasihost.codegen.stencils import memory, numeric, variable
from wasihost.codegen.stencils.operands import Form, Variant
from wasihost.ops import ROWS, Op


class Stencil(NamedTuple):
    """All variants of one operation whose operands are in certain places."""

    name: str
    form: Form
    variants: tuple[Variant, ...]
    is_spare: bool = False  # the stitcher can put the operands where the first form of the operation wants them


def catalog(features: frozenset[str]) -> Iterator[Stencil]:
    """The stencils for a CPU.  Names, forms and numbers of variants are the same for all features of one machine."""
    for row in ROWS:
        if is_numeric(row):
            yield from _numeric(row, features)
        elif row.access_width is not None:
            yield from _memory(row)
    yield from _variable(features)


def is_numeric(row: Op) -> bool:
    """Whether a row computes a value from its operands and has no other effect."""
    computes = bool(row.params and row.results) or row.name == "ref.is_null"
    calls = "@" in row.ir.replace("@llvm.", "")
    return computes and bool(row.ir) and not (row.touches or calls or "lanes" in row.immediates)


def _numeric(row: Op, features: frozenset[str]) -> Iterator[Stencil]:
    for lane in range(row.lanes) if "lane" in row.immediates else (0,):
        name = f"{row.name} {lane}" if row.immediates else row.name
        for number, form in enumerate(numeric.forms(row)):
            variants = tuple(numeric.values(row, form, features, immediate=lane))
            yield Stencil(name, form, variants, is_spare=number > 0)
    if row.is_comparison and "v128" not in (row.params or ()):
        for wanted, word in ((True, "if"), (False, "unless")):
            for form in numeric.branch_forms(row):
                yield Stencil(f"{word} {row.name}", form, tuple(numeric.branches(row, form, features, wanted=wanted)))
    if row.arithmetic:
        for number, form in enumerate(numeric.canonical_forms(row)):
            variants = tuple(numeric.values(row, form, features, canonical=True))
            yield Stencil(f"canonical {row.name}", form, variants, is_spare=number > 0)


def _memory(row: Op) -> Iterator[Stencil]:
    for lane in range(row.lanes) if "lane" in row.immediates else (0,):
        name = f"{row.name} {lane}" if "lane" in row.immediates else row.name
        for kind in memory.MEMORIES:
            for form in memory.forms(row, kind):
                yield Stencil(f"{name} {kind}", form, tuple(memory.accesses(row, form, kind, lane)))


def _variable(features: frozenset[str]) -> Iterator[Stencil]:
    for valtype in variable.TYPES:
        for imported in (False, True):
            for name, form, variant in variable.globals_(valtype, imported=imported):
                yield Stencil(f"{name} {valtype}{' imported' * imported}", form, (variant,))
    for valtype in ("i64", "v128"):  # registers are chosen whole
        for form, variants in variable.selects(valtype):
            yield Stencil(f"select {'integer' if valtype == 'i64' else 'float'}", form, tuple(variants))
    for form in (Form("R", "a"), Form("R", "r")):
        yield Stencil("add offset", form, (memory.add_offset(form),))
    tables = variable.references(), variable.payments(), variable.effects(), memory.sizes()
    for name, form, variant in chain(*tables, variable.shuffles(features)):
        yield Stencil(name, form, (variant,))
