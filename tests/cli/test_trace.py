"""`--trace`, `--trace-filter` and `--trace-summary`: what a program calls, where it is written."""

import json
import re
import shlex
import subprocess

import pytest

from tests.cli import guests
from tests.programs.build import build
from tests.wat import wat

TIME = r"  <\d+(\.\d)? (ns|µs|ms|s)>"


def lines(text: bytes) -> list[str]:
    """Without times."""
    return [re.sub(f"{TIME}$", "", line) for line in text.decode().splitlines()]


def test_every_call_to_the_last_is_on_standard_error(wasihost):
    done = wasihost("--trace", "m.wasm", m=guests.says("x"))

    assert ['fd_write(1, 1 piece, 1 byte "x") = 1', "proc_exit(0)"] == lines(done.stderr)
    assert re.search(f"{TIME}\n", done.stderr.decode())
    assert (b"x", 0) == (done.stdout, done.returncode)


ENDS = [
    # how the guest ends, exit status, last line of the trace
    ("(call $exit (i32.const 7))", 7, "proc_exit(7)"),
    ("unreachable", 134, 'fd_write(1, 1 piece, 1 byte "x") = 1'),
    ("", 0, 'fd_write(1, 1 piece, 1 byte "x") = 1'),
]


@pytest.mark.parametrize("end, status, last", ENDS, ids=[row[0] or "returns" for row in ENDS])
def test_nothing_is_lost_however_the_guest_ends(wasihost, tmp_path, end, status, last):
    text = guests.says("x").replace("(call $exit (call $write", "(drop (call $write")[:-2] + f"{end}))"

    done = wasihost("--trace=trace", "--trace-summary", "m.wasm", m=text)

    assert status == done.returncode
    assert last == lines((tmp_path / "trace").read_bytes())[-1]
    assert "fd_write" in done.stderr.decode().splitlines()[1]


def test_a_program_in_c(wasihost, tmp_path):
    """Files are named as the program names them."""
    (tmp_path / "notes").touch()

    done = wasihost("--trace=trace", build("opens.c"), "--dir", ".::/data", "/data/notes", "r")
    trace = lines((tmp_path / "trace").read_bytes())

    assert (b"opened\n", b"") == (done.stdout, done.stderr)
    assert 'fd_prestat_get(3 "/data") = {dir, name of 5 bytes}' in trace
    assert any(
        re.fullmatch(r'path_open\(3 "/data", .*"notes", .*rights=~\[.*fd_write.*\].*\) = 4', line) for line in trace
    )
    assert 'fd_write(1, 2 pieces, 7 bytes "opened\\n") = 7' in trace


def test_errors_have_a_name_and_a_meaning(wasihost):
    done = wasihost("--trace", "--quiet", build("opens.c"), "--dir", ".::/data", "/data/gone", "r")

    assert any(
        line.startswith("path_open(") and line.endswith(" = noent (no such file or directory)")
        for line in lines(done.stderr)
    )


FILTERS = [
    ("fd_write", ["fd_write"]),
    ("proc_*", ["proc_exit"]),
    ("*_write,*exit", ["fd_write", "proc_exit"]),
    ("path_*", []),
]


@pytest.mark.parametrize("names, traced", FILTERS)
def test_a_filter_chooses_calls(wasihost, names, traced):
    done = wasihost("--trace", "--trace-filter", names, "m.wasm", m=guests.says("x"))

    assert traced == [line.partition("(")[0] for line in lines(done.stderr)]


def test_the_summary_has_counts_errors_and_times_the_longest_first(wasihost):
    text = f"""(module
      (import "{guests.WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "{guests.WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 24) "\\80\\84\\1e\\00") ;; a clock, in 2 ms
      (func (export "_start") (local i32)
        (drop (call $poll (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200)))
        (loop $again
          (drop (call $write (i32.const 9) (i32.const 0) (i32.const 0) (i32.const 8)))
          (local.set 0 (i32.add (local.get 0) (i32.const 1)))
          (br_if $again (i32.lt_u (local.get 0) (i32.const 5))))))"""

    done = wasihost("--trace-summary", "m.wasm", m=text)
    head, *rows = [line.split() for line in done.stderr.decode().splitlines()]

    assert ["total", "µs", "mean", "µs", "calls", "errors", "function"] == head
    assert [["1", "0", "poll_oneoff"], ["5", "5", "fd_write"], ["6", "5", "in", "all"]] == [row[2:] for row in rows]
    assert 2000 <= int(rows[0][0]) == int(float(rows[0][1])) <= int(rows[2][0])


def test_an_export_that_is_called_is_traced_too(wasihost):
    text = guests.says("x").replace('(export "_start")', '(export "f")')

    done = wasihost("--trace", "--trace-summary", "m.wasm", "--invoke", "f", m=text)

    assert ['fd_write(1, 1 piece, 1 byte "x") = 1', "proc_exit(0)"] == lines(done.stderr)[:2]
    assert done.stderr.decode().splitlines()[-1].endswith("in all")


def test_lines_of_many_processes_are_whole(wasihost, command, tmp_path, environ):
    text = f"""(module
      (import "{guests.WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\10\\00\\00\\00\\20\\00\\00\\00" "01234567" "abcdefghijklmnopqrstuvwxyzABCDEF")
      (func (export "_start") (local i32)
        (loop $again
          (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
          (local.set 0 (i32.add (local.get 0) (i32.const 1)))
          (br_if $again (i32.lt_u (local.get 0) (i32.const 300))))))"""
    (tmp_path / "m.wasm").write_bytes(wat(text))
    wasihost("m.wasm", stdout=subprocess.DEVNULL, capture_output=False)
    (tmp_path / "trace").write_text("what was there stays\n")
    line = [*command, "--trace=trace", "m.wasm"]
    processes = [subprocess.Popen(line, cwd=tmp_path, env=environ, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [0] * 4 == [process.wait(60) for process in processes]

    first, *others = lines((tmp_path / "trace").read_bytes())
    assert "what was there stays" == first
    assert ['fd_write(1, 1 piece, 32 bytes "abcdefghijklmnopqrstuvwxyzABCDEF") = 32'] * 1200 == others


def test_the_guest_does_not_get_hold_of_the_trace(wasihost, tmp_path):
    """No descriptor of the guest is that of the file: 3 is the granted directory, and 4 is not open."""
    done = wasihost("--trace=trace", "m.wasm", "--dir", ".::/granted", m=guests.PREOPENS)

    assert b"/granted\n" == done.stdout
    assert "fd_prestat_get(4) = badf (not an open descriptor)" == lines((tmp_path / "trace").read_bytes())[-1]


REFUSED = [
    # arguments, exit status, standard error
    (["--trace=", "m.wasm"], 2, "error: `--trace`: the value is empty\n"),
    (["--trace-filter", "fd_*", "m.wasm"], 2, "error: `--trace-filter` has no effect without a trace\n"
     "hint: add `--trace` or `--trace-summary`\n"),
    (["--trace", "--trace-filter", "fd_*,pat_*", "m.wasm"], 2, "error: `--trace-filter`: WASI has no function `pat_*`\n"
     "hint: names are those of preview1, with `*` and `?`: `path_*,fd_write`\n"),
    (["--trace=gone/trace", "m.wasm"], 125, "error: cannot write the trace to `gone/trace`: "
     "no such file or directory\n"),
]  # fmt: skip


@pytest.mark.parametrize("args, status, stderr", REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_invalid_trace_options_prevent_the_run(wasihost, args, status, stderr):
    done = wasihost(*args, m=guests.says("x"))

    assert (stderr, status, b"") == (done.stderr.decode(), done.returncode, done.stdout)


def test_trace_after_the_module_belongs_to_the_guest(wasihost):
    done = wasihost("m.wasm", "--trace", m=guests.repeats("args"))

    assert done.stdout.startswith(b"m.wasm\0--trace\0")
    assert b"" == done.stderr


LOST = "the trace is incomplete"
FULL = "no space left on device"
INCOMPLETE = [
    # options, the guest, standard error of the shell, what is reported; nothing where that cannot be written either
    (["--trace=/dev/full"], guests.says("x"), "", f"error: {LOST}: {FULL}\nhint: write it where there is room: "
     "`--trace=FILE`\n"),
    (["--trace=/dev/full"], guests.exits(3), "", f"error: {LOST}: {FULL}\n"),
    (["--trace=/dev/full"], guests.EMPTY, "", None),  # nothing was to be written
    (["--trace=/dev/full", "--trace-filter", "path_*"], guests.says("x"), "", None),
    (["--trace=/dev/full", "--trace-filter", "proc_*"], guests.exits(3), "", f"error: {LOST}: {FULL}\n"),
    (["--trace=/dev/full", "--quiet"], guests.says("x"), "", f"error: {LOST}: {FULL}\n"),
    (["--trace=/dev/full"], guests.says("x").replace("(call $exit (call $write", "(drop (call $write")[:-2]
     + "unreachable))", "", f"error: wasm trap: unreachable\n  0: m.wasm!func[2] at 0x…\nerror: {LOST}: {FULL}\n"),
    (["--trace=/dev/full", "--no-confine"], guests.says("x"), "", f"error: {LOST}: {FULL}\n"),
    (["--trace=/dev/full", "--confine"], guests.says("x"), "", f"error: {LOST}: {FULL}\n"),
    (["--trace=/dev/full", "--invoke", "f"], guests.says("x").replace("_start", "f"), "", f"error: {LOST}: {FULL}\n"),
    (["--trace"], guests.says("x"), "2>/dev/full", ""),
    (["--trace-summary"], guests.says("x"), "2>/dev/full", ""),
    (["--trace-summary", "--invoke", "f"], guests.says("x").replace("_start", "f"), "2>/dev/full", ""),
    (["--trace"], guests.says("x"), "2>&-", ""),
    (["--trace"], guests.says("x"), "2>&- 1>&-", ""),
    (["--trace-summary"], guests.says("x"), "2>&-", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    "options, text, shell, said", INCOMPLETE, ids=[" ".join((*row[0], row[2])) for row in INCOMPLETE]
)
def test_an_incomplete_trace_is_reported_and_the_status_is_that_of_a_failed_host(
    wasihost, command, tmp_path, environ, options, text, shell, said
):
    """As for all output of ours, whatever the guest's own status is."""
    wasihost("m.wasm", m=text)

    line = f"exec {shlex.join([*command, *options, 'm.wasm'])} {shell}"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environ, capture_output=True, timeout=60)

    stderr = re.sub("0x[0-9a-f]+", "0x…", done.stderr.decode())
    assert (0 if said is None else 125) == done.returncode
    assert stderr.startswith(said or "") and bool(stderr) == bool(said)
    assert stderr.count(LOST) == bool(said)


def test_an_incomplete_trace_is_one_object_for_programs(wasihost):
    done = wasihost("--trace=/dev/full", "--error-format", "json", "m.wasm", m=guests.says("x"))
    error = json.loads(done.stderr)

    assert (f"{LOST}: {FULL}", 125) == (error["message"], error["status"])


def test_without_python_an_incomplete_trace_is_reported_too(wasihost, command, tmp_path, environ):
    wasihost("m.wasm", m=guests.exits(3))
    if len(command) > 1:
        pytest.skip("that is Python")
    done = subprocess.run(
        [*command, "--trace=/dev/full", "m.wasm"], cwd=tmp_path, capture_output=True, timeout=60,
        env={**environ, "PATH": "/nowhere"},
    )  # fmt: skip

    assert 125 == done.returncode
    assert f"error: {LOST}: {FULL}\nhint: write it where there is room: `--trace=FILE`\n" == done.stderr.decode()


def test_the_summary_of_an_export_counts_its_calls(wasihost):
    text = guests.says("x").replace('(export "_start")', '(export "f")')

    done = wasihost("--trace-summary", "m.wasm", "--invoke", "f", m=text)
    _, *rows = [line.split()[2:] for line in done.stderr.decode().splitlines()]

    assert [["1", "0", "fd_write"], ["1", "0", "proc_exit"], ["2", "0", "in", "all"]] == sorted(rows)
