"""The manual: tables of options, commands, variables, exit statuses and files → one model → a man page, or Markdown.

Text is plain, except for literal text between backticks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wasihost.cli.manual import examples
from wasihost.errors import InvalidModule, ModuleNotFound, TimedOut, Trap, UsageError, WasihostError
from wasihost.options.catalog import COMMANDS
from wasihost.options.table import DEFAULTS, OPTIONS, SHORT, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wasihost.options.row import Command, Parameter
    from wasihost.options.table import Option

SUMMARY = "Run WebAssembly programs: compiled once, cached, limited to what you grant"
USAGE = "wasihost [run] [OPTIONS] MODULE [OPTIONS] [--] [ARGUMENTS]"

STATUSES = (
    # exit status, in the help, in the manual
    ("0 to 255", "the guest's own", "the program's own; the low byte of larger ones, but never 0 for a failure"),
    (Trap.exit_status, "trap or limit",
     "the program trapped, or exceeded `--fuel` or `--max-output`: standard error says which"),
    (TimedOut.exit_status, "timeout", "the program ran longer than `--timeout`"),
    (UsageError.exit_status, "usage", "the command line is wrong, or a directory or host that it names cannot be used"),
    (WasihostError.exit_status, "host failure",
     "wasihost or the system failed, not the program; compiling took longer than `--max-compile-time`; or the program "
     "calls WASI and exports no memory"),
    (InvalidModule.exit_status, "invalid module",
     "the module is invalid, lacks an import, or starts larger than its limits"),
    (ModuleNotFound.exit_status, "no module",
     "the module or test script does not exist, or no such command is installed"),
)  # fmt: skip

DIRECTORIES = {
    # variables that other programs also use
    "XDG_CACHE_HOME": "the directory of caches, instead of `~/.cache`",
    "XDG_CONFIG_HOME": "the directory of configuration files, instead of `~/.config`",
    "XDG_DATA_HOME": "the directory of the installer's files, instead of `~/.local/share`",
}

FILES = (
    ("~/.config/wasihost/config.toml", "default options; see `wasihost config`"),
    (
        "~/.cache/wasihost/modules",
        "compiled modules, and an index of the files they were compiled from; see `wasihost cache`",
    ),
    ("~/.cache/wasihost/app-…", "the single file, unpacked; without a home directory, in `/var/tmp/wasihost-UID`"),
    ("~/.cache/wasihost/runtime-…", "the compiled runtime, if it was built from sources"),
    ("~/.local/bin", "commands that `wasihost install` creates"),
    ("~/.local/share/wasihost/receipt", "a record of what the installer did, for `wasihost self uninstall`"),
    ("~/.local/share/bash-completion/completions/wasihost", "completions for bash"),
    ("~/.local/share/fish/vendor_completions.d/wasihost.fish", "completions for fish"),
    ("~/.local/share/man/man1/wasihost.1", "this manual"),
)

DEFAULT_TEXTS = {
    # attribute: the default, if it is not a value of the option and the help does not mention it
    "invoke": "the function with the empty name, else `_start`",
    "cache_dir": "`~/.cache/wasihost`",
}

DESCRIPTION = """\
wasihost runs a WebAssembly program that was built for WASI preview 1. The program can use the directories, variables \
and sockets that you grant, its standard streams, and nothing else.

MODULE is a file in the binary or the text format, or `-` for standard input. The first run compiles it; later runs \
find the code in a cache.

wasihost reads the options before MODULE. After MODULE it still reads the options that are allowed there, until \
`--` or the first other argument. All that follows goes to the program. With `--strict-args`, everything after MODULE \
does."""

PLACES = """\
You can also set an option by its variable, or by a key of the configuration file, which has no leading dashes: \
`max-memory = "64M"`. The command line takes precedence over the variable, the variable over the profile, and the \
profile over the top of the file. Values of repeatable options add up. `--quiet=no` undoes a flag that is set \
elsewhere."""

ENVIRONMENT = "The variable of a flag is `1` or `0`. The variable of a repeatable option has one value per line."

SIGNALS = "Signals such as those of Ctrl-C and of a closed pipe end the process, as they end a native program."


class Entry(NamedTuple):
    """An entry of the manual.  Only fields that are set are printed."""

    term: str
    what: str
    value: str = ""
    environment: str = ""
    default: str = ""
    after: str = ""  # whether it is allowed after MODULE


class Verbatim(NamedTuple):
    text: str


class Section(NamedTuple):
    title: str
    blocks: Sequence[str | Verbatim | Sequence[Entry]]
    level: int = 1


def sections() -> Iterator[Section]:
    """The whole manual, in order."""
    yield Section("Synopsis", [Verbatim(synopsis())])
    yield Section("Description", DESCRIPTION.split("\n\n"))
    yield Section("Options", [PLACES])
    for group in dict.fromkeys(option.group for option in OPTIONS):
        yield Section(group, [[_option(option) for option in OPTIONS if option.group == group]], 2)
    yield Section("Commands", ["Every command also takes `--error-format` and `--help`."])
    for command in COMMANDS:
        yield Section(f"wasihost {command.name}", list(_command(command)), 2)
    yield Section("Exit status", [[Entry(str(number), what) for number, _, what in STATUSES], SIGNALS])
    yield Section("Environment", [ENVIRONMENT, _variables()])
    yield Section("Files", [[Entry(name, what) for name, what in FILES]])
    yield Section("Examples", [Verbatim(examples.text("run", ""))])


def synopsis() -> str:
    return "".join(f"{line}\n" for line in (USAGE, *(usage(command) for command in COMMANDS)))


def usage(command: Command) -> str:
    is_group = any(row.name.startswith(f"{command.name} ") for row in COMMANDS)
    arguments = ["COMMAND"] if is_group else [row.name for row in command.arguments]
    options = ["[OPTIONS]"] if command.options else []
    return " ".join(["wasihost", command.name, *options, *arguments])


def _option(option: Option) -> Entry:
    letter = next((short for short, name in SHORT.items() if name == option.name), "")
    default = DEFAULTS.get(option.attribute)
    return Entry(
        term=", ".join(filter(None, (letter, option.name))),
        what=option.help + ("; repeatable" if option.repeatable else ""),
        value=option.metavar,
        environment=option.environment or "",
        default=f"`{default}`" if default else DEFAULT_TEXTS.get(option.attribute, ""),
        after="yes" if option.after_module else "",
    )


def _command(command: Command) -> Iterator[str | Verbatim | Sequence[Entry]]:
    yield Verbatim(usage(command) + "\n")
    yield from command.help.split("\n")
    described = [Entry(row.name, row.help) for row in command.arguments if row.help]
    if entries := [*described, *map(_parameter, command.options)]:
        yield entries
    yield Verbatim(examples.text(command.name, ""))


def _parameter(row: Parameter) -> Entry:
    names = ", ".join(filter(None, (row.short, row.name)))
    return Entry(names, row.help, row.metavar, row.environment or "", f"`{row.default}`" if row.default else "")


def _variables() -> list[Entry]:
    found = {option.environment: f"stands for `{option.name}`" for option in OPTIONS if option.environment}
    for command in COMMANDS:
        for row in command.options:
            if row.environment:
                found.setdefault(row.environment, f"stands for `{row.name}` of `wasihost {command.name}`")
    return [Entry(name, what) for name, what in sorted({**found, **VARIABLES, **DIRECTORIES}.items())]
