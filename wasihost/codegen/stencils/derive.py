"""The catalog → templates: compile each stencil with a few registers and numbers, and learn the rest.

Code for near distances differs from code for far ones in the encoding of the distance only, and is not compiled.

One stencil of each kind, the leader, is compiled with every register in every place.  The others of its kind are
compiled with fewer samples.  The code of most of them differs from the leader's in the same bits each time, those of
the opcode.  Any other is compiled like the leader, and may become the leader of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wasihost.codegen import llvm
from wasihost.codegen.stencils.catalog import Stencil
from wasihost.codegen.stencils.compile import Code, compile_bodies
from wasihost.codegen.stencils.learn import Template, learn
from wasihost.codegen.stencils.operands import Numbers, Sample, Variant
from wasihost.codegen.stencils.samples import ANY, HIGH, LOW, first_samples, fixed_samples, samples
from wasihost.errors import InternalError

Kind = tuple[object, ...]
LONG = 24  # bytes of code, of which one form is enough: moves to and from it cost little in comparison
DISTANCES = {"slot": "far slot", "offset": "far offset"}  # near → far


class Derived(NamedTuple):
    """A variant's template, and the bits in which its code differs from it."""

    template: Template
    change: int = 0
    low: Template | None = None  # for low registers, where the other is for high ones only


class _Work:
    """A variant that is being derived: whether LLVM sees its constant, and its first codes."""

    def __init__(self, variant: Variant, is_spare: bool) -> None:
        self.variant, self.hides, self.is_spare = variant, variant.hides, is_spare
        self.codes: list[Code] = []
        self.derived: Derived | None = None
        self.failed = False

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Those that it is compiled with first."""
        return first_samples(self.variant.registers, self.variant.numbers)

    @property
    def is_needless(self) -> bool:
        return self.is_spare and max(len(code.bytes) for code in self.codes) > LONG

    @property
    def kind(self) -> Kind:
        """Equal for variants whose code may differ only in the opcode."""
        shape = [(len(code.bytes), len(code.references)) for code in self.codes]
        return self.variant.registers, self.variant.numbers, *shape

    def bodies(self, chosen: Sequence[Sample]) -> list[str]:
        return [self.variant.text(sample, self.hides) for sample in chosen]


def derive(stencils: Sequence[Stencil], target: llvm.Target) -> list[list[Derived | None]]:
    """Derive the variants of each stencil.  Code for a far number also serves a near one.

    Forms of long code that the stitcher can do without are left out.
    """
    works = [[_Work(variant, stencil.is_spare) for variant in stencil.variants] for stencil in stencils]
    every = [work for each in works for work in each if _far(work, each) is work and not work.variant.is_fixed]
    _derive(every, target)
    again = [work for work in every if work.failed and not work.hides and _has_constant(work.variant)]
    for work in again:
        work.hides, work.failed = True, False
    _derive(again, target)
    firsts = {stencil.name: each for stencil, each in zip(reversed(stencils), reversed(works), strict=True)}
    _fix([work for each in firsts.values() if not each[-1].derived for work in each], target)
    for each in works:
        for work in each:
            far = _far(work, each)
            if far is not work and far.derived:
                work.derived = _near(far.derived, far.variant.numbers, work.variant.numbers)
    return list(map(_filled, works))


def _far(work: _Work, works: Sequence[_Work]) -> _Work:
    """The variant whose code has far distances where this one has near ones, which need no compilation of their own."""
    far = tuple((name, DISTANCES.get(kind, kind)) for name, kind in work.variant.numbers)
    return next((each for each in works if each.variant.numbers == far), work)


def _near(far: Derived, numbers: Numbers, near: Numbers) -> Derived | None:
    """Shorten the distances of far code."""
    names = [name for (name, kind), other in zip(numbers, near, strict=True) if (name, kind) != other]
    template, changed = far.template.near(names), far.template.changed(far.change).near(names)
    low = far.low.near(names) if far.low else None
    if template is None or changed is None or (far.low and low is None):
        return None
    return Derived(template, int.from_bytes(template.code, "little") ^ int.from_bytes(changed.code, "little"), low)


def _fix(works: Sequence[_Work], target: llvm.Target) -> None:
    """Derive the first form of a name for the first registers of the stack, if no template serves all registers."""
    chosen = [fixed_samples(work.variant.registers, work.variant.numbers) for work in works]
    for work, each, codes in zip(works, chosen, _codes(works, chosen, target), strict=True):
        template = learn(each, codes, [], dict(work.variant.numbers))
        if template is None:
            raise InternalError(f"no template can be made of: {work.variant.text(each[0], work.hides)}")
        work.derived = Derived(template._replace(is_fixed=True))


def _has_constant(variant: Variant) -> bool:
    return any(name == "k" for name, _ in variant.numbers)


def _filled(works: Sequence[_Work]) -> list[Derived | None]:
    """Use the code for a far number where LLVM has no shorter code for a near one."""
    found: list[Derived | None] = []
    for work in works:
        derived = work.derived
        for other in reversed(works):
            if derived is None and _covers(other.variant, work.variant):
                derived = other.derived
        found.append(derived)
    return found


def _covers(far: Variant, near: Variant) -> bool:
    """Whether code for the numbers of `far` also serves those of `near`."""
    pairs = zip(far.numbers, near.numbers, strict=True)
    return all(kind in (other, f"far {other}", "far" if other == "near" else "") for (_, kind), (_, other) in pairs)


def _derive(works: Sequence[_Work], target: llvm.Target) -> None:
    _compile(works, target)
    waiting: dict[Kind, list[_Work]] = defaultdict(list)
    for work in works:
        if not work.is_needless:
            waiting[work.kind].append(work)
    while waiting:
        leaders = {kind: each.pop(0) for kind, each in waiting.items()}
        _lead(list(leaders.values()), target)
        for kind, each in list(waiting.items()):
            leader = leaders[kind].derived
            rest = each
            if leader is not None and leader.low is None:
                rest = [work for work in each if not _follow(work, leader.template)]
            if rest:
                waiting[kind] = rest
            else:
                del waiting[kind]


def _compile(works: Sequence[_Work], target: llvm.Target) -> None:
    for work, codes in zip(works, _codes(works, [work.samples for work in works], target), strict=True):
        work.codes = codes


def _lead(works: Sequence[_Work], target: llvm.Target) -> None:
    for work, template in zip(works, _learn(works, ANY, target), strict=True):
        work.derived = Derived(template) if template else None
    left = [work for work in works if not work.derived and (work.hides or not _has_constant(work.variant))]
    # A register from 8 on may take more than a prefix: then there are two templates, if that is the only one.
    split = [work for work in left if _integers(work.variant) == 1]
    for work, low, high in zip(split, _learn(split, LOW, target), _learn(split, HIGH, target), strict=True):
        work.derived = Derived(high, low=low) if low and high else None
    for work in works:
        work.failed = work.derived is None


def _learn(works: Sequence[_Work], which: int, target: llvm.Target) -> list[Template | None]:
    chosen = [samples(work.variant.registers, work.variant.numbers, which) for work in works]
    known = [work.codes if which == ANY else [] for work in works]  # of the first samples
    left = [each[len(codes) :] for each, codes in zip(chosen, known, strict=True)]
    found = []
    for work, each, first, codes in zip(works, chosen, known, _codes(works, left, target), strict=True):
        names = [name for name, _ in work.variant.registers]
        found.append(learn(each, [*first, *codes], names, dict(work.variant.numbers)))
    return found


def _codes(works: Sequence[_Work], chosen: Sequence[Sequence[Sample]], target: llvm.Target) -> Iterator[list[Code]]:
    """Each work's code for each of its samples; all are compiled together."""
    bodies = [work.bodies(each) for work, each in zip(works, chosen, strict=True)]
    codes = iter(compile_bodies([body for each in bodies for body in each], target))
    return ([next(codes) for _ in each] for each in bodies)


def _integers(variant: Variant) -> int:
    """The number of its registers that hold integers."""
    return [of for _, of in variant.registers].count("integer")


def _follow(work: _Work, leader: Template) -> bool:
    found = leader.other(work.samples, work.codes)
    if found is None:
        return False
    change = int.from_bytes(found.code, "little") ^ int.from_bytes(leader.code, "little")
    work.derived = Derived(leader, change) if found.references == leader.references else Derived(found)
    return True
