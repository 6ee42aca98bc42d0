"""The system calls that a run can need: read from the sources of the native functions that may still run in it.

A call that a function makes is allowed where that function can run, so nobody has to keep a list.  What is listed here
is what no source shows: how a process ends, and where arguments decide.
"""

from functools import cache

from wasihost.native.platform import F_GETFL, F_SETFL, FIONREAD, PROT_EXEC, SYS, TCGETS
from wasihost.native.reach import system_calls
from wasihost.native.types import Native
from wasihost.runtime import builtins, confined, deadline, trap
from wasihost.runtime.machine import trap_landing, wasm_returned
from wasihost.runtime.symbols import BY_SYMBOL
from wasihost.wasi import preview1
from wasihost.wasi.trace import calls as traced_calls

# The kernel resumes after a signal by itself; the launcher leaves.
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

# What an Extern stands for: a function, or a label in one.
BY_NAME = {function.name: function for function in BY_SYMBOL} | {trap_landing.name: None, wasm_returned.name: None}


def made_by(*roots: object) -> frozenset[int]:
    """The numbers of the system calls that native functions and all that they call make."""
    return system_calls(*roots, by_name=BY_NAME)


@cache
def runtime() -> frozenset[int]:
    """Whatever a guest imports: what generated code calls, signals, the way out."""
    roots = builtins.code_addresses, trap.on_signal, deadline.on_strike, confined.run_confined
    return made_by(*roots, *BY_SYMBOL) | ALWAYS


@cache
def traced() -> frozenset[int]:
    return made_by(*(value for value in vars(traced_calls).values() if isinstance(value, Native)))


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
