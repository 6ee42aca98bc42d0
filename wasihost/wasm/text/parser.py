"""The state of a module while it is read: a cursor over its tokens, its index spaces, its sections (section 6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from wasihost.errors import TextError
from wasihost.wasm import writer
from wasihost.wasm.text.numbers import integer, natural
from wasihost.wasm.text.tokens import END, ILLEGAL, Fault, Source, string, utf8

Types = tuple[bytes, ...]  # value types in the binary format
Signature = tuple[Types, Types]  # parameters, results

SPACES = ("type", "func", "table", "memory", "tag", "global", "elem", "data")
_INDEX_BEGINS = frozenset("$0123456789")


class Space(dict[str, bytes]):
    """An index space: a token that names an entry → the entry's index in the binary format.

    A token is resolved when it is first used; then the dictionary contains it.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.ids: dict[str, int] = {}
        self.names: dict[int, bytes] = {}  # for the name section
        self.size = 0

    def declare(self, name: str | None) -> int:
        """Add an entry with its identifier, or None."""
        index = self.size
        self.size += 1
        if name is not None:
            if name in self.ids:
                raise Fault(f"duplicate {self.what} `{name}`")
            self.ids[name] = index
            self.names[index] = name[1:].encode()
        return index

    def index(self, token: str) -> int:
        if token in self.ids:
            return self.ids[token]
        if token[:1] == "$":
            raise Fault(f"unknown {self.what} `{token}`")
        return natural(token, 32)

    def __missing__(self, token: str) -> bytes:
        encoded = self[token] = writer.unsigned(self.index(token))
        return encoded


class Labels:
    """The labels of one body: identifiers of the open blocks, and of all blocks for the name section."""

    def __init__(self) -> None:
        self.depth = 0
        self.count = 0
        self.names: dict[int, bytes] = {}
        self._open: dict[str, list[int]] = {}  # identifier → depths of its blocks, the innermost last

    def enter(self, name: str | None) -> None:
        self.depth += 1
        if name is not None:
            self._open.setdefault(name, []).append(self.depth)
            self.names[self.count] = name[1:].encode()
        self.count += 1

    def leave(self, name: str | None) -> None:
        self.depth -= 1
        if name is not None:
            self._open[name].pop()

    def index(self, token: str) -> int:
        """The number of blocks between the current one and the one that the token names."""
        if depths := self._open.get(token):
            return self.depth - depths[-1]
        if token[:1] == "$":
            raise Fault(f"unknown label `{token}`")
        return natural(token, 32)


class Integers(dict[str, bytes]):
    """Literals of one width → signed LEB128."""

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __missing__(self, token: str) -> bytes:
        value = integer(token, self.bits)
        encoded = self[token] = writer.signed(value - (1 << self.bits) if value >> (self.bits - 1) > 0 else value)
        return encoded


class Parser:
    """A cursor over the tokens.  Every method reads at `pos`; a Fault is about the token before it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens = source.tokens
        self.pos = 0
        self.spaces = {what: Space(what) for what in SPACES}
        self.fields: dict[int, Space] = {}  # type index of a struct → its fields
        self.locals = Space("local")
        self.labels = Labels()
        self.hints: list[tuple[int, bytes]] = []  # offsets in the body, and the hint for the branch there
        self.integers = {bits: Integers(bits) for bits in (32, 64)}
        self.signatures: list[Signature | None] = []  # of every type; None: not a function type
        self.plain_types: dict[Signature, int] = {}  # function types that a type use without an index can refer to
        self.types: list[bytes] = []  # entries of the type section
        self.uses_data = False  # whether an instruction uses a data segment, which requires a data count section

    # ------------------------------------------------------------------------------------------------------- tokens
    def take(self) -> str:
        self.pos += 1
        return self.tokens[self.pos - 1]

    def accept(self, token: str) -> bool:
        found = self.tokens[self.pos] == token
        self.pos += found
        return found

    def opens(self, keyword: str) -> bool:
        """Consume `(keyword` if it comes next."""
        found = self.tokens[self.pos] == "(" and self.tokens[self.pos + 1] == keyword
        self.pos += 2 * found
        return found

    def expect(self, token: str) -> None:
        found = self.take()
        if found != token:
            raise Fault(f"{describe(found)}: expected `{token}`")

    def close(self) -> None:
        self.expect(")")

    def skip(self) -> None:
        """Skip past the parenthesis that closes the current form."""
        tokens, pos, depth = self.tokens, self.pos, 1
        while depth:
            token = tokens[pos]
            pos += 1
            if token == "(":
                depth += 1
            elif token == ")":
                depth -= 1
            elif token == END:
                self.pos = pos
                raise Fault("unexpected end: unclosed parenthesis")
        self.pos = pos

    def id(self) -> str | None:
        token = self.tokens[self.pos]
        if token[:1] != "$":
            return None
        self.pos += 1
        if token == "$":
            raise Fault("empty identifier")
        return token

    def at_index(self, ahead: int = 0) -> bool:
        return self.tokens[self.pos + ahead][:1] in _INDEX_BEGINS

    def index(self, space: str) -> bytes:
        self.pos += 1
        return self.spaces[space][self.tokens[self.pos - 1]]

    def string(self) -> bytes:
        return string(self.take())

    def name(self) -> bytes:
        """A string that is a name: its length, then UTF-8."""
        return writer.name(utf8(self.take()).encode())

    def strings(self) -> bytes:
        """All strings up to a parenthesis, concatenated."""
        found = []
        while self.tokens[self.pos][:1] == '"':
            found.append(self.string())
        return b"".join(found)

    def unexpected(self) -> Fault:
        """The fault for the token before the cursor, if no token of its form is allowed."""
        return Fault(describe(self.tokens[self.pos - 1]))

    def error(self, fault: Fault) -> TextError:
        return self.source.error(fault.message, max(self.pos - 1, 0) if fault.at is None else fault.at)

    # -------------------------------------------------------------------------------------------------- annotations
    def annotations(self, kind: str) -> Iterator[None]:
        """Enter each annotation of a kind at this position, and return from it."""
        waiting = self.source.annotations.get(self.pos)
        if not waiting:
            return
        before = self.pos
        for annotation in [entry for entry in waiting if entry[0] == kind]:
            waiting.remove(annotation)
            self.pos = annotation[1]
            yield
            self.close()
        self.pos = before

    def declare(self, space: Space) -> int:
        """Add an entry to a space, with the identifier and the annotation `@name` that may follow."""
        index = space.declare(self.id())
        for _ in self.annotations("@name"):
            space.names[index] = utf8(self.take()).encode()
        return index


def describe(token: str) -> str:
    """An unexpected token, in the words of the specification's test suite."""
    if token == END:
        return "unexpected end"
    if token in ("(", ")"):
        return f"unexpected token `{token}`"
    if len(token) == 1 and not (token.isascii() and token.isprintable()):
        return ILLEGAL
    return f"unexpected token `{token if len(token) < 60 else token[:57] + '…'}`"
