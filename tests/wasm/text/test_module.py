"""Modules: every abbreviation means what its full form means, encodings are as they should be, faults have a place."""

import pytest

from tests.wasm.binary import HEADER, body, functype, module, name, section, u32, vector
from wasihost.errors import TextError
from wasihost.wasm.decoder import decode
from wasihost.wasm.names import Names
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.printer import print_module

HINT = "(@metadata.code.branch_hint"

SAME = [
    # abbreviation, what it means
    ("", "(module)"),
    ("(func)", "(module (func))"),
    ("(module $m)", "(module)"),
    ("(module (@any thing) (func (@x)))", "(module (func))"),
    # type uses
    ("(func (param i32 i64) (param f32))", "(type (func (param i32) (param i64) (param f32))) (func (type 0))"),
    ("(func (param $x i32) (result i64) unreachable)",
     "(type (func (param i32) (result i64))) (func (type 0) unreachable)"),
    ("(func (param i32)) (type $t (func)) (type $u (func (param i32)))",
     "(type $t (func)) (type $u (func (param i32))) (func (type $u))"),
    ("(func (param i32)) (func) (func (param i32))",
     "(type (func (param i32))) (type (func)) (func (type 0)) (func (type 1)) (func (type 0))"),
    ("(type (sub (func))) (func)", "(type (sub (func))) (type (func)) (func (type 1))"),
    ("(type (sub final (func))) (func)", "(type (func)) (func (type 0))"),
    ("(rec (type (func))) (func)", "(type (func)) (func (type 0))"),
    ("(rec (type (func)) (type (func (result i32)))) (func)",
     "(rec (type (func)) (type (func (result i32)))) (type (func)) (func (type 2))"),
    ("(type (struct (field i8 (mut i16) i32)))",
     "(type (struct (field i8) (field $b (mut i16)) (field i32)))"),
    # imports and exports in place
    ('(func $f (export "a") (export "b"))', '(func $f) (export "a" (func $f)) (export "b" (func 0))'),
    ('(func (import "m" "f") (param i32))', '(import "m" "f" (func (param i32)))'),
    ('(func (export "e") (import "m" "f"))', '(import "m" "f" (func)) (export "e" (func 0))'),
    ('(memory (export "e") (import "m" "x") 1 2)', '(import "m" "x" (memory 1 2)) (export "e" (memory 0))'),
    ('(table (import "m" "x") 1 funcref)', '(import "m" "x" (table 1 funcref))'),
    ('(global $g (import "m" "x") (mut i32))', '(import "m" "x" (global (mut i32)))'),
    ('(tag (export "t") (import "m" "x") (param i32))', '(import "m" "x" (tag (param i32))) (export "t" (tag 0))'),
    # imports from one module
    ('(import "m" (item "f" (func $f)) (item "g" (global $g i32))) (export "a" (func $f)) (export "b" (global $g))',
     '(import "m" (item "f" (func $f)) (item "g" (global i32))) (export "a" (func 0)) (export "b" (global 0))'),
    ('(import "m" (item "f") (item "g") (func)) (func $h) (start $h)',
     '(import "m" (item "f") (item "g") (func)) (func $h) (start 2)'),
    ('(import "m") (import "m" (func (param $x i32))) (import "m" "f" (func $f (param i32))) (start $f)',
     '(import "m") (import "m" (func (param i32))) (import "m" "f" (func $f (param i32))) (start 0)'),
    ('(import "m" (item "a") (item "b") (memory 1)) (memory (import "m" "c") 2) (memory $m 3) (export "m" (memory $m))',
     '(import "m" (item "a") (item "b") (memory 1)) (import "m" "c" (memory 2)) (memory 3) (export "m" (memory 3))'),
    # segments in place
    ('(memory (data "abc" "d"))', '(memory 1 1) (data (i32.const 0) "abcd")'),
    ("(memory (data))", '(memory 0 0) (data (offset i32.const 0) "")'),
    ('(memory i64 (data "a"))', '(memory i64 1 1) (data (i64.const 0) "a")'),
    ('(memory (pagesize 1) (data "abc"))', '(memory 3 3 (pagesize 1)) (data (i32.const 0) "abc")'),
    ("(func $f) (table funcref (elem $f 0))", "(func $f) (table 2 2 funcref) (elem (i32.const 0) 0 0)"),
    ("(func $f) (table funcref (elem (ref.func $f)))",
     "(func $f) (table 1 1 funcref) (elem (i32.const 0) funcref (item ref.func 0))"),
    ("(func $f) (table i64 (ref func) (elem $f))",
     "(func $f) (table i64 1 1 (ref func)) (elem (table 0) (i64.const 0) (ref func) (ref.func 0))"),
    ("(func) (table 1 funcref) (elem $e (i32.const 0) 0)",
     "(func) (table 1 funcref) (elem (table 0) (offset (i32.const 0)) func 0)"),
    ('(memory 1) (data 0 (i32.const 0) "a")', '(memory 1) (data (memory 0) (offset (i32.const 0)) "a")'),
    # types
    ("(table 1 anyref) (table 1 eqref) (table 1 i31ref) (table 1 structref) (table 1 arrayref) (table 1 nullref)",
     "(table 1 (ref null any)) (table 1 (ref null eq)) (table 1 (ref null i31)) (table 1 (ref null struct)) "
     "(table 1 (ref null array)) (table 1 (ref null none))"),
    ("(table 1 funcref) (table 1 externref) (table 1 exnref) (table 1 nullfuncref) (table 1 nullexternref) "
     "(table 1 nullexnref)",
     "(table 1 (ref null func)) (table 1 (ref null extern)) (table 1 (ref null exn)) (table 1 (ref null nofunc)) "
     "(table 1 (ref null noextern)) (table 1 (ref null noexn))"),
    # instructions
    ("(func (result i32) (i32.add (i32.const 1) (i32.const 2)))",
     "(func (result i32) i32.const 1 i32.const 2 i32.add)"),
    ("(func (if (i32.const 1) (then nop) (else (nop))))", "(func i32.const 1 if nop else nop end)"),
    ("(func (param $c i32) (if $l (result i32) (local.get $c) (nop) (then (br $l (i32.const 1))) (else (nop))) drop)",
     "(func (param i32) local.get 0 nop if (result i32) i32.const 1 br 0 else nop end drop)"),
    ("(func (block $a (loop $b (br $a) (br $b) (br 0))))", "(func block loop br 1 br 0 br 0 end end)"),
    ("(func block $a br $a end $a loop $a br $a end)", "(func block br 0 end loop br 0 end)"),
    ("(func block $a block $a br $a end br $a end)", "(func block block br 0 end br 0 end)"),
    ("(func (block $a (block $a (br $a)) (br $a)))", "(func block block br 0 end br 0 end)"),
    ('(func $"a" (call $a) call $"\\61")', "(func call 0 call 0)"),
    ("(func (block (param i32) (result) unreachable))",
     "(type (func)) (type (func (param i32))) (func (type 0) (block (type 1) unreachable))"),
    ("(func (block (result i32) unreachable) drop)", "(func block (result i32) unreachable end drop)"),
    ("(memory 1) (func (i32.load offset=0 align=4 (i32.const 0)) drop)",
     "(memory 1) (func i32.const 0 i32.load 0 drop)"),
    ("(memory 1) (func (memory.copy) (memory.fill) memory.size memory.grow)",
     "(memory 1) (func memory.copy 0 0 memory.fill 0 memory.size 0 memory.grow 0)"),
    ("(table 1 funcref) (elem func) (func (table.init 0) (table.copy) (table.get) (table.size) (call_indirect))",
     "(table 1 funcref) (elem func) (func table.init 0 0 table.copy 0 0 table.get 0 table.size 0 call_indirect 0)"),
    ("(func (select (result) (result i32)))", "(func select (result i32))"),
    ("(func (local i32 i32) (local $x i32) (local i64))", "(func (local i32) (local i32 i32) (local i64))"),
    ("(tag $t) (func (block $x (try_table $x (catch $t $x) (catch_all 0) (br $x))))",
     "(tag) (func block try_table (catch 0 0) (catch_all 0) br 0 end end)"),
]  # fmt: skip


@pytest.mark.parametrize("short, full", SAME, ids=[row[0][:60] for row in SAME])
def test_an_abbreviation_means_its_full_form(short, full):
    printed = ["\n".join(print_module(strip(parse_module(text)))) for text in (short, full)]

    assert printed[1] == printed[0]
    assert strip(parse_module(full)) == strip(parse_module(short))


def strip(binary: bytes) -> bytes:
    """Without the name section, which comes last."""
    start = binary.rfind(b"\x04name")
    return binary if start < 0 else binary[: binary.rfind(b"\0", 0, start)]


ENCODED = [
    # instruction, its bytes
    ("i32.const -1", "41 7f"),
    ("i32.const 4294967295", "41 7f"),
    ("i64.const 0x8000_0000_0000_0000", "42 80 80 80 80 80 80 80 80 80 7f"),
    ("f32.const 1.5", "43 00 00 c0 3f"),
    ("f64.const -0x1p-1", "44 00 00 00 00 00 00 e0 bf"),
    ("br_table 0 0 0", "0e 02 00 00 00"),
    ("select", "1b"),
    ("select (result i32)", "1c 01 7f"),
    ("call_indirect 1 (type 1)", "11 01 01"),
    ("return_call_indirect (type 1)", "13 01 00"),
    ("return_call 0", "12 00"),
    ("call_ref 1", "14 01"),
    ("return_call_ref 1", "15 01"),
    ("ref.null func", "d0 70"),
    ("ref.null 3", "d0 03"),
    ("ref.eq", "d3"),
    ("ref.as_non_null", "d4"),
    ("br_on_null 0", "d5 00"),
    ("br_on_non_null 0", "d6 00"),
    ("i32.load8_u 1 offset=300 align=1", "2d 40 01 ac 02"),
    ("i64.load offset=0x1_0000_0000", "29 03 80 80 80 80 10"),
    ("memory.copy 1 0", "fc 0a 01 00"),
    ("memory.init 1 0", "fc 08 00 01"),
    ("memory.init 0", "fc 08 00 00"),
    ("table.init 1 0", "fc 0c 00 01"),
    ("i32.trunc_sat_f64_u", "fc 03"),
    ("struct.new $s", "fb 00 02"),
    ("struct.get_u $s $y", "fb 04 02 01"),
    ("struct.set 2 1", "fb 05 02 01"),
    ("array.new_fixed 3 300", "fb 08 03 ac 02"),
    ("array.new_data 3 0", "fb 09 03 00"),
    ("array.copy 3 3", "fb 11 03 03"),
    ("array.init_elem 3 0", "fb 13 03 00"),
    ("ref.test (ref 3)", "fb 14 03"),
    ("ref.test (ref null any)", "fb 15 6e"),
    ("ref.cast i31ref", "fb 17 6c"),
    ("ref.cast (ref $s)", "fb 16 02"),
    ("br_on_cast 0 anyref (ref i31)", "fb 18 01 00 6e 6c"),
    ("br_on_cast_fail 0 (ref any) (ref null $s)", "fb 19 02 00 6e 02"),
    ("i31.get_u", "fb 1e"),
    ("v128.load offset=1", "fd 00 04 01"),
    ("v128.load8_lane 3", "fd 54 00 00 03"),
    ("v128.store16_lane 1 3", "fd 59 41 01 00 03"),
    ("v128.load64_lane offset=2 align=1 1", "fd 57 00 02 01"),
    ("v128.const i8x16 0 -1 255 3 4 5 6 7 8 9 0 1 2 3 4 5", "fd 0c 00 ff ff 03 04 05 06 07 08 09 00 01 02 03 04 05"),
    ("v128.const i16x8 -1 1 0 0 0 0 0 0x8000", "fd 0c ff ff 01 00" + " 00" * 10 + " 00 80"),
    ("v128.const f32x4 1 nan:0x1 inf -0", "fd 0c 00 00 80 3f 01 00 80 7f 00 00 80 7f 00 00 00 80"),
    ("v128.const f64x2 1 -1", "fd 0c 00 00 00 00 00 00 f0 3f 00 00 00 00 00 00 f0 bf"),
    ("i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31", "fd 0d 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 1f"),
    ("i32x4.dot_i16x8_s", "fd ba 01"),
    ("f64x2.pmax", "fd f7 01"),
    ("i8x16.relaxed_swizzle", "fd 80 02"),
    ("i32x4.relaxed_dot_i8x16_i7x16_add_s", "fd 93 02"),
    ("atomic.fence", "fe 03 00"),
    ("i64.atomic.rmw32.cmpxchg_u offset=4", "fe 4e 02 04"),
    ("throw_ref", "0a"),
    ("try_table (result exnref) (catch_ref 0 0) (catch_all_ref 1) unreachable end", "1f 69 02 01 00 00 03 01 00 0b"),
]  # fmt: skip
CONTEXT = """(type $f (func)) (type (func (param i32))) (type $s (struct (field i8) (field $y i32))) (type (array i8))
  (table 1 funcref) (table 1 funcref) (memory 1) (memory 1) (tag) (elem func) (data "")"""


@pytest.mark.parametrize("text, encoded", ENCODED, ids=[row[0][:50] for row in ENCODED])
def test_an_instruction_and_its_bytes(text, encoded):
    expected = body(bytes.fromhex(encoded))

    assert expected in parse_module(f"{CONTEXT} (func (type $f) {text})")
    folded = f"({text})" if not text.endswith("end") else f"({text.removesuffix(' end')})"
    assert expected in parse_module(f"{CONTEXT} (func (type $f) {folded})")


def test_sections_have_the_order_of_the_format_whatever_that_of_the_text():
    text = """(start $f) (data (i32.const 0) "d") (elem (i32.const 0) $f) (export "e" (func $f)) (func $f)
      (global i32 (i32.const 1)) (tag) (memory 1) (table 1 funcref)"""

    binary = parse_module(text)

    assert [1, 3, 4, 5, 13, 6, 7, 8, 9, 10, 11, 0] == [number for number, _, _ in decode(binary).sections]


def test_data_count_section_is_written_if_code_uses_a_segment():
    binary = parse_module('(memory 1) (data "") (data "") (func (data.drop 1))')

    assert 2 == decode(binary).data_count


def test_names_come_from_identifiers_and_annotations():
    text = '(module $m (func $f (param $x i32)) (func (@name "two words")) (func $"é") (func $g (@name "h")))'

    names = Names(decode(parse_module(text)))

    assert "m" == names.module_name
    assert ["f", "two words", "é", "h"] == [names.function(index) for index in range(4)]
    assert {0: {0: b"x"}} == names.indirect_name_map(2)


def test_every_kind_of_name_is_written():
    text = """(type $t (struct (field $a i32) (field i32) (field $c i32)))
      (func $f (param $p i32) (local i32) (local $l i32) (block) (block $b) (if $i (local.get $p) (then (loop $j))))
      (table $u 1 funcref) (memory $v 1) (global $w i32 (i32.const 0)) (elem $x func) (data $y "") (tag $z)"""

    binary = parse_module(text)
    content = binary[binary.rfind(b"\x04name") + 5 :]

    def names(**entries: int) -> bytes:
        return vector([u32(index) + name(text) for text, index in entries.items()])

    assert content == b"".join(
        section(number, content)
        for number, content in (
            (1, names(f=0)),
            (2, vector([u32(0) + names(p=0, l=2)])),
            (3, vector([u32(0) + names(b=1, i=2, j=3)])),
            (4, names(t=0)),
            (5, names(u=0)),
            (6, names(v=0)),
            (7, names(w=0)),
            (8, names(x=0)),
            (9, names(y=0)),
            (10, vector([u32(0) + names(a=0, c=2)])),
            (11, names(z=0)),
        )
    )


@pytest.mark.parametrize(
    "body, hints",
    [
        (f'local.get 0 {HINT} "\\01") if end', [(3, 1)]),
        (f'{HINT} "\\00") (if (local.get 0) (then))', [(3, 0)]),
        (f'block {HINT} "\\01") (br_if 0 (local.get 0)) end', [(5, 1)]),
        (f'block local.get 0 {HINT} "\\00") br_if 0 end', [(5, 0)]),
        (f'{HINT} "\\01") (if (local.get 0) (then local.get 0 {HINT} "\\00") if end))', [(3, 1), (7, 0)]),
    ],
)
def test_hints_name_the_offsets_of_branches(body, hints):
    module = decode(parse_module(f"(module (func) (func (param i32) {body}))"))

    (section,) = module.custom_sections
    content = bytes([1, 1, len(hints), *(byte for offset, hint in hints for byte in (offset, 1, hint))])
    assert ("metadata.code.branch_hint", content) == (section.name, module.data[section.start : section.end])
    start = module.bodies[1].start
    for offset, _ in hints:
        assert module.data[start + offset] in (0x04, 0x0D)
    place = {number: at for at, (number, *_) in enumerate(module.sections)}
    assert place[0] == place[10] - 1


def test_custom_sections_lie_where_their_annotations_say():
    text = """(module (@custom "last" "l") (@custom "a" (before type) "1" "2") (func)
      (@custom "b" (after func)) (@custom "c" (before first)) (@custom "d" (after code)))"""

    def custom(title: str, content: bytes = b"") -> bytes:
        return section(0, name(title) + content)

    assert parse_module(text) == module(
        custom("a", b"12"),
        custom("c"),
        section(1, vector([functype()])),
        section(3, vector([0])),
        custom("b"),
        section(10, vector([body(b"")])),
        custom("d"),
        custom("last", b"l"),
    )


FAULTS = [
    # text, message, line, column
    ("(module", "unexpected end: expected `)`", 1, 8),
    ("(module))", "unexpected token `)`", 1, 9),
    ("(module) (module)", "unexpected token `(`", 1, 10),
    ("(func\n  (nop)", "unexpected end: unclosed parenthesis", 2, 8),
    ("(func)\n(fun)", "unexpected token `fun`: not a module field", 2, 2),
    ("(func\n  i32.addd)", "unknown operator `i32.addd`: did you mean `i32.add`?", 2, 3),
    ("(func (i32.const 4294967296))", "i32 constant out of range", 1, 18),
    ("(func (i32.add i32.const 1 i32.const 2))", "unexpected token `i32.const`", 1, 16),
    ("(func (local.get $x))", "unknown local `$x`", 1, 18),
    ("(func $f)\n(func $f)", "duplicate func `$f`", 2, 7),
    ("(func (param $x i32) (local $x i32))", "duplicate local `$x`", 1, 29),
    ("(type (struct (field $x i32) (field $x i32)))", "duplicate field `$x`", 1, 37),
    ("(func block $a end $b)", "mismatching label `$b`", 1, 20),
    ("(func end)", "unexpected token `end`", 1, 7),
    ("(func block)", "unexpected token `)`: expected `end`", 1, 12),
    ("(func (if (i32.const 1)))", "unexpected token `)`: expected `(then`", 1, 24),
    ("(func (if (then) (nop)))", "unexpected token `nop`", 1, 19),
    ("(func (if (then) (else) (else)))", "unexpected token `else`", 1, 26),
    ("(func if else else end)", "unexpected token `else`", 1, 15),
    ("(func (then))", "unexpected token `then`", 1, 8),
    ("(func br $l)", "unknown label `$l`", 1, 10),
    ("(func br_table)", "unexpected token: expected a label", 1, 15),
    ("(func (block (param $x i32)))", "unexpected token: expected a value type", 1, 21),
    ("(func (type 0) (param i32))", "unknown type 0", 1, 13),
    ("(type (func)) (func (type 0) (param i32))", "inline function type: differs from type 0", 1, 27),
    ("(func (result i32) (param i32))", "unknown operator `param`", 1, 21),
    ("(func) (import \"a\" \"b\" (func))", "import after func", 1, 9),
    ("(memory 1) (func (import \"a\" \"b\"))", "import after memory", 1, 13),
    ("(memory 1) (import \"a\")", "import after memory", 1, 13),
    ("(import \"a\" (item \"b\") (func $f))", "identifier not allowed", 1, 30),
    ("(import \"a\" (item \"b\"))", "unexpected token `)`: expected `(`", 1, 23),
    ("(import \"a\" (item \"b\") (item \"c\" (func)))", "unexpected import type", 1, 34),
    ("(import \"a\" (item \"b\" (func)) (func))", "unexpected token `(`: expected `)`", 1, 31),
    ("(import \"a\" (item \"b\" (func)) (item \"c\"))", "unexpected token `)`: expected `(`", 1, 40),
    ("(import \"a\" (item))", "unexpected token: expected a string", 1, 18),
    ("(import \"a\" (item \"b\") (elem))", "unexpected token `elem`", 1, 25),
    ("(func) (start 0) (start 0)", "multiple start sections", 1, 19),
    ("(memory 1 (pagesize 3))", "invalid custom page size: it must be a power of 2", 1, 21),
    ("(func (i32.load align=3))", "alignment must be a power of 2", 1, 17),
    ("(func (i32.load align=4 offset=1))", "unexpected token `offset=1`", 1, 25),
    ("(func (v128.const i8x16 1))", "wrong number of lane literals", 1, 26),
    ("(func (v128.const i8x16 256 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0))", "i8 constant out of range", 1, 25),
    ("(func (i8x16.extract_lane_s 256))", "malformed lane index", 1, 29),
    ("(export \"\\ff\" (func 0))", "malformed UTF-8 encoding", 1, 9),
    ("(data \"\\x\")", "malformed escape sequence", 1, 7),
    ("(data \"\\u{110000}\")", "malformed escape sequence: not a Unicode scalar value", 1, 7),
    ("(data \"\\u{d800}\")", "malformed escape sequence: not a Unicode scalar value", 1, 7),
    ("(data \"a\"\"b\")", "unknown operator: missing space between strings", 1, 7),
    ("(data \"a\n\")", "unclosed string", 1, 7),
    ("(func $)", "empty identifier", 1, 7),
    ("(func é)", "illegal character", 1, 7),
    ("(func (struct.get 0 $x))", "unknown field `$x`: type 0 is not a struct", 1, 21),
    ("(@custom 4)", "@custom annotation: missing section name", 1, 10),
    ("(@custom \"a\" (by type))", "@custom annotation: malformed placement", 1, 15),
    ("(@custom \"a\" (after types))", "@custom annotation: malformed section kind", 1, 21),
    ("(func (@custom \"a\"))", "misplaced @custom annotation", 1, 16),
    (f'(func {HINT} "\\01") nop)', f"{HINT[1:]} annotation: invalid target", 1, 42),
    (f'(func {HINT} "\\02") if end)', f"{HINT[1:]} annotation: invalid value: expected \"\\00\" or \"\\01\"", 1, 35),
    (f'(func {HINT} "\\00") {HINT} "\\00") if end)', f"{HINT[1:]} annotation: duplicate annotation", 1, 40),
    (f'(func {HINT} "\\00"))', f"{HINT[1:]} annotation: invalid target", 1, 41),
    (f'(func) {HINT} "\\00")', f"misplaced {HINT[1:]} annotation", 1, 36),
    ("(module (@name \"a\") (@name \"b\"))", "@name annotation: multiple module names", 1, 28),
    ("(module (func) (@name \"a\"))", "misplaced @name annotation", 1, 23),
]  # fmt: skip


@pytest.mark.parametrize("text, message, line, column", FAULTS, ids=[row[0][:50] for row in FAULTS])
def test_a_fault_has_a_place(text, message, line, column):
    with pytest.raises(TextError) as caught:
        parse_module(text)

    assert (message, line, column) == (caught.value.message, caught.value.line, caught.value.column)


def test_lines_may_be_counted_from_elsewhere():
    with pytest.raises(TextError) as caught:
        parse_module("\n(module (fun))", 40)

    assert (41, 10) == (caught.value.line, caught.value.column)


def test_empty_module_is_the_header():
    assert HEADER == parse_module("(module)")
