"""The user's configuration file → arguments, from the cache or from the file (`options.config_toml`).

Only a file of the user is read, and never one in the working directory, which may be anybody's.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from wasihost import places
from wasihost.cache import Cache
from wasihost.errors import UsageError, system_reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wasihost.options.table import RunOptions


def default_path(environ: Mapping[str, str]) -> str:
    """The default path of the file; empty if the user has no home directory."""
    base = places.config(environ)
    return os.path.join(base, "wasihost", "config.toml") if base else ""


def args(options: RunOptions, environ: Mapping[str, str]) -> list[str]:
    """The arguments at the top of the file, then those of the profile.  UsageError: it cannot be read, or is wrong.

    One that nobody has named need not be there: no place of ours is in the way of a run.
    """
    path = options.config or default_path(environ)
    wanted = options.config or options.profile
    if options.no_config or not path:
        if options.profile:
            raise UsageError(f"there is no profile `{options.profile}`: no configuration file is read")
        return []
    try:
        status = os.stat(path)
    except OSError as error:
        if not wanted:
            return []
        hint = f"the profile would be its section `[profile.{options.profile}]`" if options.profile else None
        raise UsageError(f"cannot read `{path}`: {system_reason(error)}", hint=hint) from None
    cache = None
    if not options.no_cache:
        cache = Cache(options.cache_dir)
        kept = cache.words(status, options.profile or "")
        if kept is not None:
            return kept
    from wasihost.options.config_toml import Unreachable, load

    now_ns = time.time_ns()
    try:
        status, file = load(path)
    except Unreachable:
        if wanted:
            raise
        return []
    found = file.args_for(options.profile)
    if cache is not None:
        cache.remember_words(status, options.profile or "", found, now_ns)
    return found
