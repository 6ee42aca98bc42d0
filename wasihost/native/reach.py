"""Find the system calls that native functions make, from their sources and those of everything that they call."""

from __future__ import annotations

import ast
from collections import ChainMap
from collections.abc import Iterator, Mapping
from inspect import getclosurevars
from typing import Any

from .platform import SYS
from .source import Source
from .types import Extern, Global, Native


def system_calls(*roots: object, by_name: Mapping[str, Native | None]) -> frozenset[int]:
    """The numbers of the system calls that these native functions, and all that they call, can make.

    `by_name` maps the name of an Extern to its function, or to None if it is a label in one.  KeyError: it lacks a
    name.
    """
    found, seen, waiting = set[int](), set[int](), list(roots)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Extern):
            item = by_name[item.name]
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, Global):
            waiting += item.table or ()
        elif isinstance(item, Native):
            found |= _own(item)
            waiting += _named(item)
    return frozenset(found)


def _own(function: Native) -> set[int]:
    return {
        getattr(SYS, node.attr)
        for node in ast.walk(Source(function).node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "SYS"
    }


def _named(function: Native) -> Iterator[Any]:
    """The functions, and tables of functions, that the code of a function refers to."""
    names = {node.id for node in ast.walk(Source(function).node) if isinstance(node, ast.Name)}
    outside = getclosurevars(function.function)
    for value in map(ChainMap(dict(outside.nonlocals), function.function.__globals__).get, names):
        yield from value if isinstance(value, tuple) else (value,)
