"""The values of options → numbers, as in `options.values`.  Unusual forms are handed over to Python."""

from wasihost.abi import NO_LIMIT, VIRTUAL_CLOCK, ClockOption
from wasihost.digits import MAX_SIZE, UNITS
from wasihost.native import Global, Ptr, addr, bool_, f64, native, new, ptr, u8, u32, u64
from wasihost.native.prelude import memcmp, streq, strlen
from wasihost.options.encoded import CLOCKS
from wasihost.options.values import END_OF_TIME, MAX_SECONDS, MIN_SECONDS, SECONDS, TRUTH

TRUTHS = tuple((text.encode(), int(value)) for text, value in TRUTH.items())
DURATIONS = tuple((unit.encode(), float(seconds)) for unit, seconds in SECONDS.items())
SIZES = tuple((unit.encode(), float(size)) for unit, size in UNITS.items())
# As many digits make a float that is exactly the number (and are a 64-bit integer).
EXACT_DIGITS = 15
KINDS_OF_CLOCK = tuple((name.encode(), kind) for name, kind in CLOCKS.items())
DATE = b"0000-00-00T00:00:00"  # 0: any digit
DATE_ENDS = (10, 16, 19)  # size of a date; with hours and minutes; with seconds
MONTHS = Global(data=bytes((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)))  # days per month
DAYS_TO_1970 = 719468  # days from 1 March of the year 0 to 1970


@native
def read_truth(text: ptr, to: Ptr(u64)) -> bool_:
    for known, value in TRUTHS:
        if streq(text, known):
            to[0] = value
            return True
    return False


@native
def read_choice(text: ptr, choices: ptr, to: Ptr(u64)) -> bool_:
    """The index of a text among `a|b|c`, starting at 1."""
    at, number = choices, u64(1)
    while u8[at]:
        size: u64 = 0
        while u8[at, size] and u8[at, size] != ord("|"):
            size += 1
        if memcmp(at, text, size) == 0 and not u8[text, size]:
            to[0] = number
            return True
        at = at + size + u64(u8[at, size] != 0)
        number += 1
    return False


@native
def is_digit(c: u8) -> bool_:
    return ord("0") <= c <= ord("9")


@native
def digits(text: ptr, to: Ptr(u64)) -> u64:
    """The number of digits at the start of a text; 0 also if there are too many."""
    size, value = u64(0), u64(0)
    while is_digit(u8[text, size]):
        if size == EXACT_DIGITS:
            return 0
        value = value * 10 + (u8[text, size] - ord("0"))
        size += 1
    to[0] = value
    return size


@native
def read_number(text: ptr, to: Ptr(u64)) -> bool_:
    size = digits(text, to)
    return size != 0 and not u8[text, size]


@native
def read_count(text: ptr, to: Ptr(u64)) -> bool_:
    return read_number(text, to) and 0 < to[0] < NO_LIMIT


@native
def read_decimal(text: ptr, to: Ptr(f64)) -> u64:
    """The number of bytes at the start that form a number: digits, with at most one point.

    0: none, or too many digits.
    """
    at, count, decimals, value = u64(0), u64(0), u64(0), u64(0)
    has_point: bool_ = False
    power: f64 = 1.0
    while is_digit(u8[text, at]) or (u8[text, at] == ord(".") and not has_point):
        if u8[text, at] == ord("."):
            has_point = True
        else:
            value = value * 10 + (u8[text, at] - ord("0"))
            count += 1
            decimals += u64(has_point)
            if count > EXACT_DIGITS:
                return 0
        at += 1
    for _ in range(decimals):
        power = power * 10.0
    to[0] = f64(value) / power
    return at if count else u64(0)


@native
def read_duration(text: ptr, to: Ptr(u64)) -> bool_:
    """A duration → nanoseconds."""
    number = new(f64)
    size = read_decimal(text, number)
    for unit, seconds in DURATIONS:
        if size and streq(text + size, unit):
            value = number[0] * seconds
            to[0] = u64(value * 1e9)
            return MIN_SECONDS <= value <= MAX_SECONDS
    return False


@native
def read_size(text: ptr, to: Ptr(u64)) -> bool_:
    """A size → bytes: `512M`, `1.5GiB`, `4096`."""
    number = new(f64)
    at = read_decimal(text, number)
    if not at:
        return False
    factor: f64 = 1.0
    has_unit: bool_ = False
    for unit, bytes_ in SIZES:
        if len(unit) and u8[text, at] & ~u32(0x20) == unit[0]:
            factor, has_unit = bytes_, True
    at += u64(has_unit)
    if has_unit and u8[text, at] & ~u32(0x20) == ord("I") and u8[text, at + 1]:
        at += 1
    if u8[text, at] & ~u32(0x20) == ord("B"):
        at += 1
    value = number[0] * factor
    to[0] = u64(value)
    return not u8[text, at] and value < f64(MAX_SIZE) and to[0] != 0


@native
def read_clock(text: ptr, to: ClockOption) -> bool_:
    for name, kind in KINDS_OF_CLOCK:
        if memcmp(text, name, len(name)) == 0:
            to.kind, to.time = kind, 0
            rest = text + len(name)
            if not u8[rest]:
                return kind == VIRTUAL_CLOCK
            return u8[rest] == ord(":") and read_time(rest + 1, addr(to.time))
    return False


@native
def read_time(text: ptr, to: Ptr(u64)) -> bool_:
    """Seconds since 1970, or a date → nanoseconds."""
    seconds = new(u64)
    if not read_number(text, seconds) and not read_date(text, seconds):
        return False
    to[0] = seconds[0] * 10**9
    return seconds[0] < END_OF_TIME


@native
def read_date(text: ptr, to: Ptr(u64)) -> bool_:
    """`2026-01-31`, `2026-01-31T12:00`, `2026-01-31T12:00:00Z`: UTC → seconds since 1970."""
    size = strlen(text)
    if size > DATE_ENDS[0] and u8[text, size - 1] == ord("Z"):
        size -= 1
        if size == DATE_ENDS[0]:
            return False
    if size not in DATE_ENDS:
        return False
    for i in range(size):
        c, wanted = u8[text, i], u8[DATE, i]
        if not (is_digit(c) if wanted == ord("0") else c == wanted):
            return False
    year = two(text, 0) * 100 + two(text, 2)
    month, day = two(text, 5), two(text, 8)
    hour, minute, second = u64(0), u64(0), u64(0)
    if size > DATE_ENDS[0]:
        hour, minute = two(text, 11), two(text, 14)
    if size > DATE_ENDS[1]:
        second = two(text, 17)
    if year < 1970 or not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 59:
        return False
    leaps = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= day <= u64(MONTHS[month - 1]) + u64(leaps):
        return False
    # Let years begin in March, so that a leap day is their last day.
    year -= u64(month <= 2)
    days = year * 365 + year // 4 - year // 100 + year // 400
    days += (153 * ((month + 9) % 12) + 2) // 5 + day - 1 - DAYS_TO_1970
    to[0] = ((days * 24 + hour) * 60 + minute) * 60 + second
    return True


@native
def two(text: ptr, at: u64) -> u64:
    """A number of two digits."""
    return (u64(u8[text, at]) - ord("0")) * 10 + u8[text, at + 1] - ord("0")
