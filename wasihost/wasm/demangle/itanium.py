"""C++ names (Itanium C++ ABI, section 5.1): scopes, templates with types and plain values, operators, local names."""

from __future__ import annotations

from wasihost.wasm.demangle.cursor import Cursor, Unknown, nested

STD = {
    "St": "std", "Sa": "std::allocator", "Sb": "std::basic_string", "Ss": "std::string",
    "Si": "std::istream", "So": "std::ostream", "Sd": "std::iostream",
}  # fmt: skip
BUILTIN = {
    "v": "void", "w": "wchar_t", "b": "bool", "c": "char", "a": "signed char", "h": "unsigned char", "s": "short",
    "t": "unsigned short", "i": "int", "j": "unsigned int", "l": "long", "m": "unsigned long", "x": "long long",
    "y": "unsigned long long", "n": "__int128", "o": "unsigned __int128", "f": "float", "d": "double",
    "e": "long double", "g": "__float128", "z": "...",
    "Dn": "decltype(nullptr)", "Di": "char32_t", "Ds": "char16_t", "Du": "char8_t", "Da": "auto", "Dh": "half",
}  # fmt: skip
OPERATORS = {
    "nw": " new", "na": " new[]", "dl": " delete", "da": " delete[]", "ps": "+", "ng": "-", "ad": "&", "de": "*",
    "co": "~", "pl": "+", "mi": "-", "ml": "*", "dv": "/", "rm": "%", "an": "&", "or": "|", "eo": "^", "aS": "=",
    "pL": "+=", "mI": "-=", "mL": "*=", "dV": "/=", "rM": "%=", "aN": "&=", "oR": "|=", "eO": "^=", "ls": "<<",
    "rs": ">>", "lS": "<<=", "rS": ">>=", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=",
    "ss": "<=>", "nt": "!", "aa": "&&", "oo": "||", "pp": "++", "mm": "--", "cm": ",", "pm": "->*", "pt": "->",
    "cl": "()", "ix": "[]", "qu": "?",
}  # fmt: skip
SUFFIXES = {"P": "*", "R": "&", "O": "&&", "K": " const", "V": " volatile", "r": " restrict"}
SPECIAL = {
    "TV": "vtable for ", "TI": "typeinfo for ", "TS": "typeinfo name for ", "TT": "VTT for ",
    "GV": "guard variable for ", "TW": "thread-local wrapper for ", "TH": "thread-local initializer for ",
}  # fmt: skip
WHOLE = {"b": ("false", "true")}  # literals that are not numbers


INSIDE = "\0"


def _finished(type_: str) -> str:
    return type_.replace(f"({INSIDE}) ", "").replace(f"({INSIDE})", "").replace(INSIDE, "")


def itanium(text: str) -> str:
    """Demangle what follows `_Z`."""
    return Name(text).encoding()


class Name(Cursor):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.substitutions: list[str] = []

    @nested
    def encoding(self) -> str:
        """Read the name.  The types of parameters after it are not read."""
        if (what := SPECIAL.get(self.peek(2))) is not None:
            self.at += 2
            return what + (self.type() if self.text[self.at - 2] == "T" and what[0] in "vt" else self.name())
        if self.peek() == "T" and self.peek(2)[1:] in ("h", "v"):
            virtual = "virtual" if self.text[self.at + 1] == "v" else "non-virtual"
            self.at += 2
            for _ in range(2 if virtual == "virtual" else 1):
                self._offset()
            return f"{virtual} thunk to {self.encoding()}"
        return self.name()

    def _offset(self) -> None:
        self.take("n")
        if not self.digits():
            raise Unknown
        self.need("_")

    # ---- names

    @nested
    def name(self) -> str:
        if self.take("N"):
            return self._nested()
        if self.take("Z"):
            return self._local()
        return self._unscoped()

    def _nested(self) -> str:
        while self.peek() and self.peek() in "rVKRO":
            self.at += 1
        scope, last, bare = "", "", ""
        while not self.take("E"):
            if self.peek() == "I":
                if not scope:
                    raise Unknown
                scope = self.checked(scope + self._arguments())
            elif self.peek() == "S" and not scope:
                scope = last = self._substitution()
                bare = scope.rpartition("::")[2]
                continue
            else:
                last = self._part(bare)
                bare = last.partition("[")[0]
                scope = self.checked(f"{scope}::{last}" if scope else last)
            if self.peek() != "E":
                self.substitutions.append(scope)
        if not last:
            raise Unknown
        return scope

    def _unscoped(self) -> str:
        if self.peek() == "S" and self.peek(2) != "St":
            scope = self._substitution()
        else:
            prefix = "std::" if self.take("St") else ""
            scope = prefix + self._part("")
            if self.peek() == "I":
                self.substitutions.append(scope)
        return self.checked(scope + self._arguments()) if self.peek() == "I" else scope

    def _local(self) -> str:
        """Read a name inside a function; the function's parameters come between the two names."""
        scope = self.encoding()
        self._skip_parameters()
        if self.take("s"):
            name = "string literal"
        else:
            if self.take("d"):
                raise Unknown
            name = self.name()
        self._discriminator()
        return self.checked(f"{scope}::{name}")

    def _skip_parameters(self) -> None:
        while not self.take("E"):
            self.type()

    def _discriminator(self) -> None:
        if self.take("__"):
            self.digits()
            self.need("_")
        elif self.take("_") and not self.digits():
            raise Unknown

    def _part(self, scope: str) -> str:
        """Read one component.  `scope` is the component before it, whose name constructors have."""
        self.take("L")  # marks internal linkage
        two = self.peek(2)
        if two[:1].isdigit():
            part = self.sized()
            part = "(anonymous namespace)" if part.startswith("_GLOBAL__N") else part
        elif two in ("C1", "C2", "C3", "C4", "C5") and scope:
            part, self.at = scope, self.at + 2
        elif two in ("D0", "D1", "D2", "D4", "D5") and scope:
            part, self.at = f"~{scope}", self.at + 2
        elif two in ("Ul", "Ut"):
            part = self._unnamed()
        elif two == "li":
            self.at += 2
            part = f'operator""{self.sized()}'
        elif two == "cv":
            self.at += 2
            part = f"operator {self.type()}"
        elif two in OPERATORS:
            part, self.at = f"operator{OPERATORS[two]}", self.at + 2
        else:
            raise Unknown
        while self.take("B"):
            part += f"[abi:{self.sized()}]"
        return part

    def _unnamed(self) -> str:
        kind = self.chunk(2)
        if kind == "Ul":
            self._skip_parameters()
        number = int(self.digits() or "-1") + 2
        self.need("_")
        return f"{{lambda#{number}}}" if kind == "Ul" else f"{{unnamed#{number}}}"

    def _substitution(self) -> str:
        two = self.chunk(2)
        if two in STD:
            if two == "St":  # only a scope, which the following name belongs to
                part = self._part("")
                self.substitutions.append(f"std::{part}")
                return f"std::{part}"
            return STD[two]
        number = 0
        if two != "S_":
            self.at -= 1
            digits = self._until_underscore()
            number = int(digits, 36) + 1
        if number >= len(self.substitutions):
            raise Unknown
        return self.checked(self.substitutions[number])

    def _until_underscore(self) -> str:
        start = self.at
        while self.peek() and self.peek() in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            self.at += 1
        digits = self.text[start : self.at]
        if not digits or len(digits) > 4:
            raise Unknown
        self.need("_")
        return digits

    # ---- templates and types

    def _arguments(self) -> str:
        self.need("I")
        arguments = self._list()
        return f"<{', '.join(arguments)}>"

    @nested
    def _list(self) -> list[str]:
        found = []
        while not self.take("E"):
            if self.take("J"):
                found += self._list()
            elif self.take("L"):
                found.append(self._literal())
            else:
                found.append(self.type())
        return found

    def _literal(self) -> str:
        if self.take("_Z"):
            name = self.encoding()
            self._skip_parameters()
            return name
        code = self.peek()
        type_ = self.type()
        sign = "-" if self.take("n") else ""
        digits = self.digits()
        self.need("E")
        if code in WHOLE and digits in ("0", "1"):
            return WHOLE[code][int(digits)]
        if not digits:
            raise Unknown
        return sign + digits if code in "ijlmxysth" else f"({type_}){sign}{digits}"

    def type(self) -> str:
        return _finished(self._unfinished())

    @nested
    def _unfinished(self) -> str:
        """Read a type.  INSIDE marks where the star of a pointer to it belongs, if that is not at the end."""
        return self.checked(self._type())

    def _type(self) -> str:
        code, two = self.peek(), self.peek(2)
        if two in BUILTIN and code == "D":
            self.at += 2
            return BUILTIN[two]
        if code in BUILTIN and code:
            self.at += 1
            return BUILTIN[code]
        if code and code in SUFFIXES:
            self.at += 1
            target, suffix = self._unfinished(), SUFFIXES[code]
            found = target.replace(INSIDE, suffix + INSIDE) if INSIDE in target else target + suffix
        elif code == "F":
            self.at += 1
            result, *parameters = self._until_end()
            found = f"{result} ({INSIDE})({', '.join(p for p in parameters if p != 'void')})"
        elif code == "A":
            self.at += 1
            count = self.digits()
            self.need("_")
            found = f"{self.type()} ({INSIDE}) [{count}]"
        elif code == "S" and two != "St":
            found = self._substitution()
            if self.peek() != "I":
                return found
            found += self._arguments()
        elif code == "N" or code == "Z" or code.isdigit() or two == "St":
            found = self.name()
        else:
            raise Unknown
        self.substitutions.append(found)
        return found

    def _until_end(self) -> list[str]:
        self.take("Y")
        found = [self.type()]
        while not self.take("E"):
            found.append(self.type())
        return found
