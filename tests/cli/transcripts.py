"""What the command says, as it stands in files: command lines, and below each what it prints.

    $ wasihost --dri . m.wasm
    error: unknown option `--dri`
    hint: did you mean `--dir`?
    [2]

The lines of a file run one after the other, by `sh`, in a fresh directory with the files of FILES.  The last line is
the exit status, where it is not 0; DIRECTORY stands for the directory.  `scripts/bless` rewrites what is printed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.cli import guests
from tests.hostile import guests as hostile
from tests.wat import wat

SOURCES = sorted(Path(__file__).with_name("messages").glob("*.txt"))
DIRECTORY = "/place"
WAIT = 60  # seconds for one line


def _traps(body: str, rest: str = "") -> str:
    return f'(module {rest} (func $main {body}) (func (export "_start") (call $main)))'


TABLE = "(table 2 2 funcref) (elem (i32.const 0) $other) (func $other (param i64))"
MODULES = {
    "hello": guests.says("hello\n"),
    "exits": guests.exits(3),
    "math": guests.MATH,
    "reactor": guests.REACTOR,
    "yes": guests.FOREVER,
    "lacks": guests.LACKS,
    "misspelt": f'(module (import "{guests.WASI}" "fd_wirte" (func)) (func (export "_start")))',
    "mistyped": f'(module (import "{guests.WASI}" "fd_write" (func (param i64))) (func (export "_start")))',
    "takes": '(module (func (export "_start") (param i32)))',
    "large": '(module (memory 100) (table 5 funcref) (func (export "_start")))',
    "loops": hostile.LOOP,
    "recurses": guests.RECURSES,
    "looks": guests.PREOPENS.replace("(br $next)))))", "(br $next)))(unreachable)))"),
    "creates": guests.CREATES,
    "outside": guests.opens("../x", 3, "unreachable"),
    "absolute": guests.opens("/etc/passwd", 3, "unreachable"),
    "unreachable": _traps("unreachable"),
    "divide": _traps("(drop (i32.div_s (i32.const 1) (i32.const 0)))"),
    "overflow": _traps("(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))"),
    "convert": _traps("(drop (i32.trunc_f64_s (f64.const nan)))"),
    "load": _traps("(drop (i32.load (i32.const 65534)))", "(memory 1)"),
    "atomic": _traps("(drop (i32.atomic.load (i32.const 1)))", "(memory 1 1 shared)"),
    "copy": _traps("(memory.fill (i32.const 0) (i32.const 0) (i32.const 65537))", "(memory 1)"),
    "element": _traps("(call_indirect (i32.const 2))", TABLE),
    "null": _traps("(call_indirect (i32.const 1))", TABLE),
    "mismatch": _traps("(call_indirect (i32.const 0))", TABLE),
    "table": _traps("(drop (table.get (i32.const 2)))", TABLE),
    "throws": _traps("(throw 0)", "(tag)"),
}
FILES = {
    "empty.wasm": b"",
    "text.wasm": b"Hello, world\n",
    "page.wasm": b"<!DOCTYPE html>\n<html>",
    "truncated.wasm": wat(MODULES["hello"])[:-20],
    "component.wasm": b"\0asm\x0d\0\x01\0",
    "version.wasm": b"\0asm\x02\0\0\0",
    "native": b"\x7fELF\2\1\1",
    "archive.wasm": b"\x1f\x8b\x08\0\0\0\0\0",
    "wrong.wasm": bytes.fromhex("0061736d01000000 0105016000017f 03020100 0a040102000b"),
    "wrong.wat": b'(module\n  (func (export "_start")\n    (i32.ad)))\n',
    "data/file": b"",
}


def blocks(text: str) -> list[tuple[str, str]]:
    """Each command line, and what is printed below it; comments belong to what they stand behind."""
    pieces = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    return [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]


def render(text: str, environ: Mapping[str, str], directory: Path) -> str:
    """The file as it should be; `wasihost` is a program of the path of `environ`."""
    for name, content in FILES.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_bytes(content)
    for name, module in MODULES.items():
        (directory / f"{name}.wasm").write_bytes(wat(module))
    environ = {**environ, "WASIHOST_CACHE_DIR": str(directory / ".cache")}
    head, *rest = blocks(text)
    return head[1] + "".join(
        f"$ {line}\n{_printed(line, environ, directory)}{_comments(below)}" for line, below in rest
    )


def _printed(line: str, environ: Mapping[str, str], directory: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", line], cwd=directory, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=WAIT,
    )  # fmt: skip
    said = done.stdout.decode().replace(str(directory), DIRECTORY)
    return said + (f"[{done.returncode}]\n" if done.returncode else "")


def _comments(below: str) -> str:
    return "".join(f"{line}\n" for line in below.splitlines() if line.startswith("#") or not line)


def bless() -> None:
    from tests.cli.conftest import environment, with_door

    for source in SOURCES:
        with tempfile.TemporaryDirectory() as name:
            (place := Path(name) / "place").mkdir()
            variables = with_door(Path(name) / "bin", [sys.executable, "-m", "wasihost"], environment(name))
            source.write_text(render(source.read_text(), variables, place))
