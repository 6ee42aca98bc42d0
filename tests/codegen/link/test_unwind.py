"""The compact unwind tables say what the machine code does."""

import pytest

from tests.codegen.objects import LEVELS, compile
from wasihost.abi import UnwindFunction, UnwindSite
from wasihost.codegen.link import elf
from wasihost.codegen.link.elf import ObjectError
from wasihost.codegen.link.image import link_image, prepare
from wasihost.codegen.link.unwind import build_unwind_tables

HEAD = "declare i32 @personality(...)\ndeclare hidden void @f99(ptr)\n"
THROWER = "define hidden void @f99(ptr %vm) nounwind { ret void }"
# Instructions that push callee-saved registers, and their bits of UnwindFunction.saved.
PUSHES = {b"\x41\x57": 16, b"\x41\x56": 8, b"\x41\x55": 4, b"\x41\x54": 2, b"\x53": 1}


def function(number: int, integers: int, doubles: int = 0) -> str:
    """A function with two calls in a try and one outside, across which so many values live."""
    lines = [f'define hidden i64 @f{number}(ptr %vm, i64 %x, double %y) "frame-pointer"="all"']
    lines.append("personality ptr @personality {")
    lines += [f"  %a{i} = load volatile i64, ptr %vm" for i in range(integers)]
    lines += [f"  %b{i} = load volatile double, ptr %vm" for i in range(doubles)]
    lines.append("  br label %try\ntry:")
    lines.append("  invoke void @f99(ptr %vm) to label %next unwind label %pad\nnext:")
    lines.append("  invoke void @f99(ptr %vm) to label %after unwind label %pad\nafter:")
    lines.append("  call void @f99(ptr %vm)")
    lines += [f"  store volatile i64 %a{i}, ptr %vm" for i in range(integers)]
    lines += [f"  store volatile double %b{i}, ptr %vm" for i in range(doubles)]
    lines.append("  ret i64 %x\npad:\n  %l = landingpad { ptr, i32 } cleanup\n  ret i64 1\n}")
    return "\n".join(lines)


MODULE = HEAD + "\n".join(function(10 * n + m, n, m) for n in range(7) for m in (0, 3))


def tables(image):
    """UnwindFunctions by function name, each with its sites."""
    names = {offset: name for name, offset in image.symbols.items()}
    functions = UnwindFunction.size // 4, image.unwind_functions
    sites = UnwindSite.size // 4, image.unwind_sites
    records, calls = ([tuple(data[i : i + n]) for i in range(0, len(data), n)] for n, data in (functions, sites))
    assert records == sorted(records)
    assert calls == sorted(calls)
    return {
        names[start]: (start, end, saved, calls[first : first + count]) for start, end, saved, first, count in records
    }


def pushed(code: bytes) -> int:
    """The callee-saved registers that a prologue pushes, read from its instructions."""
    assert code.startswith(b"\x55\x48\x89\xe5")  # push %rbp; mov %rsp, %rbp
    saved = 0
    position = 4
    for push, bit in PUSHES.items():
        if code.startswith(push, position):
            saved |= bit
            position += len(push)
    return saved


@pytest.mark.parametrize("level", LEVELS)
def test_saved_registers_are_those_that_the_prologue_pushes(level):
    image = link_image([prepare(compile(text, level, "x86_64")) for text in (THROWER, MODULE)])

    found = tables(image)

    assert len(found) == 14
    for start, end, saved, _ in found.values():
        assert saved == pushed(image.code[start:end])
    kept = {saved for _, _, saved, _ in found.values()}
    assert kept == {0} if level == "unoptimized" else kept >= {0b11011, 0b11111}  # all is in memory there


@pytest.mark.parametrize("level", LEVELS)
def test_sites_are_the_calls_in_the_try(level):
    image = link_image([prepare(compile(text, level, "x86_64")) for text in (THROWER, MODULE)])
    f99 = image.symbols["f99"]

    for start, end, _, sites in tables(image).values():
        returns = [
            at + 5
            for at in range(start, end - 4)
            if image.code[at] == 0xE8
            and at + 5 + int.from_bytes(image.code[at + 1 : at + 5], "little", signed=True) == f99
        ]
        assert len(returns) == 3
        covered = [any(low <= address - 1 < high for low, high, _ in sites) for address in returns]
        assert covered == [True, True, False]
        assert all(start < pad < end for _, _, pad in sites)
        assert len({pad for _, _, pad in sites}) == 1


def test_functions_that_cannot_throw_have_no_entry():
    unit = prepare(compile(THROWER, architecture="x86_64"))

    assert not unit.unwind_functions


def test_units_are_joined():
    first = HEAD + function(1, 2)
    second = HEAD + function(2, 5)
    alone = prepare(compile(second, architecture="x86_64"))
    image = link_image([prepare(compile(text, architecture="x86_64")) for text in (THROWER, first, second)])
    base = image.symbols["f2"] - alone.symbols[0]["f2"]

    start, end, saved, sites = tables(image)["f2"]

    assert [start, end, saved] == [alone.unwind_functions[0] + base, alone.unwind_functions[1] + base, 31]
    assert [value for site in sites for value in site] == [value + base for value in alone.unwind_sites]


def test_a_frame_that_cannot_be_walked_is_refused():
    text = (HEAD + function(1, 2)).replace('"frame-pointer"="all"', "")

    with pytest.raises(ObjectError, match="`f1` may throw but has no frame that can be walked"):
        prepare(compile(text, architecture="x86_64"))


def test_other_machines_have_no_exceptions():
    with pytest.raises(ObjectError, match="exceptions are available on x86-64 only"):
        prepare(compile(HEAD + function(1, 2), architecture="aarch64"))
    assert not prepare(compile(THROWER, architecture="aarch64")).unwind_functions


@pytest.mark.parametrize("section", [".eh_frame", ".gcc_except_table"])
def test_corrupt_tables_are_refused(section):
    obj = elf.read_object(compile(MODULE, architecture="x86_64"))
    index = obj.find(section)
    texts = {number: 0 for number, found in enumerate(obj.sections) if found.name == ".text"}
    outcomes = set()

    for position in range(0, obj.sections[index].size, 5):
        data = bytearray(obj.sections[index].data)
        data[position] ^= 0xFF
        sections = list(obj.sections)
        sections[index] = sections[index]._replace(data=bytes(data))
        try:
            build_unwind_tables(obj._replace(sections=sections), texts)
            outcomes.add("harmless")
        except ObjectError:
            outcomes.add("refused")

    assert "refused" in outcomes
