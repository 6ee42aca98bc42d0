"""The machine code of the interpreter's handlers keeps what signals and the unwinder rely on."""

import re

import pytest

from tests.codegen.objects import on_x86_64
from wasihost.codegen.handlers import library
from wasihost.codegen.handlers.catalog import index
from wasihost.codegen.stencils.x86_64 import SETS

pytestmark = on_x86_64

STARTS = re.compile(r"^h(\d+):", re.MULTILINE)
LABEL = re.compile(r"^\.\w+:", re.MULTILINE)


def assembly(name: str) -> dict[str, str]:
    """The code of each handler."""
    names, parts = list(index()), STARTS.split(library.assembly(name))
    return {names[int(n)]: code.partition(".Lfunc_end")[0] for n, code in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.fixture(scope="module", params=SETS)
def code(request):
    return assembly(request.param)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.startswith("\t") and not line.strip().startswith(".")]


def test_the_position_is_that_of_the_instruction_until_its_access_is_over(code):
    kinds = ("guarded", "checked", "wide")
    for name, text in code.items():
        if not any(f" {kind}" in name for kind in kinds):
            continue
        found = lines(text)
        moved = [n for n, line in enumerate(found) if re.search(r"%r13$", line)]
        assert len(moved) == 1 and found[moved[0]].startswith("addq"), name
        after = [line for line in found[moved[0] + 1 :] if "(" in line]
        rest = [line for line in after if not re.search(r"\(%r13\)|\(%r15,|\(%rbp,|\(%rsp\)|\(%rip\)", line)]
        assert not [line for line in rest if not line.startswith("jmpq")], name


def test_the_frame_pointer_is_kept_until_native_code_was_called(code):
    for name, text in code.items():
        if "callq" in text:
            for block in LABEL.split(text):
                found = lines(block)
                calls = [n for n, line in enumerate(found) if line.startswith("callq")]
                before = found[: calls[-1]] if calls else []
                assert not [line for line in before if re.search(r", %rbp$", line)], name


def test_handlers_that_set_the_stack_pointer_have_nothing_on_the_stack(code):
    for name, text in code.items():
        if re.search(r"movq\t%\w+, %rsp", text):
            assert not re.search(r"push|pop|\(%rsp", text), name
