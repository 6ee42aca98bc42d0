import pytest

from wasihost.wasm.text.script import Assertion, Either, Value, parse_script
from wasihost.wast.values import HOST_REFERENCE, fits, matches, raw, text


def value(source: str) -> Value | Either:
    """As it stands in a script."""
    (command,) = parse_script(f'(assert_return (invoke "f") ({source}))')
    assert isinstance(command, Assertion)
    return command.expected[0]


@pytest.mark.parametrize(
    "source, bits",
    [
        ("i32.const -1", 0xFFFFFFFF),
        ("i64.const -2", 0xFFFFFFFFFFFFFFFE),
        ("f32.const -0", 0x80000000),
        ("f64.const nan:0x1", 0x7FF0000000000001),
        ("v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 -1", 0xFF0E0D0C0B0A09080706050403020100),
        ("v128.const f64x2 1 -inf", 0xFFF00000000000003FF0000000000000),
        ("ref.null extern", 0),
        ("ref.extern 7", HOST_REFERENCE + 7),
    ],
)
def test_raw_returns_the_bits_of_an_argument(source, bits):
    assert bits == raw(value(source))


# fmt: off
FITTING = {  # value → the types of parameters that take it
    "i32.const 1": {"i32"},
    "i64.const 1": {"i64"},
    "f64.const 1": {"f64"},
    "v128.const i32x4 1 2 3 4": {"v128"},
    "ref.null func": {"funcref", "externref", "exnref", "(ref null $type)"},
    "ref.extern 1": {"externref", "(ref extern)"},
}
TYPES = ("i32", "i64", "f32", "f64", "v128", "funcref", "externref", "exnref", "(ref null $type)", "(ref $type)",
         "(ref func)", "(ref extern)", "(ref exn)")
# fmt: on


@pytest.mark.parametrize("source", FITTING)
def test_arguments_fit_parameters_of_their_type_only(source):
    assert FITTING[source] == {valtype for valtype in TYPES if fits(value(source), valtype)}


@pytest.mark.parametrize("source", ["f32.const nan:canonical", "ref.func", "ref.extern"])
def test_invalid_arguments_are_rejected(source):
    with pytest.raises(ValueError, match="no argument can be"):
        raw(value(source))


@pytest.mark.parametrize(
    "source, bits, valtype, expected",
    [
        ("i32.const 5", 5, "i32", True),
        ("i32.const 5", 6, "i32", False),
        ("i32.const 5", 5, "i64", False),
        ("f32.const 0", 0x80000000, "f32", False),
        ("f32.const nan:canonical", 0x7FC00000, "f32", True),
        ("f32.const nan:canonical", 0xFFC00000, "f32", True),
        ("f32.const nan:canonical", 0x7FC00001, "f32", False),
        ("f32.const nan:arithmetic", 0x7FC00001, "f32", True),
        ("f32.const nan:arithmetic", 0x7F800001, "f32", False),
        ("f64.const nan:arithmetic", 0x3FF0000000000000, "f64", False),
        ("v128.const f32x4 1 nan:canonical 0 0", 0x7FC000003F800000, "v128", True),
        ("v128.const f32x4 1 nan:canonical 0 0", 0x7FC000013F800000, "v128", False),
        ("v128.const i64x2 1 0", 1, "i64", False),
        ("i32.const 1", 1, "v128", False),
        ("ref.null", 0, "externref", True),
        ("ref.null func", 8, "funcref", False),
        ("ref.null", 0, "i32", False),
        ("ref.func", 8, "funcref", True),
        ("ref.func", 0, "funcref", False),
        ("ref.extern 1", HOST_REFERENCE + 1, "externref", True),
        ("ref.extern 1", HOST_REFERENCE, "externref", False),
        ("either (i32.const 1) (i32.const 2)", 2, "i32", True),
        ("either (i32.const 1) (i32.const 2)", 3, "i32", False),
    ],
)
def test_results_match_their_patterns(source, bits, valtype, expected):
    assert expected == matches(value(source), bits, valtype)


@pytest.mark.parametrize("keyword, nan", [("canonical", 0x7FC00000), ("arithmetic", 0x7FC00001)])
def test_patterns_of_old_assertions_are_of_either_type(keyword, nan):
    (command,) = parse_script(f'(assert_return_{keyword}_nan (invoke "f"))')

    assert matches(command.expected[0], nan, "f32")
    assert not matches(command.expected[0], nan, "f64")
    assert not matches(command.expected[0], nan, "i32")


@pytest.mark.parametrize(
    "source, expected",
    [
        ("i32.const 10", "i32.const 0xa"),
        ("f64.const nan:canonical", "f64.const nan:canonical"),
        ("v128.const i32x4 1 2 3 4", "i32x4 0x1 0x2 0x3 0x4"),
        ("ref.null func", "ref.null func"),
        ("either (i32.const 1) (i32.const 2)", "either (i32.const 0x1) (i32.const 0x2)"),
    ],
)
def test_values_are_printed_as_in_scripts(source, expected):
    assert expected == text(value(source))
