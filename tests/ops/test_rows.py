"""The table of instructions is consistent, and what it means is LLVM IR."""

import re

import pytest

from wasihost.abi import BUILTIN_INDEX, Trap
from wasihost.ops import BY_CODE, BY_NAME, ROWS
from wasihost.ops.row import OPERANDS, RESULTS

MEANINGS = [row._replace(ir=ir) for row in ROWS for ir in (row.ir, row.shared) if ir]
WIDTHS = {"8": 0, "16": 1, "32": 2, "64": 3, "128": 4, "8x8": 3, "16x4": 3, "32x2": 3}


def test_names_and_codes_are_unique():
    assert len(BY_NAME) == len(BY_CODE) == len(ROWS)


@pytest.mark.parametrize("row", MEANINGS, ids=lambda row: row.name)
def test_meaning_uses_its_operands_and_assigns_its_result(row):
    lines = row.ir.splitlines()
    assigned = [line.split(" = ")[0] for line in lines if " = " in line]
    assert len(set(assigned)) == len(assigned)
    results = [f"%{name}" for name in RESULTS[: len(row.results or "r" * (row.results is None and "%r" in row.ir))]]
    assert results == assigned[len(assigned) - len(results) :]
    assert not {f"%{name}" for name in RESULTS} & {*assigned[: len(assigned) - len(results)]}
    given = {f"%{name}" for name in (*OPERANDS, "vm", "p", "table", "length", "v128")}
    seen = set(given)
    for line in lines:
        left, equals, right = line.rpartition(" = ")
        assert set(re.findall(r"%\w+", right)) <= seen, line
        if equals:
            seen.add(left)


@pytest.mark.parametrize("row", MEANINGS, ids=lambda row: row.name)
def test_traps_and_runtime_functions_exist(row):
    for line in row.ir.splitlines():
        if line.startswith("trap "):
            assert line.split()[-1] in Trap.__members__
        for name in re.findall(r"@(\w+)\(", line):
            assert name in BUILTIN_INDEX, line


def test_rows_on_shared_state_declare_atomic_accesses():
    shared = [row for row in ROWS if row.shared]

    assert {row.name for row in shared} == {
        "memory.size",
        *(f"memory.atomic.{x}" for x in ("notify", "wait32", "wait64")),
    }
    for row in shared:
        assert row.touches == "memory" and (
            "atomic" in row.shared or row.ir.splitlines()[:5] == row.shared.splitlines()[:5]
        )


@pytest.mark.parametrize("row", [row for row in ROWS if row.access_width is not None], ids=lambda row: row.name)
def test_access_has_the_width_in_its_name_and_is_volatile(row):
    digits = re.search(r"(?:load|store|rmw|cmpxchg|wait|notify)(8x8|16x4|32x2|8|16|32|64)?", row.name)[1]
    if "notify" not in row.name and "wait" not in row.name:
        assert row.access_width == WIDTHS[digits or row.name.partition(".")[0][1:]]
    assert row.touches == "memory"
    assert "volatile" in row.ir or "atomic" in row.ir or "@" in row.ir
