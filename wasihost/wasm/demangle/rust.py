"""Rust names: the legacy form, which looks like C++, and the v0 form (RFC 2603)."""

from __future__ import annotations

import re
from collections.abc import Callable

from wasihost.wasm.demangle.cursor import Cursor, Unknown, nested

HASH = re.compile(r"h[0-9a-f]{16}")
ESCAPE = re.compile(r"\$(?:u([0-9a-f]{1,6})|([A-Z]{1,2}))\$")
ESCAPES = {"SP": "@", "BP": "*", "RF": "&", "LT": "<", "GT": ">", "LP": "(", "RP": ")", "C": ","}
BASIC = {
    "a": "i8", "b": "bool", "c": "char", "d": "f64", "e": "str", "f": "f32", "h": "u8", "i": "isize", "j": "usize",
    "l": "i32", "m": "u32", "n": "i128", "o": "u128", "s": "i16", "t": "u16", "u": "()", "v": "...", "x": "i64",
    "y": "u64", "z": "!", "p": "_",
}  # fmt: skip
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SPECIAL = {"C": "closure", "S": "shim"}
POINTERS = {"R": "&", "Q": "&mut ", "P": "*const ", "O": "*mut "}


def rust_legacy(text: str) -> str | None:
    """Demangle what follows `_ZN`, without the hash at the end.  None: it does not end with Rust's hash."""
    cursor, parts = Cursor(text), list[str]()
    while cursor.peek().isdigit():
        parts.append(cursor.sized())
    if not cursor.take("E"):
        return None
    if len(parts) < 2 or not HASH.fullmatch(parts[-1]):
        return None
    return "::".join(_legacy_part(part) for part in parts[:-1])


def _legacy_part(part: str) -> str:
    def replaced(found: re.Match[str]) -> str:
        number, name = found.groups()
        if name is not None:
            if name not in ESCAPES:
                raise Unknown
            return ESCAPES[name]
        code = int(number, 16)
        if code > 0x10FFFF or not chr(code).isprintable():
            raise Unknown
        return chr(code)

    return ESCAPE.sub(replaced, part.removeprefix("_") if part.startswith("_$") else part).replace("..", "::")


def rust_v0(text: str) -> str:
    """Demangle what follows `_R`."""
    text = text.partition(".")[0]
    name = Path(text)
    found = name.path(value=True)
    if name.at < len(text):
        name.path()  # the instantiating crate
    if name.at < len(text):
        raise Unknown
    return found


class Path(Cursor):
    @nested
    def path(self, *, value: bool = False) -> str:
        """Read a path.  `value`: the path names a function, whose generic arguments follow `::`."""
        return self.checked(self._path(value))

    def _path(self, value: bool) -> str:
        kind = self.next()
        if kind == "C":
            self._disambiguator()
            return self._identifier()
        if kind == "N":
            return self._namespaced(value)
        if kind in "MX":
            self._disambiguator()
            self.path()  # path of the `impl`
        if kind == "M":
            return f"<{self.type()}>"
        if kind in "XY":
            type_ = self.type()
            return f"<{type_} as {self.path()}>"
        if kind == "I":
            path = self.path(value=value)
            arguments = self._until_end(self._argument)
            return f"{path}{'::' if value else ''}<{', '.join(arguments)}>"
        if kind == "B":
            return self._again(lambda: self.path(value=value))
        raise Unknown

    def _namespaced(self, value: bool) -> str:
        namespace = self.next()
        path = self.path(value=value)
        number = self._disambiguator()
        name = self._identifier()
        if namespace.islower():
            return f"{path}::{name}" if name else path
        what = SPECIAL.get(namespace, namespace)
        return f"{path}::{{{what}{':' if name else ''}{name}#{number}}}"

    def _disambiguator(self) -> int:
        return self._base62() + 1 if self.take("s") else 0

    def _base62(self) -> int:
        """Read a base-62 number, which ends with `_`.

        `_` alone is 0; otherwise the value is that of the digits plus 1.
        """
        start = self.at
        while not self.take("_"):
            if self.next() not in DIGITS or self.at - start > 10:
                raise Unknown
        value = 0
        for digit in self.text[start : self.at - 1]:
            value = value * 62 + DIGITS.index(digit)
        return value + 1 if self.at - start > 1 else 0

    def _identifier(self) -> str:
        encoded = self.take("u")
        digits = self.digits()
        if not digits or len(digits) > 5:
            raise Unknown
        self.take("_")
        raw = self.chunk(int(digits))
        if not encoded:
            return raw
        plain, _, rest = raw.rpartition("_")
        try:
            return f"{plain}-{rest}".lstrip("-").encode("ascii").decode("punycode")
        except (UnicodeError, ValueError, OverflowError):
            raise Unknown from None

    @nested
    def _again(self, read: Callable[[], str]) -> str:
        """Read something at an earlier position again (a back reference)."""
        here = self.at - 1
        start = self._base62()
        if start >= here:
            raise Unknown
        after, self.at = self.at, start
        found = read()
        self.at = after
        return found

    def _until_end(self, read: Callable[[], str]) -> list[str]:
        found = list[str]()
        while not self.take("E"):
            found.append(read())
        return found

    def _argument(self) -> str:
        if self.take("L"):
            return self._lifetime()
        return self._constant() if self.take("K") else self.type()

    def _lifetime(self) -> str:
        number = self._base62()
        return f"'{number}" if number else "'_"

    def _binder(self) -> None:
        if self.take("G"):
            self._base62()

    # ---- types and constants

    @nested
    def type(self) -> str:
        return self.checked(self._type())

    def _type(self) -> str:
        kind = self.next()
        if kind in BASIC:
            return BASIC[kind]
        if kind in POINTERS:
            if kind in "RQ" and self.take("L"):
                self._base62()
            return POINTERS[kind] + self.type()
        if kind == "A":
            element = self.type()
            return f"[{element}; {self._constant()}]"
        if kind == "S":
            return f"[{self.type()}]"
        if kind == "T":
            items = self._until_end(self.type)
            return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
        if kind == "F":
            return self._function()
        if kind == "D":
            self._binder()
            bounds = self._until_end(self._bound)
            self.need("L")
            self._base62()
            return f"dyn {' + '.join(bounds)}"
        if kind == "B":
            return self._again(self.type)
        self.at -= 1
        return self.path()

    def _function(self) -> str:
        self._binder()
        unsafe = "unsafe " if self.take("U") else ""
        abi = ""
        if self.take("K"):
            abi = 'extern "C" ' if self.take("C") else f'extern "{self._identifier()}" '
        parameters = self._until_end(self.type)
        result = self.type()
        return f"{unsafe}{abi}fn({', '.join(parameters)})" + ("" if result == "()" else f" -> {result}")

    def _bound(self) -> str:
        path = self.path()
        items = []
        while self.take("p"):
            name = self._identifier()
            items.append(f"{name} = {self.type()}")
        return f"{path}<{', '.join(items)}>" if items else path

    @nested
    def _constant(self) -> str:
        kind = self.next()
        if kind == "p":
            return "_"
        if kind == "B":
            return self._again(self._constant)
        if kind not in BASIC:
            raise Unknown
        sign = "-" if self.take("n") else ""
        value = int(self.digits("0123456789abcdef") or "0", 16)
        self.need("_")
        if kind == "b" and value < 2:
            return ("false", "true")[value]
        if kind == "c":
            return repr(chr(value)) if value <= 0x10FFFF else "_"
        return f"{sign}{value}"
