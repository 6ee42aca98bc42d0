"""Rows that have versions for machines: what every machine gets calls no library, and is right."""

import re

import pytest

from tests.codegen.objects import in_worker
from tests.ops.test_vectors import COMPUTING, DELICATE_FLOATS, MEMORY, export, immediates
from tests.ops.vector_model import number, rounded, same, whole
from tests.wat import wat
from wasihost.codegen import llvm
from wasihost.codegen.options import Options
from wasihost.codegen.translate.facts import FunctionFacts
from wasihost.codegen.translate.functions import translate
from wasihost.engine import Engine
from wasihost.host.instance import Store
from wasihost.ops import ROWS
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode

NUMERIC = [row for row in ROWS if row.versions and row not in COMPUTING]
EVERY = "\n".join(export(row, given) for row in [*NUMERIC, *COMPUTING, *MEMORY] for given in immediates(row)[:1])


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
@pytest.mark.parametrize("level", ["unoptimized", "fast", "balanced", "max"])
def test_code_for_the_least_machine_calls_nothing(level, architecture):
    target = llvm.baseline_target(architecture)
    bodies = validate_bodies(decode(wat(f"(module (memory 1) {EVERY})")))
    options = Options(target.triple, target.data_layout, level, features=llvm.features(target))
    ir = translate(bodies, range(len(bodies.module.bodies)), options, FunctionFacts())

    assembly = in_worker(lambda: llvm.compile_ir(ir, level, emit="asm", target=target).encode()).decode()

    assert re.findall(r"^f\d+:", assembly, re.MULTILINE)
    assert not re.findall(r"^\s+(?:call|bl)\w*\s+(.*)", assembly, re.MULTILINE)


@pytest.mark.parametrize("machine", ["host", "baseline"])
@pytest.mark.parametrize("level", ["fast", "max"])
def test_floats_are_rounded(level, machine, monkeypatch):
    if machine == "baseline":
        monkeypatch.setattr(llvm, "host_target", llvm.baseline_target)
    functions = "\n".join(export(row, ()) for row in NUMERIC)
    exports = Store().instantiate(Engine(level=level, cache=None).compile(wat(f"(module {functions})")), {}).exports

    for row in NUMERIC:
        width, operation = int(row.name[1:3]), row.name[4:]
        for bits in DELICATE_FLOATS[width]:
            expected = rounded(whole(operation, number(bits, width)), width)
            (actual,) = exports[f"{row.name} ()"].call_raw([bits])
            assert same(expected if isinstance(expected, int) else [expected], actual, width), (row.name, hex(bits))
    assert len(NUMERIC) == 8


def test_lanes_are_not_tested_by_a_mask_register():
    """What LLVM makes of a comparison of masks, `kortest`, takes longer than `vptest`."""
    baseline = llvm.baseline_target("x86_64")
    target = baseline._replace(features="+avx512vl,+avx512bw")
    rows = [row for row in COMPUTING if row.name.endswith(".all_true")]
    bodies = validate_bodies(decode(wat(f"(module {' '.join(export(row, ()) for row in rows)})")))
    options = Options(target.triple, target.data_layout, "max", features=llvm.features(target))
    ir = translate(bodies, range(len(rows)), options, FunctionFacts())

    assembly = in_worker(lambda: llvm.compile_ir(ir, "max", emit="asm", target=target).encode()).decode()

    assert (assembly.count("vptest\t"), assembly.count("kortest")) == (4, 0)
