"""Parametric and variable instructions (specification sections 4.6.2 and 4.6.3).

Locals are values of the translator, and need no code.  `%c` of a select is an i1; `%p` of a global points to its value.
Writing a global is volatile: it must happen before a later trap.
"""

from wasihost.ops.row import op

_SELECT = "%r = select i1 %c, $t %a, $t %b"

ROWS = (
    op("drop", 0x1A, None),
    op("select", 0x1B, None, _SELECT),
    op("select t", 0x1C, None, _SELECT, imm="valtypes"),
    op("local.get", 0x20, None, imm="localidx"),
    op("local.set", 0x21, None, imm="localidx"),
    op("local.tee", 0x22, None, imm="localidx"),
    op("global.get", 0x23, None, "%r = load $t, ptr %p, align 8", imm="globalidx", touches="global"),
    op("global.set", 0x24, None, "store volatile $t %a, ptr %p, align 8", imm="globalidx", touches="global"),
)
