"""Validate the function bodies of a module: Module → instructions per body, or the first body's error (section 3.4).

`validator` holds the algorithm, as machine code.  This file is its Python side: it turns the fault that the algorithm
returns into a message.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from wasihost.errors import DecodeError, InvalidModule, ValidationError
from wasihost.host.library import load
from wasihost.wasm import limits
from wasihost.wasm.decoder import type_names
from wasihost.wasm.module import Module
from wasihost.wasm.reader import Reader
from wasihost.wasm.types import LATER_TYPES
from wasihost.wasm.validator.layout import (
    NOTHING,
    PREFIXES,
    Failure,
    Types,
    ValidationFault,
    Workspace,
)

if TYPE_CHECKING:
    from typing import Any

# The message for each fault.  It begins with the words of the specification's test suite; braces are filled in.
MESSAGES = {
    ValidationFault.UNEXPECTED_END: "unexpected end of section or function",
    ValidationFault.INTEGER_TOO_LONG: "integer representation too long",
    ValidationFault.INTEGER_TOO_LARGE: "integer too large",
    ValidationFault.ILLEGAL_OPCODE: "illegal opcode {opcode}",
    ValidationFault.UNSUPPORTED_OPCODE: "unsupported feature: {feature} (opcode {opcode})",
    ValidationFault.UNSUPPORTED_TYPE: "unsupported feature: {type_feature}",
    ValidationFault.MALFORMED_TYPE: "malformed value type",
    ValidationFault.MALFORMED_HEAP_TYPE: "malformed heap type",
    ValidationFault.MALFORMED_MEMOP_FLAGS: "malformed memop flags",
    ValidationFault.MALFORMED_CATCH: "malformed catch clause",
    ValidationFault.TOO_MANY_LOCALS: f"too many locals; this implementation's limit is {limits.LOCALS}",
    ValidationFault.DATA_COUNT_REQUIRED: "data count section required",
    ValidationFault.END_EXPECTED: "END opcode expected, but the body ends: unexpected end of section or function",
    ValidationFault.MISPLACED_ELSE: "END opcode expected, found an `else` without an `if`",
    ValidationFault.JUNK_AFTER_END: "section size mismatch: the body continues after its last `end`",
    ValidationFault.TOO_DEEP: f"blocks nested too deep; this implementation's limit is {limits.NESTING}",
    ValidationFault.TOO_MANY_OPERANDS: (
        f"too many operands on the stack; this implementation's limit is {limits.OPERANDS}"
    ),
    ValidationFault.TOO_MANY_REFERENCE_TYPES: (
        "too many reference types; this implementation's limit is about a hundred"
    ),
    ValidationFault.UNINITIALIZED_LOCAL: "uninitialized local {index}",
    ValidationFault.NOT_ZERO: "zero byte expected",
    ValidationFault.TYPE_MISMATCH: "type mismatch: expected {expected}, found {found}",
    ValidationFault.NOT_A_REFERENCE: "type mismatch: expected a reference, found {found}",
    ValidationFault.NOT_A_NUMBER: "type mismatch: expected a number, found {found}",
    ValidationFault.OPERANDS_LEFT: "type mismatch: values remain on the stack at the end of the block: {index}",
    ValidationFault.IF_WITHOUT_ELSE: "type mismatch: the parameters and results of an `if` without `else` differ",
    ValidationFault.LABEL_ARITY: "type mismatch: labels take different numbers of values: {other} and {index}",
    ValidationFault.CATCH_TYPE: "type mismatch: the values that the clause catches do not match its label",
    ValidationFault.ALIGNMENT: "alignment must not be larger than natural",
    ValidationFault.ATOMIC_ALIGNMENT: "atomic alignment must be natural",
    ValidationFault.OTHER_RESULTS: "type mismatch: the results of the callee differ from the results of this function",
    ValidationFault.INVALID_LANE: "invalid lane index {index}",
    ValidationFault.OFFSET_OUT_OF_RANGE: "offset out of range",
    ValidationFault.IMMUTABLE_GLOBAL: "immutable global {index}",
    ValidationFault.RESULT_ARITY: "invalid result arity",
    ValidationFault.UNDECLARED_FUNCTION: "undeclared function reference {index}",
    ValidationFault.UNKNOWN_TYPE: "unknown type {index}",
    ValidationFault.UNKNOWN_FUNCTION: "unknown function {index}",
    ValidationFault.UNKNOWN_TABLE: "unknown table {index}",
    ValidationFault.UNKNOWN_MEMORY: "unknown memory {index}",
    ValidationFault.UNKNOWN_GLOBAL: "unknown global {index}",
    ValidationFault.UNKNOWN_TAG: "unknown tag {index}",
    ValidationFault.UNKNOWN_LOCAL: "unknown local {index}",
    ValidationFault.UNKNOWN_LABEL: "unknown label {index}",
    ValidationFault.UNKNOWN_ELEMENT: "unknown elem segment {index}",
    ValidationFault.UNKNOWN_DATA: "unknown data segment {index}",
}


PIECE = 256 << 10  # bytes of bodies that one call validates


def validate_bodies(module: Module) -> BodyValidator:
    """Validate all bodies.  The result holds the facts that validation has collected."""
    validator = BodyValidator(module)
    validator.validate()
    return validator


class BodyValidator:
    """Validates the bodies of one module, in pieces of any size, in any threads."""

    def __init__(self, module: Module) -> None:
        self.module = module
        types = ctypes.create_string_buffer(Types.size)
        if not load().prepare_types(module.decoded, types):
            raise _no_memory()
        self._types = types.raw
        self._facts = Types.unpack(self._types)

    @property
    def instruction_counts(self) -> array[int]:
        """The number of instructions of each defined function."""
        return self._found("I", self._facts.instruction_counts, len(self.module.bodies))

    @property
    def sizes(self) -> array[int]:
        """The number of instructions and immediates of each defined function."""
        return self._found("I", self._facts.sizes, len(self.module.bodies))

    @property
    def tails(self) -> array[int]:
        """A flag per function, then one for calls through references: whether it takes part in tail calls."""
        return self._found("B", self._facts.tails, len(self.module.functions) + 1)

    def _found(self, code: str, address: int, count: int) -> array[int]:
        values = array(code)
        values.frombytes(ctypes.string_at(address, count * values.itemsize))
        return values

    def validate(self, first: int = 0, last: int | None = None, *, library: ctypes.CDLL | None = None) -> None:
        """Validate the defined functions [first, last), and find the size of each.

        DecodeError or ValidationError: the first invalid body, with the offset of its instruction.
        """
        bodies = self.module.bodies
        last = len(bodies) if last is None else last
        check = self.checker(first, last, library)
        while first < last:
            # In pieces, so that Ctrl-C and the limit of compile time take effect between two of them.
            end, stop = first + 1, bodies[first].start + PIECE
            while end < last and bodies[end].end <= stop:
                end += 1
            check(first, end, None)
            first = end

    def checker(
        self, first: int, last: int, library: ctypes.CDLL | None = None
    ) -> Callable[[int, int, ctypes.Array[ctypes.c_char] | None], None]:
        """A function that validates any range within [first, last), and describes its last body in a Recording.

        It may be called any number of times, but by one thread at a time.  It raises the same errors as `validate`.
        """
        if library is None:
            library = load()
        workspace = _Workspace(self._types, first, last)
        failure = ctypes.create_string_buffer(Failure.size)

        def check(first: int, last: int, recording: ctypes.Array[ctypes.c_char] | None) -> None:
            if library.validate_bodies(self._types, workspace, first, last, recording, failure):
                raise _error(self.module, Failure.unpack(failure.raw))

        return check

    def spread_throwing(self, throwing_imports: Iterable[int]) -> bytes:
        """A flag per function: whether it may end in an exception.

        All bodies must be validated.  `throwing_imports` are the imported functions that may throw.
        """
        for funcidx in throwing_imports:
            ctypes.memset(self._facts.throwing + funcidx, 1, 1)
        count = len(self.module.functions)
        calls = sum(self._found("I", self._facts.call_counts, len(self.module.bodies)))
        sizes = (count + 2, calls + 1, count + 1)
        load().spread_throwing(self._types, *(ctypes.create_string_buffer(4 * size) for size in sizes))
        return ctypes.string_at(self._facts.throwing, count + 1)


class _Workspace:
    """A Workspace, for the bodies [first, last)."""

    def __init__(self, types: bytes, first: int, last: int) -> None:
        library = load()
        self._as_parameter_ = storage = ctypes.create_string_buffer(Workspace.size)
        if not library.workspace_new(types, first, last, storage):
            raise _no_memory()
        self._free = library.workspace_free

    def __del__(self) -> None:
        if hasattr(self, "_free"):
            self._free(self._as_parameter_)


def _no_memory() -> DecodeError:
    return DecodeError("there is not enough memory to validate the module", offset=0)


def _type_name(module: Module, code: int) -> str:
    """The name of a type in error messages."""
    if code == NOTHING:
        return "nothing"
    return type_names(module).get(code, "a value")


def _error(module: Module, failure: Any) -> InvalidModule:
    from wasihost.ops import BY_CODE
    from wasihost.wasm.validator.shapes import LATER_OPCODES

    fault, at = ValidationFault(failure.fault), failure.offset
    name, feature, opcode = "", "", b""
    if failure.instruction and fault not in (ValidationFault.END_EXPECTED, ValidationFault.JUNK_AFTER_END):
        end = module.bodies[failure.funcidx - module.imported_functions].end
        reader = Reader(module.data, at, end)
        prefix = reader.byte() if module.data[at] in PREFIXES else 0
        with suppress(DecodeError):  # the opcode itself may be malformed
            code = prefix, reader.u32() if prefix else reader.byte()
            name = f" `{BY_CODE[code].name}`" if code in BY_CODE else ""
        opcode = module.data[at : reader.pos]
        feature = LATER_OPCODES.get(opcode[0], "")
    type_feature = LATER_TYPES.get(failure.found, "")
    words = MESSAGES[fault].format(
        opcode=opcode.hex(" "),
        feature=feature,
        type_feature=type_feature,
        expected=_type_name(module, failure.expected),
        found=_type_name(module, failure.found),
        index=failure.found,
        other=failure.expected,
    )
    message = f"func[{failure.funcidx}]{name}: {words}"
    if fault >= ValidationFault.TYPE_MISMATCH:
        return ValidationError(message, offset=at, funcidx=failure.funcidx)
    error = DecodeError(message, offset=at)
    error.feature = {ValidationFault.UNSUPPORTED_OPCODE: feature, ValidationFault.UNSUPPORTED_TYPE: type_feature}.get(
        fault
    )
    return error
