"""The stand-in for enum.IntEnum behaves like it where the project uses it."""

import enum
import pickle

import pytest

from wasihost.abi import ExternKind
from wasihost.enumeration import IntEnum


class Ours(IntEnum):
    """With a docstring."""

    A = 0
    B = 7


class Theirs(enum.IntEnum):
    A = 0
    B = 7


USES = {
    "value": lambda e: e.B + 1,
    "equal": lambda e: e.B == 7,
    "hash": lambda e: {e.B: "x"}[7],
    "name": lambda e: e.B.name,
    "its number": lambda e: e.B.value,
    "by value": lambda e: e(7) is e.B,
    "by name": lambda e: e["B"] is e.B,
    "members": lambda e: [member.name for member in e],
    "names": lambda e: list(e.__members__),
    "length": len,
    "as a key": lambda e: dict.fromkeys(e, 0) == {0: 0, 7: 0},
    "text": lambda e: (f"{e.B}", f"{e.B:#x}"),
    "truth": lambda e: (bool(e.A), bool(e.B)),
    "bytes": lambda e: e.B.to_bytes(2, "little"),
    "kind": lambda e: isinstance(e.B, e) and isinstance(e.B, int),
    "document": lambda e: type(e.B) is e,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_as_the_standard_one(use):
    assert use(Theirs) == use(Ours)


def test_a_value_that_is_no_member():
    for enumeration in (Theirs, Ours):
        with pytest.raises(ValueError, match="5 is not a valid"):
            enumeration(5)


def test_members_are_singletons_after_pickling_and_in_patterns():
    assert pickle.loads(pickle.dumps(ExternKind.TABLE)) is ExternKind.TABLE
    match ExternKind(1):
        case ExternKind.TABLE:
            pass
        case _:
            pytest.fail("no match")
