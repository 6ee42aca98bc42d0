"""Which function a run calls: through both doors, and in an executable."""

import pytest

from tests.cli import guests

WASI = guests.WASI


def exports(*more, **functions):
    """A module that exports these functions, each of which writes a letter or is written out, and more fields."""
    rest = "".join(
        f'(func (export "{NAMES[name]}") {what if what[0] == "(" else f"(call $say (i32.const {ord(what)}))"})'
        for name, what in functions.items()
    )
    return f"""(module
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\10\\00\\00\\00\\01\\00\\00\\00")
      (func $say (param i32)
        (i32.store8 (i32.const 16) (local.get 0))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
      {rest} {" ".join(more)})"""


NAMES = {"default": "", "start": "_start", "init": "_initialize", "main": "main", "many": "many"}
TAKES, RETURNS = "(param i32)", "(result i32) (i32.const 1)"
EXITS = "(call $exit (i32.const 5))"
ONE = '(func $one (export "{}") (export "{}") (call $say (i32.const 49)))'

ENTRIES = [
    # functions, standard output, exit status
    (exports(default="d"), "d", 0),
    (exports(start="s"), "s", 0),
    (exports(start="s", default="d"), "d", 0),
    (exports(init="i", start="s"), "is", 0),
    (exports(start="s", init="i", default="d"), "id", 0),
    (exports(init=EXITS, start="s"), "", 5),
    (exports(init="(unreachable)", start="s"), "", 134),
    (exports(default=EXITS), "", 5),
    (exports(ONE.format("_initialize", "")), "1", 0),
    (exports(ONE.format("_start", "_initialize")), "1", 0),
    (exports('(global (export "") i32 (i32.const 0))', start="s"), "s", 0),
]


@pytest.mark.parametrize("text, stdout, status", ENTRIES, ids=range(len(ENTRIES)))
def test_entry_is_the_default_export_or_start_after_initialize(start, text, stdout, status):
    done = start(text)

    assert (stdout, status) == (done.stdout.decode(), done.returncode)


NOTHING = "the module is not a command: it exports no function `_start`"
REFUSED = [
    # functions, what is said
    (exports(), NOTHING),
    (exports(init="i"), NOTHING),
    (exports(main="m"), NOTHING),
    (exports(start=TAKES), "the function `_start` takes parameters or returns results"),
    (exports(start=RETURNS), "the function `_start` takes parameters or returns results"),
    (exports(default=TAKES, start="s"), "the default function, whose name is empty, takes parameters or returns"),
    (exports(init=TAKES, start="s"), "the function `_initialize` takes parameters or returns results"),
    (exports(init=RETURNS, default="d"), "the function `_initialize` takes parameters or returns results"),
]


@pytest.mark.parametrize("text, message", REFUSED, ids=range(len(REFUSED)))
def test_function_with_parameters_is_not_an_entry(start, text, message):
    done = start(text)

    assert (126, b"") == (done.returncode, done.stdout)
    assert message in done.stderr.decode()
    assert "``" not in done.stderr.decode()


# The arguments that it was given, as `guests.repeats` writes them, from any function.
ARGS = guests.repeats("args").replace(
    '(func (export "_start")',
    """(func (export "add") (param i32 i32) (result i32) (call $main) (i32.add (local.get 0) (local.get 1)))
       (func (export "") (param f64) (call $main))
       (func $main (export "main")""",
)
INVOKED = [
    # words behind `--invoke`, standard output
    (["main", "m.wasm"], "m.wasm\0"),
    (["main", "m.wasm", "a", "b c", ""], "m.wasm\0a\0b c\0\0"),
    (["main", "m.wasm", "--env", "X=1", "a", "--env"], "m.wasm\0a\0--env\0"),
    (["main", "--argv0", "tool", "m.wasm", "a"], "tool\0a\0"),
    (["add", "m.wasm", "1", "2"], "m.wasm\x003\n"),
    (["add", "m.wasm", "-1", "2", "3", "x"], "m.wasm\x003\0x\x001\n"),
    (["", "m.wasm", "1.5", "a"], "m.wasm\0a\0"),
]


@pytest.mark.one_door
@pytest.mark.parametrize("words, stdout", INVOKED, ids=range(len(INVOKED)))
def test_parameters_take_words_first_and_the_rest_are_the_arguments_of_the_program(wasihost, words, stdout):
    done = wasihost("--invoke", *words, m=ARGS)

    assert (stdout, "", 0) == (done.stdout.decode(), done.stderr.decode(), done.returncode)


CALLS = [
    # functions, the words of --invoke, standard output
    (exports(default="d", start="s"), [""], "d"),
    (exports(default="d", start="s"), ["_start"], "s"),
    (exports(init="i", main="m"), ["main"], "im"),
    (exports(init="i", main="m"), ["_initialize"], "i"),
    (exports(ONE.format("_initialize", "")), [""], "1"),
]


@pytest.mark.one_door
@pytest.mark.parametrize("text, words, stdout", CALLS, ids=range(len(CALLS)))
def test_invoked_function_is_called_after_initialize(wasihost, text, words, stdout):
    assert stdout == wasihost("m.wasm", "--invoke", *words, m=text).stdout.decode()


WRONG = [
    # functions, words, exit status, standard error
    (exports(init=TAKES, main="m"), ["--invoke", "main", "m.wasm"], 126, "the function `_initialize` takes"),
    (exports(main="m"), ["--invoke", "", "m.wasm"], 126, "does not export a function `''`\nhint: it exports `main`"),
    (exports(default=TAKES), ["--invoke", "x", "m.wasm"], 126, "a function `x`\nhint: it exports `''`"),
    (exports(default=TAKES), ["m.wasm"], 126, "hint: to call it and print its results: `--invoke ''`"),
    (ARGS, ["m.wasm", "--invoke", "add", "1"], 2, "`add` takes 2 arguments (i32, i32), 1 given"),
    (ARGS, ["m.wasm", "--invoke", ""], 2, "`''` takes 1 argument (f64), 0 given"),
]


@pytest.mark.one_door
@pytest.mark.parametrize("text, words, status, stderr", WRONG, ids=range(len(WRONG)))
def test_functions_that_cannot_be_invoked_are_reported(wasihost, text, words, status, stderr):
    done = wasihost(*words, m=text)

    assert status == done.returncode
    assert stderr in done.stderr.decode()
    assert "``" not in done.stderr.decode()
