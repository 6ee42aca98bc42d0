"""Where a user's files lie, by the XDG base directory specification; a path is empty where the user has no home.

platformdirs says the same, and takes half as long to import as a whole warm run takes: the tests compare the two.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def cache() -> str:
    """The directory of what can be made again."""
    return _base(os.environ, "XDG_CACHE_HOME", ".cache", home())


def data() -> str:
    """The directory of what is installed for the user."""
    return _base(os.environ, "XDG_DATA_HOME", ".local/share", home())


def config(environ: Mapping[str, str]) -> str:
    """The directory of what the user has chosen: where the environment says, as the launcher knows nothing else."""
    return _base(environ, "XDG_CONFIG_HOME", ".config", environ.get("HOME", ""))


def home() -> str:
    """The user's directory: `HOME`, or what the system says where that is unset."""
    return os.environ["HOME"] if "HOME" in os.environ else system_home()


def system_home() -> str:
    """The user's directory in the system's list of users."""
    from pwd import getpwuid  # a shared object, for the few who have no HOME

    try:
        return getpwuid(os.geteuid()).pw_dir
    except KeyError:
        return ""


def _base(environ: Mapping[str, str], variable: str, below: str, home: str) -> str:
    base = environ.get(variable, "")
    if os.path.isabs(base):  # all others are to be ignored
        return base
    return os.path.join(home, below) if os.path.isabs(home) else ""
