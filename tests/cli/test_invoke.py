"""Arguments of `--invoke`: a text and the type of a parameter → bits, or an error that names both."""

import pytest

from wasihost.cli.run.invoke import read_arguments
from wasihost.errors import UsageError

READ = [
    # type, text, bits
    ("i32", "-1", 0xFFFFFFFF),
    ("v128", "0", 0),
    ("v128", "+5", 5),
    ("v128", "-1", (1 << 128) - 1),
    ("v128", "0x" + "f" * 32, (1 << 128) - 1),
    ("v128", "-0x" + "8" + "0" * 31, 1 << 127),
    ("v128", str(1 << 64), 1 << 64),
    ("externref", "null", 0),
]
REFUSED = [
    # type, what is expected, texts
    ("i32", "a 32-bit integer (i32)", ["", " 5", "1.5", "x"]),
    ("f64", "a number (f64)", ["", " 5", "x"]),
    ("v128", "a 128-bit integer (v128)",
     ["", " 5", "5 ", "5 6", "1.5", "+", "-", "--5", "+-5", "0x", "x", "1_0", "٤", "i32x4 1 2 3 4", "0x1" + "0" * 32,
      str(1 << 128), str(-(1 << 127) - 1), "9" * 5000]),
    ("externref", "`null` (externref)", ["", "x", "0"]),
    ("exnref", "a type without values on a command line (exnref)", ["null"]),
]  # fmt: skip


@pytest.mark.parametrize("valtype, text, bits", READ)
def test_argument_is_read_as_its_type(valtype, text, bits):
    assert [bits] == read_arguments("f", [valtype], [text])


@pytest.mark.parametrize("valtype, expected, texts", REFUSED, ids=[row[0] for row in REFUSED])
def test_malformed_argument_is_refused(valtype, expected, texts):
    for text in texts:
        with pytest.raises(UsageError) as caught:
            read_arguments("f", [valtype], [text])
        ending = f"found `{text}`" if text else "found nothing"
        assert f"argument 1 of `f`: expected {expected}, {ending}" == caught.value.message
