"""Parse a configuration file: its text → arguments, or an error.

Its keys are options without dashes; a table `profile.NAME` contains the options of a profile:

    dir = ["."]
    quiet = true

    [profile.careful]
    timeout = "5s"
"""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import NamedTuple

from wasihost.errors import UsageError, nearest, system_reason, to_type
from wasihost.options.table import LIFTING, OPTIONS, Option
from wasihost.options.values import READERS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MAX_FILE_BYTES = 1 << 20  # bytes of a file
MAX_NUMBER_LENGTH = 400  # characters: of many more Python makes no integer
# In all expressions, each part begins where the previous one ends, and matches without backtracking: linear time.
_NUMBER = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:""")?|\'\'\'(?:[^\']|\'(?!\'\'))*(?:\'\'\')?'
    r'|"(?:[^"\\\n]|\\.)*"?|\'[^\'\n]*\'?|#[^\n]*|([\w.+-]+)',
    re.DOTALL,
)
_KEY = re.compile(r"""[ \t]*(["']?)([\w-]+)\1[ \t]*=""")
PROFILE = "profile"
KEYS = {option.key: option for option in OPTIONS if option.key}
ELSEWHERE = {option.name[2:]: option for option in OPTIONS if not option.key}
TEXT = ((str,), "a string")
# Kind of an option → types of its value, and their description; other kinds are text.
TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "flag": ((bool,), "`true` or `false`"),
    "optional": ((bool, str), "`true`, `false` or a string"),
    "count": ((int,), "a whole number"),
    "number": ((int,), "a whole number"),
    "size": ((int, str), 'a number of bytes, or a string such as `"64M"`'),
    "duration": ((int, float, str), 'a number of seconds, or a string such as `"200ms"`'),
}


class Unreachable(UsageError):
    """The file cannot be read, or belongs to another user.  A default file with this error is ignored."""


class ConfigFile(NamedTuple):
    """The contents of a file, as arguments `--name=value`."""

    path: str
    top: list[str]
    profiles: dict[str, list[str]]

    def args_for(self, profile: str | None) -> list[str]:
        """Those at the top, followed by those of a profile.  UsageError: the file has no such profile."""
        if profile is None:
            return self.top
        if profile not in self.profiles:
            names = ", ".join(f"`{name}`" for name in self.profiles)
            raise UsageError(
                f"`{self.path}` has no profile `{profile}`",
                hint=f"its profiles are {names}" if names else f"add the line `[{PROFILE}.{profile}]`",
            )
        return self.top + self.profiles[profile]


def load(path: str) -> tuple[os.stat_result, ConfigFile]:
    """The whole file, including all profiles, and its status at the time of reading."""
    data, status = _contents(path)
    try:
        text = data.decode()
        _refuse_long_numbers(path, text)
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}:{line}: the file is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(_with_place(path, text, str(error)), hint="the file must be TOML: https://toml.io") from None
    except RecursionError:
        raise UsageError(f"{path}: values are nested too deeply") from None
    profiles = table.pop(PROFILE, {})
    if not isinstance(profiles, dict) or not all(isinstance(value, dict) for value in profiles.values()):
        raise UsageError(f"{path}: `{PROFILE}` is not an option: a profile starts with a line `[{PROFILE}.NAME]`")
    lines = _lines(text)
    top = _args(path, lines, "", table)
    return status, ConfigFile(path, top, {name: _args(path, lines, name, of) for name, of in profiles.items()})


def _contents(path: str) -> tuple[bytes, os.stat_result]:
    """The content of a file that nobody else can change, so its grants are the user's.

    Raises Unreachable, UsageError.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        with open(fd, "rb") as file:
            status = os.fstat(fd)
            data = file.read(MAX_FILE_BYTES + 1) if stat.S_ISREG(status.st_mode) else b""
    except OSError as error:
        raise Unreachable(f"cannot read `{path}`: {system_reason(error)}") from None
    if not stat.S_ISREG(status.st_mode):
        raise Unreachable(f"cannot read `{path}`: it is not a regular file")
    if status.st_uid not in (os.geteuid(), 0):
        hint = "copy it, or use `--no-config`"
        raise Unreachable(f"`{path}` is not read: it belongs to another user (uid {status.st_uid})", hint=hint)
    if status.st_mode & 0o022:
        mode = f"mode {stat.S_IMODE(status.st_mode):04o}"
        raise UsageError(f"`{path}` is not read: others can change it ({mode})", hint=to_type("chmod", "go-w", path))
    if len(data) > MAX_FILE_BYTES:
        raise UsageError(f"`{path}` is not read: it is larger than {MAX_FILE_BYTES >> 20} MiB")
    return data, status


def _with_place(path: str, text: str, message: str) -> str:
    """Rewrite `Expected … (at line 1, column 2)` in the form of our messages."""
    end = f"line {text.count(chr(10)) + 1}, column {len(text) - text.rfind(chr(10))}"
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message.replace("end of document", end), re.DOTALL)
    what, place = (found[1], f"{path}:{found[2]}:{found[3]}") if found else (message, path)
    return f"{place}: {what[:1].lower()}{what[1:]}"


def _refuse_long_numbers(path: str, text: str) -> None:
    for found in _NUMBER.finditer(text):
        if found.end(1) - found.start(1) > MAX_NUMBER_LENGTH and found[1].lstrip("+-")[:1].isdigit():
            at = found.start(1)
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            raise UsageError(f"{path}:{line}:{column}: a number has more than {MAX_NUMBER_LENGTH} characters")


def _args(path: str, lines: dict[tuple[str, str], int], profile: str, table: dict[str, object]) -> list[str]:
    found = []
    for key, value in table.items():
        line = lines.get((profile, key))
        place = f"{path}:{line}" if line else f"{path}: in profile {profile}" if profile else path
        option = KEYS.get(key)
        if option is None:
            raise _unknown(place, key, of_profile=bool(profile))
        for item in _items(option, value, f"{place}: `{key}`"):
            try:
                READERS[option.kind](option, item, key)
            except UsageError as error:
                raise UsageError(f"{place}: {error.message}", hint=error.hint) from None
            found.append(f"{option.name}={item}")
    return found


def _items(option: Option, value: object, shown: str) -> list[str]:
    """The values of one key as text."""
    if option.repeatable:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise UsageError(f'{shown}: expected a list of strings, for example `["{option.metavar}"]`')
        items = value
    else:
        types, called = TYPES.get(option.kind, TEXT)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise UsageError(f"{shown}: expected {called}")
        items = [("no", "yes")[value] if isinstance(value, bool) else str(value)]
    if any("\0" in item for item in items):
        raise UsageError(f"{shown}: a string cannot contain NUL")
    return items


def _unknown(place: str, key: str, *, of_profile: bool) -> UsageError:
    if key in ELSEWHERE:
        variable = ELSEWHERE[key].environment
        where = f"the command line, or the variable {variable}" if variable else "the command line"
        return UsageError(f"{place}: `{key}` cannot be set in a configuration file", hint=f"use {where}")
    names = [*KEYS, *([] if of_profile else [PROFILE])]
    near = nearest(key.replace("_", "-"), names)
    hint = (
        f"did you mean `{near}`?"
        if near and f"--{near}" not in LIFTING
        else "keys are the options of `wasihost --help`, without dashes"
    )
    return UsageError(f"{place}: unknown key `{key}`", hint=hint)


def _lines(text: str) -> dict[tuple[str, str], int]:
    """Profile (or nothing) and key → line number, for keys that are written in the usual way."""
    found: dict[tuple[str, str], int] = {}
    profile: str | None = ""  # None: in a table that is not a profile
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip(" \t")[:1] == "[":
            section = line.strip(" \t[").partition("]")[0].rstrip(" \t").replace('"', "")
            first, _, name = section.partition(".")
            profile = name if first == PROFILE else None
            found.setdefault(("", first), number)
        elif profile is not None and (key := _KEY.match(line)):
            found.setdefault((profile, key[2]), number)
    return found
