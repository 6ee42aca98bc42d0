"""Complete a command line: words, and the index of the one that is being typed → candidates.

A run is read like in `options.command_line`, every other command by its rows in `options.catalog`.  The words after the
current one count, too: they may name the module whose functions are wanted.
"""

from __future__ import annotations

import os
from contextlib import suppress
from stat import S_ISREG
from typing import TYPE_CHECKING

from wasihost.errors import UsageError
from wasihost.options.command_line import parse
from wasihost.options.table import ALL_VARIABLES, BY_NAME, OPTIONS, SHORT, RunOptions
from wasihost.options.values import NO, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from wasihost.options.row import Parameter
    from wasihost.options.table import Option

    Row = Option | Parameter

# Options that affect others.
SETTINGS = ("--cache-dir", "--config", "--no-config", "--profile", "--strict-args")
MOST_ENTRIES = 10_000  # maximum entries of a directory
MOST_RECENT = 10  # maximum modules from the cache
MODULES = (".wasm", ".wat", ".artifact")
LARGEST_TEXT = 1 << 18  # maximum bytes of a module in the text format that is translated for the names of its functions
LARGEST_SECTION = 1 << 22  # maximum bytes of a section that is read for them
SECTIONS = (1, 2, 3, 7)  # types, imports, functions, exports


class Candidate:
    """A whole word.  `finished`: a space follows it."""

    __slots__ = ("finished", "help", "is_path", "text")

    def __init__(self, text: str, help: str = "", *, finished: bool = True, is_path: bool = False) -> None:
        self.text = text
        self.help = help
        self.finished = finished
        self.is_path = is_path


RUN = Candidate("run", "Run a module, also one that is called as a command")


class Situation:
    """The context of the option or argument that is being typed."""

    def __init__(self, *, tilde: bool) -> None:
        self.tilde = tilde  # the shell expands a `~` at the start of the word
        self.module = ""
        self.given: dict[str, str] = {}  # options by name, and their values

    def note(self, row: Row, equals: str, value: str) -> Row | None:
        """Record an option that was read.  Returns it if the next word is its value."""
        is_whole = bool(equals) or row.kind in ("flag", "optional")
        if is_whole:
            self.given[row.name] = value if equals else YES
        return None if is_whole else row

    def settings(self) -> RunOptions:
        """The options for this command line, including environment and configuration if they have no error."""
        words = [f"{name}={value}" for name, value in self.given.items() if name in SETTINGS]
        environs: tuple[Mapping[str, str], ...] = (os.environ, {})
        for environ in environs:
            with suppress(UsageError):
                return parse(["--no-cache", *words, "--", "MODULE"], environ)  # so that nothing is written to the cache
        return RunOptions()


def complete(words: Sequence[str], at: int, *, tilde: bool = True) -> tuple[str, list[Candidate]]:
    """Candidates for words[at]; `words` start after `wasihost`.

    Also returns the part of this word that all candidates begin with, up to the last separator.  The shell filters them
    by the text after it.
    """
    first = words[0] if at else ""
    situation = Situation(tilde=tilde)
    if first == "run":
        return _run(words[1:], at - 1, situation)
    from wasihost.options.table import COMMANDS

    if first in COMMANDS:
        return _command(words, at, situation)
    kept, found = _run(words, at, situation)
    if at == 0 and not kept and not words[0].startswith("-"):
        found = _topics(()) + found
    return kept, found


# ------------------------------------------------------------------------------------------------------------------ run
# Who reads the next word: after MODULE, host or guest.
HOST, MODULE, AFTER, GUEST = "host", "module", "after", "guest"


def _run(words: Sequence[str], at: int, situation: Situation) -> tuple[str, list[Candidate]]:
    place, pending = HOST, None
    here, wanted = HOST, None
    for n, word in enumerate(words):
        name, equals, value = word.partition("=")
        option = BY_NAME.get(SHORT.get(name, name) if place == HOST else name)
        if n == at:
            here, wanted, pending = place, pending, None
        elif pending is not None:
            situation.given[pending.name], pending = word, None
        elif place == HOST and word == "--":
            place = MODULE
        elif place == HOST and word.startswith("-") and word != "-":
            pending = option and situation.note(option, equals, value)
        elif place in (HOST, MODULE):
            situation.module = word
            place = GUEST if place == MODULE or situation.settings().strict_args else AFTER
        elif place == AFTER and option is not None and option.after_module:
            pending = situation.note(option, equals, value)
        else:
            place = GUEST
    word = words[at]
    if directory := situation.given.get("--cwd"):
        with suppress(OSError):
            os.chdir(os.path.expanduser(directory))
    if wanted is not None:
        return _value(wanted, word, "", situation)
    if here in (HOST, AFTER) and word.startswith("-"):
        if here == HOST:
            return _options(OPTIONS, SHORT, word, situation)
        if not _is_script(situation.module):
            return _options([option for option in OPTIONS if option.after_module], {}, word, situation)
    return modules(word, "", situation) if here in (HOST, MODULE) else files(word, "", situation)


def _is_script(module: str) -> bool:
    from wasihost.module_file import is_script

    return is_script(module)


# ------------------------------------------------------------------------------------------------------- other commands
def _topics(group: Sequence[str]) -> list[Candidate]:
    """The commands of a group that `wasihost help` explains; for an empty group, all top-level commands."""
    from wasihost.options.catalog import COMMANDS

    names = [(row.name.split(), row.summary) for row in COMMANDS]
    found = [Candidate(name[-1], summary) for name, summary in names if name[:-1] == list(group)]
    return found if group else [RUN, *found]


def _command(words: Sequence[str], at: int, situation: Situation) -> tuple[str, list[Candidate]]:
    from wasihost.options.catalog import COMMANDS

    if words[0] == "help":
        return "", _topics(words[1:at])
    members = [row for row in COMMANDS if row.name.startswith(f"{words[0]} ")]
    if members and at == 1:
        return "", [Candidate(row.name.split()[1], row.summary) for row in members]
    depth = 2 if members else 1
    command = next((row for row in COMMANDS if row.name == " ".join(words[:depth])), None)
    if command is None:
        return "", []
    options: list[Row] = [*command.options, BY_NAME["--error-format"], BY_NAME["--help"]]
    short = {row.short: row.name for row in command.options if row.short}
    by_name = {row.name: row for row in options}
    count, only_arguments, pending = 0, False, None
    here, wanted = (0, False), None
    for n, word in enumerate(words[depth:], depth):
        name, equals, value = word.partition("=")
        row = None if only_arguments else by_name.get(short.get(name, name))
        if n == at:
            here, wanted, pending = (count, only_arguments), pending, None
        elif pending is not None:
            situation.given[pending.name], pending = word, None
        elif word == "--":
            only_arguments = True
        elif row is not None:
            pending = situation.note(row, equals, value)
        else:
            count += 1
    count, only_arguments = here
    if wanted is None and words[at].startswith("-") and not only_arguments:
        return _options(options, short, words[at], situation)
    rows = command.arguments
    if wanted is None and rows and (count < len(rows) or rows[-1].repeatable):
        wanted = rows[min(count, len(rows) - 1)]
    return _value(wanted, words[at], "", situation) if wanted else ("", [])


# -------------------------------------------------------------------------------------------------- options, and values
def _options(
    rows: Sequence[Row], short: Mapping[str, str], word: str, situation: Situation
) -> tuple[str, list[Candidate]]:
    """Names of options, or in `--name=…`, the values of one."""
    name, equals, _ = word.partition("=")
    if equals:
        row = next((row for row in rows if row.name == name), None)
        if row and row.kind == "flag":
            return name + equals, [Candidate(f"{name}={text}") for text in (YES, NO) if BY_NAME.get(name) is row]
        return _value(row, word, name + equals, situation) if row else ("", [])
    found = []
    for row in rows:
        found.append(Candidate(row.name, row.help))
        if row.kind == "optional":
            found.append(Candidate(f"{row.name}=", row.help, finished=False))
    by_name = {row.name: row for row in rows}
    return "", found + [Candidate(letter, by_name[name].help) for letter, name in short.items()]


def _value(row: Row, word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    """Possible values; `before` is the part of the word before the value."""
    if before:
        situation.tilde = False  # shells do not expand it there
    if row.kind == "choice":
        return before, [Candidate(before + choice) for choice in row.choices]
    reader = VALUES.get(row.metavar) or VALUES.get(row.metavar.strip("[=]").removesuffix("..."))
    return reader(word, before, situation) if reader else (before, [])


def files(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    return _paths(word, before, situation, lambda name: True)


def directories(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    return _paths(word, before, situation, None)


def modules(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    """Files that look like modules, or all files if there are none; and recent modules.

    All files, because a script may have any name.
    """
    kept, found = _paths(word, before, situation, lambda name: name.endswith(MODULES))
    if not any(candidate.finished and candidate.text.startswith(word) for candidate in found):
        kept, found = files(word, before, situation)
    there = {candidate.text for candidate in found}
    return kept, found + [recent for recent in _recent(kept, situation) if recent.text not in there]


def _recent(kept: str, situation: Situation) -> Iterator[Candidate]:
    from wasihost.cache import Cache
    from wasihost.cache.upkeep import recent_sources

    beneath = os.path.join(os.getcwd(), "")
    for source in recent_sources(Cache(situation.settings().cache_dir), MOST_RECENT):
        path = source.removeprefix(beneath)
        if path.startswith(kept) and path.isprintable() and os.path.isfile(source):
            yield Candidate(path, "was compiled before", is_path=True)


def grants(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    _, *rest = word.removeprefix(before).split("::")
    if len(rest) == 2:
        kept = word[: len(word) - len(rest[1])]
        return kept, [Candidate(f"{kept}ro", "for reading only")]
    return ("", []) if rest else directories(word, before, situation)


def variables(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    names = [ALL_VARIABLES, *sorted(os.environ)]
    return before, [Candidate(before + name) for name in names if name.isprintable()]


def clocks(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    row = BY_NAME["--clock"]
    return before, [Candidate(before + text.partition(":")[0] + colon, row.help, finished=not colon)
                    for text in row.choices for colon in (":",) * (":" in text) or ("",)]  # fmt: skip


def wasi_names(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    """The last of several WASI functions, separated by commas."""
    from wasihost.options.catalog import WASI

    kept = word[: max(word.rfind(",") + 1, len(before))]
    return kept, [Candidate(kept + name, finished=False) for name in WASI]


def profiles(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    """The profiles in the configuration file."""
    from wasihost.options.config_file import default_path
    from wasihost.options.config_toml import load

    file = situation.given.get("--config") or os.environ.get("WASIHOST_CONFIG") or default_path(os.environ)
    return before, [Candidate(before + name) for name in load(file)[1].profiles if name.isprintable()]


def tools(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    """The commands that `wasihost install` has created."""
    from wasihost.cli.executable.installed import commands

    directory = situation.given.get("--bin-dir") or os.environ.get("WASIHOST_BIN_DIR")
    found = ((os.path.basename(path), facts.source) for path, (_, facts) in commands(directory))
    return before, [Candidate(before + name, source) for name, source in found if name.isprintable()]


def functions(word: str, before: str, situation: Situation) -> tuple[str, list[Candidate]]:
    """The functions that the module exports, wherever it is named.  An empty name cannot be completed."""
    module = os.path.expanduser(situation.module)
    if not module or not S_ISREG(os.stat(module).st_mode):
        return before, []
    return before, [Candidate(before + name, type) for name, type in _functions(module) if name and name.isprintable()]


def _functions(path: str) -> list[tuple[str, str]]:
    """Names and types of exported functions.

    WasihostError: not a module.  Reads only the necessary sections of a binary.
    """
    from wasihost.abi import ExternKind
    from wasihost.module_file import ARTIFACT, binary
    from wasihost.wasm.decoder import decode_sections

    with open(path, "rb") as file:
        start = file.read(8)
        if start == ARTIFACT:
            from wasihost.host.symbols import Artifact

            exports = Artifact.from_fd(file.fileno()).exports
            return [(export.name, "") for export in exports if export.kind == ExternKind.FUNC]
        data = _sections(file, start) if start.startswith(b"\0asm") else binary(start + file.read(LARGEST_TEXT))
    module = decode_sections(data)
    return [(e.name, str(module.function_type(e.index))) for e in module.exports if e.kind == ExternKind.FUNC]


def _sections(file: BinaryIO, start: bytes) -> bytes:
    """The sections that describe exports, without the others, which are large."""
    from wasihost.wasm.reader import Reader

    data = bytearray(start)
    while head := file.read(6):
        reader = Reader(head, 1, len(head))
        size = reader.u32()
        file.seek(reader.pos - len(head), os.SEEK_CUR)
        if head[0] in SECTIONS and size <= LARGEST_SECTION:
            data += head[: reader.pos] + file.read(size)
        else:
            file.seek(size, os.SEEK_CUR)
    return bytes(data)


VALUES: dict[str, Callable[[str, str, Situation], tuple[str, list[Candidate]]]] = {
    # the name of a value in options and arguments → its candidates
    "MODULE": modules,
    "FILE": files,
    "FILE|DIRECTORY": files,
    "DIRECTORY": directories,
    "HOST[::GUEST[::ro]]": grants,
    "NAME[=VALUE]": variables,
    "virtual|fixed:TIME": clocks,
    "NAMES": wasi_names,
    "FUNCTION": functions,
    "COMMAND": tools,
    "PROFILE": profiles,
}


# ---------------------------------------------------------------------------------------------------------------- paths
def _paths(
    word: str, before: str, situation: Situation, wanted: Callable[[str], bool] | None
) -> tuple[str, list[Candidate]]:
    """The content of the directory that the word begins with: directories, and files with the wanted names."""
    typed = word.rpartition("/")[2] if "/" in word[len(before) :] else word[len(before) :]
    kept = word[: len(word) - len(typed)]
    place = kept[len(before) :] or "."
    found = [Candidate(f"{kept}{name}/", finished=False, is_path=True) for name in (".", "..") if typed in (".", "..")]
    try:
        with os.scandir(os.path.expanduser(place) if situation.tilde else place) as entries:
            for entry, _ in zip(entries, range(MOST_ENTRIES), strict=False):
                name = entry.name
                is_hidden = name.startswith(".") and not typed.startswith(".")
                reads_as_option = name.startswith("-") and not kept
                if is_hidden or reads_as_option or not name.isprintable():
                    continue
                if _is_directory(entry):
                    found.append(Candidate(f"{kept}{name}/", finished=False, is_path=True))
                elif wanted is not None and wanted(name):
                    found.append(Candidate(kept + name, is_path=True))
    except OSError:
        pass
    return kept, sorted(found, key=lambda candidate: candidate.text)


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
