"""The table of functions and its lookup."""

import pytest

from wasihost.layout import i64, u32, u64
from wasihost.native.types import Native
from wasihost.wasi.preview1 import FUNCTIONS, signature_bytes

NAMES = [function.name for function, *_ in FUNCTIONS]
PREVIEW1, UNSTABLE = "wasi_snapshot_preview1", "wasi_unstable"


def test_all_functions_are_there_once():
    assert len(NAMES) == len(set(NAMES)) == 46


@pytest.mark.parametrize("row", FUNCTIONS, ids=NAMES)
def test_native_functions_have_the_signature_of_their_row(row):
    first, signature, *others = row
    params, _, results = signature.partition("->")
    for function in filter(None, (first, *others)):
        assert isinstance(function, Native)
        assert function.name == first.name
        context, *types = function.params
        assert context.elem.__name__ == "Wasi"
        assert params.split() == [{u32: "i32", u64: "i64", i64: "i64"}[type_] for type_ in types]
        assert results.split() == (["i32"] if function.result is u32 else [])
        assert function.result is u32 or function.result.kind == "void"


@pytest.mark.parametrize("row", FUNCTIONS, ids=NAMES)
def test_lookup_finds_every_function_with_its_signature(library, row):
    code, found = library.lookup(row[0].name)

    assert code != 0
    assert signature_bytes(row[1]) == found


def test_every_function_has_code_of_its_own(library):
    assert len({library.lookup(name)[0] for name in NAMES}) == 46


def test_signatures_are_those_of_the_binary_format():
    assert signature_bytes("i32 i64 i32 -> i32") == b"\x7f\x7e\x7f\x00\x7f"
    assert signature_bytes("->") == b"\x00"


@pytest.mark.parametrize("name", ["", "fd", "fd_rea", "fd_read2", "FD_READ", "zzz", "aaa", "fd_read\0", "args_getx"])
def test_unknown_function_names_are_not_found(library, name):
    assert library.lookup(name) is None


@pytest.mark.parametrize(
    "module", ["", "env", "wasi_snapshot_preview", "wasi_snapshot_preview11", "wasi_unstable_", "wasi"]
)
def test_unknown_module_names_are_not_found(library, module):
    assert library.lookup("fd_read", module) is None


def test_wasi_unstable_shares_all_but_four_and_lacks_sock_accept(library):
    same = {name for name in NAMES if library.lookup(name) == library.lookup(name, UNSTABLE)}

    assert set(NAMES) - same == {"fd_filestat_get", "fd_seek", "path_filestat_get", "poll_oneoff", "sock_accept"}
    assert library.lookup("sock_accept", UNSTABLE) is None
