"""Read the command line of a run: arguments → RunOptions.  UsageError says what is wrong where.

    wasihost [run] [OPTIONS] MODULE [OPTIONS] [--] [ARGUMENTS]

The value of an `optional` is in the same word: `--trace=FILE`, so that `--trace MODULE` has none.  So is that of a
flag, `--quiet=no`, which undoes what another place says.

An option may also be said in the environment or in the configuration file.  What stands nearer counts: the command
line, then the environment, then the profile, then the top of the file; what may be repeated adds up.

Options before MODULE are the host's.  Behind it those marked `after_module` still are, until the first `--` or the
first token that is none of them; from there on everything is the guest's, byte for byte.  Behind a script, a module
that begins with `#!`, everything is.
"""

from __future__ import annotations

from wasihost.abi import NO_LIMIT
from wasihost.cli.options import BY_NAME, OPTIONS, SHORT, RunOptions
from wasihost.digits import decimal, whole
from wasihost.errors import UsageError, to_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wasihost.cli.options import Address, Clock, Grant, Option, Variable


def parse(argv: Sequence[str], environ: Mapping[str, str]) -> RunOptions:
    from wasihost.cli.configuration import words

    options, at = _front(argv, environ, ())
    if not options.help and not options.version and (configured := words(options, environ)):
        options, at = _front(argv, environ, configured)
    if options.help or options.version:
        return options
    verbatim = options.strict_args
    if at < len(argv) and argv[at] == "--":
        at, verbatim = at + 1, True
    if at == len(argv):
        raise _no_module(argv[:at])
    options.module = argv[at]
    at += 1
    if not verbatim and at < len(argv) and argv[at].startswith("-"):
        verbatim = _is_script(options.module)
    if not verbatim:
        at = _take(options, argv, at, after_module=True)
        if at < len(argv) and argv[at] == "--":
            at += 1
        elif at < len(argv) and argv[at].startswith("--"):
            options.misspelt = _misspelt(argv[at])
    options.arguments = list(argv[at:])
    if options.confine and options.no_confine:
        raise UsageError(
            "`--confine` and `--no-confine` ask for the opposite",
            hint="what a configuration or a variable says is undone by `--confine=no` or `--no-confine=no`",
        )
    if options.trace_filter is not None and options.trace is None and not options.trace_summary:
        raise UsageError(
            "`--trace-filter` chooses what is traced, but nothing is", hint="add `--trace`, or `--trace-summary`"
        )
    return options


def _front(argv: Sequence[str], environ: Mapping[str, str], configured: Sequence[str]) -> tuple[RunOptions, int]:
    """What is said up to MODULE, of the lowest place first; the index of the first word that is no option."""
    options = RunOptions()
    _take(options, configured, 0, after_module=False)
    for option, text in from_environment(environ):
        _set(options, option, text, str(option.environment))
    return options, _take(options, argv, 0, after_module=False)


def from_environment(environ: Mapping[str, str]) -> Iterator[tuple[Option, str]]:
    """Options and their values; an empty variable is none, and one of an option that is repeatable has one a line."""
    for option in OPTIONS:
        if option.environment and (text := environ.get(option.environment)):
            for value in text.split("\n") if option.repeatable else (text,):
                if value:
                    yield option, value


def _is_script(module: str) -> bool:
    """Whoever starts a script may not know that it is a module: what follows is the guest's."""
    from wasihost.engine import is_script

    return module != "-" and is_script(module)


def _no_module(words: Sequence[str]) -> UsageError:
    """Where the last word is an option's value it may have been meant to be the module."""
    option = BY_NAME.get(words[-2]) if len(words) > 1 and words[-1] != "--" else None
    if option is None or option.kind not in ("grant", "variable", "text", "name"):
        return UsageError("no module is given", hint="run one: `wasihost MODULE`, or see `wasihost --help`")
    shown = f"`{option.name}` took `{words[-1]}` for its {option.metavar}"
    return UsageError(
        f"no module is given: {shown}", hint=f"write both: `wasihost {option.name} {option.metavar} MODULE`"
    )


def _misspelt(word: str) -> str | None:
    """The option that would still be the host's behind MODULE, of which a word of the guest's is one edit away."""
    from wasihost.errors import edits

    name = word.partition("=")[0]
    behind = (option.name for option in OPTIONS if option.after_module)
    return next((ours for ours in behind if abs(len(ours) - len(name)) < 2 and edits(name, ours) == 1), None)


def _take(options: RunOptions, argv: Sequence[str], at: int, *, after_module: bool) -> int:
    """Read the options from argv[at] on; the index of the first token that is none."""
    while at < len(argv) and argv[at].startswith("-") and argv[at] not in ("-", "--"):
        name, equals, value = argv[at].partition("=")
        option = BY_NAME.get(name if after_module else SHORT.get(name, name))
        if option is None or (after_module and not option.after_module):
            if after_module:
                break
            from wasihost.cli.foreign import option_meant

            hint = "`wasihost --help` lists the options; the guest's own come behind MODULE"
            raise UsageError(f"unknown option `{name}`", hint=option_meant(name) or hint)
        at += 1
        if option.kind in ("flag", "optional"):
            value = value if equals else YES
        elif not equals:
            if at == len(argv):
                raise UsageError(f"`{option.name}` needs a value: `{option.name} {option.metavar}`")
            value = argv[at]
            at += 1
        _set(options, option, value, option.name)
        if options.help or options.version:
            break
    return at


def _set(options: RunOptions, option: Option, text: str, shown: str) -> None:
    """Note the value of an option, read as its kind; `shown` is what the user wrote it behind."""
    value = READERS[option.kind](option, text, shown)
    if option.repeatable:
        getattr(options, option.attribute).append(value)
    else:
        setattr(options, option.attribute, value)  # the last one counts, so that an alias can be overruled


def error_format(argv: Sequence[str], environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """How errors are to look, and the other words: for commands, and for command lines that cannot be read."""
    option = BY_NAME["--error-format"]
    found, rest, words = environ.get(str(option.environment)) or "text", list[str](), iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif name == option.name:
            found = value if equals else next(words, "")
        else:
            rest.append(word)
    return _choice(option, found, option.name), rest


# ------------------------------------------------------------------------------------------------ kinds of values
def _flag(option: Option, text: str, shown: str) -> bool:
    if text not in TRUTH:
        raise UsageError(f"`{shown}`: expected `yes` or `no`, found `{text}`")
    return TRUTH[text]


def _text(option: Option, text: str, shown: str) -> str:
    if not text:
        raise UsageError(f"`{shown}`: the value is empty")
    return text


def _name(option: Option, text: str, shown: str) -> str:
    """What a module calls something: any text, the empty one too."""
    return text


def _optional(option: Option, text: str, shown: str) -> str | None:
    """Empty: it is said, and has no value."""
    if text in TRUTH:
        return "" if TRUTH[text] else None
    return _text(option, text, shown)


def _count(option: Option, text: str, shown: str) -> int:
    try:
        if 0 < (value := whole(text)) < NO_LIMIT:
            return value
    except ValueError:
        pass
    raise UsageError(f"`{shown}`: expected a whole number from 1 to {NO_LIMIT - 1}, found `{text}`")


def _number(option: Option, text: str, shown: str) -> int:
    try:
        if (value := whole(text)) < 1 << 64:
            return value
    except ValueError:
        pass
    raise UsageError(f"`{shown}`: expected a whole number below 2**64, found `{text}`")


def _size(option: Option, text: str, shown: str) -> int:
    from wasihost.cache.upkeep import parse_size

    try:
        if size := parse_size(text):
            return size
    except ValueError:
        pass
    raise UsageError(f"`{shown}`: expected a size from one byte on, as `4096`, `512M` or `1.5G`, found `{text}`")


def _duration(option: Option, text: str, shown: str) -> float:
    """Seconds."""
    unit = text.lstrip("0123456789.")
    try:
        if unit in SECONDS and SHORTEST <= (seconds := decimal(text.removesuffix(unit)) * SECONDS[unit]) <= LONGEST:
            return seconds
    except ValueError:
        pass
    raise UsageError(f"`{shown}`: expected a time from `1ms` on, as `2`, `1.5s`, `200ms` or `2m`, found `{text}`")


def _clock(option: Option, text: str, shown: str) -> Clock:
    kind, _, start = text.partition(":")
    if kind == "virtual" and not start:
        return kind, 0
    if kind in ("fixed", "virtual") and (time_ns := _nanoseconds(start)) is not None:
        return kind, time_ns
    hint = "a time is seconds since 1970 or a date: `fixed:1700000000`, `virtual:2026-01-31`, `fixed:2026-01-31T12:00`"
    raise UsageError(f"`{shown}`: expected `virtual`, or `virtual:` or `fixed:` and a time, found `{text}`", hint=hint)


def _nanoseconds(text: str) -> int | None:
    """A point in time, in nanoseconds since 1970 (UTC); None: it is not written as one, or not of this era."""
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


def _choice(option: Option, text: str, shown: str) -> str:
    if text not in option.choices:
        allowed = ", ".join(f"`{choice}`" for choice in option.choices)
        raise UsageError(f"`{shown}`: expected one of {allowed}, found `{text}`")
    return text


def _grant(option: Option, text: str, shown: str) -> Grant:
    host, *rest = text.split("::")
    if len(rest) == 1 and rest[0] in ("ro", "rw"):
        # Read as GUEST it would be a writable directory named "ro": nobody who types this means that.
        hint = f"write {to_type('--dir', f'{host}::{host}::ro' if rest[0] == 'ro' else host)}"
        raise UsageError(f"`{shown} {text}`: `{rest[0]}` stands where the guest's path belongs", hint=hint)
    if len(rest) > 2 or (len(rest) == 2 and rest[1] != "ro"):
        suffix = "::".join(rest[1:])
        raise UsageError(f"`{shown} {text}`: unknown suffix `{suffix}`", hint="the only one is `ro`, for reading only")
    guest = rest[0] if rest else host
    if not host or not guest:
        raise UsageError(f"`{shown} {text}`: the {'guest' if host else 'host'}'s path is empty")
    return host, guest, len(rest) == 2


def _variable(option: Option, text: str, shown: str) -> Variable:
    name, equals, value = text.partition("=")
    if not name:
        raise UsageError(f"`{shown} {text}`: the name is empty")
    return name, value if equals else None


def _address(option: Option, text: str, shown: str) -> Address:
    host, colon, port = text.rpartition(":")
    if not colon or not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= LAST_PORT):
        raise UsageError(f"`{shown} {text}`: expected HOST:PORT, as `127.0.0.1:8080`; port 0 is any that is free")
    if not host:
        hint = f"`127.0.0.1:{port}` is for this machine alone, `0.0.0.0:{port}` for everybody who reaches it"
        raise UsageError(f"`{shown} {text}`: the host is empty", hint=hint)
    if ":" in host:
        if host.startswith("[") and host.endswith("]"):
            return host[1:-1], int(port)
        raise UsageError(f"`{shown} {text}`: an IPv6 address stands in brackets", hint="as `[::1]:8080`")
    return host, int(port)


LAST_PORT = 65535
YES, NO = "yes", "no"
TRUTH = {YES: True, "true": True, "1": True, NO: False, "false": False, "0": False}
SHORTEST, LONGEST = 1e-3, 1e9  # durations, in seconds
END_OF_TIME = 10**10  # seconds since 1970
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
    "choice": _choice,
    "grant": _grant,
    "variable": _variable,
    "address": _address,
}
