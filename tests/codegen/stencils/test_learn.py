"""What is learned from samples, and what is refused: code that differs in more than registers and numbers."""

import pytest

from wasihost.codegen.stencils.compile import Code, Reference
from wasihost.codegen.stencils.learn import Hole, learn
from wasihost.codegen.stencils.samples import first_samples, samples

REGISTERS = (("a", "integer"), ("b", "integer"))
CONSTANT = (("k", "far"),)


def add(sample, first="a", second="b", opcode=0x01):
    """add a, b: with a prefix where one of the registers needs it."""
    a, b = sample[first], sample[second]
    prefix = 0x40 | (b >> 3) << 2 | a >> 3
    code = bytes([opcode, 0xC0 | (b & 7) << 3 | a & 7])
    return Code((bytes([prefix]) if prefix != 0x40 else b"") + code, ())


def compare(sample, value):
    """cmp a, value"""
    a = sample["a"]
    return Code(bytes([0x48 | a >> 3, 0x81, 0xF8 | a & 7]) + (value & 0xFFFFFFFF).to_bytes(4, "little"), ())


def learned(registers, numbers, made):
    chosen = samples(registers, numbers)
    return learn(chosen, list(map(made, chosen)), [name for name, _ in registers], dict(numbers))


def test_a_prefix_that_low_registers_lack_is_optional():
    template = learned(REGISTERS, (), add)

    assert (template.code, template.prefixes) == (b"\x40\x01\xc0", (0,))
    assert template.filled({"a": 14, "b": 7}) == b"\x41\x01\xfe"
    assert template.without_prefixes().filled({"a": 6, "b": 7}) == b"\x01\xfe"


def test_registers_that_were_not_compiled_together_follow_too():
    template = learned(REGISTERS, (), add)

    for a in range(16):
        for b in range(16):
            code = add({"a": a, "b": b}).bytes
            assert template.filled({"a": a, "b": b})[-len(code) :] == code


def test_a_constant_is_a_hole_where_it_stands_as_it_is():
    template = learned(REGISTERS[:1], CONSTANT, lambda sample: compare(sample, sample["k"]))

    assert template.holes == (("k", Hole(place=3, width=4, negated=False)),)
    assert template.filled({"a": 0, "k": -(1 << 31)})[3:] == b"\0\0\0\x80"


def test_an_opposite_constant_is_a_hole_that_negates():
    template = learned(REGISTERS[:1], CONSTANT, lambda sample: compare(sample, -sample["k"]))

    assert template.holes == (("k", Hole(place=3, width=4, negated=True)),)


@pytest.mark.parametrize("change", [1, -1])
def test_a_constant_that_llvm_counted_up_or_down_is_not_learned(change):
    assert learned(REGISTERS[:1], CONSTANT, lambda sample: compare(sample, sample["k"] + change)) is None


def test_a_constant_that_stands_there_twice_is_not_learned():
    def twice(sample):
        return Code(compare(sample, sample["k"]).bytes * 2, ())

    assert learned(REGISTERS[:1], CONSTANT, twice) is None


def test_other_instructions_for_some_registers_are_not_learned():
    def other(sample):
        return Code(b"\x48\x89\xc0" if sample["a"] & 1 and sample["b"] & 2 else add(sample).bytes.rjust(3, b"\x40"), ())

    assert learned(REGISTERS, (), other) is None


def test_another_opcode_shares_a_template_but_swapped_operands_do_not():
    template = learned(REGISTERS, (), add)
    chosen = first_samples(REGISTERS, ())

    other = template.other(chosen, [add(sample, opcode=0x29) for sample in chosen])

    assert other == template.changed(0x28 << 8)
    assert template.other(chosen, [add(sample, "b", "a") for sample in chosen]) is None
    assert template.other(chosen, [Code(b"\x0f" + add(sample).bytes, ()) for sample in chosen]) is None


def test_what_is_referred_to_must_be_in_the_same_place():
    def jump(sample):
        return Code(b"\x0f\x84\0\0\0\0", (Reference(2 - (sample["a"] & 1), "trap.7", 4),))

    assert learned(REGISTERS[:1], (), jump) is None
