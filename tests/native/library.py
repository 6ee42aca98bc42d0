"""What tests of the subset start from: native functions from source text, compiled, loaded and called."""

import ctypes
import itertools
import linecache
import textwrap
from typing import Any

from tests.codegen.objects import in_worker
from wasihost import native as subset
from wasihost.codegen.native_image import compile_library
from wasihost.layout import Scalar, void
from wasihost.native import CompileError, Module, Native

_CTYPES = {
    "u8": ctypes.c_uint8, "u16": ctypes.c_uint16, "u32": ctypes.c_uint32, "u64": ctypes.c_uint64,
    "i8": ctypes.c_int8, "i16": ctypes.c_int16, "i32": ctypes.c_int32, "i64": ctypes.c_int64,
    "f32": ctypes.c_float, "f64": ctypes.c_double, "bool_": ctypes.c_bool, "void": None,
}  # fmt: skip

_serial = itertools.count()


def define(source: str, **names: Any) -> dict[str, Any]:
    """Run source text as a module that has imported the whole subset, and `names`."""
    source = textwrap.dedent(source).strip() + "\n"
    path = f"<source {next(_serial)}>"
    linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
    module = {name: getattr(subset, name) for name in subset.__all__} | {"__name__": "tests.defined", **names}
    exec(compile(source, path, "exec"), module)
    return module


def functions(namespace: dict[str, Any]) -> list[Native]:
    return [value for value in namespace.values() if isinstance(value, Native)]


def refusal(source: str, **names: Any) -> CompileError:
    """The error of a source that the compiler must refuse."""
    found = functions(define(source, **names))
    try:
        Module(memory_functions=False).add(*found).ir()
    except CompileError as error:
        return error
    raise AssertionError("the compiler accepted it")


class Library:
    """Native functions compiled to a shared object that this process has loaded."""

    def __init__(self, folder: Any, *items: Any) -> None:
        ir = Module().add(*items).ir()
        self.path = folder / f"library{next(_serial)}.so"
        self.path.write_bytes(in_worker(lambda: compile_library(ir)))
        self.loaded = ctypes.CDLL(str(self.path))

    def __call__(self, fn: Native, *args: Any) -> Any:
        """Call an exported function; bytes and buffers pass as addresses."""
        entry = getattr(self.loaded, fn.name)
        entry.argtypes = [_ctype(type_) for type_ in fn.params]
        entry.restype = _ctype(fn.result)
        return entry(*args)


def _ctype(type_: Scalar) -> Any:
    return _CTYPES.get(type_.name, ctypes.c_void_p) if type_ is not void else None
