"""Test scripts (`.wast`): text → commands.

The language is that of the specification's reference interpreter:
https://github.com/WebAssembly/spec/tree/main/interpreter#scripts
plus the commands `thread` and `wait` of the threads proposal.

Modules stay text until their binary is needed, so a malformed module affects only its own command.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wasihost.wasm.text.immediates import SHAPES, lane_bytes
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.numbers import natural
from wasihost.wasm.text.parser import Parser
from wasihost.wasm.text.tokens import END, Fault, Source, decode, utf8
from wasihost.wasm.text.types import HEAP_TYPES

NANS = ("nan:canonical", "nan:arithmetic")


class Value(NamedTuple):
    """An argument, or a pattern for a result.

    `type` is i32, i64, f32, f64, a shape of v128, or the keyword of a reference: ref.null, ref.extern, ref.func, …
    `lanes` are bit patterns, or names of NaNs; for a reference, its referent: a heap type, a number, or nothing.
    """

    type: str
    lanes: tuple[int | str, ...]


class Either(NamedTuple):
    """Alternative patterns, one of which must match."""

    values: tuple[Value, ...]


class ModuleSource(NamedTuple):
    """A module in a script: text, or bytes that are a binary or, if `quoted`, text."""

    line: int
    name: str | None
    content: str | bytes
    quoted: bool = False

    def binary(self) -> bytes:
        """The binary.  TextError: the text is malformed."""
        content = self.content
        if isinstance(content, bytes):
            if not self.quoted:
                return content
            content = decode(content, self.line)
        return parse_module(content, self.line)


class Module(NamedTuple):
    """A module to instantiate, or, if it is a definition, only to compile."""

    line: int
    source: ModuleSource
    is_definition: bool


class Instance(NamedTuple):
    """Another instance of a definition."""

    line: int
    name: str | None
    definition: str | None


class Register(NamedTuple):
    line: int
    alias: str
    instance: str | None


class Invoke(NamedTuple):
    line: int
    instance: str | None
    field: str
    arguments: tuple[Value, ...]


class Get(NamedTuple):
    line: int
    instance: str | None
    field: str


class Assertion(NamedTuple):
    """An assertion.

    `keyword` is that of the script, for example `assert_trap`.  Only assert_return has `expected`; only others have
    `message`.
    """

    line: int
    keyword: str
    subject: Invoke | Get | ModuleSource
    message: str
    expected: tuple[Value | Either, ...]


class Thread(NamedTuple):
    """Commands for another thread, which sees only `shared`, an instance with memories that both threads use."""

    line: int
    name: str | None
    shared: str | None
    commands: tuple[Command, ...]


class Wait(NamedTuple):
    """Wait until a thread has ended."""

    line: int
    thread: str | None


Command = Module | Instance | Register | Invoke | Get | Assertion | Thread | Wait

# The subject of each assertion, and whether a message follows.
ACTION, MODULE, ANY = ("invoke", "get"), ("module",), ("invoke", "get", "module")
_ASSERTIONS = {
    "assert_return": (ACTION, False),
    "assert_return_canonical_nan": (ACTION, False),
    "assert_return_arithmetic_nan": (ACTION, False),
    "assert_trap": (ANY, True),
    "assert_exhaustion": (ACTION, True),
    "assert_exception": (ACTION, False),
    "assert_invalid": (MODULE, True),
    "assert_malformed": (MODULE, True),
    "assert_invalid_custom": (MODULE, True),
    "assert_malformed_custom": (MODULE, True),
    "assert_unlinkable": (MODULE, True),
    "assert_uninstantiable": (MODULE, True),
}
# Older assertions, each a pattern for a result of either float type.
_OLD_PATTERNS = {
    "assert_return_canonical_nan": (Value("float", ("nan:canonical",)),),
    "assert_return_arithmetic_nan": (Value("float", ("nan:arithmetic",)),),
}


class _Script(Parser):
    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.starts = source.starts()
        self._line, self._counted = 1, 0

    def line(self, token: int) -> int:
        """The line of a token; asked for in the order of the text, so that each part is counted once."""
        start = self.starts[token]
        self._line += self.source.text.count("\n", self._counted, start)
        self._counted = start
        return self._line


def parse_script(text: str) -> list[Command]:
    """The commands of a script.  A text that consists of a module's fields is that module."""
    p = _Script(Source(text))
    try:
        if p.tokens[0] == "(" and p.tokens[1] not in _COMMANDS:
            return [Module(1, ModuleSource(1, None, text), False)]
        commands = []
        while p.accept("("):
            commands.append(_command(p))
        p.expect(END)
        return commands
    except Fault as fault:
        raise p.error(fault) from None


def _command(p: _Script) -> Command:
    keyword = p.take()
    if keyword not in _COMMANDS:
        raise Fault(f"unexpected token `{keyword}`: not a script command")
    return _COMMANDS[keyword](p, p.line(p.pos - 2), keyword)


# ------------------------------------------------------------------------------------------------------------ modules
def _module(p: _Script, line: int, keyword: str) -> Module | Instance:
    if p.accept("instance"):
        found = Instance(line, p.id(), p.id())
        p.close()
        return found
    is_definition = p.tokens[p.pos] == "definition"
    return Module(line, _module_source(p, line, keyword), is_definition)


def _module_source(p: _Script, line: int, keyword: str) -> ModuleSource:
    start = p.starts[p.pos - 2]
    behind_definition = p.starts[p.pos] + len("definition")
    is_definition = p.accept("definition")
    name = p.id()
    kind = p.tokens[p.pos]
    if kind in ("binary", "quote"):
        p.pos += 1
        content = p.strings()
        p.close()
        return ModuleSource(line, name, content, kind == "quote")
    p.skip()
    text = p.source.text[start : p.starts[p.pos - 1] + 1]
    if is_definition:  # replaced by spaces, so that columns stay the same
        text = f"{'(module':<{behind_definition - start}}{text[behind_definition - start :]}"
    return ModuleSource(line, name, text)


# ------------------------------------------------------------------------------------------------ actions, assertions
def _register(p: _Script, line: int, keyword: str) -> Register:
    found = Register(line, utf8(p.take()), p.id())
    p.close()
    return found


def _invoke(p: _Script, line: int, keyword: str) -> Invoke:
    instance, field, arguments = p.id(), utf8(p.take()), []
    while p.accept("("):
        arguments.append(_value(p))
    p.close()
    return Invoke(line, instance, field, tuple(arguments))


def _get(p: _Script, line: int, keyword: str) -> Get:
    found = Get(line, p.id(), utf8(p.take()))
    p.close()
    return found


def _assertion(p: _Script, line: int, keyword: str) -> Assertion:
    subjects, has_message = _ASSERTIONS[keyword]
    p.expect("(")
    subject = p.take()
    if subject not in subjects:
        raise Fault(f"unexpected token `{subject}`: expected {' or '.join(subjects)}")
    about = _SUBJECTS[subject](p, p.line(p.pos - 2), subject)
    message = utf8(p.take()) if has_message else ""
    expected = list[Value | Either](_OLD_PATTERNS.get(keyword, ()))
    while keyword == "assert_return" and p.accept("("):
        expected.append(_result(p))
    p.close()
    return Assertion(line, keyword, about, message, tuple(expected))


# ------------------------------------------------------------------------------------------------------------ threads
def _thread(p: _Script, line: int, keyword: str) -> Thread:
    name, shared, commands = p.id(), None, []
    if p.opens("shared"):
        p.expect("(")
        p.expect("module")
        shared = p.id()
        p.close()
        p.close()
    while p.accept("("):
        if p.tokens[p.pos] == keyword:
            raise Fault("`thread` inside a `thread`")
        commands.append(_command(p))
    p.close()
    return Thread(line, name, shared, tuple(commands))


def _wait(p: _Script, line: int, keyword: str) -> Wait:
    found = Wait(line, p.id())
    p.close()
    return found


# ------------------------------------------------------------------------------------------------------------- values
def _result(p: _Script) -> Value | Either:
    if not p.accept("either"):
        return _value(p)
    choices = []
    while p.accept("("):
        choices.append(_value(p))
    p.close()
    return Either(tuple(choices))


def _value(p: _Script) -> Value:
    keyword = p.take()
    if keyword not in _VALUES:
        raise Fault(f"unexpected token `{keyword}`: expected a constant")
    found = _VALUES[keyword](p, keyword)
    p.close()
    return found


def _number(p: _Script, keyword: str) -> Value:
    kind = keyword.partition(".")[0]
    return Value(kind, (_lane(p.take(), kind[0], int(kind[1:])),))


def _vector(p: _Script, keyword: str) -> Value:
    shape = p.take()
    if shape not in SHAPES:
        raise Fault("unexpected token: expected a shape")
    bits, count = SHAPES[shape]
    return Value(shape, tuple(_lane(p.take(), shape[0], bits) for _ in range(count)))


def _lane(token: str, kind: str, bits: int) -> int | str:
    if token in NANS and kind == "f":
        return token
    return int.from_bytes(lane_bytes(token, kind, bits), "little")


def _null(p: _Script, keyword: str) -> Value:
    heap_type = "" if p.tokens[p.pos] == ")" else p.take()
    if heap_type and heap_type not in HEAP_TYPES and heap_type[:1] != "$" and not heap_type.isdecimal():
        raise p.unexpected()
    return Value(keyword, (heap_type,) if heap_type else ())


def _reference(p: _Script, keyword: str) -> Value:
    return Value(keyword, () if p.tokens[p.pos] == ")" else (natural(p.take(), 32),))


_VALUES: dict[str, Callable[[_Script, str], Value]] = {
    **{f"{kind}.const": _number for kind in ("i32", "i64", "f32", "f64")},
    "v128.const": _vector,
    "ref.null": _null,
    **{f"ref.{kind}": _reference for kind in ("extern", "host", "func", "any", "eq", "i31", "struct", "array", "exn")},
}
_SUBJECTS: dict[str, Callable[[_Script, int, str], Invoke | Get | ModuleSource]] = {
    "invoke": _invoke,
    "get": _get,
    "module": _module_source,
}
_COMMANDS: dict[str, Callable[[_Script, int, str], Command]] = {
    "module": _module,
    "register": _register,
    "invoke": _invoke,
    "get": _get,
    **dict.fromkeys(_ASSERTIONS, _assertion),
    "thread": _thread,
    "wait": _wait,
}
