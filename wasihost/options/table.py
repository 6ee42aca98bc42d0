"""The table of the options of a run.  The parser, the help and everything else about options is generated from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


COMMANDS = (
    *("run", "compile", "inspect", "wast", "cache", "config"),
    *("install", "list", "upgrade", "uninstall", "self", "binfmt"),
    *("completions", "man", "help"),
)
PREFIX = "WASIHOST_"
BACKGROUND = ("cache", "--background")  # how the command line of `background.main` begins, for the launcher
STREAMS_VARIABLE = "WASIHOST_STREAMS"  # standard streams that are directories, with which Python does not start
# Where an option may be set: on the command line, in the environment, in the configuration file.
LINE, ENVIRONMENT, EVERYWHERE = "line", "environment", "everywhere"


class Option:
    """One row.  `kind` selects a reader of `options.values`; the values of a choice are its metavar."""

    __slots__ = (
        *("after_module", "attribute", "common", "environment", "group", "help", "key", "kind", "metavar", "name"),
        "repeatable",
    )

    def __init__(
        self,
        name: str,
        metavar: str,
        kind: str,
        group: str,
        help: str,
        *,
        repeatable: bool = False,
        after_module: bool = False,
        places: str = EVERYWHERE,
        common: bool = False,
    ) -> None:
        self.name = name
        self.metavar = metavar
        # flag, text, name, optional, count, number, size, duration, clock, choice, grant, variable, address
        self.kind = kind
        self.group = group
        self.help = help
        self.repeatable = repeatable
        self.after_module = after_module  # the host's also after MODULE: for names that few guests use
        self.common = common  # also listed by `-h`
        self.attribute = name[2:].replace("-", "_")
        # Its variable, and its key in the configuration file.
        self.environment = None if places == LINE else f"{PREFIX}{self.attribute.upper()}"
        self.key = name[2:] if places == EVERYWHERE else None

    @property
    def choices(self) -> Sequence[str]:
        return self.metavar.split("|")


GRANTS, GUEST, LIMITS = "Grants: all that the guest can use", "The guest", "Limits"
REPEATED = "Reproducible runs"
CODE, COMMAND = "Compilation", "This command"

# fmt: off
OPTIONS = (
    # name, value, kind, group, help
    Option("--dir", "HOST[::GUEST[::ro]]", "grant", GRANTS, "grant a directory, as GUEST; `ro`: read-only",
           repeatable=True, after_module=True, common=True),
    Option("--env", "NAME[=VALUE]", "variable", GRANTS, "pass a variable, as set or as VALUE; '*': all",
           repeatable=True, after_module=True, common=True),
    Option("--tcp-listen", "HOST:PORT", "address", GRANTS, "listen for TCP connections; port 0: any free",
           repeatable=True, after_module=True),
    Option("--confine", "", "flag", GRANTS, "also block system calls the guest cannot need"),
    Option("--no-confine", "", "flag", GRANTS, "do not let the kernel enforce the grants"),
    Option("--argv0", "NAME", "text", GUEST, "set the program's own name; default: MODULE",
           after_module=True, places=LINE),
    Option("--invoke", "FUNCTION", "name", GUEST, "call this export and print its results",
           after_module=True, places=LINE, common=True),
    Option("--unknown-imports", "error|trap", "choice", GUEST, "refuse to start, or trap when one is called",
           after_module=True),
    Option("--epipe", "", "flag", GUEST, "return an error for writes to a closed pipe", after_module=True),
    Option("--strict-args", "", "flag", GUEST, "pass all arguments after MODULE to the guest"),
    Option("--timeout", "TIME", "duration", LIMITS, "end the guest after TIME: 2 or 2s, 200ms, 1.5m",
           after_module=True, common=True),
    Option("--fuel", "N", "count", LIMITS, "end the guest after N instructions",
           after_module=True),
    Option("--max-memory", "SIZE", "size", LIMITS, "limit total memory; beyond it memory.grow fails",
           after_module=True, common=True),
    Option("--max-table", "N", "count", LIMITS, "limit table entries; beyond it table.grow fails",
           after_module=True),
    Option("--max-stack", "SIZE", "size", LIMITS, "limit the call stack; default: 8M",
           after_module=True),
    Option("--max-fds", "N", "count", LIMITS, "limit the open descriptors",
           after_module=True),
    Option("--max-output", "SIZE", "size", LIMITS, "end the guest after SIZE on stdout and stderr",
           after_module=True),
    Option("--reproducible", "", "flag", REPEATED, "turn on the four options below, with seed 0",
           after_module=True),
    Option("--seed", "N", "number", REPEATED, "derive random numbers from N; not for keys",
           after_module=True),
    Option("--clock", "virtual|fixed:TIME", "clock", REPEATED, "advance the clock when it is read, or stop it",
           after_module=True),
    Option("--sorted-dirs", "", "flag", REPEATED, "list directory entries by name",
           after_module=True),
    Option("--canonical-nans", "", "flag", REPEATED, "compute the same NaNs on every machine; slower",
           after_module=True),
    Option("--level", "interpret|baseline|fast|balanced|max", "choice", CODE,
           "choose the code; default: cached, else baseline", after_module=True, common=True),
    Option("--jobs", "N", "count", CODE, "compile in N processes; default: one per CPU"),
    Option("--max-compile-time", "TIME", "duration", CODE, "stop compiling after TIME"),
    Option("--cache-dir", "DIRECTORY", "text", CODE, "keep compiled modules in DIRECTORY",
           after_module=True),
    Option("--no-cache", "", "flag", CODE, "neither read nor write the cache", after_module=True),
    Option("--no-background", "", "flag", CODE, "do not compile better code in the background"),
    Option("--allow-precompiled", "", "flag", CODE, "run native code as MODULE, which you must trust"),
    Option("--cwd", "DIRECTORY", "text", COMMAND, "take relative paths from DIRECTORY", places=LINE, common=True),
    Option("--trace", "[=FILE]", "optional", COMMAND, "print each WASI call to stderr, or to FILE"),
    Option("--trace-filter", "NAMES", "text", COMMAND, "trace only these calls: `path_*,fd_write`"),
    Option("--trace-summary", "", "flag", COMMAND, "print the number and time of each call"),
    Option("--quiet", "", "flag", COMMAND, "print no progress, warnings or hints", common=True),
    Option("--error-format", "text|json", "choice", COMMAND, "print errors as text, or one JSON object a line"),
    Option("--color", "auto|always|never", "choice", COMMAND, "color messages; `auto` respects NO_COLOR"),
    Option("--config", "FILE", "text", COMMAND, "read FILE, not ~/.config/wasihost/config.toml", places=ENVIRONMENT),
    Option("--no-config", "", "flag", COMMAND, "read no configuration file", places=ENVIRONMENT),
    Option("--profile", "PROFILE", "text", COMMAND, "also read [profile.PROFILE] of that file", places=ENVIRONMENT),
    Option("--version", "", "flag", COMMAND, "print the version", places=LINE),
    Option("--help", "", "flag", COMMAND, "print this text; -h: a short form", places=LINE),
)
# fmt: on
# Variables that are not options: those of a run, and all of them.
OF_RUNS = {
    "WASIHOST_BACKGROUND": "limits background compilation in seconds, at max, balanced, fast: `60,300,900`; `0`: off",
    "WASIHOST_CACHE_SIZE": "limits the size of the cache: `500M`, `2G`",
    "NO_COLOR": "turns off colors, unless `--color always`",
}
VARIABLES = {
    **OF_RUNS,
    "WASIHOST_BIN_DIR": "the directory in which `wasihost install` puts commands",
    "WASIHOST_OPTIONS": "options of an executable that was compiled without grants",
    "WASIHOST_BASE_URL": "the URL at which the installer and `wasihost self update` find releases",
    "WASIHOST_VERSION": "the release that the installer installs",
    "WASIHOST_INSTALL_DIR": "the directory in which the installer puts wasihost",
    "WASIHOST_NO_MODIFY_PATH": "keeps the installer from changing the shell's start files",
    "WASIHOST_NO_COMPLETIONS": "keeps the installer from installing completions and a man page",
}
MAX_GRANTS = 64  # capacity of the launcher, for grants and for variables; Python handles longer command lines
BY_NAME = {option.name: option for option in OPTIONS}
KNOWN_VARIABLES = frozenset(
    (
        *(option.environment for option in OPTIONS if option.environment),
        *(name for name in VARIABLES if name.startswith(PREFIX)),
    )
)
BY_ATTRIBUTE = {option.attribute: option for option in OPTIONS}
ALL_VARIABLES = "*"  # the name of `--env` that passes every variable of the host
LIFTING = ("--allow-precompiled", "--no-confine")  # options that lift a protection, and are never suggested
# Options before MODULE whose names many programs have too: after MODULE, they are meant for the program.
OFTEN = ("--help", "--version", "--quiet", "--color", "--config", "--profile", "--jobs")
SHORT = {"-h": "--help", "-V": "--version", "-q": "--quiet"}
DEFAULTS = {"unknown_imports": "error", "color": "auto", "error_format": "text"}

Grant = tuple[str, str, bool]  # host path, guest path, read-only
Clock = tuple[str, int]  # fixed or virtual, nanoseconds since 1970
Variable = tuple[str, "str | None"]  # name; its value, or None for the value in the host's environment
Address = tuple[str, int]  # host, without the brackets of IPv6; port


def grant_text(grant: Grant) -> str:
    """HOST[::GUEST[::ro]].  A host path that ends with a colon can only be used alone."""
    host, guest, read_only = grant
    return host if host == guest and not read_only else f"{host}::{guest}{'::ro' if read_only else ''}"


class RunOptions:
    """The result of a command line: an attribute for each row of the table, the module, and the guest's arguments."""

    dir: list[Grant]
    env: list[Variable]
    tcp_listen: list[Address]
    confine: bool
    no_confine: bool
    argv0: str | None
    invoke: str | None
    unknown_imports: str
    epipe: bool
    strict_args: bool
    timeout: float | None
    fuel: int | None
    max_memory: int | None
    max_table: int | None
    max_stack: int | None
    max_fds: int | None
    max_output: int | None
    level: str | None
    reproducible: bool
    seed: int | None
    clock: Clock | None
    sorted_dirs: bool
    canonical_nans: bool
    jobs: int | None
    max_compile_time: float | None
    cache_dir: str | None
    no_cache: bool
    no_background: bool
    allow_precompiled: bool
    trace: str | None  # a file; empty: standard error
    trace_filter: str | None
    trace_summary: bool
    cwd: str | None
    quiet: bool
    error_format: str
    color: str
    config: str | None
    no_config: bool
    profile: str | None
    version: bool
    help: bool

    def __init__(self) -> None:
        self.module = ""
        self.arguments: list[str] = []
        self.unknown_variable: str | None = None  # a variable of the environment that looks like one of wasihost's
        self.short_help = False  # `help` was asked for by `-h`
        self.misspelt: str | None = None  # the option that the guest's first argument probably means, or is
        for option in OPTIONS:
            empty: object = (
                [] if option.repeatable else False if option.kind == "flag" else DEFAULTS.get(option.attribute)
            )
            setattr(self, option.attribute, empty)
