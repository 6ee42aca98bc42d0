"""What one instance leaves behind no other finds, and what many do at once does not mix."""

import threading

import pytest

from tests.wat import wat
from wasihost import errors
from wasihost.engine import Engine
from wasihost.host.instance import Store

PAGE = 1 << 16
SECRET = 0xA5

# Fills its memory to the last byte, grown pages too, and tells whether all of it was zero before.
FILLS = f"""(module (memory (export "memory") 1)
  (global $kept (export "kept") (mut i64) (i64.const 0)) (table (export "table") 8 funcref) (elem declare func $f)
  (func $f (export "f") (param $pages i32) (result i32) (local $at i32) (local $dirty i64)
    (drop (memory.grow (local.get $pages)))
    (loop $next
      (local.set $dirty (i64.or (local.get $dirty) (i64.load (local.get $at))))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 8)))
        (i32.shl (memory.size) (i32.const 16)))))
    (local.set $dirty (i64.or (local.get $dirty) (global.get $kept)))
    (if (i32.eqz (ref.is_null (table.get (i32.const 5)))) (then (local.set $dirty (i64.const 1))))
    (memory.fill (i32.const 0) (i32.const {SECRET}) (i32.shl (memory.size) (i32.const 16)))
    (global.set $kept (i64.const -1))
    (table.set (i32.const 5) (ref.func $f))
    (i64.ne (local.get $dirty) (i64.const 0))))"""


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "checked"])
def test_memory_that_is_used_again_is_zero(compile, guarded):
    """CVE-2022-39393: an instance saw what another had left."""
    module = compile(FILLS, guarded)
    for pages in (0, 3, 200, 0, 16) * 4:
        instance = Store().instantiate(module)
        assert instance.exports["f"].call_raw([pages]) == [0]
        assert instance.exports["memory"].read(PAGE * (pages + 1) - 1, 1) == bytes([SECRET])
        del instance


def test_a_stack_that_is_used_again_tells_nothing(compile):
    """Locals are zero, whatever lies on the stack."""
    writes = " ".join(f"(local.set {n} (i64.const -1))" for n in range(200))
    reads = "(i64.const 0) " + " ".join(f"(local.get {n}) i64.or" for n in range(200))
    opaque = "(call $nothing)"
    module = compile(f"""(module (func $nothing) (func $writes (local {"i64 " * 200}) {writes} {opaque})
      (func $reads (result i64) (local {"i64 " * 200}) {opaque} {reads})
      (func (export "f") (result i64) (call $writes) (call $reads)))""")

    assert Store().instantiate(module).exports["f"].call_raw([]) == [0]


# --------------------------------------------------------------------------------------------------- types, at one time
THREADS, ROUNDS, TYPES = 8, 30, 40


def distinct_types(first):
    """A module with types that no other test has: the number of a type, in binary, says what its parameters are."""

    def params(number):
        return " ".join("i64" if number >> bit & 1 else "f32" for bit in range(16))

    functions = "".join(f"(func $f{n} (param {params(first + n)}) (result i32) (i32.const {n}))" for n in range(TYPES))
    calls = "".join(
        f"""(func (export "call{n}") (param $i i32) (result i32)
          {" ".join("(i64.const 0)" if first + n >> bit & 1 else "(f32.const 0)" for bit in range(16))}
          (call_indirect (param {params(first + n)}) (result i32) (local.get $i)))"""
        for n in range(TYPES)
    )  # fmt: skip
    table = f"(table funcref (elem {' '.join(f'$f{n}' for n in range(TYPES))}))"
    return f"(module {table} {functions} {calls})"


def test_types_that_many_threads_intern_at_once_stay_apart(level):
    """CVE-2024-47813: a race gave two types one number, and calls went through that should have trapped."""
    engine = Engine(level=level, cache=None)
    modules = [engine.compile(wat(distinct_types(1000 + TYPES * n))) for n in range(4)]
    barrier, wrong = threading.Barrier(THREADS), []

    def work(number):
        barrier.wait()
        for round_ in range(ROUNDS):
            instance = Store().instantiate(modules[(number + round_) % len(modules)])
            chosen = (number * 7 + round_) % TYPES
            call = instance.exports[f"call{chosen}"]
            if call.call_raw([chosen]) != [chosen]:
                wrong.append((number, round_, "result"))
            for other in (chosen - 1) % TYPES, (chosen + 1) % TYPES:
                try:
                    call.call_raw([other])
                    wrong.append((number, round_, other))
                except errors.Trap as trap:
                    if trap.message != "indirect call type mismatch":
                        wrong.append((number, round_, trap.message))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


# ---------------------------------------------------------------------------------------------------------- addresses
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "checked"])
def test_addresses_are_32_bits_before_anything_is_added(compile, guarded):
    """CVE-2023-26489: the upper bits of a shifted address took part in it, and gigabytes outside were read."""
    texts = {
        "shl": lambda n: f"(i32.shl (local.get 0) (i32.const {n}))",
        "wrap": lambda n: f"(i32.wrap_i64 (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const {n})))",
        "add": lambda n: f"(i32.add (local.get 0) (i32.shl (i32.const -1) (i32.const {n})))",
        "mul": lambda n: f"(i32.mul (local.get 0) (i32.const {1 << n}))",
    }
    meanings = {
        "shl": lambda x, n: x << n, "wrap": lambda x, n: x << n, "add": lambda x, n: x + (-1 << n),
        "mul": lambda x, n: x << n,
    }  # fmt: skip
    functions = "".join(
        f'(func (export "{kind}{n}") (param i32) (result i32) (i32.load8_u offset={offset} {text(n)}))'
        for kind, text in texts.items()
        for n in range(5)
        for offset in [n * 1000]
    )
    data = bytes(at * 7 % 251 for at in range(PAGE))
    escaped = "".join(f"\\{byte:02x}" for byte in data)
    instance = Store().instantiate(
        compile(f'(module (memory 1) (data (i32.const 0) "{escaped}") {functions})', guarded)
    )
    for kind, meaning in meanings.items():
        for n in range(5):
            for x in (0, 5, 0x1000, 0x0FFFFFFF, 0x10000000, 0x40000001, 0x80000000, 0xC0000002, 0xF0000100, 0xFFFFFFFF):
                address = (meaning(x, n) & 0xFFFFFFFF) + n * 1000
                try:
                    result = instance.exports[f"{kind}{n}"].call_raw([x])
                except errors.Trap:
                    result = "trap"
                assert result == ([data[address]] if address < PAGE else "trap"), (kind, n, hex(x))


LOADS = {
    "v128.load": 16, "v128.load8x8_s": 8, "v128.load8x8_u": 8, "v128.load16x4_s": 8, "v128.load32x2_u": 8,
    "v128.load8_splat": 1, "v128.load16_splat": 2, "v128.load32_splat": 4, "v128.load64_splat": 8,
    "v128.load32_zero": 4, "v128.load64_zero": 8, "v128.load8_lane": 1, "v128.load16_lane": 2, "v128.load32_lane": 4,
    "v128.load64_lane": 8, "v128.store": 16, "v128.store8_lane": 1, "v128.store16_lane": 2, "v128.store32_lane": 4,
    "v128.store64_lane": 8,
}  # fmt: skip


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "checked"])
def test_vectors_at_the_end_of_memory_touch_no_more_than_they_are(compile, guarded):
    """RUSTSEC-2026-0006: a load of eight bytes was compiled as one of sixteen."""
    functions = ""
    for name in LOADS:
        lane, stores = "0 " if "lane" in name else "", "store" in name
        operand = "(v128.const i64x2 -1 -1)" if lane or stores else ""
        access = f"({name} {lane}(local.get 0) {operand})"
        functions += f'(func (export "{name}") (param i32) {access if stores else f"(drop (v128.not {access}))"})'
        if not stores:
            functions += f'(func (export "{name} used") (param i32) (result v128) (v128.not {access}))'
    instance = Store().instantiate(compile(f"(module (memory 1) {functions})", guarded))
    for name, function in instance.exports.items():
        size = LOADS[name.removesuffix(" used")]
        function.call_raw([PAGE - size])
        with pytest.raises(errors.Trap, match="out of bounds memory access"):
            function.call_raw([PAGE - size + 1])
