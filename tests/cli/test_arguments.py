"""The contract of the command line, row by row: arguments → what they mean, or what is wrong with them."""

import re
from pathlib import Path

import pytest

from wasihost.errors import UsageError
from wasihost.options import foreign
from wasihost.options.command_line import parse
from wasihost.options.foreign import option_meant
from wasihost.options.table import BY_NAME, LIFTING, OPTIONS, VARIABLES, RunOptions


def meaning(options: RunOptions) -> dict[str, object]:
    """What differs from a plain run."""
    plain = vars(RunOptions())
    return {name: value for name, value in vars(options).items() if value != plain[name]}


ACCEPTED = [
    # command line (words at blanks), meaning
    ("m", {"module": "m"}),
    ("m a b", {"module": "m", "arguments": ["a", "b"]}),
    ("m -- a", {"module": "m", "arguments": ["a"]}),
    ("m -- -- a", {"module": "m", "arguments": ["--", "a"]}),
    ("m a -- b", {"module": "m", "arguments": ["a", "--", "b"]}),
    ("m -", {"module": "m", "arguments": ["-"]}),
    ("- a", {"module": "-", "arguments": ["a"]}),
    ("./run", {"module": "./run"}),
    # grants
    ("--dir . m", {"module": "m", "dir": [(".", ".", False)]}),
    ("--dir=. m", {"module": "m", "dir": [(".", ".", False)]}),
    ("--dir a::/b m", {"module": "m", "dir": [("a", "/b", False)]}),
    ("--dir a::/b::ro m", {"module": "m", "dir": [("a", "/b", True)]}),
    ("--dir a::./ro m", {"module": "m", "dir": [("a", "./ro", False)]}),
    ("--dir a --dir b m", {"module": "m", "dir": [("a", "a", False), ("b", "b", False)]}),
    ("--dir a:b m", {"module": "m", "dir": [("a:b", "a:b", False)]}),
    ("--env A=1 m", {"module": "m", "env": [("A", "1")]}),
    ("--env A= m", {"module": "m", "env": [("A", "")]}),
    ("--env A m", {"module": "m", "env": [("A", None)]}),
    ("--env=A=1=2 m", {"module": "m", "env": [("A", "1=2")]}),
    ("--tcp-listen 127.0.0.1:80 m", {"module": "m", "tcp_listen": [("127.0.0.1", 80)]}),
    ("m --tcp-listen [::1]:0 --tcp-listen=a.b:65535", {"module": "m", "tcp_listen": [("::1", 0), ("a.b", 65535)]}),
    # behind the module: still ours, until the first word that is not
    ("m --dir . x", {"module": "m", "dir": [(".", ".", False)], "arguments": ["x"]}),
    ("m x --dir .", {"module": "m", "arguments": ["x", "--dir", "."]}),
    ("m --dir . -- --dir b", {"module": "m", "dir": [(".", ".", False)], "arguments": ["--dir", "b"]}),
    ("m --dir=. --env A=1", {"module": "m", "dir": [(".", ".", False)], "env": [("A", "1")]}),
    ("m --verbose --dir .", {"module": "m", "arguments": ["--verbose", "--dir", "."]}),
    ("m --invoke add 1 -2", {"module": "m", "invoke": "add", "arguments": ["1", "-2"]}),
    ("m --level max", {"module": "m", "level": "max"}),
    ("m --argv0 ls --no-cache", {"module": "m", "argv0": "ls", "no_cache": True}),
    ("m --unknown-imports trap", {"module": "m", "unknown_imports": "trap"}),
    # limits
    ("m --timeout 2", {"module": "m", "timeout": 2.0}),
    ("--timeout 1.5s m", {"module": "m", "timeout": 1.5}),
    ("--timeout=200ms m", {"module": "m", "timeout": 0.2}),
    ("--timeout 1ms m", {"module": "m", "timeout": 0.001}),
    ("--timeout 2m m", {"module": "m", "timeout": 120.0}),
    ("--timeout .5h m", {"module": "m", "timeout": 1800.0}),
    ("--max-compile-time 1s m", {"module": "m", "max_compile_time": 1.0}),
    ("m --fuel 18446744073709551614", {"module": "m", "fuel": (1 << 64) - 2}),
    ("m --max-memory 512M --max-stack 1.5GiB", {"module": "m", "max_memory": 512 << 20, "max_stack": 3 << 29}),
    ("m --max-output 1 --max-fds 3 --max-table 10", {"module": "m", "max_output": 1, "max_fds": 3, "max_table": 10}),
    # names that guests have too are theirs behind the module
    ("m --help", {"module": "m", "arguments": ["--help"]}),
    ("m -h", {"module": "m", "arguments": ["-h"]}),
    ("m --version", {"module": "m", "arguments": ["--version"]}),
    ("m --quiet --color never --jobs 2", {"module": "m", "arguments": "--quiet --color never --jobs 2".split()}),
    ("m --allow-precompiled", {"module": "m", "arguments": ["--allow-precompiled"]}),
    ("m --directory x", {"module": "m", "arguments": ["--directory", "x"]}),
    # everything verbatim
    ("--strict-args m --dir . --", {"module": "m", "strict_args": True, "arguments": ["--dir", ".", "--"]}),
    ("-- m --dir .", {"module": "m", "arguments": ["--dir", "."]}),
    ("-- --dir", {"module": "--dir"}),
    # the others
    ("--quiet --jobs 3 --color=never m", {"module": "m", "quiet": True, "jobs": 3, "color": "never"}),
    ("-q m", {"module": "m", "quiet": True}),
    ("--quiet=yes --epipe=1 m", {"module": "m", "quiet": True, "epipe": True}),
    ("--quiet --quiet=no --strict-args=0 m", {"module": "m"}),
    ("--quiet=false --quiet=true m", {"module": "m", "quiet": True}),
    ("--trace=yes m", {"module": "m", "trace": ""}),
    ("--trace=f --trace=no m", {"module": "m"}),
    ("--help=no m", {"module": "m"}),
    ("--trace m", {"module": "m", "trace": ""}),
    ("--trace=f m x", {"module": "m", "trace": "f", "arguments": ["x"]}),
    ("--trace=f --trace m", {"module": "m", "trace": ""}),
    ("m --trace=f", {"module": "m", "arguments": ["--trace=f"], "misspelt": "--trace"}),
    ("--trace-summary --trace-filter a,b m", {"module": "m", "trace_summary": True, "trace_filter": "a,b"}),
    ("--error-format json m", {"module": "m", "error_format": "json"}),
    ("--cache-dir c m", {"module": "m", "cache_dir": "c"}),
    ("--level fast --level max m", {"module": "m", "level": "max"}),
    ("--help", {"help": True}),
    ("-h", {"help": True, "short_help": True}),
    ("--version", {"version": True}),
    ("-V --nonsense", {"version": True}),
    ("--quiet --help m", {"quiet": True, "help": True}),
]


@pytest.mark.parametrize("line, expected", ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_command_line_means(line, expected):
    assert meaning(parse(line.split(), {})) == expected


def test_words_are_kept_as_they_are():
    words = ["", "two words", "\udcff", "--a=b", "ä€😀"]

    assert parse(["m", *words], {}).arguments == words


TIME = "`--timeout`: expected a time from `1ms` to `1000000000s`, for example `2`, `1.5s`, `200ms` or `2m`, found `{}`"
TIMES = ["0", "0s", "0.0001", "-1", "1e3", "1..5", "s", ".", "1d", "nan", "inf", "1_0", "1s5", "99999999999", "1.5.2s"]
SIZE = (
    "`--max-memory`: expected a size such as `4096`, `512M` or `1.5G`, at least one byte and less than `1048576T`, "
    "found `{}`"
)
SIZES = ["0", "-1", "0.1", "many", "nan", "inf", "1X", "1e30", "1_0M", "6٤M", "1.2.3M", "M", "+1M"]
ADDRESS = "`--tcp-listen {}`: expected HOST:PORT, for example `127.0.0.1:8080`; port 0 is any free port"
ADDRESSES = ["80", "localhost", "a:", "a:-1", "a:65536", "a:099999", "a:http", "[::1]", "[::1]80", "a:8²"]
EVERYBODY = "`127.0.0.1:80` accepts connections from this machine only, `0.0.0.0:80` from everywhere"
BRACKETS = "`--tcp-listen {}`: an IPv6 address needs brackets"
NO_HINT = "`wasihost --help` lists the options; the program's own options follow MODULE"
UNKNOWN = [
    # a word before MODULE → what may have been meant
    ("--tcplisten", "use `--tcp-listen HOST:PORT`"),
    ("--allow-read", "use `--dir HOST::GUEST::ro`"),
    ("--allow-read=/etc", "use `--dir HOST::GUEST::ro`"),
    ("--mapdir", "use `--dir HOST::GUEST`"),
    ("--volume", "use `--dir HOST::GUEST`"),
    ("--optimize", "use `--level max`"),
    ("-O2", "use `--level max`"),
    ("--net", "a program cannot open connections; to let it accept them: `--tcp-listen HOST:PORT`"),
    ("--stdin", "the program uses wasihost's streams: redirect those"),
    ("-Sinherit-env=y", "grants are `--dir HOST::GUEST`, `--env NAME=VALUE` and "
     "`--tcp-listen HOST:PORT`"),
    ("-Wfuel=1", "limits are `--timeout`, `--fuel`, `--max-memory`, `--max-stack`, …; "
     "all supported proposals are enabled"),
    ("-C", "`--level interpret|baseline|fast|balanced|max` chooses the code; "
     "`--no-cache` and `--cache-dir` control the cache"),
    ("--max-mem", "did you mean `--max-memory`?"),
    ("--max_memory", "did you mean `--max-memory`?"),
    ("--timeuot", "did you mean `--timeout`?"),
    ("--reproducable", "did you mean `--reproducible`?"),
    ("-dir", "did you mean `--dir`?"),
    # these would take a protection away
    ("--allow-precompile", NO_HINT),
    ("--allow", NO_HINT),
    ("--no-confined", NO_HINT),
    # these only share letters with options of ours
    *((word, NO_HINT) for word in ("--input", "--output", "--threads", "--debug", "-e2", "--x", "---")),
]  # fmt: skip
COUNT = "`--fuel`: expected a whole number from 1 to 18446744073709551614, found `{}`"
REFUSED = [
    # command line, message, hint
    ("", "no module is given", "run one: `wasihost MODULE`, or see `wasihost --help`"),
    ("--quiet", "no module is given", "run one: `wasihost MODULE`, or see `wasihost --help`"),
    ("--", "no module is given", "run one: `wasihost MODULE`, or see `wasihost --help`"),
    *((f"--timeout {text} m", TIME.format(text), None) for text in TIMES),
    *((f"--max-memory {text} m", SIZE.format(text), None) for text in SIZES),
    *((f"--fuel {text} m", COUNT.format(text), None) for text in ("0", "-1", "1.5", "18446744073709551615", "1" * 40)),
    *((f"--tcp-listen={text} m", ADDRESS.format(text), None) for text in ADDRESSES),
    ("--tcp-listen :80 m", "`--tcp-listen :80`: the host is empty", EVERYBODY),
    *(
        (f"--tcp-listen {text} m", BRACKETS.format(text), f"write `[::1]:{text.rpartition(':')[2]}`")
        for text in ("::1:80", "[::1:80", "::1]:8")
    ),
    (
        "--dir m.wasm",
        "no module is given: `--dir` took `m.wasm` as its HOST[::GUEST[::ro]]",
        "write both: `wasihost --dir HOST[::GUEST[::ro]] MODULE`",
    ),
    (
        "--quiet --env m.wasm",
        "no module is given: `--env` took `m.wasm` as its NAME[=VALUE]",
        "write both: `wasihost --env NAME[=VALUE] MODULE`",
    ),
    (
        "--invoke add",
        "no module is given: `--invoke` took `add` as its FUNCTION",
        "write both: `wasihost --invoke FUNCTION MODULE`",
    ),
    ("--dir=m.wasm", "no module is given", "run one: `wasihost MODULE`, or see `wasihost --help`"),
    ("--dir . --", "no module is given", "run one: `wasihost MODULE`, or see `wasihost --help`"),
    ("--timeout 5", "no module is given", "run one: `wasihost MODULE`, or see `wasihost --help`"),
    *((f"{word} m", f"unknown option `{word.partition('=')[0]}`", hint) for word, hint in UNKNOWN),
    ("m --timeout", "`--timeout` needs a value: `--timeout TIME`", None),
    ("--dri . m", "unknown option `--dri`", "did you mean `--dir`?"),
    ("--mapdir /a:b m", "unknown option `--mapdir`", "use `--dir HOST::GUEST`"),
    ("-x m", "unknown option `-x`", "`wasihost --help` lists the options; the program's own options follow MODULE"),
    ("--dir", "`--dir` needs a value: `--dir HOST[::GUEST[::ro]]`", None),
    ("m --dir", "`--dir` needs a value: `--dir HOST[::GUEST[::ro]]`", None),
    ("--quiet= m", "`--quiet`: expected `yes` or `no`, found nothing", None),
    ("--quiet=on m", "`--quiet`: expected `yes` or `no`, found `on`", None),
    ("m --epipe=2", "`--epipe`: expected `yes` or `no`, found `2`", None),
    ("--trace= m", "`--trace`: the value is empty", None),
    ("--dir a::ro m", "`--dir a::ro`: `ro` is where the guest's path should be", "write `--dir a::a::ro`"),
    ("--dir a::rw m", "`--dir a::rw`: `rw` is where the guest's path should be", "write `--dir a`"),
    ("--dir a::b::rw m", "`--dir a::b::rw`: unknown suffix `rw`", "the only suffix is `ro`, for read-only access"),
    (
        "--dir a::b::ro::x m",
        "`--dir a::b::ro::x`: unknown suffix `ro::x`",
        "the only suffix is `ro`, for read-only access",
    ),
    ("--dir a::b:: m", "`--dir a::b::`: the suffix is empty", "the only suffix is `ro`, for read-only access"),
    ("--dir ::b m", "`--dir ::b`: the host's path is empty", None),
    ("--dir a:: m", "`--dir a::`: the guest's path is empty", None),
    ("--dir= m", "`--dir `: the host's path is empty", None),
    ("--env =1 m", "`--env =1`: the name is empty", None),
    ("--argv0= m", "`--argv0`: the value is empty", None),
    (
        "--level fats m",
        "`--level`: expected one of `interpret`, `baseline`, `fast`, `balanced`, `max`, found `fats`",
        None,
    ),
    (
        "m --level fats",
        "`--level`: expected one of `interpret`, `baseline`, `fast`, `balanced`, `max`, found `fats`",
        None,
    ),
    ("--unknown-imports ok m", "`--unknown-imports`: expected one of `error`, `trap`, found `ok`", None),
    ("--jobs 0 m", "`--jobs`: expected a whole number from 1 to 18446744073709551614, found `0`", None),
    ("--jobs -1 m", "`--jobs`: expected a whole number from 1 to 18446744073709551614, found `-1`", None),
    ("--jobs x m", "`--jobs`: expected a whole number from 1 to 18446744073709551614, found `x`", None),
    (
        "--jobs " + "9" * 5000 + " m",
        "`--jobs`: expected a whole number from 1 to 18446744073709551614, found `" + "9" * 5000 + "`",
        None,
    ),
]


@pytest.mark.parametrize("line, message, hint", REFUSED, ids=[row[0][:30] for row in REFUSED])
def test_command_line_is_refused(line, message, hint):
    with pytest.raises(UsageError) as caught:
        parse(line.split(), {})

    assert (message, hint) == (caught.value.message, caught.value.hint)


ENVIRONMENT = [
    ({"WASIHOST_CACHE_DIR": "/c"}, "m", {"module": "m", "cache_dir": "/c"}),
    ({"WASIHOST_CACHE_DIR": "/c"}, "--cache-dir d m", {"module": "m", "cache_dir": "d"}),
    ({"WASIHOST_CACHE_DIR": ""}, "m", {"module": "m"}),
    ({"WASIHOST_STRICT_ARGS": "1"}, "m --dir .", {"module": "m", "strict_args": True, "arguments": ["--dir", "."]}),
    ({"WASIHOST_STRICT_ARGS": "0"}, "m --dir .", {"module": "m", "dir": [(".", ".", False)]}),
    ({"WASIHOST_STRICT_ARGS": "1"}, "--strict-args=no m --dir .", {"module": "m", "dir": [(".", ".", False)]}),
    ({"WASIHOST_QUIET": "yes", "WASIHOST_EPIPE": "no"}, "m", {"module": "m", "quiet": True}),
    (
        {"WASIHOST_MAX_MEMORY": "64M", "WASIHOST_FUEL": "5"},
        "m --fuel 6",
        {"module": "m", "max_memory": 64 << 20, "fuel": 6},
    ),
    (
        {"WASIHOST_DIR": "/a b\n\n/c::/d::ro\n"},
        "m",
        {"module": "m", "dir": [("/a b", "/a b", False), ("/c", "/d", True)]},
    ),
    ({"WASIHOST_ENV": "A=1 2\nB"}, "--env A=3 m", {"module": "m", "env": [("A", "1 2"), ("B", None), ("A", "3")]}),
    ({"WASIHOST_TRACE": "f"}, "--trace=no m", {"module": "m"}),
    (
        {"WASIHOST_INVOKE": "f", "WASIHOST_ARGV0": "x", "WASIHOST_HELP": "1", "WASIHOST_VERSION": "2"},
        "m",
        {"module": "m", "unknown_variable": "WASIHOST_INVOKE"},
    ),
    ({"WASIHOST_max_memory": "1"}, "m", {"module": "m", "unknown_variable": "WASIHOST_max_memory"}),
    ({"WASIHOST_CACHE_SIZE": "1", "WASIHOST": "x"}, "m", {"module": "m"}),
]


@pytest.mark.parametrize("environ, line, expected", ENVIRONMENT)
def test_variables_stand_for_options(environ, line, expected):
    assert meaning(parse(line.split(), environ)) == expected


@pytest.mark.parametrize(
    "environ, message",
    [
        ({"WASIHOST_TIMEOUT": "0"}, TIME.format("0").replace("--timeout", "WASIHOST_TIMEOUT")),
        ({"WASIHOST_QUIET": "on"}, "`WASIHOST_QUIET`: expected `yes` or `no`, found `on`"),
        ({"WASIHOST_DIR": ".\n::/x"}, "`WASIHOST_DIR ::/x`: the host's path is empty"),
    ],
)
def test_a_variable_that_is_wrong_is_named(environ, message):
    with pytest.raises(UsageError) as caught:
        parse(["m"], environ)

    assert message == caught.value.message


ON_THE_COMMAND_LINE = {"--argv0", "--cwd", "--invoke", "--help", "--version"}
NOT_IN_A_FILE = {"--config", "--no-config", "--profile"}


def test_every_row_has_a_variable_and_a_key_or_a_reason():
    for option in OPTIONS:
        name = option.name[2:]
        variable = None if option.name in ON_THE_COMMAND_LINE else f"WASIHOST_{name.upper().replace('-', '_')}"
        key = None if option.name in ON_THE_COMMAND_LINE | NOT_IN_A_FILE else name
        assert (variable, key) == (option.environment, option.key)


def test_every_variable_is_in_a_table():
    """So that the help and all else that is made from the tables knows it."""
    root = Path(__file__).parents[2]
    files = [*(root / "wasihost").rglob("*.py"), root / "scripts" / "install.sh"]
    found = {name for file in files for name in re.findall(r"WASIHOST_[A-Z_]+[A-Z]\b", file.read_text())}
    known = {option.environment for option in OPTIONS} | set(VARIABLES)

    assert found - known == {
        "WASIHOST_STREAMS",
        "WASIHOST_NATIVE_MACHINE",
    }  # handed down; of the compiler of the subset
    assert not set(VARIABLES) & {option.environment for option in OPTIONS}


def test_every_row_of_the_table_is_an_attribute_with_a_type():
    assert {option.attribute for option in OPTIONS} == set(RunOptions.__annotations__)
    assert len(OPTIONS) == len(BY_NAME)


@pytest.mark.parametrize("option", LIFTING)
def test_no_misspelling_suggests_an_option_that_lifts_a_protection(option):
    """Whatever is left out of such an option, added to it, exchanged or swapped."""
    letters = "-acenopx"
    words = {
        option[:n] + x + option[n + cut :] for n in range(2, len(option)) for cut in (0, 1) for x in ("", *letters)
    }
    words |= {option[:n] + option[n + 1] + option[n] + option[n + 2 :] for n in range(2, len(option) - 1)}
    words |= {option[:n] for n in range(4, len(option))}

    for word in words - set(BY_NAME):
        assert f"`{option}`" not in str(option_meant(word))


@pytest.mark.parametrize("words", [foreign.OPTIONS, foreign.EXPLAINED])
def test_options_of_other_hosts_suggest_options_that_exist(words):
    for name, text in words.items():
        assert name not in BY_NAME
        hint = option_meant(name)
        assert text in hint
        assert set(re.findall(r"--[a-z][a-z-]*", hint)) <= set(BY_NAME) - set(LIFTING)


BEHIND = [
    # command line, the option that its first argument may have been meant to be
    ("m --timeuot 5", "--timeout"),
    ("m --timeuot=5", "--timeout"),
    ("m --dir . --fule 5", "--fuel"),
    ("m --dri .", "--dir"),
    ("m --max_memory 5M", "--max-memory"),
    ("m --max-memor 5M", "--max-memory"),
    ("m --timeouts", "--timeout"),
    ("m --timeout 5", None),
    ("m --tmieuot 5", None),  # two edits
    ("m --trcae", "--trace"),
    ("m --trace", "--trace"),
    ("m --jobs", None),  # many programs have it
    ("m --quiet", None),
    ("m --help", None),
    ("m -- --timeuot 5", None),
    ("m a --timeuot 5", None),
    ("m timeuot", None),
    ("m -timeout", None),
    ("--strict-args m --timeuot 5", None),
    ("-- m --timeuot 5", None),
    ("m", None),
]


@pytest.mark.parametrize("line, misspelt", BEHIND, ids=[row[0] for row in BEHIND])
def test_a_guest_s_argument_may_have_been_meant_to_be_an_option(line, misspelt):
    assert misspelt == parse(line.split(), {}).misspelt
