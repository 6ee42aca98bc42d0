"""Limits on the size of a module: those that web browsers agreed on, and our own where browsers have none.

https://webassembly.github.io/spec/js-api/#limits
"""

MODULE_SIZE = 1 << 30
TEXT_SIZE = 1 << 27  # characters; their tokens take up to twenty bytes per character
TYPES = 1_000_000
FUNCTIONS = 1_000_000
IMPORTS = 1_000_000
EXPORTS = 1_000_000
GLOBALS = 1_000_000
TAGS = 1_000_000
TABLES = 100_000
MEMORIES = 100
DATA_SEGMENTS = 100_000
ELEMENT_SEGMENTS = 10_000_000
ELEMENTS = 10_000_000  # entries of one segment
PARAMETERS = 1_000  # also results
BODY_SIZE = 7_654_321
LOCALS = 50_000  # parameters included
OPERANDS = 1 << 20  # on the operand stack at once
NESTING = 1 << 20  # nested blocks
