"""`tests.fuzz.boundaries` and `tests.fuzz.reencodings` where another reader of bodies errs, to see that they find it.

It splits a body into instructions by a regular expression, as the translator once did: a number is any bytes that say
that more follow and one byte behind them.  Where the rest of an instruction does not match, the expression tries a
shorter number, whose last byte says that more follow, and finds what is no instruction.
"""

import re
import sys

from tests.fuzz import boundaries, reencodings
from tests.fuzz.encoding import Malformed, Reader
from tests.fuzz.modules import command
from tests.wat import wat
from wasihost.codegen.translate import lowering
from wasihost.ops import ROWS, Op
from wasihost.wasm.bodies import Body, BodyReader, Instruction
from wasihost.wasm.body_validation import BodyValidator

_NUMBER = rb"[\x80-\xff]*."
_TYPE = rb"(?:[\x63\x64]%s|%s)" % (_NUMBER, _NUMBER)
_CLAUSE = rb"(?:[\x00\x01]%s%s|[\x02\x03]%s)" % (_NUMBER, _NUMBER, _NUMBER)
_PATTERNS = {
    "f32": b".{4}",
    "f64": b".{8}",
    "v128": b".{16}",
    "lanes": b".{16}",
    "lane": b".",
    "zero": b".",
    "memarg": rb"(?:[\x00-\x3f]%s|[\x40-\x7f]%s%s)" % (_NUMBER, _NUMBER, _NUMBER),
    "labels": b"|".join(b"\\x%02x(?:%s){%d}" % (n, _NUMBER, n + 1) for n in range(96)).join((b"(?:", b")")),
    "catches": b"|".join(b"\\x%02x" % n + _CLAUSE * n for n in range(6)).join((b"(?:", b")")),
    "valtypes": b"\\x01" + _TYPE,
    "blocktype": _TYPE,
}


def _pattern(row: Op) -> bytes:
    code = [row.opcode] if row.opcode < 0x80 or not row.prefix else [row.opcode & 0x7F | 0x80, row.opcode >> 7]
    before = bytes([row.prefix, *code] if row.prefix else code)
    return re.escape(before) + b"".join(_PATTERNS.get(kind, _NUMBER) for kind in row.immediates)


_INSTRUCTION = re.compile(b"|".join(map(_pattern, ROWS)), re.DOTALL)


class PlantedReader:
    """Takes the place of `BodyReader`, which still says what is valid."""

    def __init__(self, validator: BodyValidator) -> None:
        self.real = BodyReader(validator)
        self.module = validator.module
        self.instructions: list[Instruction] = []

    def read(self, defined: int) -> Body:
        body = self.real.read(defined)
        at, end = body.offsets[0], self.module.bodies[defined].end
        numbers, offsets = [], []
        while at < end:
            match = _INSTRUCTION.match(self.module.data, at, end)
            reader = Reader(self.module.data, at, end)
            try:
                _, row, immediates = reader.instruction()
            except Malformed as error:
                raise AssertionError(f"no instruction begins at {at} of a valid body") from error
            numbers.append(len(self.instructions))
            self.instructions.append(Instruction(row, immediates))
            offsets.append(at)
            at = match.end() if match else reader.at
        return body._replace(numbers=numbers, offsets=offsets)


# Block types that are numbers: they may take more bytes than one, and only with other bytes behind them.
TRY = "(block $h (try_table (type $t) (catch $e $h) (throw $e)))"
MODULE = f"""(module (type (func (param i32))) (type $t (func)) (tag $e (type $t))
  (func (export "f") {TRY * 30}))"""


def module_of(seed: int) -> bytes:
    return boundaries.module_of(seed) if seed else wat(MODULE)


if __name__ == "__main__":
    boundaries.BodyReader = lowering.BodyReader = PlantedReader  # type: ignore[assignment, misc]
    sys.exit(command(__doc__, module_of, subjects=(reencodings.ORIGINAL, *reencodings.ENCODINGS), reference=""))
