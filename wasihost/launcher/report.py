"""How to report the end of a guest, according to the options and the environment."""

from wasihost.abi import (
    REPORT_COLORED,
    REPORT_GRANTS,
    REPORT_HINTS,
    REPORT_JSON,
    REPORT_LOOKS,
    ReportOptions,
)
from wasihost.launcher.options import Options, choice
from wasihost.launcher.process import Process, variable
from wasihost.native import addr, bool_, native, ptr, u8, u32, u64
from wasihost.native.prelude import streq
from wasihost.wasi.fs.descriptors import is_terminal

JSON = choice("error_format", "json")
ALWAYS, NEVER = choice("color", "always"), choice("color", "never")
STDERR = 2


@native
def read_report_options(process: Process, options: Options, report: ReportOptions):
    report.module = options.module
    report.arguments = process.argv + options.arguments * 8
    report.argument_count = process.argc - options.arguments
    report.grants, report.grant_count = ptr(addr(options.dir[0])), u64(options.grant_count)
    flags = u32(REPORT_HINTS)
    if is_colored(process, options):
        flags |= REPORT_COLORED
    if options.error_format == JSON:
        flags |= REPORT_JSON
    if not options.quiet:
        flags |= REPORT_GRANTS
    if not options.guest.confine:
        flags |= REPORT_LOOKS
    report.flags = flags


@native
def settle_color(process: Process, options: Options):
    """Decide about colors before the run: with `--confine` the process cannot query the terminal afterwards."""
    options.color = u64(ALWAYS) if is_colored(process, options) else u64(NEVER)


@native
def is_colored(process: Process, options: Options) -> bool_:
    """`cli.report.reporter.use_color`."""
    if options.color:
        return options.color == ALWAYS
    no_color = variable(process, b"NO_COLOR", 8)
    if no_color and u8[no_color]:
        return False
    if is_on(variable(process, b"FORCE_COLOR", 11)) or is_on(variable(process, b"CLICOLOR_FORCE", 14)):
        return True
    term = variable(process, b"TERM", 4)
    return not (term and streq(term, b"dumb")) and is_terminal(STDERR)


@native
def is_on(value: ptr) -> bool_:
    return value and u8[value] and not streq(value, b"0")
