"""The directories of the user's files, as platformdirs gives them.  A path is empty if the user has no home.

`launcher.places` gives the same paths; tests compare the two.
"""

from __future__ import annotations

import os
from pwd import getpwuid
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def cache() -> str:
    """The directory for files that can be created again."""
    return _base("XDG_CACHE_HOME", platformdirs.user_cache_dir, home())


def data() -> str:
    """The directory for files that are installed for the user."""
    return _base("XDG_DATA_HOME", platformdirs.user_data_dir, home())


def config(environ: Mapping[str, str]) -> str:
    """The directory for the user's configuration; empty if the environment does not tell.

    The launcher knows nothing but the environment.  It must not skip options that Python would read.
    """
    return _base("XDG_CONFIG_HOME", platformdirs.user_config_dir, environ.get("HOME", ""), environ)


def home() -> str:
    """The user's home directory: `HOME`, or that in the system's list of users if `HOME` is unset."""
    return os.environ["HOME"] if "HOME" in os.environ else system_home()


def system_home() -> str:
    """The user's home directory in the system's list of users."""
    try:
        return getpwuid(os.geteuid()).pw_dir
    except KeyError:
        return ""


def _base(variable: str, directory: Callable[[], str], home: str, environ: Mapping[str, str] = os.environ) -> str:
    # Where neither is an absolute path, platformdirs names a place beneath the working directory or the root.
    is_known = os.path.isabs(environ.get(variable, "")) or os.path.isabs(home)
    return directory() if is_known else ""
