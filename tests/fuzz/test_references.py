"""A few of the programs that `tests.fuzz.references` makes without end, and that it finds references that dangle."""

import re

from tests.fuzz.references import program_of
from tests.fuzz.test_modules import fuzz

LEVELS = ("--levels", "model,fast code")


def test_code_agrees_with_the_model_of_references(tmp_path):
    status, output = fuzz("references", "--count", 8, "--seed", 1, "--out", tmp_path, *LEVELS)

    assert (0, []) == (status, list(tmp_path.iterdir())), output
    assert output.startswith("8 modules")


def test_a_reference_that_dangles_is_found_and_made_smaller(tmp_path):
    status, output = fuzz("planted_references", "--count", 1, "--seed", 70, "--reduce", 20, "--out", tmp_path, *LEVELS)

    assert status == 1, output
    (path,) = tmp_path.glob("*.small.wasm")
    whole = path.with_name(path.name.replace(".small", ""))
    assert len(str(program_of(path.read_bytes()))) < len(str(program_of(whole.read_bytes())))
    assert re.search(r"replay: .* --replay \S+\.small\.wasm$", output, re.MULTILINE)
