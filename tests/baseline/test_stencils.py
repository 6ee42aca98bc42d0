"""Whatever the stitcher asks a set for, is there, and has the form that it relies on."""

from functools import cache

import pytest

from tests.codegen.objects import on_x86_64
from tests.codegen.stencils.stitch import Library
from wasihost.baseline import access, fuel, shapes, variables
from wasihost.baseline.control import BRANCHES_IF, BRANCHES_UNLESS, IF_NULL, IF_ZERO, UNLESS_NULL, UNLESS_ZERO
from wasihost.baseline.moves import Place
from wasihost.baseline.shapes import NO_TYPE, Do, Shape
from wasihost.baseline.stencils import FAMILIES, FAR_OFFSET, IN_A, NO_FORM, OPERATIONS, OWN, Operation
from wasihost.baseline.straight import SHUFFLE
from wasihost.codegen.stencils import layout, library, x86_64
from wasihost.ops import ROWS
from wasihost.wasm.validator.layout import shape_index

pytestmark = on_x86_64

KINDS = 4  # of memories
ANY_REGISTERS, LOW_REGISTERS = 0, 1  # rows of a form
FLOATS = (shapes.F32, shapes.F64)


class Set:
    def __init__(self, name: str) -> None:
        self.library = Library(library.load(name))

    def rows(self, operation: int, choice: int) -> list[int]:
        """The rows of a form, if it exists."""
        found = Operation.unpack(OPERATIONS.data, operation * Operation.size)
        variant = FAMILIES.data[256 * found.family + choice]
        if variant == NO_FORM:
            return []
        rows = [found.first + 2 * variant + low for low in (ANY_REGISTERS, LOW_REGISTERS)]
        return [] if any(map(self.library.is_absent, rows)) else rows

    def has(self, operation: int, choice: int) -> bool:
        """Whether there is a form for all registers."""
        rows = self.rows(operation, choice)
        return bool(rows) and not any(map(self.library.is_fixed, rows))

    def has_first(self, operation: int) -> bool:
        first = Operation.unpack(OPERATIONS.data, operation * Operation.size).first
        return not any(self.library.is_absent(first + low) for low in (ANY_REGISTERS, LOW_REGISTERS))

    def code(self, row: int) -> tuple[bytes, layout.Template]:
        """The code of a row for register 0, and its template."""
        code, template = self.library.filled(row, {})
        return bytes(code), template


@cache
def stencils(name: str) -> Set:
    return Set(name)


@cache
def shape_of(name: str) -> Shape:
    row = next(row for row in ROWS if row.name == name)
    return Shape.unpack(shapes.SHAPES.data, shape_index(row.prefix, row.opcode) * Shape.size)


def accesses(shape: Shape) -> list[int]:
    return [shape.operation + KINDS * lane + kind for lane in range(max(shape.lanes, 1)) for kind in range(KINDS)]


def wanted(shape: Shape) -> list[tuple[int, int]]:
    """The forms, as operations and choices, that must serve all registers."""
    integer = shape.result != NO_TYPE and shape.result < shapes.F32
    far_and_near = [FAR_OFFSET, 0]
    match shape.action:
        case Do.COMPUTE if shape.is_comparison:
            return [(shape.operation + branch, 0) for branch in (BRANCHES_IF, BRANCHES_UNLESS)]
        case Do.LOAD:
            modes = [OWN, IN_A] if integer else [OWN]
            return [(of, (mode | far) << 6) for of in accesses(shape) for mode in modes for far in far_and_near]
        case Do.STORE:
            return [(of, far << 6) for of in accesses(shape) for far in far_and_near]
        case Do.WAIT:
            return [(of, FAR_OFFSET << 6) for of in accesses(shape)]
        case Do.ACCESS if shape.result != NO_TYPE and not shape.takes_bank:
            mode = IN_A if shape.count == 1 and integer else OWN
            return [(of, (mode | FAR_OFFSET) << 6) for of in accesses(shape)]
    return []


@pytest.mark.parametrize("name", x86_64.SETS)
@pytest.mark.parametrize("row", [row.name for row in ROWS])
def test_every_row_has_what_the_stitcher_falls_back_to(row, name):
    shape, found = shape_of(row), stencils(name)
    if shape.action == Do.COMPUTE:  # see `straight.in_first_registers`
        for lane in range(max(shape.lanes, 1)):
            assert found.has_first(shape.operation + lane)
        assert found.has_first(shape.canonical)
    if shape.action == Do.ACCESS:
        assert all(map(found.has_first, accesses(shape)))

    assert [form for form in wanted(shape) if not found.has(*form)] == []


def numbers(table, count: int) -> list[int]:
    return [int.from_bytes(table.data[4 * n : 4 * n + 4], "little") for n in range(count)]


NEAR = Place.NEAR_CONSTANT
OTHERS = {
    "branches": [(of, 0) for of in (IF_ZERO, UNLESS_ZERO, IF_NULL, UNLESS_NULL)],
    "globals": [(of, 0) for of in numbers(variables.GETS, 10) + numbers(variables.SETS, 10)],
    "tables": [(of, IN_A << 6) for of in numbers(variables.TABLE_GETS, 2)]
    + [(of, 0) for of in numbers(variables.TABLE_SETS, 4) + numbers(variables.TABLE_SIZES, 2)],
    "choices": [
        (of, place << 3 | IN_A << 6)
        for of in (variables.SELECT_INTEGER, variables.SELECT_FLOAT)
        for place in (Place.REGISTER, Place.NEAR_SLOT, Place.FAR_SLOT)
    ],
    "addresses": [(access.ADD_OFFSET, IN_A << 6)] + [(of, 0) for of in numbers(access.SIZES, 2)],
    "references": [(variables.NOT_NULL, 0)],
    "fuel": [(fuel.PAY, NEAR)] + [(of, 0) for of in numbers(fuel.PAY_SIZE, 4)],
}


@pytest.mark.parametrize("name", x86_64.SETS)
@pytest.mark.parametrize("what", OTHERS)
def test_forms_without_another_one_to_fall_back_to_exist(what, name):
    assert [form for form in OTHERS[what] if not stencils(name).has(*form)] == []


@pytest.mark.parametrize("name", x86_64.SETS)
def test_a_shuffle_exists(name):
    assert stencils(name).has_first(SHUFFLE)


COMPARISONS = [row.name for row in ROWS if shape_of(row.name).is_comparison and row.name != "ref.is_null"]


@pytest.mark.parametrize("name", x86_64.SETS)
@pytest.mark.parametrize("row", [name for name in COMPARISONS if shape_of(name).types[0] < shapes.F32])
def test_a_comparison_of_integers_ends_in_its_only_jump(row, name):
    """So that the jump can become a conditional move (`x86_64.move_instead`)."""
    shape, found = shape_of(row), stencils(name)
    for branch in (BRANCHES_IF, BRANCHES_UNLESS):
        for choice in range(64):
            for number in found.rows(shape.operation + branch, choice):
                code, template = found.code(number)
                assert template.holes[layout.HOLE_OF["target"]] == len(code) - 4
                assert code[-6] == 0x0F and code[-5] & 0xF0 == 0x80
                assert template.reference_count == 0


FOLDED = [row.name for row in ROWS if shape_of(row.name).folds]
FOLDED += [name for name in COMPARISONS if shape_of(name).types[0] in FLOATS and name not in FOLDED]


@pytest.mark.parametrize("name", x86_64.SETS)
@pytest.mark.parametrize("row", FOLDED)
def test_a_far_slot_of_a_float_can_become_a_constant(row, name):
    """Its distance is that of an operand which is relative to rbp (`x86_64.count_from_code`)."""
    shape, found = shape_of(row), stencils(name)
    operations = [shape.operation] * shape.folds
    if shape.is_comparison:
        operations += [shape.operation + BRANCHES_IF, shape.operation + BRANCHES_UNLESS]
    for operation in operations:
        for choice in range(256):
            for hole, place in ((0, choice & 7), (1, choice >> 3 & 7)):
                if place == Place.FAR_SLOT:
                    for number in found.rows(operation, choice):
                        code, template = found.code(number)
                        assert code[template.holes[hole] - 1] & 0xC7 == 0x85
                        assert template.widths >> 2 * hole & 3 == 0  # four bytes
