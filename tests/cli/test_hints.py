"""Hints of grants: what a program was refused → one line, whose option lets it do that."""

import os
import re
import shlex

import pytest

from tests.cli import guests
from tests.programs.build import build
from wasihost.abi import Refusal, RefusalKind
from wasihost.cli.hints import hint
from wasihost.cli.options import RunOptions

NO_PREOPENS, OUTSIDE, ABSOLUTE, READ_ONLY = (
    RefusalKind.NO_PREOPENS,
    RefusalKind.OUTSIDE,
    RefusalKind.ABSOLUTE,
    RefusalKind.READ_ONLY,
)
RO = "was granted for reading only, and the program tried to change something there; to allow that:"
ABOVE = "lies outside of what was granted:"
HINTS = [
    # grants, kind, number of the grant, path, hint; the directory has `here`, `here/in` and `there`, and is `here`
    ([], RefusalKind.NONE, 0, "", None),
    ([], NO_PREOPENS, 0, "", "the program was granted no directory; if it needs files of this one: `--dir .`"),
    ([(".", ".", False)], NO_PREOPENS, 0, "", None),
    ([("a", "/b", False), ("c", "/d", True)], READ_ONLY, 1, "", f"`/d` {RO} `--dir c::/d`"),
    ([("a b", "a b", True)], READ_ONLY, 0, "", f"`a b` {RO} `--dir 'a b'`"),
    ([(".", ".", False)], OUTSIDE, 0, "../x", f"`../x` {ABOVE} `--dir ..`"),
    ([(".", ".", False)], OUTSIDE, 0, "..", f"`..` {ABOVE} `--dir ..`"),
    ([(".", ".", False)], OUTSIDE, 0, "../there/x", f"`../there/x` {ABOVE} `--dir ../there`"),
    ([("in", "/data", False)], OUTSIDE, 0, "../../x", f"`/data/../../x` {ABOVE} `--dir ..::/data/../..`"),
    ([("in", "/data", True)], OUTSIDE, 0, "../x", f"`/data/../x` {ABOVE} `--dir .::/data/..::ro`"),
    ([("link", "/data", False)], OUTSIDE, 0, "../x", f"`/data/../x` {ABOVE} `--dir link/..::/data/..`"),
    # no option would help
    ([(".", ".", False)], OUTSIDE, 0, "../gone/x", None),
    ([(".", ".", False)], OUTSIDE, 0, "in/link", None),
    ([(".", ".", False)], OUTSIDE, 0, "in/../../x", None),
    ([(".", ".", False)], OUTSIDE, 0, "../there/../x", None),
    ([(".", "/", False)], OUTSIDE, 0, "../x", None),
    # from the root
    ([], ABSOLUTE, 0, "/etc/passwd", "`/etc/passwd` lies in no directory that was granted: `--dir /etc`"),
    ([], ABSOLUTE, 0, "/etc", "`/etc` lies in no directory that was granted: `--dir /etc`"),
    ([], ABSOLUTE, 0, "/x", "`/x` lies in no directory that was granted: `--dir .::/`"),
    ([], ABSOLUTE, 0, "/gone/x", "`/gone/x` lies in no directory that was granted: `--dir HOST::/gone`"),
]


@pytest.mark.parametrize("grants, kind, mount, path, expected", HINTS, ids=[f"{r[1].name} {r[3]}" for r in HINTS])
def test_hint(tmp_path, monkeypatch, grants, kind, mount, path, expected):
    for name in ("here/in", "there", "far/deep"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "here" / "link").symlink_to(tmp_path / "far" / "deep")
    monkeypatch.chdir(tmp_path / "here")
    options, raw = RunOptions(), os.fsencode(path)
    options.dir = grants
    refusal = Refusal.unpack(Refusal.pack(kind=kind, mount=mount, path_size=len(raw), path=raw))

    assert expected == hint(refusal, options)


OPENED = [
    # grants, path, mode, what the hint says first
    ([], "notes", "r", "the program was granted no directory"),
    (["."], "../up", "r", "`../up` lies outside"),
    ([".::/data"], "/data/../up", "r", "`/data/../up` lies outside"),
    ([".::/data::ro"], "/data/new", "w", "`/data` was granted for reading only"),
    ([".::/data::ro"], "/data/in/new", "w", "`/data` was granted for reading only"),
]


@pytest.mark.parametrize("grants, path, mode, words", OPENED, ids=[row[1] for row in OPENED])
def test_what_the_hint_says_helps(wasihost, tmp_path, grants, path, mode, words):
    (tmp_path / "here" / "in").mkdir(parents=True)
    for name in ("here/notes", "up"):
        (tmp_path / name).touch()
    command = [build("opens.c"), *(word for grant in grants for word in ("--dir", grant))]

    refused = wasihost(*command, path, mode, cwd=tmp_path / "here")
    lines = refused.stderr.decode().splitlines()
    assert (1, 2) == (refused.returncode, len(lines))
    assert lines[1].startswith(f"hint: {words}")

    option = shlex.split(re.search("`(--dir .*)`$", lines[1])[1])
    kept = command if "reading only" not in words else command[:1]
    opened = wasihost(*kept, *option, path, mode, cwd=tmp_path / "here")
    assert (0, b"opened\n", b"") == (opened.returncode, opened.stdout, opened.stderr)


FAILS = "(call $exit (i32.const 1))"
SEEN = [
    # path, descriptor, how the guest ends, options, standard error
    ("/etc/passwd", 3, FAILS, [], "hint: `/etc/passwd` lies in no directory that was granted: `--dir /etc`\n"),
    ("etc/passwd", -1, FAILS, [], "hint: `/etc/passwd` lies in no directory that was granted: `--dir /etc`\n"),
    ("../x", 3, FAILS, [], "hint: `../x` lies outside of what was granted: `--dir ..`\n"),
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
        "hint: `../x` lies outside of what was granted: `--dir ..`\n",
    ),
]


@pytest.mark.parametrize("path, fd, then, options, stderr", SEEN, ids=[" ".join(map(str, row[:4])) for row in SEEN])
def test_only_a_program_that_failed_gets_a_hint(wasihost, tmp_path, path, fd, then, options, stderr):
    (tmp_path / "link").symlink_to("/etc/passwd")

    done = wasihost(*options, "m.wasm", "--dir", ".", m=guests.opens(path, fd, then))

    assert stderr == re.sub(" at 0x[0-9a-f]+", " at 0x12a", done.stderr.decode())
