"""The system calls that a run can need: read from the sources of the native functions that may still run in it.

A call that a function makes is allowed where that function can run, so nobody has to keep a list.  What is listed here
is what no source shows: how a process ends, and where arguments decide.
"""

import ast
from collections import ChainMap
from collections.abc import Iterator
from functools import cache
from inspect import getclosurevars
from typing import Any

from wasihost.native import Global
from wasihost.native.platform import F_GETFL, F_SETFL, FIONREAD, PROT_EXEC, SYS, TCGETS
from wasihost.native.source import Source
from wasihost.native.types import Extern, Native
from wasihost.runtime.machine import trap_landing, wasm_returned
from wasihost.wasi import preview1

# The kernel resumes behind a signal by itself; the launcher leaves.
ALWAYS = frozenset({SYS.rt_sigreturn, SYS.exit_group, SYS.write})
# What Python needs until it has ended: its allocator, descriptors, signals.
PYTHON = frozenset({SYS.brk, SYS.mremap, SYS.munmap, SYS.close, SYS.write, SYS.rt_sigaction})

NONE_OF, ONE_OF, OWN_PROCESS = 1, 2, 3
# System call → number of the argument that decides, how, and its bits or values.
CONDITIONS: dict[int, tuple[int, int, tuple[int, ...]]] = {
    SYS.mmap: (2, NONE_OF, (PROT_EXEC,)),
    SYS.mprotect: (2, NONE_OF, (PROT_EXEC,)),
    SYS.fcntl: (1, ONE_OF, (F_GETFL, F_SETFL)),
    SYS.ioctl: (1, ONE_OF, (TCGETS, FIONREAD)),
    SYS.kill: (0, OWN_PROCESS, ()),
}


def made_by(*roots: object) -> frozenset[int]:
    """The numbers of the system calls that native functions and all that they call make."""
    found, seen, waiting = set[int](), set[int](), list(roots)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Extern):
            item = None if item in (trap_landing, wasm_returned) else _by_name()[item.name]  # those are labels
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
    """What a function's code names: other functions, and tables of them."""
    names = {node.id for node in ast.walk(Source(function).node) if isinstance(node, ast.Name)}
    outside = getclosurevars(function.function)
    for value in map(ChainMap(dict(outside.nonlocals), function.function.__globals__).get, names):
        yield from value if isinstance(value, tuple) else (value,)


@cache
def _by_name() -> dict[str, Native]:
    """Functions that assembly and other objects call by their symbol."""
    from wasihost.runtime.exports import EXPORTS

    return {function.name: function for function in EXPORTS}


@cache
def runtime() -> frozenset[int]:
    """Whatever a guest imports: what generated code calls, signals, the way out."""
    from wasihost.runtime import builtins, deadline, program, trap
    from wasihost.runtime.exports import EXPORTS

    by_symbol = [function for function in EXPORTS if function.export == "hidden"]
    roots = builtins.code_addresses, trap.on_signal, deadline.on_strike, program.run_confined
    return made_by(*roots, *by_symbol) | ALWAYS


@cache
def traced() -> frozenset[int]:
    from wasihost.wasi.trace import calls

    functions = [value for value in vars(calls).values() if isinstance(value, Native)]
    return made_by(*functions)


@cache
def of_functions() -> list[frozenset[int]]:
    """Of each function of WASI, in the order of names, with both of its forms."""
    forms = zip(preview1.PREVIEW1.table or (), preview1.UNSTABLE.table or (), strict=True)
    return [made_by(*both) for both in forms]


@cache
def numbers() -> tuple[int, ...]:
    """All that any run can need, sorted.  A set of them is a mask: bit n stands for the number at n."""
    return tuple(sorted(runtime() | traced() | PYTHON | frozenset().union(*of_functions())))


def mask(calls: frozenset[int]) -> int:
    return sum(1 << numbers().index(number) for number in calls)
