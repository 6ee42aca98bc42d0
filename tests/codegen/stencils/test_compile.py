"""Bodies that share a function are compiled as if they were alone, and code that cannot be a stencil is refused."""

import pytest

from tests.codegen.objects import on_x86_64
from wasihost.codegen.stencils import library
from wasihost.codegen.stencils.compile import GROUP, compile_bodies
from wasihost.codegen.stencils.operands import go
from wasihost.errors import InternalError

pytestmark = on_x86_64
TARGET = library.target("x86-64")
SUMS = [
    f"%v1 = add i64 %g{a}, %g{b}\n" + go("next", {f"g{a}": "%v1"})
    for a in (6, 7, 8, 9)
    for b in (3, 14, 15)
    for _ in "12"
]
# More than fits below the stack pointer, so the function begins with an instruction that makes room.
ROOM = "%v1 = alloca [99 x i64]\nstore volatile i64 %g6, ptr %v1\n" + go("next")


def test_bodies_share_functions_unless_one_needs_a_frame():
    together = compile_bodies(SUMS * (1 + 2 * GROUP // len(SUMS)), TARGET)
    alone = compile_bodies([body for each in SUMS for body in (each, ROOM)], TARGET)

    assert together[: len(SUMS)] == alone[::2]
    assert len({code.bytes for code in together}) == len(SUMS) // 2
    assert all(len(code.bytes) == 3 and not code.references for code in together)
    assert len({code.bytes for code in alone[1::2]}) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('call i64 asm "movabsq $$next, $0", "=r"()', "by a relocation of type 1$"),
        ('call i64 asm "movl $$next, %eax", "={ax}"()', "by a relocation of type 1.$"),
        ('call i64 asm "movq puts(%rip), $0", "=r"()', "refers to `puts`, which is no constant$"),
        ('call i64 asm "movq %rbp, -8(%rsp)", "=r"()', "belongs to the frame or the instance$"),
        ('call i64 asm "movq %r12, -200(%rsp)", "=r"()', "belongs to the frame or the instance$"),
    ],
)
def test_what_cannot_be_a_stencil_is_refused(line, message):
    with pytest.raises(InternalError, match=message):
        compile_bodies([f"br label %alone\nalone:\n%v1 = {line}\n" + go("next", {"g6": "%v1"})], TARGET)
