"""The commands other than `run`, parsed by Typer."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import typer

from wasihost.cli.commands import cache, config, help, inspect, pages, tools, wast
from wasihost.cli.commands import self as installation
from wasihost.cli.commands.compile import compile_module
from wasihost.cli.manual import examples
from wasihost.cli.manual.help import of_command
from wasihost.cli.session import Session
from wasihost.errors import UsageError, WasihostError
from wasihost.options.catalog import COMMANDS
from wasihost.options.command_line import SHORT_HELP
from wasihost.options.foreign import option_meant

# Plain text, like `wasihost --help`, and without importing rich.
app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["--help"]},
)
app.command("compile")(compile_module)
app.command("inspect")(inspect.inspect_module)
app.command("wast")(wast.run_scripts)
app.add_typer(cache.app, name="cache")
app.add_typer(config.app, name="config")
app.command("install")(tools.install)
app.command("list")(tools.list_tools)
app.command("upgrade")(tools.upgrade)
app.command("uninstall")(tools.uninstall)
app.command("binfmt")(tools.binfmt)
app.add_typer(installation.app, name="self")
app.command("completions")(pages.completions)
app.command("man")(pages.man)
app.command("help")(help.explain)


def _add_examples(typers: typer.Typer, prefix: str = "") -> None:
    for command in typers.registered_commands:
        command.epilog = _epilog(f"{prefix}{command.name}")
    for group in typers.registered_groups:
        group.epilog = _epilog(f"{prefix}{group.name}")
        if group.typer_instance:
            _add_examples(group.typer_instance, f"{prefix}{group.name} ")


def _epilog(name: str) -> str:
    return f"\b\nFor example:\n{examples.text(name)}"


_add_examples(app)


# Typer's messages → ours; its suggestion becomes a hint.
SAID = (
    (r"No such option: (\S+)( (?:\(Possible options: |Did you mean )(?P<meant>.*))?", r"unknown option `\1`"),
    (r"No such command '(.*?)'(\. Did you mean (?P<meant>.*))?", r"unknown command `\1`"),
    (r"Missing command", "a command is missing"),
    (r"Missing argument 'bash\|zsh\|fish'.*", "name a shell: `bash`, `zsh` or `fish`"),
    (r"Missing argument '(?P<argument>.*?)'(\. Choose from.*)?", r"`\1` is missing"),
    (r"Got unexpected extra argument.*? \((.*)\)", r"unexpected argument `\1`"),
    (r"Option '(.*)' requires an argument", r"`\1` needs a value"),
    (r"Invalid value for '(.*)': '(.*)' is not one of (.*)", r"`\1`: expected one of \3, found `\2`"),
    (r"Invalid value for '(.*)': (.*) is not in the range x>=(.*)", r"`\1`: expected at least \3, found `\2`"),
    (r"Invalid value for '(.*)': '(.*)' is not a valid (.*)", r"`\1`: expected a number, found `\2`"),
)


def _refusal(text: str, argv: Sequence[str]) -> UsageError:
    hint = f"`wasihost {_name(argv)} --help` explains it"
    for pattern, ours in SAID:
        if found := re.fullmatch(pattern, text.rstrip("."), re.DOTALL):
            message, groups = re.sub(r"'(\S+)'", r"`\1`", found.expand(ours)), found.groupdict()
            message = message.replace("found ``", "found nothing")
            near = re.findall(r"[\w-]+", groups.get("meant") or "")
            if "meant" in groups and found[1].startswith("-"):
                hint = option_meant(found[1], near) or hint
            elif near:
                hint = f"did you mean `{near[0]}`?"
            if groups.get("argument") and len(argv) > 2 and _has_taken(*argv[-2:]):
                message += f": `{argv[-2]}` took `{argv[-1]}` as its value"
            return UsageError(message, hint=hint)
    return UsageError(text[:1].lower() + text[1:].rstrip("."), hint=hint)


def _has_taken(option: str, value: str) -> bool:
    """Whether the last word was taken as an option's value, so that an argument is missing."""
    return option.startswith("-") and "=" not in option and not value.startswith("-")


def short_help(argv: Sequence[str]) -> str:
    return of_command(_name(argv))


def _name(argv: Sequence[str]) -> str:
    """The command with the longest name at the start of the words."""
    names = [" ".join(argv[:count]) for count in (2, 1)]
    return next(name for name in names if any(row.name == name for row in COMMANDS))


def dispatch(argv: Sequence[str], session: Session) -> int:
    """Run one command.  Returns its exit status.  UsageError: invalid arguments."""
    if SHORT_HELP in argv[: argv.index("--") if "--" in argv else None]:
        sys.stdout.write(short_help(argv))
        return 0
    try:
        status = app(list(argv), prog_name="wasihost", standalone_mode=False, obj=session)
    except typer.TyperException as error:
        raise _refusal(error.format_message(), argv) from None
    except typer.Exit as exit:
        return exit.exit_code
    except typer.Abort:
        raise WasihostError("aborted") from None
    return int(status or 0)
