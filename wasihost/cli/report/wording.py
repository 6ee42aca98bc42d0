"""Translate the library's errors for the command line: an exception → its option, and what to type next."""

from __future__ import annotations

from wasihost import errors
from wasihost.errors import to_type
from wasihost.options.values import BELOW, SIZE

# Fields of `Limits` that appear in errors → the options that set them.
LIMITS = {"memory": "--max-memory", "table": "--max-table"}
# Options of an engine → options of `wasihost compile`.
NEEDED = {"canonical_nans": "--canonical-nans", "metered": "--metered"}


def message(error: errors.WasihostError) -> str:
    """The message of an error, with the option that it is about."""
    if isinstance(error, errors.LimitExceeded) and error.limit:
        return f"{error.message} ({LIMITS[error.limit]})"
    return error.message


def unused_cache(directory: str, reason: str) -> str:
    """Why a cache is not used; without a home directory, it has no path."""
    return f"the cache{f' `{directory}`' if directory else ''} is not used: {reason}"


def not_a_size(shown: str, text: str) -> str:
    return f"`{shown}`: expected {SIZE}, {BELOW}, {errors.found(text)}"


def hint(error: errors.WasihostError) -> str | None:
    """What to do next."""
    match error:
        case errors.WasihostError(hint=str()):
            return error.hint
        case errors.ModuleNotFound(is_directory=True):
            return f"to grant it to a program: {to_type('wasihost', 'MODULE', '--dir', error.path)}"
        case errors.PrecompiledModule(runnable=True):
            return f"if you trust it: {to_type('wasihost', '--allow-precompiled', error.path)}"
        case errors.PrecompiledModule():
            return "give the module that it was compiled from"
        case errors.UnfitArtifact(needed=str(needed)):
            return f"compile it again: `wasihost compile {NEEDED[needed]} MODULE`"
        case errors.UnfitArtifact():
            return "compile the module again: `wasihost compile MODULE`"
        case errors.NoEntry(functions=[_, *_]):
            names = ", ".join(map(to_type, error.functions[:8])) + (" …" if len(error.functions) > 8 else "")
            return f"call one of its functions with `--invoke NAME`: {names}"
        case errors.EntryType():
            return f"to call it and print its results: {to_type('--invoke', error.function)}"
        case errors.UnknownImports(replaceable=True):
            them = "them" if error.count > 1 else "it"
            return f"if the program does not need {them}, run it with `--unknown-imports trap`"
        case errors.NotConfined(since=None):
            return "run it without: `--no-confine`"
        case errors.NotConfined():
            return f"it requires Linux {error.since}, and may be switched off; run without it: leave out `--confine`"
        case errors.WorkerDied(killed=True):
            return "out of memory? fewer processes (`--jobs`) need less"
        case errors.NoLLVM(musl=True):
            return (
                "this Python is linked to musl, for which there is no LLVM; what was compiled elsewhere with "
                "`wasihost compile --emit exe` runs here"
            )
    return None
