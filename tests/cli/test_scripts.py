"""Modules in the text format that begin with `#!`, and are started as programs."""

import os
import subprocess

import pytest

from tests.cli import guests
from tests.cli.conftest import compile_before

LINE = "#!/usr/bin/env wasihost\n"


@pytest.fixture
def script(tmp_path, door, command, cache_dir, environ):
    """`script(text, "a", …)`: run the text as the kernel starts a script."""

    def script(text, *args, name="tool"):
        path = tmp_path / name
        path.write_text(text)
        if door == "launcher":
            compile_before(path, cache_dir)
        return subprocess.run(
            [*command, str(path), *args], env=environ, cwd=tmp_path, capture_output=True, stdin=subprocess.DEVNULL
        )

    return script


@pytest.mark.parametrize("args", [(), ("a", "b"), ("--dir", "gone"), ("--env=A", "--", "x"), ("-h",), ("--", "a")])
@pytest.mark.parametrize("name", ["tool", "tool.wasm"])
def test_all_arguments_are_the_script_s(script, tmp_path, args, name):
    done = script(LINE + guests.repeats("args"), *args, name=name)

    expected = "".join(f"{word}\0" for word in (tmp_path / name, *args))
    assert (0, expected) == (done.returncode, done.stdout.decode())


def test_options_before_it_are_still_the_host_s(wasihost, tmp_path):
    (tmp_path / "tool").write_text(LINE + guests.PREOPENS)

    assert b"/x\n" == wasihost("--dir", ".::/x", "tool", "--dir", ".").stdout


def test_without_the_line_they_are_as_ever(script):
    assert b".\n" == script(guests.PREOPENS, "--dir", ".").stdout


def test_errors_name_the_line_of_the_file(script, tmp_path):
    done = script(LINE + "(module\n  (func (i32.foo)))")

    assert (126, f"error: {tmp_path / 'tool'}:3:10: ") == (
        done.returncode,
        done.stderr.decode().partition("unknown operator")[0],
    )


@pytest.mark.parametrize("text", ["#!", "#!/usr/bin/env wasihost", LINE, LINE + "no module", "#!\0asm\1\0\0\0"])
def test_a_script_without_a_module(script, text):
    done = script(text)

    assert 126 == done.returncode
    assert done.stderr.startswith(b"error: ")


def test_space_and_comments_may_follow_the_line(script):
    assert 3 == script(LINE + "\n" * 20 + ";; one\n(; two ;)\n" + guests.exits(3)).returncode


def test_a_pipe_loses_nothing_to_the_question_whether_it_is_a_script(command, environ, tmp_path):
    (tmp_path / "m.wat").write_text(guests.repeats("args"))
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["sh", "-c", "cat m.wat > pipe"], cwd=tmp_path):
        done = subprocess.run(
            [*command, "pipe", "--dir", ".", "x"], cwd=tmp_path, env=environ, capture_output=True, timeout=60
        )

    assert (0, b"pipe\0x\0") == (done.returncode, done.stdout)
