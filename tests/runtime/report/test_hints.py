"""Hints of grants: what a program was refused, or was told to read → one line with the option that allows it."""

import ctypes
import os

import pytest

from tests.runtime.test_symbols import artifact
from tests.wat import wat
from wasihost.abi import REPORT_LOOKS, Refusal, RefusalKind, ReportOptions, Text
from wasihost.native import native
from wasihost.runtime.image import Image
from wasihost.runtime.report.hints import put_hint


@native(export=True)
def hint(text: Text, image: Image, refusal: Refusal, options: ReportOptions):
    put_hint(text, image, refusal, options)


PLACES = (
    "here/in/",
    "here/data/deep/",
    "there/",
    "far/deep/",
    "here/notes",
    "here/data/sums",
    "here/data/deep/x",
    "up",
    "here/no",
    "here/x:/f",
    "x:/f",
    "a::b/x",
)
OPENS = '(module (import "wasi_snapshot_preview1" "path_open" (func)))'
OUTSIDE, ABSOLUTE, READ_ONLY = (
    RefusalKind.OUTSIDE,
    RefusalKind.ABSOLUTE,
    RefusalKind.READ_ONLY,
)
RO = "is read-only, and the program tried to change something in it; to allow that:"
ABOVE = "leads out of the granted directories:"
HINTS = [
    # grants, kind, number of the grant, path, hint; the current directory is `here`: see PLACES
    ([], RefusalKind.NONE, 0, "", None),
    (["a::/b", "c::/d::ro"], READ_ONLY, 1, "", f"`/d` {RO} `--dir c::/d`"),
    (["a b::a b::ro"], READ_ONLY, 0, "", f"`a b` {RO} `--dir 'a b'`"),
    (["."], OUTSIDE, 0, "../x", f"`../x` {ABOVE} `--dir ..`"),
    (["."], OUTSIDE, 0, "..", f"`..` {ABOVE} `--dir ..`"),
    (["."], OUTSIDE, 0, "../there/x", f"`../there/x` {ABOVE} `--dir ../there`"),
    (["in::/data"], OUTSIDE, 0, "../../x", f"`/data/../../x` {ABOVE} `--dir ..::/data/../..`"),
    (["in::/data::ro"], OUTSIDE, 0, "../x", f"`/data/../x` {ABOVE} `--dir .::/data/..::ro`"),
    (["link::/data"], OUTSIDE, 0, "../x", f"`/data/../x` {ABOVE} `--dir link/..::/data/..`"),
    # no option would help
    (["."], OUTSIDE, 0, "../gone/x", None),
    (["."], OUTSIDE, 0, "in/link", None),
    (["."], OUTSIDE, 0, "in/../../x", None),
    (["."], OUTSIDE, 0, "../there/../x", None),
    ([".::/"], OUTSIDE, 0, "../x", None),
    # from the root
    ([], ABSOLUTE, 0, "/etc/passwd", "`/etc/passwd` is outside the granted directories: `--dir /etc`"),
    ([], ABSOLUTE, 0, "/etc", "`/etc` is outside the granted directories: `--dir /etc`"),
    ([], ABSOLUTE, 0, "/x", "`/x` is outside the granted directories: `--dir .::/`"),
    ([], ABSOLUTE, 0, "/gone/x", "`/gone/x` is outside the granted directories: `--dir HOST::/gone`"),
    # names that no option can have, or only in another way
    ([], ABSOLUTE, 0, "/etc::ro/x", None),
    (["."], OUTSIDE, 0, "../a::b", f"`../a::b` {ABOVE} `--dir ..`"),
    (["."], OUTSIDE, 0, "../a::b/x", None),
    (["in::/data:::ro"], READ_ONLY, 0, "", f"`/data` {RO} `--dir in::/data`"),
    ([".::/a::ro"], OUTSIDE, 0, "../x:/f", f"`/a/../x:/f` {ABOVE} `--dir ../x:/::/a/../x:/::ro`"),
    (["."], OUTSIDE, 0, "../x..", f"`../x..` {ABOVE} `--dir ..`"),
]
ABSENT = "is outside the granted directories"
ELSEWHERE = "is outside the granted directories; to grant it under this name:"
NOTHING = "the program was granted no directory; if it needs files in the current directory: `--dir .`"
WORDS = [
    # grants, arguments, hint; nothing that reached the host was refused
    ([], ["notes"], NOTHING),
    ([], ["-n", "cat", "in"], NOTHING),
    ([], ["exit", "5", ""], None),
    ([], ["/etc/passwd"], f"`/etc/passwd` {ABSENT}: `--dir /etc`"),
    (["data"], ["cat", "sums"], f"`sums` {ELSEWHERE} `--dir data::.`"),
    (["data::/d::ro"], ["sums"], f"`sums` {ELSEWHERE} `--dir data::.::ro`"),
    (["data"], ["deep/x"], f"`deep/x` {ELSEWHERE} `--dir data::.`"),
    (["in", "data"], ["sums"], f"`sums` {ELSEWHERE} `--dir data::.`"),
    (["data"], ["notes"], f"`notes` {ABSENT}: `--dir .`"),
    (["data"], ["data/sums"], None),
    (["data"], ["data"], None),
    (["dat"], ["data/sums"], f"`data/sums` {ABSENT}: `--dir .`"),
    (["."], ["notes", "../up"], None),
    ([".::/"], ["/notes"], None),
    ([".::/etc"], ["/etc/passwd"], None),
    (["data"], ["gone"], None),
    ([], ["../up"], f"`../up` {ABSENT}: `--dir ..`"),
    ([], [".."], f"`..` {ABSENT}: `--dir ..`"),
    ([], ["../gone"], None),
    ([], ["in/../../up"], None),
    ([], ["../a::b/x"], None),
    (["data"], ["../notes"], None),  # beside what was granted, but not beside the current directory
    (["x:"], ["x:/f"], None),
    (["x:"], ["f"], f"`f` {ELSEWHERE} `--dir x:/::.`"),
    (["in::no" + "t" * 1_000_000], ["no", "/"], f"`no` {ABSENT}: `--dir .`"),
    (["in::notes"], ["no", "/"], f"`no` {ABSENT}: `--dir .`"),
]


def shown(call, grants, kind, mount, path, words=(), flags=REPORT_LOOKS, module=OPENS):
    header = ctypes.create_string_buffer(bytes(artifact(wat(module), {}).data))
    image = Image.pack(header=ctypes.addressof(header))
    texts = [(ctypes.c_char_p * len(list_))(*map(os.fsencode, list_)) for list_ in (words, grants)]
    options = ReportOptions.pack(
        arguments=ctypes.addressof(texts[0]), argument_count=len(words),
        grants=ctypes.addressof(texts[1]), grant_count=len(grants), flags=flags,
    )  # fmt: skip
    raw, text = os.fsencode(path), ctypes.create_string_buffer(Text.size)
    call(hint, text, image, Refusal.pack(kind=kind, mount=mount, path_size=len(raw), path=raw), options)
    size = int.from_bytes(text.raw[:8], "little")
    return text.raw[8 : 8 + size].decode() or None


@pytest.fixture
def places(tmp_path, monkeypatch):
    for name in PLACES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).touch()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "far" / "deep")
    monkeypatch.chdir(tmp_path / "here")


@pytest.mark.parametrize("grants, kind, mount, path, expected", HINTS, ids=[f"{r[1].name} {r[3]}" for r in HINTS])
def test_refused_path_suggests_a_grant(call, places, grants, kind, mount, path, expected):
    assert expected == shown(call, grants, kind, mount, path)


@pytest.mark.parametrize("grants, words, expected", WORDS, ids=[f"{r[0]} {r[1]}" for r in WORDS])
def test_missing_file_in_arguments_suggests_a_grant(call, places, grants, words, expected):
    assert expected == shown(call, grants, RefusalKind.NONE, 0, "", words)


def test_a_program_that_opens_nothing_needs_no_grant(call, places):
    assert shown(call, [], RefusalKind.NONE, 0, "", ["notes"], module="(module)") is None


def test_confined_report_uses_only_known_facts(call, places):
    """With `--confine` nobody can ask what the host's paths name."""
    assert shown(call, [], RefusalKind.NONE, 0, "", ["notes"], flags=0) is None
    assert shown(call, ["."], OUTSIDE, 0, "../up", flags=0) is None
    assert shown(call, [], ABSOLUTE, 0, "/gone/x", flags=0) == f"`/gone/x` {ABSENT}: `--dir /gone`"
