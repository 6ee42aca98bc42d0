"""The name section: what is well-formed is read, what is not is left out."""

import random

import pytest

from tests.wasm.binary import functions, name, section, u32, vector
from wasihost.wasm.decoder import decode
from wasihost.wasm.names import Names

MODULE_NAME, FUNCTION_NAMES, LOCAL_NAMES = 0, 1, 2


def names(*subsections: bytes) -> Names:
    return Names(decode(functions(b"", b"", b"") + section(0, name("name") + b"".join(subsections))))


def function_names(*entries: tuple[int, bytes]) -> bytes:
    return section(FUNCTION_NAMES, vector([u32(index) + name(text) for index, text in entries]))


def test_names_of_module_and_functions():
    subject = names(section(MODULE_NAME, name("app")), function_names((0, b"main"), (2, "größe".encode())))

    assert "app" == subject.module_name
    assert ["main", None, "größe"] == [subject.function(i) for i in range(3)]


def test_no_name_section():
    subject = Names(decode(functions(b"")))

    assert subject.module_name is None and {} == subject.functions


def test_other_subsections_are_skipped():
    assert "f" == names(section(LOCAL_NAMES, b"\xff\xff"), section(9, b""), function_names((0, b"f"))).function(0)


@pytest.mark.parametrize(
    "subsections, expected",
    [
        ([function_names((0, b"a"), (7, b"b"), (1, b"c"))], {0: "a", 1: "c"}),
        ([function_names((0, b"a"), (0, b"b"))], {0: "a"}),
        ([function_names((0, b"\xff"))], {0: "\ufffd"}),
        ([section(FUNCTION_NAMES, b"\x05" + u32(0) + name("a"))], {0: "a"}),
        ([section(FUNCTION_NAMES, b"\x01\0\x70a")], {}),
        ([section(FUNCTION_NAMES, b"\xff\xff\xff\xff\xff\xff")], {}),
        ([b"\x01\x7f"], {}),
    ],
    ids=["unknown function", "twice", "not UTF-8", "fewer than counted", "too long", "bad count", "bad size"],
)
def test_malformed_names_are_ignored(subsections, expected):
    subject = names(*subsections)

    assert expected == {funcidx: subject.function(funcidx) for funcidx in subject.functions}


def test_a_malformed_module_name():
    assert names(section(MODULE_NAME, b"\x01\xff")).module_name is None


def test_both_readers_find_the_same_names():
    source, found = random.Random(5), 0
    entries = [(funcidx, source.randbytes(source.randrange(6))) for funcidx in (0, 1, 2, 1, 9)]
    whole = section(MODULE_NAME, name("m")) + function_names(*entries) + section(LOCAL_NAMES, b"\0")
    for _ in range(2000):
        damaged = bytearray(whole)
        for _ in range(source.randrange(3)):
            damaged[source.randrange(len(damaged))] = source.choice(
                (0, 1, 2, 5, 0x7F, 0x80, 0xFF, source.randrange(256))
            )
        subject = names(bytes(damaged[: source.choice((len(damaged), source.randrange(len(damaged))))]))
        by_python = {funcidx: text for funcidx, text in subject.name_map(FUNCTION_NAMES).items() if funcidx < 3}
        assert by_python == {funcidx: subject.data[start:end] for funcidx, (start, end) in subject.functions.items()}
        found += bool(by_python)
    assert 500 < found < 2000
