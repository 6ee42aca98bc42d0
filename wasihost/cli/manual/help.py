"""The text of `wasihost --help`, made from the table of options; it fits a screen."""

from __future__ import annotations

import wasihost
from wasihost.cli.manual import examples
from wasihost.cli.manual.model import STATUSES, SUMMARY, USAGE
from wasihost.options.table import COMMANDS, OF_RUNS, OPTIONS, SHORT, Option

WIDTH = 80
NAMES = 30  # columns that names have

FOOT = """
Behind MODULE the options marked * are still the host's, until the first `--` or
any other word; from there on everything is the guest's.
Most are variables, too, WASIHOST_QUIET=1, and keys in the configuration file;
"""


def text() -> str:
    groups = dict.fromkeys(option.group for option in OPTIONS)
    sections = [f"\n{group}\n" + "".join(_line(o) for o in OPTIONS if o.group == group) for group in groups]
    statuses = [f"{number} {what}" if isinstance(number, int) else what for number, what, _ in STATUSES]
    return "".join(
        (
            f"{SUMMARY}\nusage: {USAGE}\n",
            _wrapped("       wasihost ", [name for name in COMMANDS if name != "run"], " |", ""),
            *sections,
            FOOT,
            _wrapped("`--quiet=no` undoes it. Also ", list(OF_RUNS), ",", "."),
            _wrapped("Exit status: ", statuses, ",", "; all in `wasihost man`."),
            "\n" + examples.text("run"),
        )
    )


def _wrapped(first: str, words: list[str], separator: str, end: str) -> str:
    """A list in lines of the screen's width, all but the first indented where it begins with spaces."""
    indent = " " * (len(first) if first.startswith(" ") else 0)
    lines = [first + words[0]]
    for n, word in enumerate(words[1:], 2):
        lines[-1] += separator
        room = WIDTH - len(lines[-1]) - len(end if n == len(words) else separator)
        if len(word) + 1 <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(indent + word)
    return "".join(f"{line}\n" for line in lines).removesuffix("\n") + f"{end}\n"


def version() -> str:
    return f"wasihost {wasihost.__version__}\n"


def _line(option: Option) -> str:
    space = "" if option.kind == "optional" else " "
    short = next((f"{short}, " for short, name in SHORT.items() if name == option.name), "")
    names = f"{short}{option.name}{space}{option.metavar}".rstrip()
    return f"{'*' if option.after_module else ' '} {names:<{NAMES}}{option.help}\n"
