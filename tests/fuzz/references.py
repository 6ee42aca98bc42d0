"""References kept wherever a reference can be kept, while everything else goes on: `python -m tests.fuzz.references`.

A seed becomes a program: modules whose functions put exceptions, functions and host references into locals, globals,
tables, payloads and the operand stack, of their own instance and of others, and throw, catch, grow, trap and call each
other meanwhile; and what the host does with them: it makes instances, calls, keeps what it gets, passes it on, and
forgets instances.  Every exception has a number, and what is observed goes into a trace.  A model in Python, which has
values and not addresses, says what the trace must be.

It runs under the runtime that uses nothing again that was given back (`tests.fuzz.poison`).
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

if __name__ == "__main__":
    import tests.fuzz.poison  # noqa: F401  # before anything of the runtime

from tests.fuzz.modules import command
from tests.fuzz.workers import COUNTED, SUBJECTS, Subject
from tests.wasm.binary import module, name, section
from tests.wat import wat
from wasihost import errors
from wasihost.abi import TRAP_MESSAGES, Trap
from wasihost.engine import Engine
from wasihost.host.instance import Func, Instance, Module, Store
from wasihost.levels import NAMES
from wasihost.wasm.decoder import decode

MODEL = "model"
SUBJECT_NAMES = (MODEL, "fast code", "max code")
U64 = (1 << 64) - 1
KINDS = {"e": "exnref", "f": "funcref", "x": "externref"}
NULLS = {"e": "exn", "f": "func", "x": "extern"}
# What exceptions carry beside their number, in cells of several sizes.
PAYLOADS = ("", "e", "fxe", "eeeeeeeee", "xf", "xxxxxxxxxxxxxxxxxfe")
LOCALS = 3  # of each kind
SIZE, MOST = 4, 9  # entries of a table
FUNCTIONS = 4  # of a module
MOST_IN_REGISTERS = 6  # at least, of the parameters of a tail call
GIVEN = (0, 0x10000, 0x20000, 0x30000)  # references of the host
OUTSIDE, NULL, UNREACHABLE = (
    TRAP_MESSAGES[trap] for trap in (Trap.TABLE_OUT_OF_BOUNDS, Trap.NULL_EXCEPTION, Trap.UNREACHABLE)
)
SEEN = 6  # exceptions in the payloads of exceptions are observed to this depth

Tree = tuple[Any, ...]  # what is done, or a value: a word and its operands


class Program(NamedTuple):
    functions: list[list[list[Tree]]]  # of each module
    steps: list[Tree]  # of the host


# ------------------------------------------------------------------------------------------------------ making programs
class Writer:
    def __init__(self, seed: int, without: frozenset[int]) -> None:
        """Of a seed, but without the statements and steps of these numbers."""
        self.random = random.Random(seed)
        self.without = without
        self.count = 0
        self.calls = 0
        self.place = (0, 0)  # module and function

    def program(self) -> Program:
        modules = self.random.randint(1, 3)
        functions = [[self.function(module, n) for n in range(FUNCTIONS)] for module in range(modules)]
        steps: list[Tree] = [("make", module) for module in range(modules)]
        for _ in range(self.random.randint(4, 20)):
            module, function = self.random.randrange(modules), self.random.randrange(FUNCTIONS)
            choices: list[Tree] = [
                *[("call", module, function, self.random.choice(GIVEN), self.random.choice((None, 0, 1, 2)))] * 5,
                ("make", module),
                ("forget", self.random.randrange(8)),
                ("swap", self.random.randrange(8), self.random.randrange(8)),
            ]
            steps.append(self.random.choice(choices))
        return Program(functions, self.kept(steps))

    def kept(self, statements: list[Tree]) -> list[Tree]:
        numbered = [(self.count + n, statement) for n, statement in enumerate(statements)]
        self.count += len(statements)
        return [statement for number, statement in numbered if number not in self.without or statement[0] == "make"]

    def function(self, module: int, number: int) -> list[Tree]:
        self.place, self.calls = (module, number), 0
        most = self.random.choice((2, 4, 8))
        if self.random.random() < 0.2:
            return self.block(0, most)
        caught = ("try", self.block(1, most), [(None, self.random.random() < 0.5, self.random.randrange(LOCALS), [])])
        return [*self.block(0, 2), caught, *self.block(0, 2)]

    def block(self, depth: int, most: int = 4) -> list[Tree]:
        return self.kept([self.statement(depth) for _ in range(self.random.randint(1, most))])

    def statement(self, depth: int) -> Tree:
        kind = self.random.choice("eeefx")
        word = self.random.choice(self.WORDS + (("try",) * 14 if depth < 3 else ()))
        index, other = self.random.randrange(SIZE), self.random.randrange(SIZE)
        table = self.table()
        if word == "set":
            return word, kind, self.target(), self.value(kind)
        if word == "grow":
            return word, kind, table, self.value(kind), self.random.randint(0, 3)
        if word == "fill":
            return word, kind, table, min(index, SIZE - 1), self.value(kind), self.random.choice((0, 1, 1, 1, 1, 1, 2))
        if word == "copy":
            return word, kind, table, self.table(), other, min(index, SIZE - 1), self.random.choice((0, 1, 1))
        if word == "see":
            return word, kind, self.value(kind)
        if word == "throw":
            return (word, *self.exception())
        if word == "throw_ref":
            return word, self.value("e")
        if word == "waste":
            return word, self.random.randrange(len(PAYLOADS)), self.random.randint(1, 60), self.random.random() < 0.5
        if word == "call":
            return self.call()
        if word == "try":
            clauses = [self.clause(depth) for _ in range(self.random.randint(1, 3))]
            return word, self.block(depth + 1), clauses
        return (word,)

    WORDS = (
        *("set",) * 20, *("see",) * 12, "grow", "grow", "fill", "copy", "throw", "throw", "throw_ref", "throw_ref",
        *("waste",) * 4, *("call",) * 8, "trap",
    )  # fmt: skip

    def clause(self, depth: int) -> Tree:
        """What is caught (None: all), whether by reference, the first locals for the payload, and what is done then."""
        tag = self.random.choice((None, *range(len(PAYLOADS))))
        return tag, self.random.random() < 0.5, self.random.randrange(LOCALS), self.block(depth + 1, most=2)

    def call(self) -> Tree:
        """Of a function of higher number in the same instance, or of any of the module before; not too many."""
        module, number = self.place
        callees = [(module, n) for n in range(number + 1, FUNCTIONS)]
        if module:
            callees += [(module - 1, n) for n in range(FUNCTIONS)]
        self.calls += 1
        if not callees or self.calls > 2:
            return ("see", "e", self.value("e"))
        return (
            "call",
            *self.random.choice(callees),
            *[self.value(kind) for kind in KINDS],
            self.random.randrange(LOCALS),
        )

    def exception(self, depth: int = 0) -> tuple[int, list[Tree]]:
        tag = self.random.randrange(len(PAYLOADS))
        return tag, [self.value(kind, depth + 1) for kind in PAYLOADS[tag]]

    def table(self) -> str:
        return self.random.choice(("own", "shared"))

    def target(self) -> Tree:
        return self.random.choice(
            (
                *[("local", self.random.randrange(LOCALS))] * 3,
                ("global", self.table(), self.random.randrange(2)),
                ("entry", self.table(), self.random.randrange(SIZE + (self.random.random() < 0.05))),
            )
        )

    def value(self, kind: str, depth: int = 0) -> Tree:
        word = self.random.random()
        if word < 0.65 or depth > 2:
            return (*self.target(), kind)
        if word < 0.7:
            return "null", kind
        if word < 0.8:  # kept on the operand stack of a caller
            return self.random.choice(("pass", "tail")), kind, self.value(kind, depth + 1)
        if word < 0.85:
            return "select", kind, self.value(kind, depth + 1), self.value(kind, depth + 1), self.random.randrange(2)
        if kind == "e":
            return ("new", *self.exception(depth), kind)
        return ("function", self.random.randrange(2), kind) if kind == "f" else (*self.target(), kind)


# ------------------------------------------------------------------------------------------------------------- the text
def indent(lines: list[str]) -> str:
    return "\n".join(lines)


def tag_type(payload: str) -> str:
    return " ".join(["i64", *(KINDS[kind] for kind in payload)])


SHARED = (  # kind of what is shared, its name, and its type
    [("global", "trace", "(mut i64)", "(i64.const 7)"), ("global", "serial", "(mut i64)", "(i64.const 0)")]
    + [("tag", f"t{n}", f"(param {tag_type(payload)})", "") for n, payload in enumerate(PAYLOADS)]
    + [("global", f"{k}{n}", f"(mut {KINDS[k]})", f"(ref.null {NULLS[k]})") for k in KINDS for n in range(2)]
    + [("table", f"{k}", f"{SIZE} {MOST} {KINDS[k]}", "") for k in KINDS]
)


def shared_module() -> str:
    fields = [f'({what} (export "{name}") {type_} {init})' for what, name, type_, init in SHARED]
    return f"(module {' '.join(fields)})"


class Text:
    """A module as text.  What is its own has the prefix `own`, what is shared `shared`."""

    def __init__(self, module: int, functions: list[list[Tree]]) -> None:
        self.module = module
        self.functions = functions
        self.labels = 0

    def text(self) -> str:
        imports = [f'(import "shared" "{name}" ({what} $shared_{name} {type_}))' for what, name, type_, _ in SHARED]
        if self.module:
            imports += [f'(import "before" "f{n}" (func $before{n} (type $f)))' for n in range(FUNCTIONS)]
        own = [
            f"({what} $own_{name} {type_} {init})"
            for what, name, type_, init in SHARED
            if what != "tag" and name != "trace"
        ]
        return f"""(module
          (type $f (func (param exnref funcref externref) (result exnref))) (type $id (func (result i64)))
          {indent(imports)} {indent(own)} (table $scratch 1 funcref)
          (elem declare func $id0 $id1)
          {HELPERS} {self.see_exception()}
          {indent([self.pass_(kind) for kind in KINDS])}
          {indent([self.function(n, body) for n, body in enumerate(self.functions)])})"""

    # ---- what all modules have

    def see_exception(self) -> str:
        """Throws what it sees, and catches it without a reference: what does not need it must not free it."""
        deeper = " (i32.sub (local.get $depth) (i32.const 1))"
        text = "(try_table {clauses} (throw_ref (local.get 0))) unreachable"
        text = text.format(clauses=" ".join(f"(catch $shared_t{n} $h{n})" for n in range(len(PAYLOADS))))
        for n, payload in enumerate(PAYLOADS):
            sets, count = [], dict.fromkeys(KINDS, 0)
            for kind in payload:
                sets.append(f"(local.set ${kind}{count[kind]})")
                count[kind] += 1
            sees = " ".join(
                f"(call $see_{kind} (local.get ${kind}{i}){deeper if kind == 'e' else ''})"
                for kind in KINDS
                for i in range(count[kind])
            )
            text = (
                f"(block $h{n} (result {tag_type(payload)}) {text}) {' '.join(reversed(sets))} "
                f"(call $note) {sees} (return)"
            )
        locals_ = " ".join(f"(local ${kind}{n} {KINDS[kind]})" for kind in KINDS for n in range(18))
        return f"""(func $see_e (param $it exnref) (param $depth i32) {locals_}
          (if (ref.is_null (local.get 0)) (then (call $note (i64.const 0)) (return)))
          (if (i32.eqz (local.get $depth)) (then (return)))
          {text})"""

    def pass_(self, kind: str) -> str:
        """Functions that return what they are given.

        It lies on the operand stack, in a register, or where tail calls pass what registers have no room for.
        """
        type_, others = KINDS[kind], 2 * MOST_IN_REGISTERS
        constants = "(i64.const 5)" * others
        return f"""(func $pass_{kind} (param {type_}) (result {type_}) (local $n i32)
            (local.get 0) {self.waste(0, 20, True)} {self.waste(3, 3, False)})
          (func $tail_{kind} (param {type_}) (result {type_})
            (return_call $last_{kind} {constants} (local.get 0) {constants}))
          (func $last_{kind} (param {"i64 " * others} {type_} {"i64 " * others}) (result {type_}) (local $n i32)
            {self.waste(1, 9, True)} (return_call $pass_{kind} (local.get {others})))"""

    # ---- statements

    def function(self, number: int, body: list[Tree]) -> str:
        locals_ = " ".join(f"(local ${kind}{n} {KINDS[kind]})" for kind in KINDS for n in range(1, LOCALS))
        return f"""(func $f{number} (export "f{number}") (param $e0 exnref) (param $f0 funcref) (param $x0 externref)
          (result exnref) {locals_} (local $n i32) {self.block(body)} (local.get $e0))"""

    def block(self, statements: list[Tree]) -> str:
        return "\n".join(self.statement(statement) for statement in statements)

    def statement(self, tree: Tree) -> str:
        word, *rest = tree
        return str(getattr(self, f"_{word}")(*rest))

    def _set(self, kind: str, target: Tree, value: Tree) -> str:
        place, *rest = target
        if place == "entry":
            return f"(table.set ${rest[0]}_{kind} (i32.const {rest[1]}) {self.value(value)})"
        name = f"${kind}{rest[0]}" if place == "local" else f"${rest[0]}_{kind}{rest[1]}"
        return f"({place}.set {name} {self.value(value)})"

    def _grow(self, kind: str, table: str, value: Tree, count: int) -> str:
        grown = f"(table.grow ${table}_{kind} {self.value(value)} (i32.const {count}))"
        return f"(call $note (i64.extend_i32_s {grown}))"

    def _fill(self, kind: str, table: str, at: int, value: Tree, count: int) -> str:
        return f"(table.fill ${table}_{kind} (i32.const {at}) {self.value(value)} (i32.const {count}))"

    def _copy(self, kind: str, to: str, source: str, at: int, from_: int, count: int) -> str:
        operands = f"(i32.const {at}) (i32.const {from_}) (i32.const {count})"
        return f"(table.copy ${to}_{kind} ${source}_{kind} {operands})"

    def _see(self, kind: str, value: Tree) -> str:
        return f"(call $see_{kind} {self.value(value)}{f' (i32.const {SEEN})' if kind == 'e' else ''})"

    def _throw(self, tag: int, payload: list[Tree]) -> str:
        return f"(throw $shared_t{tag} (call $next) {' '.join(map(self.value, payload))})"

    def _throw_ref(self, value: Tree) -> str:
        return f"(throw_ref {self.value(value)})"

    def _trap(self) -> str:
        return "unreachable"

    def _waste(self, tag: int, count: int, by_reference: bool) -> str:
        return self.waste(tag, count, by_reference)

    def waste(self, tag: int, count: int, by_reference: bool) -> str:
        """Exceptions that nobody keeps."""
        self.labels += 1
        label, payload = self.labels, PAYLOADS[tag]
        nulls = " ".join(f"(ref.null {NULLS[kind]})" for kind in payload)
        taken = f"{tag_type(payload)}{' exnref' if by_reference else ''}"
        return f"""(local.set $n (i32.const {count})) (loop $again{label}
          (block $h{label} (result {taken})
            (try_table (catch{"_ref" * by_reference} $shared_t{tag} $h{label})
              (throw $shared_t{tag} (i64.const -1) {nulls}))
            unreachable)
          {" drop" * (1 + len(payload) + by_reference)}
          (br_if $again{label} (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))"""

    def _call(self, module: int, number: int, e: Tree, f: Tree, x: Tree, result: int) -> str:
        callee = f"$f{number}" if module == self.module else f"$before{number}"
        return f"(local.set $e{result} (call {callee} {self.value(e)} {self.value(f)} {self.value(x)}))"

    def _try(self, body: list[Tree], clauses: list[Tree]) -> str:
        self.labels += 1
        label = self.labels
        words = []
        for n, (tag, by_reference, _, _) in enumerate(clauses):
            word = f"catch{'_all' * (tag is None)}{'_ref' * by_reference}"
            words.append(f"({word}{'' if tag is None else f' $shared_t{tag}'} $h{label}_{n})")
        text = f"(try_table {' '.join(words)} {self.block(body)}) (br $out{label})"
        for n, (tag, by_reference, first, handler) in enumerate(clauses):
            payload = "" if tag is None else PAYLOADS[tag]
            results = [*([] if tag is None else [tag_type(payload)]), *["exnref"] * by_reference]
            declared = f"(result {' '.join(results)})" if results else ""
            takes = [f"(local.set ${kind}{place})" for kind, place in bound(payload, first)]
            takes = [*([] if tag is None else ["(call $note)"]), *takes]
            takes += [f"(local.set $e{first})"] * by_reference
            handled = f"{' '.join(reversed(takes))} {self.block(handler)} (br $out{label})"
            text = f"(block $h{label}_{n} {declared} {text}) {handled}"
        return f"(block $out{label} {text})"

    # ---- values

    def value(self, tree: Tree) -> str:
        word, *rest = tree
        kind = rest[0] if word in ("pass", "tail", "select") else rest[-1]
        if word == "local":
            return f"(local.get ${kind}{rest[0]})"
        if word == "global":
            return f"(global.get ${rest[0]}_{kind}{rest[1]})"
        if word == "entry":
            return f"(table.get ${rest[0]}_{kind} (i32.const {rest[1]}))"
        if word == "null":
            return f"(ref.null {NULLS[kind]})"
        if word == "function":
            return f"(ref.func $id{rest[0]})"
        if word in ("pass", "tail"):
            return f"(call ${word}_{kind} {self.value(rest[1])})"
        if word == "select":
            first, second = self.value(rest[1]), self.value(rest[2])
            return f"(select (result {KINDS[kind]}) {first} {second} (i32.const {rest[3]}))"
        self.labels += 1
        tag, payload = rest[0], rest[1]
        return f"""(block $new{self.labels} (result exnref)
          (try_table (catch_all_ref $new{self.labels}) {self._throw(tag, payload)}) unreachable)"""


def bound(payload: str, first: int) -> list[tuple[str, int]]:
    """The locals that a payload goes to."""
    return [(kind, (first + n) % LOCALS) for n, kind in enumerate(payload)]


HELPERS = """
  (func $note (param i64)
    (global.set $shared_trace (i64.add (i64.mul (global.get $shared_trace) (i64.const 33)) (local.get 0))))
  (func $next (result i64)
    (global.set $shared_serial (i64.add (global.get $shared_serial) (i64.const 1))) (global.get $shared_serial))
  (func $id0 (type $id)
    (global.set $own_serial (i64.add (global.get $own_serial) (i64.const 1))) (global.get $own_serial))
  (func $id1 (type $id) (i64.const 1001))
  (func $see_f (param funcref)
    (if (ref.is_null (local.get 0)) (then (call $note (i64.const 1)) (return)))
    (table.set $scratch (i32.const 0) (local.get 0))
    (call $note (call_indirect $scratch (type $id) (i32.const 0))))
  (func $see_x (param externref) (call $note (i64.extend_i32_u (ref.is_null (local.get 0)))))
  (func (export "trace") (result i64) (global.get $shared_trace))
"""


# ------------------------------------------------------------------------------------------------------------ the model
class Exception_(NamedTuple):
    tag: int
    number: int
    payload: tuple[Any, ...]


class Thrown(Exception):
    def __init__(self, exception: Exception_) -> None:
        self.exception = exception


class Trapped(Exception):
    pass


class Space:
    """Globals and tables of an instance, or what all share."""

    def __init__(self) -> None:
        self.serial = 0
        self.globals: dict[tuple[str, int], Any] = {}
        self.tables: dict[str, list[Any]] = {kind: [None] * SIZE for kind in KINDS}


class Model:
    """What a program does, by the rules of the specification."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.shared = Space()
        self.trace = 7
        self.made: list[ModelInstance] = []

    def make(self, module: int) -> None:
        before = next((made for made in reversed(self.made) if made.module == module - 1), None)
        self.made.append(ModelInstance(self, module, before))

    def call(self, instance: int, function: int, given: int, kept: Any) -> Any:
        return self.made[instance].call(function, kept, None, given or None)

    def note(self, value: int) -> None:
        self.trace = (self.trace * 33 + value) & U64


class ModelInstance:
    def __init__(self, model: Model, module: int, before: ModelInstance | None) -> None:
        self.model = model
        self.module = module
        self.before = before
        self.own = Space()

    def call(self, number: int, e: Any, f: Any, x: Any) -> Any:
        frame = {(kind, n): None for kind in KINDS for n in range(LOCALS)}
        frame["e", 0], frame["f", 0], frame["x", 0] = e, f, x
        self.block(self.model.program.functions[self.module][number], frame)
        return frame["e", 0]

    def block(self, statements: list[Tree], frame: dict[Any, Any]) -> None:
        for word, *rest in statements:
            getattr(self, f"_{word}")(frame, *rest)

    def space(self, name: str) -> Space:
        return self.own if name == "own" else self.model.shared

    def entry(self, table: str, kind: str, at: int, count: int = 1) -> list[Any]:
        entries = self.space(table).tables[kind]
        if at + count > len(entries):
            raise Trapped(OUTSIDE)
        return entries

    def _set(self, frame: dict[Any, Any], kind: str, target: Tree, value: Tree) -> None:
        found = self.value(frame, value)
        place, *rest = target
        if place == "local":
            frame[kind, rest[0]] = found
        elif place == "global":
            self.space(rest[0]).globals[kind, rest[1]] = found
        else:
            self.entry(rest[0], kind, rest[1])[rest[1]] = found

    def _grow(self, frame: dict[Any, Any], kind: str, table: str, value: Tree, count: int) -> None:
        entries, found = self.space(table).tables[kind], self.value(frame, value)
        size = len(entries)
        if size + count > MOST:
            size = -1
        else:
            entries += [found] * count
        self.model.note(size)

    def _fill(self, frame: dict[Any, Any], kind: str, table: str, at: int, value: Tree, count: int) -> None:
        found = self.value(frame, value)
        self.entry(table, kind, at, count)[at : at + count] = [found] * count

    def _copy(self, frame: dict[Any, Any], kind: str, to: str, source: str, at: int, from_: int, count: int) -> None:
        copied = self.entry(source, kind, from_, count)[from_ : from_ + count]
        self.entry(to, kind, at, count)[at : at + count] = copied

    def _see(self, frame: dict[Any, Any], kind: str, value: Tree) -> None:
        self.see(kind, self.value(frame, value), SEEN)

    def see(self, kind: str, value: Any, depth: int) -> None:
        note = self.model.note
        if kind == "x":
            note(int(value is None))
        elif kind == "f":
            note(1 if value is None else value())
        elif value is None:
            note(0)
        elif depth:
            note(value.number)
            payload = list(zip(PAYLOADS[value.tag], value.payload, strict=True))
            for wanted in KINDS:
                for kind_, inner in payload:
                    if kind_ == wanted:
                        self.see(kind_, inner, depth - 1)

    def _throw(self, frame: dict[Any, Any], tag: int, payload: list[Tree]) -> None:
        raise Thrown(self.exception(frame, tag, payload))

    def exception(self, frame: dict[Any, Any], tag: int, payload: list[Tree]) -> Exception_:
        self.model.shared.serial += 1
        number = self.model.shared.serial
        return Exception_(tag, number, tuple([self.value(frame, value) for value in payload]))

    def _throw_ref(self, frame: dict[Any, Any], value: Tree) -> None:
        found = self.value(frame, value)
        if found is None:
            raise Trapped(NULL)
        raise Thrown(found)

    def _trap(self, frame: dict[Any, Any]) -> None:
        raise Trapped(UNREACHABLE)

    def _waste(self, frame: dict[Any, Any], *_: Any) -> None:
        pass

    def _call(self, frame: dict[Any, Any], module: int, number: int, e: Tree, f: Tree, x: Tree, result: int) -> None:
        callee = self if module == self.module else self.before
        assert callee is not None
        frame["e", result] = callee.call(number, *[self.value(frame, value) for value in (e, f, x)])

    def _try(self, frame: dict[Any, Any], body: list[Tree], clauses: list[Tree]) -> None:
        try:
            self.block(body, frame)
            return
        except Thrown as thrown:
            caught = thrown.exception
        for tag, by_reference, first, handler in clauses:
            if tag in (None, caught.tag):
                if by_reference:
                    frame["e", first] = caught
                if tag is not None:
                    places = bound(PAYLOADS[tag], first)
                    for place, value in reversed(list(zip(places, caught.payload, strict=True))):
                        frame[place] = value
                    self.model.note(caught.number)
                self.block(handler, frame)
                return
        raise Thrown(caught)

    def value(self, frame: dict[Any, Any], tree: Tree) -> Any:
        word, *rest = tree
        kind = rest[-1]
        if word == "local":
            return frame[kind, rest[0]]
        if word == "global":
            return self.space(rest[0]).globals.get((kind, rest[1]))
        if word == "entry":
            return self.entry(rest[0], kind, rest[1])[rest[1]]
        if word == "null":
            return None
        if word in ("pass", "tail"):
            return self.value(frame, rest[1])
        if word == "select":
            values = [self.value(frame, value) for value in rest[1:3]]
            return values[not rest[3]]
        if word == "function":
            return self.identity if rest[0] == 0 else lambda: 1001
        return self.exception(frame, rest[0], rest[1])

    def identity(self) -> int:
        self.own.serial += 1
        return self.own.serial


# ---------------------------------------------------------------------------------------------------------- the runtime
class Real:
    """The same, with instances of the modules."""

    def __init__(self, program: Program, compile_: Callable[[bytes], Module]) -> None:
        self.modules = [compile_(wat(Text(n, functions).text())) for n, functions in enumerate(program.functions)]
        self.store = Store()
        self.shared = self.store.instantiate(compile_(wat(shared_module()))).exports
        self.made: list[Instance | None] = []
        self.latest: dict[int, dict[str, Any]] = {}

    def make(self, module: int) -> None:
        imports = {("shared", name): extern for name, extern in self.shared.items()}
        imports |= {("before", name): extern for name, extern in self.latest.get(module - 1, {}).items()}
        instance = self.store.instantiate(self.modules[module], imports)
        self.latest[module] = instance.exports
        self.made.append(instance)

    def call(self, instance: int, function: int, given: int, kept: Any) -> Any:
        made = self.made[instance]
        assert made is not None
        callee = made.exports[f"f{function}"]
        assert isinstance(callee, Func)
        try:
            return callee.call_raw([kept or 0, 0, given])[0]
        except errors.WasmException:
            raise Thrown(Exception_(0, 0, ())) from None
        except errors.Trap as trap:
            raise Trapped(TRAP_MESSAGES[Trap(trap.code)]) from None

    def forget(self, instance: int) -> None:
        self.made[instance] = None
        gc.collect()

    @property
    def trace(self) -> int:
        (value,) = next(iter(self.latest.values()))["trace"].call_raw([])
        return int(value)


def run(program: Program, host: Model | Real) -> Iterator[str]:
    """A line for each step."""
    modules: list[int] = []
    alive: list[int] = []
    kept: list[Any] = [None] * 8
    for step in program.steps:
        word, *rest = step
        if word == "make":
            host.make(rest[0])
            modules.append(rest[0])
            alive.append(len(modules) - 1)
        elif word == "forget":
            if len(alive) > 1:
                gone = alive.pop(rest[0] % len(alive))
                if isinstance(host, Real):
                    host.forget(gone)
        elif word == "swap":
            kept[rest[0]], kept[rest[1]] = kept[rest[1]], kept[rest[0]]
        else:
            module, function, given, place = rest
            instances = [n for n in alive if modules[n] == module]
            if not instances:
                continue
            try:
                result = host.call(instances[-1], function, given, None if place is None else kept[place])
                if place is not None:
                    kept[place + 1] = result
                outcome = "null" if not result else "an exception"
            except Thrown:
                outcome = "thrown"
            except Trapped as trap:
                outcome = str(trap)
            yield f"{step[:3]}: {outcome}, {host.trace:#x}"


# ----------------------------------------------------------------------------------------------------------- the fuzzer
def data_of(seed: int, without: Iterable[int] = ()) -> bytes:
    """The program of a seed as a file that the other parts of a fuzzer take for a module."""
    fields = json.dumps({"seed": seed, "without": sorted(without)}).encode()
    return module(section(0, name("program") + fields))


def fields_of(data: bytes) -> tuple[int, frozenset[int]]:
    (custom,) = decode(data).custom_sections
    fields = json.loads(data[custom.start : custom.end])
    return fields["seed"], frozenset(fields["without"])


def program_of(data: bytes) -> Program:
    return Writer(*fields_of(data)).program()


def smaller(data: bytes, shows: Callable[[bytes], bool], seconds: float) -> bytes:
    """The same program with as few statements as still show what it shows."""
    end = time.monotonic() + seconds
    seed, without = fields_of(data)
    writer = Writer(seed, without)
    writer.program()
    size = writer.count
    while size := size // 2:
        for first in range(0, writer.count, size):
            fewer = without | {*range(first, min(first + size, writer.count))}
            if time.monotonic() < end and fewer != without and shows(data_of(seed, fewer)):
                without = fewer
    return data_of(seed, without)


def model_subject() -> Subject:
    def look(data: bytes) -> Iterator[str]:
        program = program_of(data)
        lines = list(run(program, Model(program)))
        yield from lines
        yield f"{COUNTED}{len(lines)} comparisons"

    return look


def real_subject(level: str) -> Subject:
    engine = Engine(level=level, cache=None, jobs=0)

    def look(data: bytes) -> Iterator[str]:
        program = program_of(data)
        lines = list(run(program, Real(program, engine.compile)))
        yield from lines
        yield f"{COUNTED}{len(lines)} comparisons"

    return look


SUBJECTS |= {MODEL: model_subject}
SUBJECTS |= {f"{level} code": partial(real_subject, level) for level in NAMES}


def show(data: bytes) -> str:
    """The texts of a program's modules, and what the host does."""
    program = program_of(data)
    texts = [shared_module(), *(Text(n, functions).text() for n, functions in enumerate(program.functions))]
    return "\n".join([*texts, *map(str, program.steps)])


if __name__ == "__main__":
    sys.exit(command(__doc__, data_of, subjects=SUBJECT_NAMES, reference="", shrink=smaller))
