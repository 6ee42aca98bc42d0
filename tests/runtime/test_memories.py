"""Memories of every kind: several of them, with addresses of 64 bits, with pages of one byte."""

import pytest

from wasihost.errors import LinkError, Trap
from wasihost.host.instance import Store

GIB = 1 << 30
LARGE = """(module
  (memory i64 1)
  (data (i64.const 0) "first")
  (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
  (func (export "size") (result i64) (memory.size))
  (func (export "store") (param i64 i64) (i64.store (local.get 0) (local.get 1)))
  (func (export "load") (param i64) (result i64) (i64.load (local.get 0)))
  (func (export "far") (param i64) (result i64) (i64.load offset=0x1_0000_0000 (local.get 0)))
  (func (export "fill") (param i64 i64) (memory.fill (local.get 0) (i32.const 7) (local.get 1)))
  (func (export "copy") (param i64 i64 i64) (memory.copy (local.get 0) (local.get 1) (local.get 2))))"""
SMALL_PAGES = """(module
  (memory 3 70000 (pagesize 1))
  (data (i32.const 0) "abc")
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "size") (result i32) (memory.size))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "wide") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))"""
TWO = """(module
  (memory $a (export "a") 1) (memory $b (export "b") 1)
  (data $d (memory $b) (i32.const 8) "second")
  (func (export "load-a") (param i32) (result i32) (i32.load8_u $a (local.get 0)))
  (func (export "load-b") (param i32) (result i32) (i32.load8_u $b (local.get 0)))
  (func (export "copy") (memory.copy $a $b (i32.const 100) (i32.const 8) (i32.const 6))))"""


@pytest.fixture
def instance(compile):
    return lambda text, imports=None: Store().instantiate(compile(text), imports or {})


def out_of_bounds(function, *arguments):
    with pytest.raises(Trap, match="out of bounds memory access"):
        function.call_raw(list(arguments))
    return True


def test_a_memory_grows_past_4_gib(instance):
    exports = instance(LARGE).exports
    load, store = exports["load"], exports["store"]

    assert exports["grow"].call_raw([5 * GIB >> 16]) == [1]
    assert exports["size"].call_raw([]) == [(5 * GIB >> 16) + 1]
    store.call_raw([9 * GIB // 2, 0x0123456789ABCDEF])
    assert load.call_raw([9 * GIB // 2]) == [0x0123456789ABCDEF]
    assert exports["far"].call_raw([GIB // 2]) == [0x0123456789ABCDEF]
    exports["copy"].call_raw([16, 9 * GIB // 2, 8])
    assert load.call_raw([16]) == [0x0123456789ABCDEF]
    exports["fill"].call_raw([5 * GIB - 4, 8])
    assert load.call_raw([5 * GIB - 4]) == [0x0707070707070707]
    assert load.call_raw([0]) == [int.from_bytes(b"first", "little")]


def test_no_address_of_64_bits_leaves_the_memory(instance):
    exports = instance(LARGE).exports
    for address in (65529, 65536, 1 << 32, 1 << 40, 1 << 63, (1 << 64) - 8, (1 << 64) - 1):
        assert out_of_bounds(exports["load"], address)
        assert out_of_bounds(exports["far"], address)
        assert out_of_bounds(exports["fill"], address, 8)
        assert out_of_bounds(exports["copy"], 0, address, 8)
    assert out_of_bounds(exports["far"], (1 << 64) - (1 << 32))  # the sum is 2**64
    assert out_of_bounds(exports["fill"], 1, (1 << 64) - 1)
    assert exports["grow"].call_raw([1 << 47]) == exports["grow"].call_raw([(1 << 64) - 1]) == [(1 << 64) - 1]


def test_pages_of_one_byte_end_where_they_end(instance):
    exports = instance(SMALL_PAGES).exports

    assert [exports["load"].call_raw([at]) for at in range(3)] == [[97], [98], [99]]
    assert out_of_bounds(exports["load"], 3) and out_of_bounds(exports["wide"], 0)
    assert exports["grow"].call_raw([4997]) == [3]
    assert exports["size"].call_raw([]) == [5000]
    exports["store"].call_raw([4999, 1])
    assert exports["load"].call_raw([4999]) == [1] and exports["load"].call_raw([4998]) == [0]
    assert out_of_bounds(exports["store"], 5000, 1)
    assert exports["grow"].call_raw([65001]) == [0xFFFFFFFF]
    assert exports["grow"].call_raw([65000]) == [5000]
    assert exports["load"].call_raw([69999]) == [0] and out_of_bounds(exports["load"], 70000)


def test_two_memories_are_independent(instance):
    exports = instance(TWO).exports
    assert exports["load-b"].call_raw([8]) == [ord("s")]
    assert exports["load-a"].call_raw([8]) == [0]
    exports["copy"].call_raw([])
    assert exports["a"].read(100, 6) == b"second"
    assert out_of_bounds(exports["load-b"], 65536)


@pytest.mark.parametrize("wanted", ["i64 1", "1 (pagesize 1)", "2", "0 1"])
def test_imported_memory_must_match_the_import_type(compile, wanted):
    store = Store()
    memory = store.instantiate(compile('(module (memory (export "m") 1))')).exports["m"]
    with pytest.raises(LinkError, match="incompatible import"):
        store.instantiate(compile(f'(module (import "x" "m" (memory {wanted})))'), {("x", "m"): memory})
