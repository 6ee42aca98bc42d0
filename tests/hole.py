"""A wasihost with a planted hole: `proc_raise` makes any system call that the guest asks for, as if it had broken out.

Run as a module it is the command through Python; `launcher()` has the same hole.  Only tests build either.
"""

import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from wasihost.cli.executable import build
from wasihost.host import library
from wasihost.native import Array, Struct, native, syscall, u32, u64
from wasihost.native.platform import SYS
from wasihost.wasi.functions import proc
from wasihost.wasi.state import Wasi

BUILD = Path(__file__).parents[1] / "build"
BASE = 0xFFFF  # the number that asks where the guest's memory lies
FORKS = 56, 57, 58, 435  # clone, fork, vfork, clone3


class Request(Struct):
    """In the guest's memory.  To what is marked as a pointer the place of that memory is added."""

    number: u64
    arguments: Array(u64, 6)
    pointers: u32  # bit n: argument n is one
    results: u32  # bit n: argument n says where the result lies that is passed
    words: Array(u32, 16)  # where other pointers lie
    word_count: u32
    pad: u32
    result: u64


@native
def proc_raise(ctx: Wasi, at: u32) -> u32:
    base = ctx.memory.base
    request = Request(base + at)
    for i in range(request.word_count):
        u64[base + request.words[i]] += u64(base)
    a = request.arguments
    for i in range(u32(6)):
        if request.results >> i & 1:
            a[i] = u64[base + a[i]]
        if request.pointers >> i & 1:
            a[i] += u64(base)
    result = u64(base)
    if request.number != BASE:
        result = u64(syscall(request.number, a[0], a[1], a[2], a[3], a[4], a[5]))
        if result == 0 and request.number in FORKS:
            syscall(SYS.exit_group, 0)
    request.result = result
    return 0


def plant() -> None:
    """Give everything that this process builds the hole, and keep it away from what others build."""
    proc.proc_raise.__dict__.update(proc_raise.__dict__)
    digest = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]

    def path(name: str) -> str:
        sound = os.path.basename(library.checkout_path(("",), name))
        return str(BUILD / f"hole-{digest}-{sound}")

    BUILD.mkdir(exist_ok=True)
    library.path = lambda: path("runtime-{}.so")
    library.launcher_path = lambda: path("launcher-{}")
    build.BUILD = build.BUILD.replace("from wasihost", "from tests import hole; hole.plant(); from wasihost", 1)


@cache
def launcher() -> Path:
    code = "from tests import hole; hole.plant(); from wasihost.cli.executable import build; build.launcher()"
    code += "; print(build.library.launcher_path())"
    return Path(subprocess.check_output([sys.executable, "-c", code], cwd=BUILD.parent, text=True).strip())


if __name__ == "__main__":
    plant()
    from wasihost.cli.main import main

    main()
