"""Random bodies, and the same with damaged bytes, to all who read bodies: `python -m tests.fuzz.boundaries`.

Of each body this fuzzer's own reader says where every instruction begins, and what its immediates are.  What the
validator accepts it must hand on to the translator exactly so, and the printer must read it so; what it refuses, it
must refuse at one of these places, and if the bytes are malformed, where they are.  Some modules are translated, and
must give the same code in another encoding.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from tests.fuzz.bodies import World, Writer
from tests.fuzz.encoding import Instruction, Malformed, Reader, fewest_bytes, leb128
from tests.fuzz.modules import command
from tests.fuzz.mutations import damaged
from tests.fuzz.reencodings import encoding_of, outcome
from tests.fuzz.smith import FEATURES
from tests.fuzz.workers import COUNTED, SUBJECTS, Subject
from tests.wasm.binary import name, section
from wasihost.errors import DecodeError, InvalidModule
from wasihost.wasm import reader as wasm
from wasihost.wasm.bodies import Body, BodyReader
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.decoder import decode
from wasihost.wasm.text.disassembler import Disassembler
from wasihost.wasm.validation import validate

BODIES = 100  # of a module: as many again are damaged
LARGEST = 500  # bytes of a damaged body
CHECKED = 10  # one of so many is read again as soon as it is written
PRINTED = 4  # one of so many is printed
TRANSLATED = 50  # one of so many modules has no damaged bodies, and is translated
STRETCHED = 10  # of the damaged ones
HEAPTYPE_FOLLOWS = (0x63, 0x64, 0xD0)
MARK = b"damaged from here on"  # name of a custom section: how many bodies are as they were made
# How the validator calls what this fuzzer's reader must find malformed as well, and nothing else.
MALFORMED = ("integer", "illegal opcode", "malformed ", "zero byte expected", "unexpected end")


# ------------------------------------------------------------------------------------------------------- what is asked
def module_of(seed: int) -> bytes:
    """Bodies of which the first are valid."""
    source = random.Random(seed)
    world = World(source)
    writers = [Writer(source, world) for _ in range(BODIES)]
    valid = [writer.body() for writer in writers]
    for writer, body in zip(writers[::CHECKED], valid[::CHECKED], strict=True):
        reader = Reader(body)  # it and the writer are two views of the format
        assert (reader.locals(), _read(reader, [])) == (writer.declarations, writer.instructions), body.hex()
    if seed % TRANSLATED == 0:
        return world.module(valid)
    bad = [damaged(source.getrandbits(64), valid)[:LARGEST] for _ in valid[STRETCHED:]]
    bad += [_stretched(source, body) for body in source.sample(valid, STRETCHED)]
    return world.module(valid + bad, section(0, name(MARK) + leb128(BODIES, fewest_bytes(BODIES, False))))


def _stretched(source: random.Random, body: bytes) -> bytes:
    """With the code of a type, if there is one, in a byte more: a negative number that looks the same."""
    places = [at for at in range(1, len(body)) if body[at - 1] in HEAPTYPE_FOLLOWS and 0x40 <= body[at] < 0x80]
    at = source.choice(places or [0])
    return body[:at] + bytes([body[at] | 0x80, 0x7F]) + body[at + 1 :]


def _read(reader: Reader, found: list[Instruction]) -> list[Instruction]:
    """The instructions up to the end; Malformed: those that are read by then are in `found`."""
    while reader.at < reader.end:
        found.append(reader.instruction())
    return found


# ------------------------------------------------------------------------------------------------------- what is seen
def look(data: bytes, peer: Any = None) -> Iterator[str]:
    """AssertionError: two readers do not agree."""
    module = decode(data)
    validate(module)
    valid = len(module.bodies)
    for custom in module.custom_sections:
        if custom.name == MARK.decode():
            valid = Reader(data, custom.start).u32()
    bodies = BodyReader(BodyValidator(module))
    instructions = refused = 0
    for number, (start, end) in enumerate(module.bodies):
        own = Own(data, start, end)
        where = f"body {number} of {len(module.bodies)}, {data[start:end].hex()}"
        try:
            found = bodies.read(number)
        except InvalidModule as error:
            assert number >= valid, f"{where}: a valid body is refused: {error}"
            refused += 1
            own.refused(error, where)
        else:
            own.accepted(bodies, found, where)
            instructions += len(found.numbers)
        if number % PRINTED == 0:
            own.printed(where, valid=number < valid)
    yield f"{COUNTED}{len(module.bodies)} bodies"
    yield f"{COUNTED}{refused} bodies that are refused"
    yield f"{COUNTED}{instructions} instructions in the others"
    if valid == len(module.bodies):
        if peer is not None:
            peer(data)
        encoding = encoding_of(data, 0)
        for ours, theirs in zip(outcome(data, int, data), outcome(encoding.data, encoding.origin, data), strict=True):
            assert ours == theirs, f"{ours}\n{theirs}"
        yield f"{COUNTED}1 modules that are translated"


class Own:
    """A body as this fuzzer reads it: its instructions, and where they end or are malformed."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data, self.start, self.end = data, start, end
        self.locals: list[tuple[int, str]] | None = None
        self.instructions: list[Instruction] = []
        reader = self.reader = Reader(data, start, end)
        self.is_malformed = False
        try:
            self.locals = reader.locals()
            self.first = reader.at
            _read(reader, self.instructions)
        except Malformed:
            self.is_malformed = True

    def accepted(self, bodies: BodyReader, found: Body, where: str) -> None:
        assert not self.is_malformed, f"{where}: accepted, but malformed at {self.reader.at - self.start}"
        assert found.locals == self.locals, f"{where}: locals {found.locals}, and not {self.locals}"
        seen = [
            Instruction(at, *bodies.instructions[number])
            for at, number in zip(found.offsets, found.numbers, strict=True)
        ]
        if seen != self.instructions:
            pair = next((a, b) for a, b in zip([*seen, None], [*self.instructions, None], strict=False) if a != b)
            raise AssertionError(f"{where}: the validator sees {pair[0]}, and not {pair[1]}")

    def refused(self, error: InvalidModule, where: str) -> None:
        """At the beginning of an instruction; of malformed ones, at the first."""
        at = error.offset
        assert at is not None
        message = error.message.partition(": ")[2]
        if self.locals is None:
            assert self.start <= at <= self.reader.at, f"{where}: {message} at {at - self.start}, not in the locals"
            return
        places = {instruction.at for instruction in self.instructions} | {self.reader.at}
        assert at in places or at < self.first, f"{where}: {message} at {at - self.start}, where no instruction begins"
        malformed = isinstance(error, DecodeError) and message.startswith(MALFORMED)
        if malformed:
            assert self.is_malformed and at == self.reader.at, f"{where}: {message} at {at - self.start}, but is not so"

    def printed(self, where: str, *, valid: bool) -> None:
        """The printer reads a valid body to the end, and comes by the beginning of every instruction."""
        if self.locals is None:
            return
        reader = wasm.Reader(self.data, self.first, self.end)
        lines = Disassembler(defaultdict(dict), {}).body(reader, {})
        try:
            for (_, row, _), following, line in zip(self.instructions, self.instructions[1:], lines, strict=False):
                assert row.name.split()[0] == line.split()[0], f"{where}: `{line}`, and not `{row.name}`"
                assert reader.pos == following.at, f"{where}: `{line}` ends at {reader.pos}, and not at {following.at}"
            more = list(lines)
        except DecodeError:
            assert not valid, f"{where}: not printed"
            return
        assert not (valid and (more or reader.pos != self.end)), f"{where}: printed to {reader.pos}: {more}"


@cache
def wasmtime() -> Any:
    """What says whether Wasmtime accepts a module, if it is installed."""
    if importlib.util.find_spec("wasmtime") is None:
        return None
    import wasmtime as api

    config = api.Config()
    for feature in FEATURES.values():
        if feature.wasmtime:
            setattr(config, feature.wasmtime, True)
    return partial(api.Module.validate, api.Engine(config))


def subject() -> Subject:
    return partial(look, peer=wasmtime())


SUBJECTS |= {"readers": subject}

if __name__ == "__main__":
    sys.exit(command(__doc__, module_of, count=5000, subjects=["readers"], reference=""))
