"""The manual: tables of options, commands, variables, exit statuses and files → one model → a man page, or Markdown.

Texts are plain but for words between backticks, which are to be typed as they stand.
"""

from __future__ import annotations

from typing import NamedTuple

from wasihost.cli.manual import examples
from wasihost.errors import InvalidModule, ModuleNotFound, TimedOut, Trap, UsageError, WasihostError
from wasihost.options.catalog import COMMANDS
from wasihost.options.table import DEFAULTS, OPTIONS, SHORT, VARIABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wasihost.options.row import Command, Parameter
    from wasihost.options.table import Option

SUMMARY = "Run WebAssembly programs: compiled once, cached, with exactly what is granted"
USAGE = "wasihost [run] [OPTIONS] MODULE [OPTIONS] [--] [ARGUMENTS]"

STATUSES = (
    # exit status, in the help, in the manual
    ("0 to 255", "the guest's own", "the program's own; of other numbers the low byte, but never 0 for a failure"),
    (Trap.exit_status, "trap or limit", "it trapped, or used up its fuel or its output: standard error says which"),
    (TimedOut.exit_status, "timeout", "it ran longer than `--timeout`"),
    (UsageError.exit_status, "usage", "the command line says nothing that can be done"),
    (WasihostError.exit_status, "host failure",
     "wasihost or the system failed, not the program; compiling took longer than it may; or the program calls WASI "
     "and exports no memory"),
    (InvalidModule.exit_status, "invalid module",
     "the module is invalid, lacks an import, or begins larger than it may become"),
    (ModuleNotFound.exit_status, "no module", "there is no such module, or no such command of `wasihost install`"),
)  # fmt: skip

DIRECTORIES = {
    # variables that other programs know, too
    "XDG_CACHE_HOME": "where caches are, instead of `~/.cache`",
    "XDG_CONFIG_HOME": "where configuration files are, instead of `~/.config`",
    "XDG_DATA_HOME": "where the installer puts its files, instead of `~/.local/share`",
}

FILES = (
    ("~/.config/wasihost/config.toml", "options that hold unless others are said; see `wasihost config`"),
    ("~/.cache/wasihost/modules", "compiled modules, and by which files they are found; see `wasihost cache`"),
    ("~/.cache/wasihost/app-…", "the single file, unpacked; where there is no home, in `/var/tmp/wasihost-UID`"),
    ("~/.cache/wasihost/runtime-…", "the compiled runtime, where it was built from sources"),
    ("~/.local/bin", "commands that `wasihost install` makes"),
    ("~/.local/share/wasihost/receipt", "what the installer did, for `wasihost self uninstall`"),
    ("~/.local/share/bash-completion/completions/wasihost", "completions for bash"),
    ("~/.local/share/fish/vendor_completions.d/wasihost.fish", "completions for fish"),
    ("~/.local/share/man/man1/wasihost.1", "this manual"),
)

DEFAULT_TEXTS = {
    # attribute: what holds without the option, where that is no value of it and the help does not say it
    "argv0": "MODULE",
    "invoke": "the function with the empty name, else `_start`",
    "max_stack": "`8M`",
    "jobs": "one a processor",
    "cache_dir": "`~/.cache/wasihost`",
}

DESCRIPTION = """\
wasihost runs a WebAssembly program that was built for WASI preview 1. The program may use the directories, variables \
and sockets that it is granted, its standard streams, and nothing else.

MODULE is a file in the binary or the text format, or `-` for standard input. A first run compiles it; later runs find \
the code in a cache.

Options before MODULE are the host's. Behind it those that may stand there still are, until the first `--` or any \
other word; from there on everything is the program's. `--strict-args` makes all of it the program's."""

PLACES = """\
An option may also be said by its variable, and as a key of the configuration file, without dashes in front: \
`max-memory = "64M"`. The command line counts first, then the variable, then the profile, then the top of the file; \
what may be given again adds up. `--quiet=no` undoes a flag that stands elsewhere."""

ENVIRONMENT = "A flag's variable is `1` or `0`. That of an option that may be given again has one value a line."

SIGNALS = "Ctrl-C, a closed pipe and the like end the process by their signal, as they end a native program."


class Entry(NamedTuple):
    """A thing and what is to be known of it; only what is there is shown."""

    term: str
    what: str
    value: str = ""
    environment: str = ""
    default: str = ""
    behind: str = ""  # whether it may stand behind MODULE


class Verbatim(NamedTuple):
    text: str


class Section(NamedTuple):
    title: str
    blocks: Sequence[str | Verbatim | Sequence[Entry]]
    level: int = 1


def sections() -> Iterator[Section]:
    """All of the manual, in order."""
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
        behind="yes" if option.after_module else "",
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
