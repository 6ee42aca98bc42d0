"""Text → tokens, without space, comments and annotations (specification sections 6.2 and 6.3); errors → positions.

Tokens are plain strings, whose first character shows their kind.  Their positions are computed only when an error needs
them.
"""

from __future__ import annotations

import re

from wasihost.errors import TextError
from wasihost.wasm import limits

IDCHARS = r"!#-'*+\--:<-Z\\^-z|~"
# Every loop consumes only what no other alternative can match, so the match never backtracks and takes linear time.
# Nor does a match restart at the same place: an unclosed string is a token up to the end of what it matches.
_UNCLOSED = r'"[^"\\\x00-\x1f\x7f]*(?:\\[^\x00-\x1f\x7f][^"\\\x00-\x1f\x7f]*)*'
_STRING_OR_PART = _UNCLOSED + '"?'
_FLAT_COMMENT = r"\(;[^(;]*(?:(?:\((?!;)|;(?!\)))[^(;]*)*;\)"
_TOKENS = re.compile(
    rf"(?:[ \t\n\r]+|;;[^\n\r]*|{_FLAT_COMMENT})*"
    rf"(\(;|\((?:@(?:[{IDCHARS}]+|{_STRING_OR_PART})?)?|\)|(?:[{IDCHARS}]+|{_STRING_OR_PART})+|.?)",
    re.DOTALL,
)
_STRING = re.compile(_UNCLOSED + '"')
_STRINGS_OR_PART = re.compile(_STRING_OR_PART)
_COMMENT = re.compile(rf"{_STRING_OR_PART}|;;[^\n\r]*|\(;")
_COMMENT_END = re.compile(r"\(;|;\)")
_LEGAL = re.compile(rf"[{IDCHARS},;\[\]{{}}]")
_ESCAPE = re.compile(r"\\(?:([tnr\"'\\])|([0-9a-fA-F]{2})|u\{([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)\}|)")
_ESCAPED = {"t": 9, "n": 10, "r": 13, '"': 34, "'": 39, "\\": 92}

ILLEGAL = "illegal character"
END = ""  # the token after the last one
BRANCH_HINT = "@metadata.code.branch_hint"
ANNOTATIONS = ("(@custom", "(@name", f"({BRANCH_HINT}")
EXCERPT = 100  # characters of a line that an error shows


class Fault(Exception):
    """An error at token `at`, or at the token that was read last.  `Source.error` converts it to a TextError."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class Source:
    """A text and its tokens.

    `annotations`: index of a token → the supported annotations before it, as their name and the index of their first
    token; the tokens of annotations follow END in the list.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.text = text
        self.first_line = first_line
        self.annotations: dict[int, list[tuple[str, int]]] = {}
        self._origins: list[int] | None = None  # token → its number in `_matched`, if that differs
        self._plain = text  # without nested block comments
        self.tokens: list[str] = _TOKENS.findall(text)
        if "(;" in text and "(;" in self.tokens:
            self._plain = self._without_comments()
            self.tokens = _TOKENS.findall(self._plain)
        self.tokens += (END, END, END)  # enough for the longest lookahead
        try:
            if '"' in text:
                for at, token in enumerate(self.tokens):
                    if '"' in token and _is_unclosed(token):
                        raise Fault("unclosed string", at)
            if "(@" in text:
                self._take_annotations()
            if '"' in text and "$" in text:
                for at, token in enumerate(self.tokens):
                    if token[:1] == "$" and '"' in token:
                        self.tokens[at] = _identifier(token, at)
        except Fault as fault:
            raise self.error(fault.message, fault.at or 0) from None

    def _without_comments(self) -> str:
        """The text with block comments, which may nest, replaced by spaces; offsets and lines stay the same."""
        text, pieces, copied, at = self.text, list[str](), 0, 0
        while found := _COMMENT.search(text, at):
            at = found.end()
            if found[0] != "(;":
                continue
            depth = 1
            while depth:
                end = _COMMENT_END.search(text, at)
                if end is None:
                    raise self.error_at("unclosed comment", found.start())
                depth += 1 if end[0] == "(;" else -1
                at = end.end()
            pieces += (text[copied : found.start()], re.sub(r"[^\n\r]", " ", text[found.start() : at]))
            copied = at
        return "".join((*pieces, text[copied:]))

    def _take_annotations(self) -> None:
        tokens, kept, taken, at = self.tokens, list[int](), list[int](), 0
        found: list[tuple[int, str, int]] = []
        while at < len(tokens):
            if not tokens[at].startswith("(@"):
                kept.append(at)
                at += 1
                continue
            end = _annotation_end(tokens, at)
            if tokens[at] in ANNOTATIONS:
                found.append((len(kept), tokens[at][1:], len(taken)))
                taken += range(at + 1, end + 1)
            at = end + 1
        for before, name, first in found:
            self.annotations.setdefault(before, []).append((name, len(kept) + first))
        self._origins = kept + taken
        self.tokens = [tokens[origin] for origin in self._origins]

    def starts(self) -> list[int]:
        """The offset of each token that is not part of an annotation."""
        matched = [match.start(1) for match in _TOKENS.finditer(self._plain)]
        matched += [len(self.text)] * 3
        return matched if self._origins is None else [matched[origin] for origin in self._origins]

    def error(self, message: str, token: int) -> TextError:
        return self.error_at(message, self.starts()[token])

    def error_at(self, message: str, offset: int) -> TextError:
        return _error(message, self.text, offset, self.first_line)


def decode(data: bytes, first_line: int = 1) -> str:
    """Bytes → text.  TextError: they are not UTF-8 (section 6.3.1), or too many."""
    if len(data) > limits.TEXT_SIZE:
        message = f"text too large; this implementation's limit is {limits.TEXT_SIZE} bytes"
        raise _error(message, "", 0, first_line)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line = before + data[error.start :].split(b"\n", 1)[0].decode(errors="replace")
        raise _error("malformed UTF-8 encoding", line, len(before), first_line) from None


def _error(message: str, text: str, offset: int, first_line: int) -> TextError:
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    shown = max(line_start, offset - EXCERPT // 2)
    excerpt = text[shown : shown + EXCERPT] if line_end < 0 else text[shown : min(line_end, shown + EXCERPT)]
    return TextError(
        message,
        line=first_line + text.count("\n", 0, offset),
        column=offset - line_start + 1,
        excerpt=excerpt.rstrip("\r"),
        caret=offset - shown,
    )


def _annotation_end(tokens: list[str], start: int) -> int:
    """The parenthesis that closes an annotation, whose content is any tokens with balanced parentheses."""
    if tokens[start] == "(@" or (tokens[start].startswith('(@"') and not utf8(tokens[start][2:], start)):
        raise Fault("empty annotation id", start)
    depth, at = 1, start
    while depth:
        at += 1
        token = tokens[at]
        if token == END:
            raise Fault("unclosed annotation", start)
        if token[0] == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif len(token) == 1 and not _LEGAL.match(token):
            raise Fault(ILLEGAL, at)
    return at


def _is_unclosed(token: str) -> bool:
    """Whether the last string in a token is unclosed."""
    return not _STRING.fullmatch(_STRINGS_OR_PART.findall(token)[-1])


def _identifier(token: str, at: int) -> str:
    """`$"fi"` is another way to write `$fi` (section 6.3.5)."""
    if token[1] != '"':
        raise Fault("unknown operator: missing space between identifier and string", at)
    if token == '$""':
        raise Fault("empty identifier", at)
    return f"${utf8(token[1:], at)}"


def utf8(token: str, at: int | None = None) -> str:
    """The name that a string token denotes."""
    try:
        return string(token).decode()
    except UnicodeDecodeError:
        raise Fault("malformed UTF-8 encoding", at) from None
    except Fault as fault:
        raise Fault(fault.message, at) from None


def string(token: str) -> bytes:
    """The bytes that a string token denotes (section 6.3.3)."""
    found = _STRING.match(token)
    if found is None:
        raise Fault("unexpected token: expected a string")
    if found.end() < len(token):
        raise Fault("unknown operator: missing space between strings")
    content = token[1:-1]
    if "\\" not in content:
        return content.encode()
    pieces, copied = list[bytes](), 0
    for escape in _ESCAPE.finditer(content):
        pieces += (content[copied : escape.start()].encode(), _unescaped(escape))
        copied = escape.end()
    pieces.append(content[copied:].encode())
    return b"".join(pieces)


def _unescaped(escape: re.Match[str]) -> bytes:
    character, byte, scalar = escape.groups()
    if character:
        return bytes([_ESCAPED[character]])
    if byte:
        return bytes([int(byte, 16)])
    digits = (scalar or "").replace("_", "").lstrip("0") or ("0" if scalar else "")
    if not digits:
        raise Fault("malformed escape sequence")
    if len(digits) > 6 or 0xD800 <= int(digits, 16) < 0xE000 or int(digits, 16) >= 0x110000:
        raise Fault("malformed escape sequence: not a Unicode scalar value")
    return chr(int(digits, 16)).encode()
