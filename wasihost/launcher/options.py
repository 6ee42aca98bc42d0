"""Arguments of the command line, environment and configuration → options, as far as the launcher handles them.

It is generated from the table in `options.table`.  Everything else is handed over to Python (`options.command_line`).
"""

from enum import IntEnum

from wasihost.abi import ClockOption, GuestOptions, NumberOption
from wasihost.launcher.values import (
    read_choice,
    read_clock,
    read_count,
    read_duration,
    read_number,
    read_size,
    read_truth,
)
from wasihost.native import Array, Global, Ptr, Struct, addr, bool_, native, ptr, u8, u32, u64
from wasihost.native.prelude import memcmp, streq
from wasihost.options.table import ALL_VARIABLES, CODE, LIFTING, MAX_GRANTS, OFTEN, OPTIONS, SHORT, Option
from wasihost.options.values import YES
from wasihost.wasi.trace.filter import misnamed


class Options(Struct):
    module: ptr
    arguments: u64  # index of the guest's first argument
    grant_count: u32
    variable_count: u32
    fault: u32  # the error number with which a grant could not be opened, or 0
    misspelt: u32  # 1: the guest's first argument is probably meant as an option
    unknown_variable: u32  # 1: a variable of the environment looks like one of wasihost's
    grant_at_fault: ptr  # the grant that could not be opened, or null
    word_at_fault: ptr  # the invalid option of an invalid line, or null
    value_at_fault: ptr  # its value, if that is a word of its own
    of_compiling: ptr  # the last option that has no effect on code that is compiled, or null
    # From here on by the attribute in the table.  Zero: not given.
    dir: Array(ptr, MAX_GRANTS)  # HOST[::GUEST[::ro]]
    env: Array(ptr, MAX_GRANTS)  # NAME[=VALUE]
    argv0: ptr
    cache_dir: ptr
    config: ptr
    profile: ptr
    cwd: ptr
    trace: ptr  # a file; empty: standard error
    trace_filter: ptr
    trace_summary: u64
    no_config: u64
    no_cache: u64
    strict_args: u64
    quiet: u64
    canonical_nans: u64
    level: u64  # index of a choice, starting at 1
    error_format: u64
    guest: GuestOptions  # the options that reach the guest
    # Read only so that Python reports errors in them; the launcher does not use them.
    color: u64
    jobs: u64
    max_compile_time: u64
    no_background: u64
    allow_precompiled: u64


class Kind(IntEnum):
    """How to read a value."""

    HAND_OVER = 0
    FLAG = 1
    OPTIONAL = 2
    TEXT = 3
    CHOICE = 4
    GRANT = 5
    VARIABLE = 6
    COUNT = 7
    NUMBER = 8
    SIZE = 9
    DURATION = 10
    CLOCK = 11


AFTER_MODULE, STANDS_ALONE, IN_ENVIRONMENT, REPEATABLE, OF_COMPILING, MEANT = 1, 2, 4, 8, 16, 32


class Row(Struct):
    name: Array(u8, 24)
    size: u32  # size of the name in bytes
    kind: u32
    place: u32  # offset in Options
    flags: u32
    metavar: Array(u8, 48)  # of a choice


def _place(attribute: str) -> int | None:
    if attribute in GuestOptions.fields:
        return Options.offset("guest") + GuestOptions.offset(attribute)
    return Options.offset(attribute) if attribute in Options.fields else None


def _row(option: Option, name: str) -> bytes:
    place = _place(option.attribute)
    is_choice, is_short = option.kind == "choice", name != option.name
    return Row.pack(
        name=name.encode() + b"\0",
        size=len(name),
        kind=Kind.HAND_OVER if place is None else Kind[option.kind.upper()],
        place=place or 0,
        flags=(AFTER_MODULE if option.after_module and not is_short else 0)
        | (STANDS_ALONE if option.kind in ("flag", "optional") else 0)
        | (IN_ENVIRONMENT if option.environment and not is_short else 0)
        | (REPEATABLE if option.repeatable else 0)
        | (0 if is_short or option.name in (*OFTEN, *LIFTING) else MEANT)
        | (OF_COMPILING if option.group == CODE else 0),
        metavar=(option.metavar if is_choice else "").encode() + b"\0",
    )


_names = [(option, option.name) for option in OPTIONS]
_names += [(option, short) for short, name in SHORT.items() for option in OPTIONS if option.name == name]
ROWS = Global(Row, data=b"".join(_row(option, name) for option, name in _names))
COUNT = len(_names)
ALONE = YES.encode()
CHOICES = {option.attribute: option.choices for option in OPTIONS if option.kind == "choice"}


def choice(attribute: str, value: str) -> int:
    """The number of a value in a field of Options."""
    return CHOICES[attribute].index(value) + 1


@native
def is_consistent(options: Options) -> bool_:
    """Whether the options are compatible.

    A guest cannot be confined and not confined.  The filter of a trace needs a trace, and names of existing functions.
    """
    if options.guest.confine and options.guest.no_confine:
        return False
    if not options.trace_filter:
        return True
    return (options.trace or options.trace_summary) and misnamed(options.trace_filter) < 0


@native
def take(options: Options, words: ptr, count: u64, at: u64, after_module: bool_) -> u64:
    """Read the options starting at word `at`; the index of the first that is not one, or NOT_READ: hand over."""
    while at < count:
        word = ptr[words, at]
        if u8[word] != ord("-") or not u8[word, 1] or streq(word, b"--"):
            return at
        size: u64 = 0
        while u8[word, size] and u8[word, size] != ord("="):
            size += 1
        row = find(word, size)
        options.word_at_fault, options.value_at_fault = word, ptr(0)
        if after_module and (not row or not row.flags & AFTER_MODULE):
            return at
        if not row:
            return NOT_READ
        at += 1
        value = word + size + 1
        if not u8[word, size]:
            value = ALONE
            if not row.flags & STANDS_ALONE:
                if at == count:
                    return NOT_READ
                options.value_at_fault = value = ptr[words, at]
                at += 1
        if row.flags & OF_COMPILING:
            options.of_compiling = word
        if not act(options, row, value):
            return NOT_READ
    return at


NOT_READ = (1 << 64) - 1


@native
def find(name: ptr, size: u64) -> Ptr(Row):
    """The row of an option, or null."""
    for i in range(COUNT):
        if ROWS[i].size == size and memcmp(ROWS[i].name, name, size) == 0:
            return ROWS[i]
    return ptr(0)


@native
def is_name(text: ptr) -> bool_:
    """Whether NAME[=VALUE] has a name that is not empty, and is no pattern."""
    size: u64 = 0
    has_star: bool_ = False
    while u8[text, size] and u8[text, size] != ord("="):
        has_star = has_star or u8[text, size] == ord("*")
        size += 1
    return size != 0 and (not has_star or u8[text, size] or streq(text, ALL_VARIABLES.encode()))


@native
def act(options: Options, row: Row, value: ptr) -> bool_:
    """Store the value of an option.  False: hand over to Python, which also reports invalid values."""
    place = ptr(options) + row.place
    match row.kind:
        case Kind.FLAG:
            return read_truth(value, place)
        case Kind.OPTIONAL:
            given: u64 = 0
            ptr[place] = value
            if read_truth(value, addr(given)):
                ptr[place] = b"" if given else ptr(0)
            return u8[value] != 0 and not streq(value, b"-")
        case Kind.TEXT:
            ptr[place] = value
            return u8[value] != 0
        case Kind.CHOICE:
            return read_choice(value, row.metavar, place)
        case Kind.COUNT:
            return read_count(value, place)
        case Kind.NUMBER:
            NumberOption(place).given = 1
            return read_number(value, place + NumberOption.offset("value"))
        case Kind.SIZE:
            return read_size(value, place)
        case Kind.DURATION:
            return read_duration(value, place)
        case Kind.CLOCK:
            return read_clock(value, ClockOption(place))
        case Kind.GRANT:
            if options.grant_count < MAX_GRANTS:
                options.dir[options.grant_count] = value
                options.grant_count += 1
                return True
        case Kind.VARIABLE:
            if options.variable_count < MAX_GRANTS and is_name(value):
                options.env[options.variable_count] = value
                options.variable_count += 1
                return True
        case _:
            pass
    return False
