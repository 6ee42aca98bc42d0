"""Detect what a file contains: a module, binary or text, or something else that users mistake for a module."""

from __future__ import annotations

import os
from errno import EISDIR, ENOENT
from stat import S_ISREG

from wasihost.errors import DecodeError, InvalidModule, ModuleNotFound, nearest, system_reason, to_type

# First bytes of files that users mistake for a module.
MISTAKEN = {
    b"\x7fELF": ("this is a native program, not a module", "run it without wasihost"),
    b"\0asm\x0d\0\x01\0": ("this is a component, not a core module", "build the program for WASI preview 1"),
    b"\x1f\x8b": ("this is a compressed file, not a module", "unpack it first: `gunzip`"),
    b"PK\3\4": ("this is an archive, not a module", "unpack it first: `unzip`"),
    b"!<arch>": ("this is a library of object files, not a module", "link it: a linker makes the module"),
    b"BC\xc0\xde": ("this is LLVM's intermediate code, not a module", "compile and link it for `wasm32-wasi`"),
    b"\xef\xbb\xbf": ("the text begins with a byte order mark", "save it as UTF-8 without a byte order mark"),
    b"\xff\xfe": ("this is text in UTF-16, not a module", "save it as UTF-8"),
    b"\xfe\xff": ("this is text in UTF-16, not a module", "save it as UTF-8"),
    b"<!DOCTYP": ("this is a web page, not a module", "was it downloaded from the right address?"),
}

SUFFIXES = (".wasm", ".wat")  # usual names of modules; the first bytes decide what a file is
SCRIPT = b"#!"  # begins a line that names this command, before a module in the text format
ARTIFACT = b"wasihost"  # first bytes of an artifact (`abi.MAGIC`)


class ModuleFile:
    def __init__(self, data: bytes | None, status: os.stat_result) -> None:
        self.data = data  # None: the file is an artifact
        self.status = status  # at the time of opening


def open_module(path: str) -> int:
    try:
        return os.dup(0) if path == "-" else os.open(path, os.O_RDONLY)
    except OSError as error:
        raise not_found(path, error) from None


def read_module(path: str) -> ModuleFile:
    """Read a module, binary or text.  InvalidModule: the file is something else."""
    fd = open_module(path)
    try:
        with os.fdopen(fd, "rb") as file:
            status = os.fstat(fd)
            start = file.read(8)  # the rest may be anything, even endless
            if start == ARTIFACT:
                return ModuleFile(None, status)
            for beginning, (message, hint) in MISTAKEN.items():
                if start.startswith(beginning):
                    raise InvalidModule(message, hint=hint)
            if is_text(start) or start.startswith(SCRIPT):
                from wasihost.wasm.limits import TEXT_SIZE

                text = without_first_line(
                    start + file.read(TEXT_SIZE)
                )  # the translation rejects a text that is too long
                if is_text(text) and (text.strip() or start[:1] != SCRIPT[:1]):
                    return ModuleFile(text, status)
            if not start.startswith(b"\0asm"):
                raise DecodeError(
                    "magic header not detected: not a WebAssembly module" if start else "the file is empty",
                    offset=0,
                )
            return ModuleFile(start + file.read(), status)
    except OSError as error:
        raise not_found(path, error) from None


def stem(path: str) -> str:
    """The name of a module, without its directory and suffix."""
    return os.path.basename(path).removesuffix(SUFFIXES[0]).removesuffix(SUFFIXES[1])


def without_first_line(data: bytes) -> bytes:
    """The text without the first line of a script; its line end stays, so that line numbers do not change."""
    return data[data.find(b"\n") :] if data.startswith(SCRIPT) and b"\n" in data else data


def is_script(path: str) -> bool:
    """Whether a module's file begins like a script: then it was most likely started as a program.

    A pipe is never a script, because reading would consume its data.
    """
    try:
        if not S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return file.read(len(SCRIPT)) == SCRIPT
    except OSError:
        return False


def is_text(data: bytes) -> bool:
    """Whether a file with these first bytes is in the text format: spaces and comments, followed by a parenthesis."""
    visible = data.lstrip(b" \t\r\n")
    return (bool(data) and not visible) or visible.startswith((b"(", b";;"))


def binary(data: bytes) -> bytes:
    """The module in the binary format.  TextError: malformed text."""
    if not is_text(data[:8]):
        return data
    from wasihost.wasm.text.module import parse_module
    from wasihost.wasm.text.tokens import decode

    return parse_module(decode(data))


def not_found(path: str, error: OSError) -> ModuleNotFound:
    near = nearest_module(path) if error.errno == ENOENT else None
    hint = f"did you mean {to_type(near)}?" if near else None
    message = f"cannot open module `{path}`: {system_reason(error)}" if path else "the path of the module is empty"
    is_directory = error.errno == EISDIR and path != "-"
    return ModuleNotFound(message, path=path, is_directory=is_directory, hint=hint)


def nearest_module(path: str) -> str | None:
    """The module in the same directory with the most similar name."""
    directory = os.path.dirname(path)
    try:
        found = {stem(name): name for name in os.listdir(directory or ".") if name.endswith(SUFFIXES)}
    except OSError:
        return None
    near = nearest(stem(path), found)
    return os.path.join(directory, found[near]) if near else None
