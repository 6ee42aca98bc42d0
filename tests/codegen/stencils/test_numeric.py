"""Every stencil of a numeric row computes what the row does elsewhere, wherever its operands are, and nothing else."""

import functools
import itertools
import random
import re

import pytest

from tests.codegen.objects import on_x86_64
from tests.codegen.stencils.running import ALL, NAMES, Rig, bits_of, chosen, same_outcome
from tests.ops.test_constants import NUMERIC
from tests.ops.test_vectors import export
from tests.wat import wat
from wasihost.abi import TRAP_MESSAGES
from wasihost.engine import Engine
from wasihost.errors import Trap
from wasihost.host.instance import Store
from wasihost.ops import BY_NAME

pytestmark = on_x86_64
CODES = {message: code for code, message in TRAP_MESSAGES.items()}


@functools.cache
def exports(canonical):
    """The rows as LLVM compiles them for a whole function."""
    given = {row.name: ((0,) if "lane" in row.immediates else ()) for row in NUMERIC}
    lanes = [(row, (lane,)) for row in NUMERIC if "lane" in row.immediates for lane in range(row.lanes)]
    plain = [(row, ()) for row in NUMERIC if not given[row.name] and "lanes" not in row.immediates]
    text = "\n".join(export(row, each) for row, each in (*plain, *lanes))
    engine = Engine(level="fast", cache=None, canonical_nans=canonical)
    return Store().instantiate(engine.compile(wat(f"(module {text})")), {}).exports


@functools.cache
def expected(row, given, values, canonical):
    """Bits of the result, or of all results, or the number of a trap."""
    if row.name == "ref.is_null":
        return "value", int(values[0] == 0)
    try:
        results = exports(canonical)[f"{row.name} {given}"].call_raw(list(values))
    except Trap as trap:
        return "trap", CODES[trap.message]
    return "value", results[0] if len(results) == 1 else tuple(results)


@pytest.mark.parametrize("name", NAMES)
def test_stencils_compute_what_rows_mean(name):
    rig, wrong, count = Rig(name), [], 0
    chance = random.Random(3)
    for key, row_number in rig.index.items():
        words = key.name.split()
        branch = words[0] if words[0] in ("if", "unless") else ""
        canonical = words[0] == "canonical"
        found = re.fullmatch(r"(?:if |unless |canonical )?(\S+)(?: (\d+))?", key.name)
        row = BY_NAME.get(found[1]) if found else None
        if row is None or row.touches or "lanes" in row.immediates or row not in [*NUMERIC, BY_NAME["ref.is_null"]]:
            continue
        if rig.library.is_absent(row_number):
            continue
        given = (int(found[2]),) if found[2] else ()
        params = row.params or ("externref",)
        for sample in chosen(rig, key, row_number, chance):
            operands = [bits_of(valtype) for valtype in params]
            pairs = list(itertools.product(*operands)) if len(params) < 3 else list(zip(*operands, strict=False))
            for values in pairs if ALL else chance.sample(pairs, 2):
                values = rig.settle(key, row, row_number, sample, values)
                if values is None:
                    continue
                count += 1
                results = row.results or ("i32",)
                outcome = rig.run(key, row_number, sample, params, results, values, branch=bool(branch))
                want = expected(row, given, values, canonical)
                if branch and want[0] == "value":
                    want = "jump", int(bool(want[1]) == (branch == "if"))
                if not same_outcome(row, want, outcome, canonical):
                    wrong.append((key, sample, list(map(hex, values)), want, outcome))
    assert not wrong, "\n".join(map(str, [len(wrong), count, *wrong[:10]]))
    assert count > (20_000 if ALL else 5000)
