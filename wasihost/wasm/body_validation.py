"""Validate the function bodies of a module: Module → instructions per body, or the first body's error (section 3.4).

`validator` holds the algorithm, as machine code.  This file is its Python side: it lays out the module's types in
arrays, and turns the fault that the algorithm returns into a message.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from wasihost.abi import VALTYPES
from wasihost.errors import DecodeError, InvalidModule, ValidationError
from wasihost.host.library import load
from wasihost.wasm import limits
from wasihost.wasm.module import Module
from wasihost.wasm.reader import Reader
from wasihost.wasm.sections.layout import ABSTRACT, NON_NULL, NON_NULL_CODES, NULLABLE_CODES
from wasihost.wasm.types import HEAP_TYPES, LATER_TYPES, VALTYPE_CODES, RefType, ValType, reference
from wasihost.wasm.validator.layout import (
    NOTHING,
    PREFIXES,
    SPARE_IMMEDIATES,
    Failure,
    Frame,
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
        self.instruction_counts = array("I", bytes(4 * len(module.bodies)))
        self.sizes = array("I", bytes(4 * len(module.bodies)))
        self.throwing = array("B", bytes(len(module.functions) + 1))
        self.tails = array("B", bytes(len(module.functions) + 1))
        self.codes = Codes(module)
        self._call_counts = array("I", bytes(4 * len(module.bodies)))
        self._arrays = {  # keeps the arrays that _types points to alive
            "instruction_counts": self.instruction_counts,
            "throwing": self.throwing,
            "tails": self.tails,
            "call_counts": self._call_counts,
            "sizes": self.sizes,
            **_flatten(module, self.codes),
        }
        first = module.bodies[0].start if module.bodies else 0
        last = module.bodies[-1].end if module.bodies else 0
        # Twice the size of the code, but only pages that are written take memory: the kernel allocates them on access.
        self._calls = ctypes.create_string_buffer(4 * ((last - first) // 2 + 1))
        self._types = Types.pack(
            data=ctypes.cast(ctypes.c_char_p(module.data), ctypes.c_void_p).value,
            **{name: values.buffer_info()[0] for name, values in self._arrays.items()},
            type_count=len(module.types),
            function_count=len(module.functions),
            imported_functions=module.imported_functions,
            global_count=len(module.globals),
            table_count=len(module.tables),
            memory_count=len(module.memories),
            element_count=len(module.elements),
            tag_count=len(module.tags),
            data_count=module.data_count or 0,
            has_data_count=module.data_count is not None,
            calls=ctypes.addressof(self._calls),
            code_start=first,
        )

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

    @property
    def types(self) -> bytes:
        """The Types, which live as long as this object."""
        return self._types

    def compile(self, library: ctypes.CDLL, task: ctypes.Array[ctypes.c_char]) -> None:
        """Validate all bodies, and compile each one as it is read (baseline.layout.Task)."""
        storage, workspace = _workspace(self.module, 0, len(self.module.bodies))
        failure = ctypes.create_string_buffer(Failure.size)
        if library.baseline_compile(task, workspace, failure):
            raise _error(self.module, self.codes, Failure.unpack(failure.raw))
        del storage

    def checker(
        self, first: int, last: int, library: ctypes.CDLL | None = None
    ) -> Callable[[int, int, ctypes.Array[ctypes.c_char] | None], None]:
        """A function that validates any range within [first, last), and describes its last body in a Recording.

        It may be called any number of times, but by one thread at a time.  It raises the same errors as `validate`.
        """
        if library is None:
            library = load()
        storage, workspace = _workspace(self.module, first, last)
        failure = ctypes.create_string_buffer(Failure.size)

        def check(first: int, last: int, recording: ctypes.Array[ctypes.c_char] | None) -> None:
            if library.validate_bodies(self._types, workspace, first, last, recording, failure):
                raise _error(self.module, self.codes, Failure.unpack(failure.raw))

        check.storage = storage  # type: ignore[attr-defined]  # what `workspace` points to
        return check

    def spread_throwing(self, throwing_imports: Iterable[int]) -> bytes:
        """A flag per function: whether it may end in an exception.

        All bodies must be validated.  `throwing_imports` are the imported functions that may throw.
        """
        for funcidx in throwing_imports:
            self.throwing[funcidx] = 1
        count = len(self.module.functions)
        sizes = (count + 2, sum(self._call_counts) + 1, count + 1)
        load().spread_throwing(self._types, *(ctypes.create_string_buffer(4 * size) for size in sizes))
        return self.throwing.tobytes()


class Codes:
    """Value types as bytes, encoded as in validator.layout.

    The machine code reads `arrays`, and adds codes to them.
    """

    def __init__(self, module: Module) -> None:
        self.heaps = array("I", bytes(4 * 256))
        for code, non_null in NON_NULL.items():
            self.heaps[code] = self.heaps[non_null] = ABSTRACT + code
        self.references = array("B", bytes(2 * len(module.types) + 2))
        self.next = array("I", [NULLABLE_CODES.start, NON_NULL_CODES.start + len(NON_NULL)])
        self.arrays = {"reference_codes": self.references, "heaps": self.heaps, "next_codes": self.next}

    def of(self, valtype: ValType) -> int:
        parts = reference(valtype)
        if parts is None or valtype in VALTYPE_CODES:
            return VALTYPE_CODES[valtype]
        if isinstance(parts.heap, str):
            return NON_NULL[VALTYPE_CODES[f"{parts.heap}ref"]]
        place = 2 * parts.heap + (not parts.nullable)
        if not self.references[place]:
            code = self.next[not parts.nullable]
            if code == (NULLABLE_CODES if parts.nullable else NON_NULL_CODES).stop:
                raise DecodeError(MESSAGES[ValidationFault.TOO_MANY_REFERENCE_TYPES])
            self.next[not parts.nullable] += 1
            self.heaps[code] = parts.heap
            self.references[place] = code
        return self.references[place]

    def name(self, code: int) -> str:
        """The name of a type in error messages."""
        if code == NOTHING:
            return "nothing"
        if code in VALTYPES:
            return VALTYPES[code]
        if not 0 < code < len(self.heaps):
            return "a value"
        heap = self.heaps[code]
        return str(RefType(HEAP_TYPES[heap - ABSTRACT] if heap >= ABSTRACT else heap, code in NULLABLE_CODES))


def _flatten(module: Module, codes: Codes) -> dict[str, array[int]]:
    """The arrays that `Types` points to.  Each has one element more than the module has entries."""
    signatures, valtypes = array("I"), array("B", range(256))
    for functype in module.types:
        for types in functype:
            signatures.extend((len(valtypes), len(types)))
            valtypes.extend(map(codes.of, types))
    declared = array("B", bytes(len(module.functions) + 1))
    for funcidx in module.declared_functions:
        declared[funcidx] = 1
    globals_ = chain.from_iterable((codes.of(type_.valtype), type_.mutable) for type_ in module.globals)
    tables = ((codes.of(table.type.element), codes.of(table.type.address)) for table in module.tables)
    return {
        "bodies": array("I", [*chain.from_iterable(module.bodies), 0, 0]),
        "valtypes": valtypes,
        "signatures": array("I", [*signatures, 0, 0, 0, 0]),
        "functions": array("I", [*module.functions, 0]),
        "declared": declared,
        "globals": array("B", [*globals_, 0, 0]),
        "memories": array("B", [*(codes.of(memory.address) for memory in module.memories), 0]),
        "tables": array("B", [*chain.from_iterable(tables), 0, 0]),
        "elements": array("B", [*(codes.of(element.element) for element in module.elements), 0]),
        "canonical": array("I", [*module.canonical, 0]),
        **codes.arrays,
        "tags": array("I", [*(tag.typeidx for tag in module.tags), 0]),
    }


def _workspace(module: Module, first: int, last: int) -> tuple[object, bytes]:
    """Storage, which must outlive the call, and the Workspace that points into it."""
    largest = max((body.end - body.start for body in module.bodies[first:last]), default=0)
    operands = limits.OPERANDS + largest
    frames = min(limits.NESTING, largest) + 1
    slack = 8  # the algorithm reads a few bytes around the operands without using them
    sizes = (
        slack + operands + slack,
        frames * Frame.size,
        limits.LOCALS,
        limits.LOCALS,
        4 * limits.LOCALS,
        8 * (largest + SPARE_IMMEDIATES),
    )
    storage = [ctypes.create_string_buffer(size) for size in sizes]  # the kernel allocates pages on access
    operand_base, frame_base, local_base, unset_base, set_base, immediate_base = map(ctypes.addressof, storage)
    return storage, Workspace.pack(
        operands=operand_base + slack,
        operands_end=operand_base + slack + operands,
        frames=frame_base,
        frames_end=frame_base + frames * Frame.size,
        locals=local_base,
        unset=unset_base,
        set_locals=set_base,
        immediates=immediate_base,
    )


def _error(module: Module, codes: Codes, failure: Any) -> InvalidModule:
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
        expected=codes.name(failure.expected),
        found=codes.name(failure.found),
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
