"""Read the values of options: text → value, by the kind of the option.  A UsageError explains what is wrong.

A reader gets the option, the text, and the name under which the user set it, which errors show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wasihost.abi import NO_LIMIT
from wasihost.digits import MAX_SIZE, decimal, parse_size, whole
from wasihost.errors import UsageError, found, to_type

if TYPE_CHECKING:
    from wasihost.options.table import Address, Clock, Grant, Option, Variable


def _flag(option: Option, text: str, shown: str) -> bool:
    if text not in TRUTH:
        raise UsageError(f"`{shown}`: expected `yes` or `no`, {found(text)}")
    return TRUTH[text]


def _text(option: Option, text: str, shown: str) -> str:
    if not text:
        raise UsageError(f"`{shown}`: the value is empty")
    return text


def _name(option: Option, text: str, shown: str) -> str:
    """A name in a module: any text, including an empty one."""
    return text


def _optional(option: Option, text: str, shown: str) -> str | None:
    """Empty: the option is given without a value."""
    if text in TRUTH:
        return "" if TRUTH[text] else None
    if text == "-":  # elsewhere it is standard output, which is the guest's
        hint = f"`{option.name}` alone prints to stderr; a file with this name is `./-`"
        raise UsageError(f"`{shown}`: `-` is not a file", hint=hint)
    return _text(option, text, shown)


def _count(option: Option, text: str, shown: str) -> int:
    try:
        if 0 < (value := whole(text)) < NO_LIMIT:
            return value
    except ValueError:
        pass
    raise UsageError(f"`{shown}`: expected a whole number from 1 to {NO_LIMIT - 1}, {found(text)}")


def _number(option: Option, text: str, shown: str) -> int:
    try:
        if (value := whole(text)) < 1 << 64:
            return value
    except ValueError:
        pass
    raise UsageError(f"`{shown}`: expected a whole number below 2**64, {found(text)}")


def _size(option: Option, text: str, shown: str) -> int:
    try:
        if size := parse_size(text):
            return size
    except ValueError:
        pass
    raise UsageError(f"`{shown}`: expected {SIZE}, at least one byte and {BELOW}, {found(text)}")


def _duration(option: Option, text: str, shown: str) -> float:
    """A duration in seconds."""
    unit = text.lstrip("0123456789.")
    try:
        if (
            unit in SECONDS
            and MIN_SECONDS <= (seconds := decimal(text.removesuffix(unit)) * SECONDS[unit]) <= MAX_SECONDS
        ):
            return seconds
    except ValueError:
        pass
    raise UsageError(
        f"`{shown}`: expected a time from `1ms` to `{MAX_SECONDS:.0f}s`, for example `2`, `1.5s`, `200ms` or `2m`, "
        f"{found(text)}"
    )


def _clock(option: Option, text: str, shown: str) -> Clock:
    kind, _, start = text.partition(":")
    if kind == "virtual" and not start:
        return kind, 0
    if kind in ("fixed", "virtual") and (time_ns := _nanoseconds(start)) is not None:
        return kind, time_ns
    hint = "a time is seconds since 1970, or a date from 1970 until 2286-11-19: `fixed:1700000000`, "
    hint += "`virtual:2026-01-31T12:00`"
    raise UsageError(f"`{shown}`: expected `virtual`, or `virtual:` or `fixed:` with a time, {found(text)}", hint=hint)


def _nanoseconds(text: str) -> int | None:
    """A point in time, in nanoseconds since 1970 (UTC); None: not written as one, or out of range."""
    from datetime import datetime, timezone

    try:
        if text.isascii() and text.isdigit():
            seconds = int(text)
        else:
            date = datetime.fromisoformat(text.replace("Z", "+00:00"))
            seconds = int((date if date.tzinfo else date.replace(tzinfo=timezone.utc)).timestamp())
    except ValueError:
        return None
    return seconds * 10**9 if 0 <= seconds < END_OF_TIME else None


def read_choice(option: Option, text: str, shown: str) -> str:
    if text not in option.choices:
        allowed = ", ".join(f"`{choice}`" for choice in option.choices)
        raise UsageError(f"`{shown}`: expected one of {allowed}, {found(text)}")
    return text


def _grant(option: Option, text: str, shown: str) -> Grant:
    host, *rest = text.split("::")
    if len(rest) == 1 and rest[0] in ("ro", "rw"):
        # Read as GUEST, it would be a writable directory named "ro", which nobody means.
        hint = f"write {to_type('--dir', f'{host}::{host}::ro' if rest[0] == 'ro' else host)}"
        raise UsageError(f"`{shown} {text}`: `{rest[0]}` is where the guest's path should be", hint=hint)
    if len(rest) > 2 or (len(rest) == 2 and rest[1] != "ro"):
        suffix = "::".join(rest[1:])
        problem = f"unknown suffix `{suffix}`" if suffix else "the suffix is empty"
        raise UsageError(f"`{shown} {text}`: {problem}", hint="the only suffix is `ro`, for read-only access")
    guest = rest[0] if rest else host
    if not host or not guest:
        raise UsageError(f"`{shown} {text}`: the {'guest' if host else 'host'}'s path is empty")
    return host, guest, len(rest) == 2


def _variable(option: Option, text: str, shown: str) -> Variable:
    name, equals, value = text.partition("=")
    if not name:
        raise UsageError(f"`{shown} {text}`: the name is empty")
    if "*" in name and not equals and name != "*":
        raise UsageError(f"`{shown} {text}`: `*` is not a pattern", hint="`--env '*'` passes all variables")
    return name, value if equals else None


def _address(option: Option, text: str, shown: str) -> Address:
    host, colon, port = text.rpartition(":")
    if not colon or not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= LAST_PORT):
        raise UsageError(f"`{shown} {text}`: expected HOST:PORT, for example `127.0.0.1:8080`; port 0 is any free port")
    if not host:
        hint = f"`127.0.0.1:{port}` accepts connections from this machine only, `0.0.0.0:{port}` from everywhere"
        raise UsageError(f"`{shown} {text}`: the host is empty", hint=hint)
    if ":" in host:
        if host.startswith("[") and host.endswith("]"):
            return host[1:-1], int(port)
        raise UsageError(
            f"`{shown} {text}`: an IPv6 address needs brackets", hint=f"write `[{host.strip('[]')}]:{port}`"
        )
    return host, int(port)


LAST_PORT = 65535
YES, NO = "yes", "no"
TRUTH = {YES: True, "true": True, "1": True, NO: False, "false": False, "0": False}
MIN_SECONDS, MAX_SECONDS = 1e-3, 1e9  # range of durations, in seconds
END_OF_TIME = 10**10  # seconds since 1970: 2286-11-20T17:46:40Z
SIZE, BELOW = "a size such as `4096`, `512M` or `1.5G`", f"less than `{MAX_SIZE >> 40}T`"
SECONDS = {"": 1, "s": 1, "ms": 1e-3, "m": 60, "h": 3600}
READERS = {
    "flag": _flag,
    "text": _text,
    "name": _name,
    "optional": _optional,
    "count": _count,
    "number": _number,
    "size": _size,
    "duration": _duration,
    "clock": _clock,
    "choice": read_choice,
    "grant": _grant,
    "variable": _variable,
    "address": _address,
}
