"""Parse the command line of a run: arguments → RunOptions.  UsageError names the argument and the problem.

    wasihost [run] [OPTIONS] MODULE [OPTIONS] [--] [ARGUMENTS]

An optional value is part of the same argument: `--trace=FILE`; `--trace MODULE` has no value.  The same is true for a
flag: `--quiet=no` overrides another source.

Options may also be set in the environment or in the configuration file.  The nearest source takes precedence: the
command line, then the environment, then the profile, then the top of the file.  Repeatable options add up.

`--cwd` changes the directory of this process before anything else is read, so that paths are relative to it.

Options before MODULE belong to the host.  After it, options marked `after_module` still do, until the first `--` or the
first other argument.  From there on, everything belongs to the guest, unchanged.  After a script, a module that begins
with `#!`, everything does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wasihost.errors import UsageError, edits, system_reason
from wasihost.module_file import is_script
from wasihost.options.config_file import args
from wasihost.options.table import BY_NAME, KNOWN_VARIABLES, LIFTING, OFTEN, OPTIONS, PREFIX, SHORT, RunOptions
from wasihost.options.values import READERS, YES, read_choice

SHORT_HELP = "-h"

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wasihost.options.table import Option


def parse(argv: Sequence[str], environ: Mapping[str, str]) -> RunOptions:
    options, at = _front(argv, environ, ())
    if options.cwd is not None and not options.help and not options.version:
        _change_directory(options.cwd)
    if not options.help and not options.version and (configured := args(options, environ)):
        options, at = _front(argv, environ, configured)
    if options.help or options.version:
        return options
    verbatim = options.strict_args
    if at < len(argv) and argv[at] == "--":
        at, verbatim = at + 1, True
    if at == len(argv):
        raise _no_module(argv[:at])
    options.module = argv[at]
    at += 1
    if not verbatim and at < len(argv) and argv[at].startswith("-"):
        verbatim = _is_script(options.module)
    if not verbatim:
        at = _take(options, argv, at, after_module=True)
        if at < len(argv) and argv[at] == "--":
            at += 1
        elif at < len(argv) and argv[at].startswith("--"):
            options.misspelt = _misspelt(argv[at])
    options.arguments = list(argv[at:])
    options.unknown_variable = next((name for name in environ if is_unknown(name)), None)
    if options.confine and options.no_confine:
        raise UsageError(
            "`--confine` and `--no-confine` cannot be combined",
            hint="`--confine=no` or `--no-confine=no` undoes what a variable or the configuration file sets",
        )
    if options.trace_filter is not None and options.trace is None and not options.trace_summary:
        raise UsageError("`--trace-filter` has no effect without a trace", hint="add `--trace` or `--trace-summary`")
    return options


def _change_directory(path: str) -> None:
    try:
        os.chdir(path)
    except OSError as error:
        reason = system_reason(error).replace("file or directory", "directory")
        raise UsageError(f"`--cwd`: cannot change to `{path}`: {reason}") from None


def _front(argv: Sequence[str], environ: Mapping[str, str], configured: Sequence[str]) -> tuple[RunOptions, int]:
    """The options before MODULE, those of the lowest precedence first; the index of the first argument that is none."""
    options = RunOptions()
    _take(options, configured, 0, after_module=False)
    for option, text in from_environment(environ):
        _set(options, option, text, str(option.environment))
    return options, _take(options, argv, 0, after_module=False)


def from_environment(environ: Mapping[str, str]) -> Iterator[tuple[Option, str]]:
    """Options and their values.  An empty variable sets nothing; that of a repeatable option has one value per line."""
    for option in OPTIONS:
        if option.environment and (text := environ.get(option.environment)):
            for value in text.split("\n") if option.repeatable else (text,):
                if value:
                    yield option, value


def is_unknown(variable: str) -> bool:
    """Whether a variable looks like one of wasihost's, and is none."""
    return variable.startswith(PREFIX) and variable not in KNOWN_VARIABLES


def _is_script(module: str) -> bool:
    """Whether the module is a script.

    Its user may not know that it is a module, so all arguments belong to the guest.
    """
    return module != "-" and is_script(module)


def _no_module(args: Sequence[str]) -> UsageError:
    """The error for a missing module.

    If the last argument is the value of an option, it may have been meant as the module.
    """
    option = BY_NAME.get(args[-2]) if len(args) > 1 and args[-1] != "--" else None
    if option is None or option.kind not in ("grant", "variable", "text", "name"):
        return UsageError("no module is given", hint="run one: `wasihost MODULE`, or see `wasihost --help`")
    shown = f"`{option.name}` took `{args[-1]}` as its {option.metavar}"
    return UsageError(
        f"no module is given: {shown}", hint=f"write both: `wasihost {option.name} {option.metavar} MODULE`"
    )


def _misspelt(word: str) -> str | None:
    """The option of the host that an argument of the guest is, or is one edit away from."""
    name = word.partition("=")[0]
    names = (option.name for option in OPTIONS if option.name not in (*OFTEN, *LIFTING))
    return next((ours for ours in names if abs(len(ours) - len(name)) < 2 and edits(name, ours) < 2), None)


def _take(options: RunOptions, argv: Sequence[str], at: int, *, after_module: bool) -> int:
    """Read the options starting at argv[at]; returns the index of the first token that is not an option."""
    while at < len(argv) and argv[at].startswith("-") and argv[at] not in ("-", "--"):
        name, equals, value = argv[at].partition("=")
        option = BY_NAME.get(name if after_module else SHORT.get(name, name))
        if option is None or (after_module and not option.after_module):
            if after_module:
                break
            from wasihost.options.foreign import option_meant

            hint = "`wasihost --help` lists the options; the program's own options follow MODULE"
            raise UsageError(f"unknown option `{name}`", hint=option_meant(name) or hint)
        at += 1
        if option.kind in ("flag", "optional"):
            value = value if equals else YES
        elif not equals:
            if at == len(argv):
                raise UsageError(f"`{option.name}` needs a value: `{option.name} {option.metavar}`")
            value = argv[at]
            at += 1
        _set(options, option, value, option.name)
        if options.help or options.version:
            options.short_help = name == SHORT_HELP
            break
    return at


def _set(options: RunOptions, option: Option, text: str, shown: str) -> None:
    """Set an option to its value; `shown` is the name that the user wrote."""
    value = READERS[option.kind](option, text, shown)
    if option.repeatable:
        getattr(options, option.attribute).append(value)
    else:
        setattr(options, option.attribute, value)  # the last one takes precedence, so that it can override an alias


def error_format(argv: Sequence[str], environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """The format of errors, and the other arguments: for commands, and for command lines that cannot be read."""
    option = BY_NAME["--error-format"]
    found, rest, args = environ.get(str(option.environment)) or "text", list[str](), iter(argv)
    for arg in args:
        name, equals, value = arg.partition("=")
        if arg == "--":
            rest += [arg, *args]
        elif name == option.name:
            found = value if equals else next(args, "")
        else:
            rest.append(arg)
    return read_choice(option, found, option.name), rest
