"""What is done with a warning, because it may not have been meant."""

import os
import subprocess

import pytest

from tests.cli import guests
from tests.cli.terminal import Terminal
from tests.programs.build import build
from wasihost.options.doubts import as_found

MISSPELT = [
    # arguments of the guest, options, the option that is named, or all that is said; None: no warning
    (["--timeuot", "5"], [], "--timeout"),
    (["--timeuot=5"], [], "--timeout"),
    (["--fule", "5"], [], "--fuel"),
    (["--dirs", "x"], [], "--dir"),
    (["--ir", "x"], [], "--dir"),
    (["--end", "x"], [], "--env"),
    (["--max_memory", "5"], [], "--max-memory"),
    (["--max-memoyr", "5"], [], "--max-memory"),
    (["--timeuot", "5"], ["--quiet"], None),
    (["--timeuot", "5"], ["--strict-args"], None),
    (["--tmieuot", "5"], [], None),
    (["--trcae"], [], "did you mean `--trace`, which goes before MODULE?"),
    (["--trace"], [], "as an option of wasihost, `--trace` goes before MODULE"),
    (["--trace=x"], [], "as an option of wasihost, `--trace` goes before MODULE"),
    (["--cwd", "x"], [], "as an option of wasihost, `--cwd` goes before MODULE"),
    (["--cwd", "x"], ["--quiet"], None),
    (["--jobs", "2"], [], None),
    (["--quite"], [], None),
    (["--no-confine"], [], None),
    (["--allow-precompile"], [], None),
    (["--quiet"], [], None),
    (["--", "--timeuot", "5"], [], None),
    (["x", "--timeuot", "5"], [], None),
]


@pytest.mark.parametrize("arguments, options, meant", MISSPELT, ids=[" ".join(row[1] + row[0]) for row in MISSPELT])
def test_misspelt_option_after_the_module_is_passed_to_the_guest(variables, place, arguments, options, meant):
    """With a warning where somebody sees it, and never in a script."""
    passed = [word for word in arguments if word != "--"]
    line = ["wasihost", *options, "args.wasm", *arguments]
    alone = subprocess.run(line, env=variables, cwd=place, capture_output=True, timeout=60)
    with Terminal(line, environ={**variables, "NO_COLOR": "1"}, directory=place) as terminal:
        assert 0 == terminal.end()
    shown = terminal.shown.decode()

    assert ("args.wasm", *passed, "") == tuple(alone.stdout.decode().split("\0")) and b"" == alone.stderr
    said = meant if meant and " " in meant else f"did you mean `{meant}`?"
    warning = f"warning: `{passed[0].partition('=')[0]}` is passed to the program: {said}\r\n"
    assert shown.startswith((f"{warning}hint: " if meant else "") + ("args.wasm" if not meant else ""))
    assert "\0".join(["args.wasm", *passed]) in shown


VARIABLES = [
    # a variable, what is said of it; None: no warning
    ("WASIHOST_TIMEUOT", "did you mean `WASIHOST_TIMEOUT`?"),
    ("WASIHOST_CACHE_SIZ", "did you mean `WASIHOST_CACHE_SIZE`?"),
    ("WASIHOST_CWD", "`--cwd` has no variable: write it on the command line"),
    ("WASIHOST_ALLOW_PRECOMPILE", ""),
    ("WASIHOST_timeout", "did you mean `WASIHOST_TIMEOUT`?"),
    ("WASIHOST_BIN_DIR", None),
    ("WASIHOST_BASE_URL", None),
    ("WASIHOST", None),
]


@pytest.mark.parametrize("name, meant", VARIABLES, ids=[row[0] for row in VARIABLES])
def test_unknown_variable_is_a_warning_on_a_terminal(variables, place, name, meant):
    environ = {**variables, "NO_COLOR": "1", name: "5"}
    alone = subprocess.run(["wasihost", "hello.wasm"], env=environ, cwd=place, capture_output=True, timeout=60)
    with Terminal(["wasihost", "hello.wasm"], environ=environ, directory=place) as terminal:
        assert 0 == terminal.end()

    hint = f"hint: {meant}\r\n" if meant else ""
    warning = "" if meant is None else f"warning: `{name}` is not a variable of wasihost\r\n{hint}"
    assert (0, b"hello\n", b"") == (alone.returncode, alone.stdout, alone.stderr)
    assert f"{warning}hello\r\n" == terminal.shown.decode()


HIDDEN = [
    # grants, those that are hidden, each with the one that hides it
    (["/", "."], [("/", ".")]),
    (["/", ".", "x::/"], [("/", "x::/"), (".", "x::/")]),
    ([".::data", "x::/data"], [(".::data", "x::/data")]),
    ([".::./data", "x::data"], [(".::./data", "x::data")]),
    ([".::/.", "x::.//"], [(".::/.", "x::.//")]),
    ([".::a::ro", ".::a"], [(".::a::ro", ".::a")]),
    ([".::/a", "x::/a/"], [(".::/a", "x::/a/")]),
    ([".::/a/", "x::/a"], [("x::/a", ".::/a/")]),
    ([".::a/", "x::a", "x::/a/"], [(".::a/", "x::/a/"), ("x::a", "x::/a/")]),
    ([".::a//", "x::a"], []),
    ([".", "."], []),
    ([".", "x"], []),
    ([".::a", "x::a/b", "x::b"], []),
    ([".::a", "x::.a"], []),
    ([".::..", "x::."], []),
    (["."], []),
]


def expected(rows):
    hint = "hint: grant it under another name: `--dir HOST::GUEST`\n"
    return "".join(
        f"warning: `--dir {first}` is hidden by `--dir {later}`: "
        f"the C library treats both names as the same directory, and uses only the latter\n{hint}"
        for first, later in rows
    )


def words(grants):
    return [word for grant in grants for word in ("--dir", grant)]


@pytest.mark.parametrize("grants, rows", HIDDEN, ids=[" ".join(row[0]) for row in HIDDEN])
def test_a_grant_that_another_one_hides(wasihost, tmp_path, grants, rows):
    (tmp_path / "x").mkdir()
    alone = wasihost("m.wasm", *words(grants), m=guests.EMPTY)
    quiet = wasihost("--quiet", "m.wasm", *words(grants), m=guests.EMPTY)

    assert (0, expected(rows)) == (alone.returncode, alone.stderr.decode())
    assert (0, b"") == (quiet.returncode, quiet.stderr)


@pytest.mark.parametrize("grants, rows", HIDDEN, ids=[" ".join(row[0]) for row in HIDDEN])
def test_an_executable_warns_of_it_when_it_is_made_or_given_them(wasihost, tmp_path, grants, rows):
    (tmp_path / "x").mkdir()
    made = wasihost("compile", "m.wasm", "--emit", "exe", *words(grants), "-o", "fixed", m=guests.EMPTY)
    wasihost("compile", "m.wasm", "--emit", "exe", "-o", "settable")
    given = ("fixed", []), ("settable", [*words(grants), "--epipe"]), ("settable", [*words(grants), "--quiet"])
    runs = [
        subprocess.run(
            [tmp_path / name],
            env={"WASIHOST_OPTIONS": "\n".join(options)},
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
        )
        for name, options in given
    ]

    assert [0, 0, 0, 0] == [run.returncode for run in (made, *runs)]
    assert [expected(rows), "", expected(rows), ""] == [run.stderr.decode() for run in (made, *runs)]


def test_it_is_hidden_from_programs_in_c(wasihost, tmp_path):
    """As wasi-libc has it, which is what the warning is about."""
    for name, (grants, found) in enumerate((row[0], row[1][0][1]) for row in HIDDEN if row[1]):
        places = [tmp_path / f"{name}-{number}" for number in range(len(grants))]
        for place in places:
            place.mkdir()
        (places[grants.index(found)] / "here").touch()
        names = [grant.partition("::")[2].removesuffix("::ro") or grant for grant in grants]
        assert 1 == len({as_found(name).removesuffix("/") for name in names})
        given = words([f"{place}::{name}" for place, name in zip(places, names, strict=True)])
        path = os.path.join("/", as_found(names[0]).removesuffix("/"), "here")
        done = wasihost("--quiet", build("opens.c"), *given, path, "r")

        assert b"opened\n" == done.stdout
