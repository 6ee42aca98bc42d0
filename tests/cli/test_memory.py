"""Guests without a memory that WASI could use: through both doors, and as executables."""

import pytest

from tests.cli import guests

MESSAGE = "error: WASI needs a memory that the module exports as `memory`, and it exports none\n"
SAYS = guests.says("hello\n")
GUESTS = [
    # module, options, exit status, standard output, standard error up to the backtrace
    (SAYS, [], 0, "hello\n", ""),
    (SAYS.replace('(export "memory") ', ""), [], 125, "", MESSAGE),
    (SAYS.replace('(export "memory") ', '(export "mem") '), [], 125, "", MESSAGE),
    (SAYS.replace('(export "memory") ', ""), ["--trace-summary"], 125, "", MESSAGE),
    (SAYS.replace('(export "memory") ', ""), ["--timeout", "60s"], 125, "", MESSAGE),
    (guests.exits(7).replace('(memory (export "memory") 1)', ""), [], 7, "", ""),
]


@pytest.mark.parametrize("text, options, status, stdout, stderr", GUESTS, ids=range(len(GUESTS)))
def test_guest_without_memory_ends_at_the_first_call_that_needs_one(start, text, options, status, stdout, stderr):
    done = start(text, options=options)

    assert (status, stdout) == (done.returncode, done.stdout.decode())
    assert stderr in done.stderr.decode()
    assert done.stderr.decode().partition("  0: ")[0].endswith(stderr) or "--trace-summary" in options
