"""The entities in native code besides scalar types: functions and their types, external symbols, globals, builtins."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from wasihost.layout import Ptr, Scalar, Struct, ptr, u8, void

if TYPE_CHECKING:
    from wasihost.layout import Type


def is_struct(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Struct)


def value_type(type_: Any) -> Any:
    """The type of a variable annotated with `type_`; for a struct, a pointer to it."""
    return Ptr(type_) if is_struct(type_) else type_


class Fn:
    """The type of a function's address: with `F = Fn(u64, ptr)`, `F(p)(x)` calls the function that `p` points to."""

    result: Any
    params: tuple[Any, ...]

    def __init__(self, result: Any, *params: Any, cc: str = "") -> None:
        self.result, self.params = value_type(result), tuple(map(value_type, params))
        if not all(isinstance(type_, Scalar) for type_ in (self.result, *self.params)):
            raise TypeError(f"a function's types are those of values: Fn({result!r}, {', '.join(map(repr, params))})")
        self.cc = f"{cc} " if cc else ""  # in the form of IR text


class Extern(Fn):
    """A function that another object defines.

    `hidden`: it is linked in; otherwise it is found when the library is loaded.
    """

    def __init__(self, name: str, result: Any, *params: Any, cc: str = "", hidden: bool = False) -> None:
        super().__init__(result, *params, cc=cc)
        self.name, self.hidden = name, hidden


class Native(Fn):
    """A Python function that is compiled to machine code.

    export   True: visible in the shared object; "hidden": visible to the linker only; False: internal
    naked    the body is only inline assembly, without prologue and epilogue
    inline   True: always, False: never, None: LLVM decides
    attrs    additional LLVM function attributes
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        export: bool | str = False,
        naked: bool = False,
        inline: bool | None = None,
        cc: str = "",
        attrs: str = "",
        name: str | None = None,
    ) -> None:
        code, types = function.__code__, function.__annotations__
        self.param_names = code.co_varnames[: code.co_argcount]
        # The compiler reports a missing annotation (None), or one that is not a type, with its line.
        self.params = tuple(value_type(types.get(param)) for param in self.param_names)
        self.result, self.cc = value_type(types.get("return") or void), f"{cc} " if cc else ""
        self.function, self.name, self.export = function, name or function.__name__, export
        self.naked, self.inline, self.attrs = naked, inline, attrs

    def __call__(self, *args: object) -> NoReturn:
        raise TypeError(f"`{self.name}` is native code: compile it with wasihost.native.Module")


def native(function: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Decorator: `@native` or `@native(export=True, …)`; the options are those of Native."""
    return Native(function, **options) if function else lambda function: Native(function, **options)


class Global:
    """Storage that lives as long as the program.  In native code, its name is a pointer to the first element.

    Global(State)              zeroed, writable            Global(u32, 5)       five elements
    Global(data=b"…")          constant bytes              Global(Row, data=…)  constant rows, from Row.pack()
    Global(data=f)             what f returns, when native code that uses it is compiled
    Global(table=[f, None])    constant code addresses
    """

    def __init__(
        self,
        type: Type = u8,
        n: int = 1,
        *,
        data: bytes | Callable[[], bytes] | None = None,
        table: Sequence[Fn | Global | None] | None = None,
        name: str | None = None,
        export: bool | str = False,
        align: int = 16,
        section: str = "",
    ) -> None:
        self._data, self.table = data, table
        self.type = type if table is None else ptr
        self._n = n
        self.name, self.export, self.align, self.section = name, export, align, section

    @property
    def data(self) -> bytes | None:
        if callable(self._data):
            self._data = self._data()
        return self._data

    @property
    def n(self) -> int:
        if self.table is not None:
            return len(self.table)
        return self._n if self.data is None else len(self.data) // self.type.size

    if TYPE_CHECKING:
        # In native code, these are fields of the first element.
        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...


class Builtin:
    """A function that the compiler translates itself: `emit(compiler, call node, *argument nodes)` → Value."""

    def __init__(self, emit: Callable[..., Any]) -> None:
        self.emit, self.name = emit, emit.__name__.strip("_")
        params = [*inspect.signature(emit).parameters.values()][2:]
        any_number = any(param.kind is param.VAR_POSITIONAL for param in params)
        required = sum(param.default is param.empty and param.kind is not param.VAR_POSITIONAL for param in params)
        self.counts = range(required, 1000 if any_number else len(params) + 1)
        self.usage = f"{self.name}({', '.join(param.name for param in params)})"

    def __call__(self, *args: object) -> NoReturn:
        raise TypeError(f"`{self.name}` exists only inside native functions")


def is_native_type(value: object) -> bool:
    return isinstance(value, Scalar) or is_struct(value)
