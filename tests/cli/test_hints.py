"""Hints of grants: what a program was refused → one line, whose option lets it do that."""

import re
import shlex

import pytest

from tests.cli import guests
from tests.programs.build import build

OPENED = [
    # grants, path, mode, what the hint says first
    ([], "notes", "r", "the program was granted no directory"),
    (["."], "../up", "r", "`../up` leads out"),
    ([".::/data"], "/data/../up", "r", "`/data/../up` leads out"),
    ([".::/data::ro"], "/data/new", "w", "`/data` is read-only"),
    ([".::/data::ro"], "/data/in/new", "w", "`/data` is read-only"),
]


@pytest.mark.parametrize("grants, path, mode, words", OPENED, ids=[row[1] for row in OPENED])
def test_suggested_option_makes_the_program_succeed(wasihost, tmp_path, grants, path, mode, words):
    (tmp_path / "here" / "in").mkdir(parents=True)
    for name in ("here/notes", "up"):
        (tmp_path / name).touch()
    command = [build("opens.c"), *(word for grant in grants for word in ("--dir", grant))]

    refused = wasihost(*command, path, mode, cwd=tmp_path / "here")
    lines = refused.stderr.decode().splitlines()
    assert (1, 2) == (refused.returncode, len(lines))
    assert lines[1].startswith(f"hint: {words}")

    option = shlex.split(re.search("`(--dir .*)`$", lines[1])[1])
    kept = command if "read-only" not in words else command[:1]
    opened = wasihost(*kept, *option, path, mode, cwd=tmp_path / "here")
    assert (0, b"opened\n", b"") == (opened.returncode, opened.stdout, opened.stderr)


FAILS = "(call $exit (i32.const 1))"
SEEN = [
    # path, descriptor, how the guest ends, options, standard error
    ("/etc/passwd", 3, FAILS, [], "hint: `/etc/passwd` is outside the granted directories: `--dir /etc`\n"),
    ("etc/passwd", -1, FAILS, [], "hint: `/etc/passwd` is outside the granted directories: `--dir /etc`\n"),
    ("../x", 3, FAILS, [], "hint: `../x` leads out of the granted directories: `--dir ..`\n"),
    ("../x", 3, FAILS, ["--quiet"], ""),
    ("../x", 3, "", [], ""),
    ("../x", 3, "(call $exit (i32.const 0))", [], ""),
    ("x", 3, FAILS, [], ""),
    ("link", 3, FAILS, [], ""),
    ("x", 9, FAILS, [], ""),
    (
        "../x",
        3,
        "unreachable",
        [],
        "error: wasm trap: unreachable\n  0: m.wasm!func[3] at 0x12a\n"
        "hint: `../x` leads out of the granted directories: `--dir ..`\n",
    ),
]


@pytest.mark.parametrize("path, fd, then, options, stderr", SEEN, ids=[" ".join(map(str, row[:4])) for row in SEEN])
def test_only_a_program_that_failed_gets_a_hint(wasihost, tmp_path, path, fd, then, options, stderr):
    (tmp_path / "link").symlink_to("/etc/passwd")

    done = wasihost(*options, "m.wasm", "--dir", ".", m=guests.opens(path, fd, then))

    assert stderr == re.sub(" at 0x[0-9a-f]+", " at 0x12a", done.stderr.decode())
