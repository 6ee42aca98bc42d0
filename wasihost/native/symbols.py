"""The symbols of a module: everything that native functions refer to becomes part of the module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wasihost.layout import Scalar

from .debug import DebugInfo, quoted
from .types import Extern, Fn, Global, Native

LINKAGE = {True: "dso_local ", "hidden": "hidden ", False: "internal "}  # `export` → linkage


class Symbols:
    """The symbols of a module.  `compile` is called once for each native function, when it is first referred to."""

    def __init__(self, compile: Callable[[Native], None], *, debug: bool) -> None:
        self.compile = compile
        self.debug = DebugInfo(enabled=debug)
        self.names: set[str] = set()  # defined symbols
        self.symbols: dict[Any, str] = {}  # function, global or bytes → "@symbol"
        self.globals: list[str] = []
        self.declarations: dict[str, None] = {}
        self.externs: dict[str, str] = {}  # symbol → declaration, needed unless the module also defines it

    def declare(self, declaration: str) -> None:
        self.declarations[declaration] = None

    def symbol(self, item: Fn | Global, hint: str = "global") -> str:
        """The IR name of a function or a global, which becomes part of the module; `hint` names an anonymous global."""
        if item not in self.symbols:
            self.symbols[item] = ""  # a table may refer to itself
            if isinstance(item, Native):
                self.symbols[item] = self.new_name(item.name, _prefix(item), exact=bool(item.export))
                self.compile(item)
            elif isinstance(item, Extern):
                self.symbols[item] = f"@{item.name}"
                params = ", ".join(map(abi_type, item.params))
                visibility, binding = ("hidden ", "") if item.hidden else ("", " nonlazybind")
                result = abi_type(item.result, result=True)
                self.externs[item.name] = f"{visibility}{item.cc}{result} @{item.name}({params}){binding}"
            elif isinstance(item, Global):
                self.symbols[item] = self.new_name(item.name or hint, "data", exact=item.name is not None)
                self.define_global(item)
            else:
                raise TypeError(f"{item!r} is not a native function or global")
        return self.symbols[item]

    def new_name(self, name: str, prefix: str, exact: bool) -> str:
        """A unique symbol.  Internal symbols contain the name of the file, for gdb and perf."""
        symbol, number = name if exact else f"{prefix}.{name}", 0
        while symbol in self.names:
            if exact:
                raise ValueError(f"two definitions of `{name}`")
            number += 1
            symbol = f"{prefix}.{name}.{number}"
        self.names.add(symbol)
        return f"@{symbol}"

    def bytes_symbol(self, data: bytes) -> str:
        """Constant bytes followed by a NUL; equal ones are stored once."""
        if data not in self.symbols:
            self.symbols[data] = self.symbol(Global(data=data + b"\0", align=1), "bytes")
        return self.symbols[data]

    def define_global(self, item: Global) -> None:
        linkage = LINKAGE[item.export]
        if item.table is not None:
            entries = ", ".join(f"ptr {self.symbol(entry) if entry else 'null'}" for entry in item.table)
            storage = f"constant [{len(item.table)} x ptr] [{entries}]"
        elif item.data is not None:
            storage = f'constant [{len(item.data)} x i8] c"{quoted(item.data)}"'
        else:
            storage = f"global [{item.type.size * item.n} x i8] zeroinitializer"
        section = f', section "{item.section}"' if item.section else ""
        self.globals.append(f"{self.symbols[item]} = {linkage}{storage}{section}, align {item.align}")


def _prefix(fn: Native) -> str:
    return (fn.function.__module__ or "native").rpartition(".")[2]


def abi_type(type_: Scalar, result: bool = False) -> str:
    """The IR type of a parameter or result.  C requires small integers to be extended to 32 bits."""
    if type_.kind not in ("int", "bool") or type_.size > 2:
        return type_.llvm
    extend = "signext" if type_.signed else "zeroext"
    return f"{extend} {type_.llvm}" if result else f"{type_.llvm} {extend}"
