"""The stencils by operation and by the places of operands: names of the catalog → rows of a library (native subset).

    row = OPERATIONS[operation].first + 2 * FAMILIES[256 * family + choice], + 1 if all integer registers are low
    choice = place of a | place of b << 3 | mode << 6

A place is a register (0), a near or far slot of the frame (1, 2), or a near or far constant (3, 4).  The mode says
where the result is.  Of three operands, the first two are in registers, and the third is in the place of b.
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from wasihost.codegen.stencils.catalog import catalog
from wasihost.codegen.stencils.library import Key, index
from wasihost.codegen.stencils.operands import K, L
from wasihost.layout import Struct, u16
from wasihost.native import Global
from wasihost.ops.row import OPERANDS

NO_FORM = 0xFF
OWN, IN_A, IN_B, IN_BOTH = range(4)  # modes: the result's register is its own, or that of an operand
FAR_OFFSET = 2  # a mode of accesses, which may be added to IN_A
_MODES = {"": OWN, "r": OWN, "a": IN_A, "b": IN_B, "all": IN_BOTH, "ab": IN_A}
_NEAR_SLOT, _FAR_SLOT, _NEAR_CONSTANT, _FAR_CONSTANT = 1, 2, 3, 4


class Operation(Struct):
    first: u16
    family: u16


def _places(key: Key, name: str) -> list[int]:
    """The places of an operand that a variant serves; near ones also take what is made for far ones."""
    number = OPERANDS.index(name)
    if number >= len(key.form.kinds) or key.form.kinds[number] not in (L, K):
        return [0]
    ranges = dict(key.ranges)
    if key.form.kinds[number] == K:
        return {"near": [_NEAR_CONSTANT], "far": [_FAR_CONSTANT, _NEAR_CONSTANT]}.get(
            ranges.get("k", ""), [_NEAR_CONSTANT, _FAR_CONSTANT]
        )
    return [_NEAR_SLOT] if ranges[f"l{name}"] == "slot" else [_FAR_SLOT, _NEAR_SLOT]


def _choices(key: Key) -> Iterator[int]:
    last = "c" if len(key.form.kinds) == 3 else "b"
    mode = _MODES[key.form.result]
    modes = [mode]
    offset = dict(key.ranges).get("offset")
    if offset is not None:
        mode = IN_A * (key.form.result == "a" and len(key.form.kinds) == 1)
        modes = [mode] if offset == "offset" else [mode + FAR_OFFSET, mode]
    for each in modes:
        for a in _places(key, "a"):
            for b in _places(key, last):
                yield a | b << 3 | each << 6


@cache
def _tables() -> tuple[dict[str, int], bytes, bytes]:
    """Numbers of operations by name, OPERATIONS, FAMILIES."""
    rows = index(catalog(frozenset()))
    numbers: dict[str, int] = {}
    operations, families = [], dict[bytes, int]()
    for name, keys in groupby(rows, key=lambda key: key.name):
        found = list(keys)
        if name in numbers:  # a move, which `x86_64` encodes
            continue
        first = rows[found[0]]
        family = bytearray([NO_FORM]) * 256
        for key in found:
            for choice in _choices(key):
                if family[choice] == NO_FORM:
                    family[choice] = (rows[key] - first) // 2
        numbers[name] = len(operations)
        number = families.setdefault(bytes(family), len(families))
        operations.append(Operation.pack(first=first, family=number))
    return numbers, b"".join(operations), b"".join(families)


def operation(name: str) -> int:
    """The number of an operation."""
    return _tables()[0][name]


def has_operation(name: str) -> bool:
    return name in _tables()[0]


OPERATIONS = Global(Operation, data=_tables()[1])
FAMILIES = Global(data=_tables()[2])
