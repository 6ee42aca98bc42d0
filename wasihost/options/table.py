"""THE table of the options of a run: the parser, the help and everything else that knows them is made from it."""

from __future__ import annotations

from wasihost.levels import NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


COMMANDS = (
    *("run", "compile", "inspect", "wast", "cache", "config"),
    *("install", "list", "upgrade", "uninstall", "self", "binfmt"),
    *("completions", "man"),
)
PREFIX = "WASIHOST_"
STREAMS_VARIABLE = "WASIHOST_STREAMS"  # standard streams that are directories, which Python does not start with
# Where an option may be said: on the command line, in the environment, in the configuration file.
LINE, ENVIRONMENT, EVERYWHERE = "line", "environment", "everywhere"


class Option:
    """One row.  `kind` says how `arguments` reads the value; a choice's values are its metavar."""

    __slots__ = (
        *("after_module", "attribute", "environment", "group", "help", "key", "kind", "metavar", "name"),
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
    ) -> None:
        self.name = name
        self.metavar = metavar
        # flag, text, name, optional, count, number, size, duration, clock, choice, grant, variable, address
        self.kind = kind
        self.group = group
        self.help = help
        self.repeatable = repeatable
        self.after_module = after_module  # still the host's behind MODULE: kept to names that few guests have
        self.attribute = name[2:].replace("-", "_")
        # The variable that stands for it, and its key in the configuration file.
        self.environment = None if places == LINE else f"{PREFIX}{self.attribute.upper()}"
        self.key = name[2:] if places == EVERYWHERE else None

    @property
    def choices(self) -> Sequence[str]:
        return self.metavar.split("|")


GRANTS, GUEST, LIMITS = "What the guest may use (nothing else)", "The guest", "How much of it"
REPEATED = "The same in every run"
CODE, COMMAND = "Its code", "This command"

# fmt: off
OPTIONS = (
    # name, value, kind, group, help
    Option("--dir", "HOST[::GUEST[::ro]]", "grant", GRANTS, "a directory, seen as GUEST; `ro`: read only",
           repeatable=True, after_module=True),
    Option("--env", "NAME[=VALUE]", "variable", GRANTS, "a variable; without VALUE this shell's own",
           repeatable=True, after_module=True),
    Option("--tcp-listen", "HOST:PORT", "address", GRANTS, "a TCP socket that listens there; port 0: any",
           repeatable=True, after_module=True),
    Option("--confine", "", "flag", GRANTS, "only the system calls that it needs, too"),
    Option("--no-confine", "", "flag", GRANTS, "the kernel does not hold it to its grants"),
    Option("--argv0", "NAME", "text", GUEST, "its name for itself, instead of MODULE",
           after_module=True, places=LINE),
    Option("--invoke", "FUNCTION", "name", GUEST, "call this export and print its results",
           after_module=True, places=LINE),
    Option("--unknown-imports", "error|trap", "choice", GUEST, "do not start, or start and trap on a call",
           after_module=True),
    Option("--epipe", "", "flag", GUEST, "tell it when nobody reads its output", after_module=True),
    Option("--strict-args", "", "flag", GUEST, "all behind MODULE is the guest's"),
    Option("--timeout", "TIME", "duration", LIMITS, "end it after 2 (seconds), 1.5s, 200ms, 2m",
           after_module=True),
    Option("--fuel", "N", "count", LIMITS, "end it after N instructions",
           after_module=True),
    Option("--max-memory", "SIZE", "size", LIMITS, "of all its memories; beyond, memory.grow fails",
           after_module=True),
    Option("--max-table", "N", "count", LIMITS, "entries of all its tables, as above",
           after_module=True),
    Option("--max-stack", "SIZE", "size", LIMITS, "of its calls, instead of 8M",
           after_module=True),
    Option("--max-fds", "N", "count", LIMITS, "descriptors that are open at a time",
           after_module=True),
    Option("--max-output", "SIZE", "size", LIMITS, "end it after so much on stdout and stderr",
           after_module=True),
    Option("--reproducible", "", "flag", REPEATED, "all of this: seed 0, a virtual clock …",
           after_module=True),
    Option("--seed", "N", "number", REPEATED, "its random numbers follow from N; no keys!",
           after_module=True),
    Option("--clock", "virtual|fixed:TIME", "clock", REPEATED, "goes on when read or waited for; stands",
           after_module=True),
    Option("--sorted-dirs", "", "flag", REPEATED, "directories list their entries by name",
           after_module=True),
    Option("--canonical-nans", "", "flag", REPEATED, "the same NaNs on every machine; slower",
           after_module=True),
    Option("--level", "|".join(NAMES), "choice", CODE, "default: the best that is cached, else fast",
           after_module=True),
    Option("--jobs", "N", "count", CODE, "compile in N processes, not one a processor"),
    Option("--max-compile-time", "TIME", "duration", CODE, "give up compiling after TIME"),
    Option("--cache-dir", "DIRECTORY", "text", CODE, "keep compiled modules here",
           after_module=True),
    Option("--no-cache", "", "flag", CODE, "neither use nor fill the cache", after_module=True),
    Option("--no-background", "", "flag", CODE, "do not make better code for the next run"),
    Option("--allow-precompiled", "", "flag", CODE, "MODULE may be native code, which you trust"),
    Option("--trace", "[=FILE]", "optional", COMMAND, "each call of WASI: on stderr, or to FILE"),
    Option("--trace-filter", "NAMES", "text", COMMAND, "only these calls: `path_*,fd_write`"),
    Option("--trace-summary", "", "flag", COMMAND, "how often they were called, and how long"),
    Option("--quiet", "", "flag", COMMAND, "no progress, no warnings, no hints"),
    Option("--error-format", "text|json", "choice", COMMAND, "text, or one JSON object a line"),
    Option("--color", "auto|always|never", "choice", COMMAND, "colour in messages; NO_COLOR is honoured"),
    Option("--config", "FILE", "text", COMMAND, "instead of ~/.config/wasihost/config.toml", places=ENVIRONMENT),
    Option("--no-config", "", "flag", COMMAND, "read no configuration file", places=ENVIRONMENT),
    Option("--profile", "PROFILE", "text", COMMAND, "also what stands there under [profile.NAME]", places=ENVIRONMENT),
    Option("--version", "", "flag", COMMAND, "print the version", places=LINE),
    Option("--help", "", "flag", COMMAND, "print this text", places=LINE),
)
# fmt: on
# Variables that stand for no option: those of a run, and all of them.
OF_RUNS = {
    "WASIHOST_BACKGROUND": "seconds for better code, of max and of balanced: `60,300`; `0`: none is made",
    "WASIHOST_CACHE_SIZE": "how much the cache keeps: `500M`, `2G`",
    "NO_COLOR": "no colour, unless `--color always`",
}
VARIABLES = {
    **OF_RUNS,
    "WASIHOST_BIN_DIR": "where `wasihost install` puts commands",
    "WASIHOST_OPTIONS": "options of an executable that was made without grants",
    "WASIHOST_BASE_URL": "where the installer and `wasihost self update` find releases",
    "WASIHOST_VERSION": "which release the installer takes",
    "WASIHOST_INSTALL_DIR": "where the installer puts wasihost",
    "WASIHOST_NO_MODIFY_PATH": "the installer leaves the shell's start files alone",
    "WASIHOST_NO_COMPLETIONS": "the installer makes neither completions nor a man page",
}
MANY = 64  # grants or variables that the launcher has room for; whoever has more gets them from Python
BY_NAME = {option.name: option for option in OPTIONS}
BY_ATTRIBUTE = {option.attribute: option for option in OPTIONS}
LIFTING = ("--allow-precompiled", "--no-confine")  # those that take a protection away: nothing ever suggests them
SHORT = {"-h": "--help", "-V": "--version", "-q": "--quiet"}
DEFAULTS = {"unknown_imports": "error", "color": "auto", "error_format": "text"}

Grant = tuple[str, str, bool]  # host path, guest path, read-only
Clock = tuple[str, int]  # fixed or virtual, and nanoseconds since 1970
Variable = tuple[str, "str | None"]  # name, and its value or None for the host's own
Address = tuple[str, int]  # host, without the brackets of IPv6, and port


def grant_text(grant: Grant) -> str:
    """HOST[::GUEST[::ro]].  A host's path that ends with a colon can only stand alone."""
    host, guest, read_only = grant
    return host if host == guest and not read_only else f"{host}::{guest}{'::ro' if read_only else ''}"


class RunOptions:
    """What one command line asks for: an attribute for each row of the table, the module, and the guest's arguments."""

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
    trace: str | None  # a file, or empty: standard error
    trace_filter: str | None
    trace_summary: bool
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
        self.misspelt: str | None = None  # the option that the guest's first argument may have been meant to be
        for option in OPTIONS:
            empty: object = (
                [] if option.repeatable else False if option.kind == "flag" else DEFAULTS.get(option.attribute)
            )
            setattr(self, option.attribute, empty)
