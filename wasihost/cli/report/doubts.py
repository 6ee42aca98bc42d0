"""Print warnings about probable mistakes on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wasihost.cli.report.reporter import is_terminal
from wasihost.errors import nearest
from wasihost.options.doubts import OTHER_NAME, SAME_NAME, hidden, shown
from wasihost.options.table import BY_NAME, KNOWN_VARIABLES, LIFTING, PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wasihost.cli.report.reporter import Reporter
    from wasihost.options.table import Grant, RunOptions


INTENDED = "write `--` after MODULE if this is intended"


def tell(options: RunOptions, report: Reporter) -> None:
    if options.quiet:
        return
    if is_terminal():
        if options.misspelt:
            word = options.arguments[0].partition("=")[0]
            report.warning(f"`{word}` is passed to the program: {_meant(word, options.misspelt)}", INTENDED)
        if options.unknown_variable:
            variable = options.unknown_variable
            report.warning(f"`{variable}` is not a variable of wasihost", _hint(variable))
    tell_hidden(options.dir, report)


def _meant(word: str, option: str) -> str:
    if word == option:
        return f"as an option of wasihost, `{option}` goes before MODULE"
    before = "" if BY_NAME[option].after_module else ", which goes before MODULE"
    return f"did you mean `{option}`{before}?"


def _hint(variable: str) -> str | None:
    """What was meant by a variable that does not exist."""
    name = variable.removeprefix(PREFIX).upper()
    option = BY_NAME.get(f"--{name.lower().replace('_', '-')}")
    if option and not option.environment:
        return f"`{option.name}` has no variable: write it on the command line"
    lifting = {BY_NAME[name].environment for name in LIFTING}
    near = nearest(name, [known.removeprefix(PREFIX) for known in sorted(KNOWN_VARIABLES - lifting)])
    return f"did you mean `{PREFIX}{near}`?" if near else None


def tell_hidden(grants: Sequence[Grant], report: Reporter) -> None:
    for first, later in hidden(grants):
        report.warning(f"{shown(first)} is hidden by {shown(later)}: {SAME_NAME}", OTHER_NAME)
