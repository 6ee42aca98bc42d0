"""Limits as a shell sees them, beside what else a run can be asked for; tests/hostile has what they are against."""

import json
from pathlib import Path

import pytest

from tests.cli import guests
from tests.hostile import guests as hostile

HELLO = Path(__file__).parents[2] / "examples" / "hello.wasm"  # it looks for what it was granted

LATE = "error: the guest ran longer than 0.2 s (--timeout)\n  0: m.wasm!"
FUEL = "error: out of fuel: 1000 used (--fuel)\n  0: m.wasm!"
RUNS = [
    # guest, arguments, exit status, a part of standard error; empty: nothing is said
    (hostile.LOOP, ["--timeout", "200ms", "m.wasm"], 124, LATE),
    (hostile.LOOP, ["m.wasm", "--timeout=.2"], 124, LATE),
    (hostile.LOOP, ["--timeout", "200ms", "--trace-summary", "m.wasm"], 124, LATE),
    (hostile.YIELDS, ["--timeout", "200ms", "--trace=out", "m.wasm"], 124, LATE),
    (hostile.LOOP, ["--fuel", "1000", "m.wasm"], 134, FUEL),
    (hostile.LOOP, ["--fuel", "1000", "--level", "max", "--canonical-nans", "m.wasm"], 134, FUEL),
    (hostile.LOOP, ["--fuel", "1000", "--invoke", "_start", "m.wasm"], 134, FUEL),
    (guests.EMPTY, ["--timeout", "10m", "--fuel", "1", "--max-memory", "1", "--max-output", "1", "m.wasm"], 0, ""),
    (guests.says("hello"), ["--max-output", "5", "m.wasm"], 0, ""),
    (guests.says("hello"), ["--max-fds", "1", "m.wasm"], 0, ""),
    (guests.says("hello"), ["--max-stack", "64K", "m.wasm"], 134, "error: wasm trap: call stack exhausted"),
    (guests.says("hello"), ["--max-stack", "1M", "m.wasm"], 0, ""),
    (guests.says("hello"), ["--timeout", "0", "m.wasm"], 2, "error: `--timeout`: expected a time from `1ms` to"),
]


@pytest.mark.parametrize("guest, args, status, stderr", RUNS)
def test_each_limit_ends_the_guest_with_its_status_and_message(wasihost, guest, args, status, stderr):
    for _ in range(2):  # the second time it is compiled already
        done = wasihost(*args, m=guest)

        said = done.stderr.decode()
        assert status == done.returncode
        assert stderr in said if stderr else not said


def test_a_limit_in_words_for_scripts(wasihost):
    done = wasihost("--error-format", "json", "--timeout", "200ms", "m.wasm", m=hostile.LOOP)

    facts = json.loads(done.stderr)
    assert ("the guest ran longer than 0.2 s (--timeout)", 124) == (facts["message"], facts["status"])
    assert ["_start"] == [frame["function"] for frame in facts["backtrace"]] or len(facts["backtrace"]) == 1


def test_code_that_counts_can_be_made_before(wasihost):
    assert 0 == wasihost("compile", "--metered", "m.wasm", m=hostile.LOOP).returncode

    done = wasihost("--allow-precompiled", "--fuel", "1000", "m.artifact")
    assert 134 == done.returncode
    assert b"out of fuel: 1000 used" in done.stderr
    assert b"fuel: counted" in wasihost("inspect", "m.artifact").stdout
    wasihost("compile", "m.wasm")
    refused = wasihost("--allow-precompiled", "--fuel", "1000", "m.artifact")
    assert 126 == refused.returncode
    assert b"its code counts no fuel" in refused.stderr


def test_a_limit_is_no_reason_to_grant_more(wasihost):
    """Even of a program that has looked for directories and found none."""
    done = wasihost("--fuel", "1000", str(HELLO))

    assert 134 == done.returncode
    assert done.stderr.startswith(b"error: out of fuel") and b"hint" not in done.stderr
