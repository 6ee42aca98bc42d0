"""The directories of the user's files (XDG base directory specification).  A path is empty if the user has no home.

platformdirs gives the same answers, but importing it takes half the time of a warm run.  Tests compare the two.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def cache() -> str:
    """The directory for files that can be created again."""
    return _base(os.environ, "XDG_CACHE_HOME", ".cache", home())


def data() -> str:
    """The directory for files that are installed for the user."""
    return _base(os.environ, "XDG_DATA_HOME", ".local/share", home())


def config(environ: Mapping[str, str]) -> str:
    """The directory for the user's configuration.

    It comes from the environment only, because the launcher knows nothing else.
    """
    return _base(environ, "XDG_CONFIG_HOME", ".config", environ.get("HOME", ""))


def home() -> str:
    """The user's home directory: `HOME`, or that in the system's list of users if `HOME` is unset."""
    return os.environ["HOME"] if "HOME" in os.environ else system_home()


def system_home() -> str:
    """The user's home directory in the system's list of users."""
    from pwd import getpwuid  # loads a shared object, and is rarely needed

    try:
        return getpwuid(os.geteuid()).pw_dir
    except KeyError:
        return ""


def _base(environ: Mapping[str, str], variable: str, below: str, home: str) -> str:
    base = environ.get(variable, "")
    if os.path.isabs(base):  # the specification says to ignore relative paths
        return base
    return os.path.join(home, below) if os.path.isabs(home) else ""
