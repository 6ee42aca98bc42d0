"""`--invoke FUNCTION`: arguments of the command line → a call of an export → its results on standard output.

The first arguments are those of the function, one for each parameter.  The rest are the program's.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from errno import EIO
from io import StringIO
from typing import TYPE_CHECKING

from wasihost.abi import STACK_SIZE, Outcome
from wasihost.cli.run.signals import AsGuest
from wasihost.errors import InvalidModule, UsageError, found, nearest, to_type
from wasihost.host.failures import INITIALIZE, check_plain, exported_functions
from wasihost.host.instance import MASK, MASKS, Func, Instance, Module, Store
from wasihost.host.run import confine, report_call
from wasihost.host.symbols import Artifact
from wasihost.wasm.text import numbers
from wasihost.wasm.text.tokens import Fault

if TYPE_CHECKING:
    from wasihost.host.guest import Program
    from wasihost.host.run import Report
    from wasihost.options.table import RunOptions


def invoke(artifact_fd: int, options: RunOptions, program: Program, report: Report) -> int:
    """Call the function.  Returns the guest's exit code.  UsageError: the arguments do not fit; nothing has run."""
    name = options.invoke
    assert name is not None
    artifact = Artifact.from_fd(artifact_fd)
    params, results = _signature(artifact, name)
    first = _first(artifact, name)
    values = read_arguments(name, params, options.arguments)
    program.argv = [program.argv[0], *program.argv[1 + len(params) :]]
    trap_unknown = options.unknown_imports == "trap"
    module = Module(artifact_fd, artifact)
    store = _Store(stack_size=options.max_stack or STACK_SIZE, limits=program.limits)
    instance = Instance(store, module, {}, program, trap_unknown)
    assert module.image
    with AsGuest():
        try:
            with store.limited_time():
                confine(program, module.image)
                bits = _call(instance, first, name, values)
        except _Ended as ended:
            return report_call(ended.outcome, ended.record, module.image, instance.end_trace(), program, report)
    shown = (show_value(t, n & MASKS.get(t, MASK)) for t, n in zip(results, bits, strict=True))
    error = _print("".join(f"{text}\n" for text in shown))
    return report_call(Outcome.RETURNED, 0, module.image, instance.end_trace(), program, report, output_error=error)


def _print(text: str) -> int:
    """Print results.  Returns the error number if that fails, which native code reports."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = StringIO()  # do not try again to write this output
        return error.errno or EIO
    return 0


def _first(artifact: Artifact, name: str) -> Sequence[str]:
    """The function to call first: `_initialize`, which must run before any other function of a reactor."""
    functions = exported_functions(artifact)
    if functions.get(INITIALIZE, functions[name]) == functions[name]:
        return ()
    if fault := check_plain(artifact, INITIALIZE):
        raise fault
    return (INITIALIZE,)


def _call(instance: Instance, first: Sequence[str], name: str, values: Sequence[int]) -> Sequence[int]:
    instance.start()
    for function in first:
        _function(instance, function).call_raw(())
    return _function(instance, name).call_raw(values)


def _function(instance: Instance, name: str) -> Func:
    function = instance.exports[name]
    assert isinstance(function, Func)
    return function


class _Ended(Exception):
    def __init__(self, outcome: int, record: int) -> None:
        super().__init__()
        self.outcome, self.record = outcome, record


class _Store(Store):
    """Lets native code report the end, because the process is confined."""

    def check(self, outcome: int, record: int) -> None:
        if outcome != Outcome.RETURNED:
            raise _Ended(outcome, record)


def _signature(artifact: Artifact, name: str) -> tuple[Sequence[str], Sequence[str]]:
    """The types of the parameters and results of an exported function."""
    functions = exported_functions(artifact)
    if name in functions:
        return artifact.function_signature(functions[name])[:2]
    near = nearest(name, functions)
    names = ", ".join(map(to_type, [near] if near else [*functions][:8]))
    raise InvalidModule(
        f"the module does not export a function {to_type(name)}",
        hint=f"it exports {names}" if names else "it exports no functions",
    )


def read_arguments(function: str, params: Sequence[str], words: Sequence[str]) -> list[int]:
    """The bits of each argument, read as the type of its parameter.  There may be more words."""
    if len(words) < len(params):
        plural = "" if len(params) == 1 else "s"
        types = ", ".join(params)
        raise UsageError(f"{to_type(function)} takes {len(params)} argument{plural} ({types}), {len(words)} given")
    values = []
    for number, (valtype, word) in enumerate(zip(params, words, strict=False), 1):
        expected, read = READERS.get(valtype, ("a type without values on a command line", None))
        try:
            if read is None:
                raise ValueError
            values.append(read(word))
        except (ValueError, Fault):
            raise UsageError(
                f"argument {number} of {to_type(function)}: expected {expected} ({valtype}), {found(word)}"
            ) from None
    return values


def _integer(bits: int) -> Callable[[str], int]:
    return lambda word: numbers.integer(word, bits) % (1 << bits)


def _float(bits: int) -> Callable[[str], int]:
    return lambda word: int.from_bytes(numbers.float_bytes(word, bits), "little")


def _vector(word: str) -> int:
    """Up to 32 hexadecimal digits, or decimal digits; with a sign, a signed integer of 128 bits."""
    digits = word[1:] if word[:1] in ("+", "-") else word
    if not (digits.isascii() and digits.isalnum()):  # `int` accepts more, for example spaces
        raise ValueError
    value = int(digits, 16 if digits[:2] == "0x" else 10)
    value = -value if word[:1] == "-" else value
    if not -(1 << 127) <= value < 1 << 128:
        raise ValueError
    return value % (1 << 128)


def _null(word: str) -> int:
    if word != "null":
        raise ValueError
    return 0


# Type → description of its values, and the function that reads an argument.
READERS: dict[str, tuple[str, Callable[[str], int] | None]] = {
    "i32": ("a 32-bit integer", _integer(32)),
    "i64": ("a 64-bit integer", _integer(64)),
    "f32": ("a number", _float(32)),
    "f64": ("a number", _float(64)),
    "v128": ("a 128-bit integer", _vector),
    "funcref": ("`null`", _null),
    "externref": ("`null`", _null),
}


def show_value(valtype: str, bits: int) -> str:
    """A result as text: integers are signed, floats are the shortest literal, vectors are hexadecimal digits."""
    match valtype:
        case "i32" | "i64":
            width = int(valtype[1:])
            return str(bits - (1 << width) if bits >> width - 1 else bits)
        case "f32" | "f64":
            return numbers.float_text(bits.to_bytes(int(valtype[1:]) // 8, "little"))
        case "v128":
            return f"0x{bits:032x}"
    return valtype if bits else "null"
