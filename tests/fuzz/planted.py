"""`python -m tests.fuzz.modules` with a compiler that is wrong on purpose, to see that it is found."""

import sys

from tests.fuzz.modules import command
from tests.fuzz.smith import smith
from wasihost import ops
from wasihost.wasm import bodies
from wasihost.wasm.validator.layout import shape_index

WRONG = {
    "i64.xor": "%r = or i64 %a, %b",
    "i64.rotr": "store volatile i64 0, ptr inttoptr (i64 -4096 to ptr)\n%r = add i64 %a, %b",
}


def plant() -> None:
    for name, meaning in WRONG.items():
        row = ops.BY_NAME[name]
        wrong = row._replace(ir=meaning, known="", settle="")
        ops.BY_NAME[name] = bodies._ROWS[shape_index(row.prefix, row.opcode)] = wrong


if __name__ == "__main__":
    plant()
    sys.exit(command(__doc__, smith))
