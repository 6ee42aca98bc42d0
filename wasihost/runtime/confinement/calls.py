"""The system calls that a run can need, found in the sources of the native functions that can run after confinement.

A system call is allowed if a function that makes it can run, so nobody has to maintain a list.  Listed here is only
what the sources do not show: how a process ends, and system calls whose arguments decide.
"""

from functools import cache

from wasihost.native.platform import F_GETFL, F_SETFL, FIONREAD, PROT_EXEC, SYS, TCGETS
from wasihost.native.reach import system_calls
from wasihost.native.types import Native
from wasihost.runtime import builtins, confined, deadline, trap
from wasihost.runtime.interpreter import find_handlers
from wasihost.runtime.machine import ENTRIES, trap_landing, wasm_returned
from wasihost.runtime.symbols import BY_SYMBOL
from wasihost.wasi import preview1
from wasihost.wasi.trace import calls as traced_calls

# The kernel restarts system calls after a signal; the launcher exits.
ALWAYS = frozenset({SYS.rt_sigreturn, SYS.exit_group, SYS.write})
# The system calls that Python needs until it exits: for its allocator, descriptors, signals.
PYTHON = frozenset({SYS.brk, SYS.mremap, SYS.munmap, SYS.close, SYS.write, SYS.rt_sigaction})

NONE_OF, ONE_OF, OWN_PROCESS = 1, 2, 3
# System call → index of the argument that decides, how, and its bits or values.
CONDITIONS: dict[int, tuple[int, int, tuple[int, ...]]] = {
    SYS.mmap: (2, NONE_OF, (PROT_EXEC,)),
    SYS.mprotect: (2, NONE_OF, (PROT_EXEC,)),
    SYS.fcntl: (1, ONE_OF, (F_GETFL, F_SETFL)),
    SYS.ioctl: (1, ONE_OF, (TCGETS, FIONREAD)),
    SYS.kill: (0, OWN_PROCESS, ()),
}

# Extern → its function, or the function that contains its label.  `find_handlers` only fills a struct.
LABELS = trap_landing, wasm_returned, *ENTRIES, find_handlers
BY_NAME = {function.name: function for function in BY_SYMBOL} | dict.fromkeys(label.name for label in LABELS)


def made_by(*roots: object) -> frozenset[int]:
    """The numbers of the system calls that native functions and all that they call make."""
    return system_calls(*roots, by_name=BY_NAME)


@cache
def runtime() -> frozenset[int]:
    """The system calls that any guest may need: those of generated code's builtins, of signals, and of leaving wasm."""
    roots = builtins.code_addresses, trap.on_signal, deadline.on_strike, confined.run_confined
    return made_by(*roots, *BY_SYMBOL) | ALWAYS


@cache
def traced() -> frozenset[int]:
    return made_by(*(value for value in vars(traced_calls).values() if isinstance(value, Native)))


@cache
def of_functions() -> list[frozenset[int]]:
    """The system calls of each WASI function, in the order of names, for both of its forms."""
    forms = zip(preview1.PREVIEW1.table or (), preview1.UNSTABLE.table or (), strict=True)
    return [made_by(*both) for both in forms]


@cache
def numbers() -> tuple[int, ...]:
    """All system calls that any run can need, sorted.

    A set of them is a mask: bit n stands for the number at index n.
    """
    return tuple(sorted(runtime() | traced() | PYTHON | frozenset().union(*of_functions())))


def mask(calls: frozenset[int]) -> int:
    return sum(1 << numbers().index(number) for number in calls)
