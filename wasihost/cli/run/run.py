"""`wasihost run`: opens what is granted, finds or compiles the artifact of the module, and runs the guest."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wasihost import abi
from wasihost.cache import Cache
from wasihost.cli.report.reporter import Reporter, is_terminal, use_color
from wasihost.cli.report.wording import not_a_size, unused_cache
from wasihost.cli.run import signals
from wasihost.engine import Engine, Observer
from wasihost.errors import UsageError, system_reason, to_type
from wasihost.host.guest import Program, Trace
from wasihost.host.imports import check_imports
from wasihost.host.run import Report
from wasihost.host.run import run as run_program
from wasihost.options.encoded import encoded
from wasihost.options.table import ALL_VARIABLES, grant_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from wasihost.cli.session import Session
    from wasihost.codegen.compiler import Progress
    from wasihost.options.table import Grant, RunOptions, Variable
    from wasihost.tiering.channel import Channel


def run(options: RunOptions, session: Session) -> int:
    """Run the module.  Returns the exit status, or raises the error that ended the run."""
    if options.misspelt or options.unknown_variable or len(options.dir) > 1:
        from wasihost.cli.report import doubts

        doubts.tell(options, session.report)
    program = Program(
        argv=[os.fsencode(word) for word in (options.argv0 or options.module, *options.arguments)],
        env=_environment(options.env, host_variables()) if options.env else [],
        preopens=[*(_preopen(grant, options.module) for grant in options.dir), *_listeners(options, session.report)],
        stdio=session.stdio,
        trace=_trace(options),
        options=encoded(options),
    )
    terminal = Terminal(
        session.report,
        quiet=options.quiet,
        background=not options.no_background,
        once=not options.no_cache,
        compile_time=options.max_compile_time,
        improves=options.fuel is None and not options.confine and options.invoke is None,
    )
    engine = Engine(
        level=options.level,
        cache=None if options.no_cache else Cache(options.cache_dir),
        jobs=options.jobs,
        observer=terminal,
        allow_precompiled=options.allow_precompiled,
        canonical_nans=options.canonical_nans or options.reproducible,
        metered=options.fuel is not None,
        accept=None if options.unknown_imports == "trap" else check_imports,
    )

    def action(artifact: int) -> int:
        return _run(artifact, options, program, terminal.channel)

    return engine.run(options.module, action)


def _run(artifact: int, options: RunOptions, program: Program, channel: Channel | None) -> int:
    """Run the program, or call one of its exports.  Returns the exit status."""
    if options.invoke is not None:
        from wasihost.cli.run.invoke import invoke

        return exit_status(invoke(artifact, options, program, _report(options, program)))
    with signals.AsGuest():
        return exit_status(run_program(artifact, program, _report(options, program), channel))


def _report(options: RunOptions, program: Program) -> Report:
    flags = abi.REPORT_HINTS
    if use_color(options.color):
        flags |= abi.REPORT_COLORED
    if options.error_format == "json":
        flags |= abi.REPORT_JSON
    if not options.quiet:
        flags |= abi.REPORT_GRANTS
    if not options.confine:
        flags |= abi.REPORT_LOOKS
    return Report(
        os.fsencode(options.module),
        arguments=program.argv[1:],
        grants=[os.fsencode(grant_text(grant)) for grant in options.dir],
        flags=flags,
    )


def exit_status(code: int) -> int:
    """The exit status for a guest's exit code: the low byte, but never success for a failure."""
    return code & 0xFF or (1 if code else 0)


def host_variables() -> dict[str, str]:
    """The environment of this process at its start.  In the C locale, Python adds LC_CTYPE to it (PEP 538)."""
    found = {name: value for name, value in os.environ.items() if name}
    if "LC_CTYPE" in found:
        try:
            with open("/proc/self/environ", "rb") as file:
                if b"\0LC_CTYPE=" not in b"\0" + file.read():
                    del found["LC_CTYPE"]
        except OSError:
            pass
    return found


def _environment(variables: list[Variable], host: Mapping[str, str]) -> list[bytes]:
    """The guest's variables as `NAME=VALUE`.  The last of several with the same name counts; missing ones are omitted.

    The last of several ALL_VARIABLES counts.
    """
    chosen: dict[str, str | None] = {}
    every = (ALL_VARIABLES, None)
    for number, variable in enumerate(variables):
        name, value = variable
        if variable != every:
            chosen[name] = host.get(name) if value is None else value
        elif every not in variables[number + 1 :]:
            chosen |= host
    return [os.fsencode(f"{name}={value}") for name, value in chosen.items() if value is not None]


def _trace(options: RunOptions) -> Trace | None:
    if options.trace is None and not options.trace_summary:
        return None
    from wasihost.cli.run import trace

    return trace.wanted(options)


def _preopen(grant: Grant, module: str) -> tuple[int, bytes, bool]:
    host, guest, read_only = grant
    try:
        return os.open(host, os.O_RDONLY | os.O_DIRECTORY), os.fsencode(guest), read_only
    except OSError as error:
        reason = system_reason(error).replace("file or directory", "directory")
        first = "create it, or " if isinstance(error, FileNotFoundError) else ""
        hint = _meant(grant) or f"{first}grant another directory: {to_type('wasihost', module, '--dir', 'HOST::GUEST')}"
        renamed = "" if guest == host else f" as `{guest}`"
        raise UsageError(f"cannot preopen `{host}`{renamed}: {reason}", hint=hint) from None


def _meant(grant: Grant) -> str | None:
    """A hint for a grant of something that is not a directory."""
    host, guest, read_only = grant
    suffix = "::ro" if read_only else ""
    if host != guest and os.path.isdir(guest):
        return f"the host's directory comes first: {to_type('--dir', f'{guest}::{host}{suffix}')}"
    if os.path.isfile(host):
        return f"grant the directory of the file: {to_type('--dir', os.path.dirname(host) or '.')}"
    if host == guest:
        for sign in (":", ","):
            first, _, second = host.partition(sign)
            if second and os.path.isdir(first):
                return f"write two colons between HOST and GUEST: {to_type('--dir', f'{first}::{second}')}"
    return None


def _listeners(options: RunOptions, report: Reporter) -> list[tuple[int, bytes, bool]]:
    """Sockets follow the directories, because programs search for directories up to the first other descriptor."""
    if not options.tcp_listen:
        return []
    from wasihost.cli.run.listen import listen

    return [(fd, b"", False) for fd in listen(options, report)]


class Terminal(Observer):
    """Prints what the engine does on standard error."""

    def __init__(
        self,
        report: Reporter,
        *,
        quiet: bool,
        background: bool = False,
        once: bool = False,
        compile_time: float | None = None,
        improves: bool = False,
    ) -> None:
        self.report = report
        self.quiet = quiet
        self.background = background  # compile better code for a module that was compiled for `fast`
        self.once = once  # the artifact is cached for later runs
        self.compile_time = compile_time  # time limit of a compilation in seconds
        self.improves = improves  # the run can get better code
        self.channel: Channel | None = None  # through which it gets it

    def compiling(self, name: str, level: str) -> AbstractContextManager[Callable[[Progress], None] | None]:
        if self.once:
            from wasihost.cache import upkeep

            try:
                upkeep.limit()
            except ValueError:
                self._warn(not_a_size(upkeep.SIZE_VARIABLE, os.environ[upkeep.SIZE_VARIABLE]))
        from wasihost.cli.report.progress import show

        return show(name, level, self.report, quiet=self.quiet, most=self.compile_time, once=self.once)

    def waiting(self, name: str) -> None:
        if not self.quiet and is_terminal():
            self.report.note(f"waiting for another process, which is compiling {name}")

    def compiled(self, path: str, engine: Engine, artifact: int | None) -> None:
        if not self.background:
            return
        from wasihost import background

        text = os.environ.get(background.VARIABLE)
        try:
            allowed = background.budgets(text)
        except ValueError:
            hint = "write seconds for max, balanced and fast: `30,120,600`; `0`: off"
            self._warn(f"`{background.VARIABLE}`: `{text}` is not a time", hint)
            return
        if not allowed:
            return
        if artifact is not None and self.improves:
            from wasihost.tiering.channel import Channel

            self.channel = channel = Channel()
            background.start(path, engine, allowed, [channel.memory, artifact, channel.other])
            channel.handed_over()
        else:
            background.start(path, engine, allowed)

    def interpreted(self) -> None:
        self.channel = None
        if not self.quiet and is_terminal():
            self.report.note(abi.INTERPRETED)

    def cache_unused(self, name: str, directory: str, reason: str) -> None:
        hint = f"`{name}` will be compiled again next time; `--no-cache` suppresses this warning"
        self._warn(unused_cache(directory, reason), hint)

    def _warn(self, message: str, hint: str | None = None) -> None:
        if not self.quiet:
            self.report.warning(message, hint)
