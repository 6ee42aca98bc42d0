"""The directories of the user's files (see `wasihost.places`)."""

from wasihost.launcher.process import Process, put_text, variable
from wasihost.native import bool_, native, ptr, u8


@native
def put_cache(process: Process) -> bool_:
    """Put the cache directory.  False: the environment does not tell."""
    return put_base(process, variable(process, b"XDG_CACHE_HOME", 14), b"/.cache")


@native
def put_config(process: Process) -> bool_:
    """Put the directory of configuration files.  False: there is none."""
    return put_base(process, variable(process, b"XDG_CONFIG_HOME", 15), b"/.config")


@native
def put_base(process: Process, base: ptr, below: ptr) -> bool_:
    home = variable(process, b"HOME", 4)
    if base and u8[base] == ord("/"):
        put_text(process, base)
        return True
    if home and u8[home] == ord("/"):
        put_text(process, home)
        put_text(process, below)
        return True
    return False
