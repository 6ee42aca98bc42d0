"""A set of system calls → a filter that the kernel runs before each call; any other system call ends the process.

The filter is a search tree over the numbers, which looks only at the number if possible: the kernel caches the answers
that depend on nothing else, and does not run the filter for them again.
"""

from functools import cache

from wasihost.native import Array, Global, Struct, i64, native, new, syscall, u8, u16, u32, u64
from wasihost.native.platform import (
    AUDIT_ARCH,
    BPF_JEQ,
    BPF_JGE,
    BPF_JSET,
    BPF_LOAD,
    BPF_RETURN,
    SECCOMP_FILTER_FLAG_SPEC_ALLOW,
    SECCOMP_GET_ACTION_AVAIL,
    SECCOMP_RET_ALLOW,
    SECCOMP_RET_KILL_PROCESS,
    SECCOMP_SET_MODE_FILTER,
    SYS,
    SeccompData,
    SockFilter,
    SockFprog,
)
from wasihost.runtime.confinement import calls
from wasihost.runtime.confinement.calls import CONDITIONS, NONE_OF, OWN_PROCESS

MAX_CALLS = 64  # system calls
MAX_VALUES = 4  # values of a condition
MAX_INSTRUCTIONS = 255  # instructions, the maximum distance of a jump
REFUSED, ALLOWED, CONDITIONAL = 0, 1, 2  # actions for a number; from 2 on, a condition decides


class Condition(Struct):
    argument: u32
    kind: u32
    count: u32
    values: Array(u32, MAX_VALUES)


class Bound(Struct):
    number: u32  # starting at this number …
    action: u32  # … this action applies


class Program(Struct):
    """The program that is being written: a search for the number, then the conditions, then the two answers."""

    bound_count: u32
    size: u32
    refuses: u32  # index of the instruction that refuses; the next one allows
    own_process: u32
    places: Array(u32, len(CONDITIONS))  # index of the start of each condition, or 0 if this run does not need it
    bounds: Array(Bound, 2 * MAX_CALLS + 1)
    code: Array(SockFilter, MAX_INSTRUCTIONS)


@cache
def actions() -> Global:
    """The action for each number, if it is allowed."""
    order = list(CONDITIONS)
    found = (order.index(n) + CONDITIONAL if n in CONDITIONS else ALLOWED for n in calls.numbers())
    rows = [Bound.pack(number=n, action=action) for n, action in zip(calls.numbers(), found, strict=True)]
    assert len(rows) <= MAX_CALLS
    return Global(Bound, data=b"".join(rows))


@cache
def conditions() -> Global:
    rows = [
        Condition.pack(argument=SeccompData.offset("args") + 8 * argument, kind=kind, count=len(values), values=values)
        for argument, kind, values in CONDITIONS.values()
    ]
    return Global(Condition, data=b"".join(rows))


@native(export=True)
def seccomp_available() -> u32:
    """Whether the kernel supports filters that can end a process."""
    action = new(u32)
    action[0] = SECCOMP_RET_KILL_PROCESS
    return u32(syscall(SYS.seccomp, SECCOMP_GET_ACTION_AVAIL, 0, action) == 0)


@native
def seccomp_restrict(allowed: u64) -> i64:
    """Allow the system calls in the mask (`calls.mask`).  Returns 0 or -errno."""
    program = new(Program)
    find_bounds(program, allowed)
    program.own_process = u32(syscall(SYS.getpid))
    write_program(program)
    passed = new(SockFprog)
    passed.size, passed.filter = u16(program.size), program.code
    return syscall(SYS.seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, passed)


# -------------------------------------------------------------------------------------------------- which numbers
@native
def find_bounds(program: Program, allowed: u64):
    """Divide all numbers into ranges with the same action."""
    program.bound_count, program.bounds[0].number, program.bounds[0].action = 1, 0, REFUSED
    for i in range(u64(len(calls.numbers()))):
        if allowed >> i & 1:
            number = actions()[i].number
            add_bound(program, number, actions()[i].action)
            add_bound(program, number + 1, REFUSED)


@native
def add_bound(program: Program, number: u32, action: u32):
    last = program.bounds[program.bound_count - 1]
    if last.number != number:
        last = program.bounds[program.bound_count]
        program.bound_count += 1
    last.number, last.action = number, action
    if program.bound_count > 1 and program.bounds[program.bound_count - 2].action == action:
        program.bound_count -= 1


# ------------------------------------------------------------------------------------------------------ instructions
@native
def write_program(program: Program):
    at = 3 + program.bound_count - 1  # after the search
    for i in range(len(CONDITIONS)):
        program.places[i] = 0
        for k in range(program.bound_count):
            if program.bounds[k].action == CONDITIONAL + u32(i):
                program.places[i] = at
                at += 1 + max(conditions()[i].count, u32(1))
                break
    program.refuses = at
    put(program, 0, BPF_LOAD, 0, 0, SeccompData.offset("arch"))
    put(program, 1, BPF_JEQ, 2, at, AUDIT_ARCH)
    put(program, 2, BPF_LOAD, 0, 0, SeccompData.offset("number"))
    program.size = 3
    write_search(program, 0, program.bound_count)
    for i in range(len(CONDITIONS)):
        if program.places[i]:
            write_condition(program, conditions()[i])
    put(program, at, BPF_RETURN, 0, 0, SECCOMP_RET_KILL_PROCESS)
    put(program, at + 1, BPF_RETURN, 0, 0, SECCOMP_RET_ALLOW)
    program.size = at + 2


@native
def write_search(program: Program, low: u32, high: u32) -> u32:
    """Write the instructions that find a number among some ranges.  Returns the index of the first."""
    if high - low == 1:
        action = program.bounds[low].action
        return program.refuses + action if action < CONDITIONAL else program.places[action - CONDITIONAL]
    at, middle = program.size, (low + high) // 2
    program.size += 1
    smaller = write_search(program, low, middle)
    put(program, at, BPF_JGE, write_search(program, middle, high), smaller, program.bounds[middle].number)
    return at


@native
def write_condition(program: Program, condition: Condition):
    put(program, program.size, BPF_LOAD, 0, 0, condition.argument)
    program.size += 1
    refuses, allows = program.refuses, program.refuses + 1
    if condition.kind == NONE_OF:
        put(program, program.size, BPF_JSET, refuses, allows, condition.values[0])
        program.size += 1
    elif condition.kind == OWN_PROCESS:
        put(program, program.size, BPF_JEQ, allows, refuses, program.own_process)
        program.size += 1
    else:
        for i in range(condition.count):
            otherwise = refuses if i + 1 == condition.count else program.size + 1
            put(program, program.size, BPF_JEQ, allows, otherwise, condition.values[i])
            program.size += 1


@native
def put(program: Program, at: u32, code: u32, true: u32, false: u32, value: u32):
    """Write an instruction; `true` and `false` are the indices of the targets of a jump."""
    is_jump = code not in (BPF_LOAD, BPF_RETURN)
    row = program.code[at]
    row.code, row.value = u16(code), value
    row.true, row.false = u8(true - at - 1) if is_jump else u8(0), u8(false - at - 1) if is_jump else u8(0)
