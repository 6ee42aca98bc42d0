"""Every module of the official test suite is accepted or refused as it says, with its words.

Modules that use a feature which is not supported yet are refused with an error that names it; they are not counted.
"""

import re

import pytest

from tests.wasm.testsuite import cases, scripts
from wasihost.errors import DecodeError, InvalidModule, ValidationError

# What only tests garbage collection.
UNSUPPORTED = re.compile(
    r"array|struct|i31|ref_(cast|test|eq)|br_on_cast|type-(canon|equivalence|rec|subtyping)|extern$"
)
REFUSED = {"assert_malformed": DecodeError, "assert_invalid": ValidationError}
# Scripts with sizes that lie, or with two faults in one module, for which the order of checks decides.
OTHER_WORDS = {
    "binary-leb128": "unexpected end|malformed section id|malformed definition type",
    "binary": "unexpected end|length out of bounds|END opcode expected",
    **dict.fromkeys(("memory_init", "memory_init64"), "unknown data segment"),
    **dict.fromkeys(("table_init", "table_init64"), "unknown elem segment"),
    "throw": "type mismatch: expected i32",  # the script quotes another implementation's words in full
}


@pytest.mark.parametrize("script", [s for s in scripts() if not UNSUPPORTED.match(s)] or ["none"])
def test_test_suite_modules_are_accepted_or_rejected(check, script, tmp_path):
    wrong = []
    for case in cases(script, tmp_path):
        expected = REFUSED.get(case.command)
        words = re.compile(f"{re.escape(case.words)}|{OTHER_WORDS.get(script, '$none')}")
        try:
            check(case.data)
            error = None
        except InvalidModule as refusal:
            if "unsupported feature" in refusal.message:
                continue
            error = refusal
        good = error is None if expected is None else type(error) is expected and words.search(str(error))
        if not good:
            wrong.append(f"{script}.wast:{case.line}: {case.command} {case.words!r}: {error!r}")

    assert [] == wrong
