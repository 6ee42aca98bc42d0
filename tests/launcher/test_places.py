"""Where a user's files lie: the launcher, Python and platformdirs agree, or one of them says that it does not know."""

import ctypes
import os
import re
from struct import pack

import platformdirs
import pytest

from tests.native.library import Library
from wasihost import places as python
from wasihost.launcher.places import put_cache, put_config
from wasihost.launcher.process import Process, end_text, process_read
from wasihost.native import bool_, native, ptr
from wasihost.native.platform import AT_NULL
from wasihost.runtime.type_ids import pages


@native(export=True)
def place_of(process: Process, stack: ptr, is_cache: bool_) -> ptr:
    process_read(process, stack)
    process.room = pages(4096)
    process.room_end = process.room + 4096
    start = process.room
    found = put_cache(process) if is_cache else put_config(process)
    end_text(process)
    return start if found else ptr(0)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    library = Library(tmp_path_factory.mktemp("places"), place_of).loaded
    library.place_of.restype = ctypes.c_char_p
    return library


def by_launcher(library, environ, is_cache):
    texts = [ctypes.c_char_p(f"{name}={value}".encode()) for name, value in environ.items()]
    envp = [ctypes.cast(text, ctypes.c_void_p).value for text in texts]
    stack = pack(f"<QQ{len(envp)}QQQQ", 0, 0, *envp, 0, AT_NULL, 0)
    found = library.place_of(ctypes.create_string_buffer(Process.size), stack, ctypes.c_bool(is_cache))
    return os.fsdecode(found) if found else ""


HOMES = {
    # HOME → the directory beneath which everything lies; None: nothing lies anywhere
    "/h": "/h",
    "/h/ä b": "/h/ä b",
    "/h/": "/h/",
    "/": "/",
    "relative": None,
    "~": None,
    "": None,
}
BASES = ["/x", "/x y/", "relative", "~/x", "", None]  # XDG_…_HOME; None: unset
KINDS = {
    # variable, beneath the home, what says it
    "cache": ("XDG_CACHE_HOME", ".cache", lambda environ: python.cache(), platformdirs.user_cache_dir),
    "config": ("XDG_CONFIG_HOME", ".config", python.config, platformdirs.user_config_dir),
    "data": ("XDG_DATA_HOME", ".local/share", lambda environ: python.data(), platformdirs.user_data_dir),
}


@pytest.fixture
def environ(monkeypatch):
    """Sets the variables that say where files lie, and unsets all others of them."""

    def change(**variables):
        for name in ("HOME", *(variable for variable, *_ in KINDS.values())):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return variables

    return change


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("kind", KINDS)
def test_all_agree(library, environ, kind, home, base):
    variable, below, ours, theirs = KINDS[kind]
    variables = environ(HOME=home, **({} if base is None else {variable: base}))

    is_named = base is not None and os.path.isabs(base)
    expected = base if is_named else os.path.join(HOMES[home], below) if HOMES[home] else ""

    assert expected == ours(variables)
    if kind != "data":
        assert slashes(expected) == slashes(by_launcher(library, variables, kind == "cache"))
    if expected:  # without a home, platformdirs names a place beneath the working directory or the root
        assert slashes(expected) == slashes(theirs(use_site_for_root=False))


def slashes(path):
    """Without those that mean nothing."""
    return re.sub("/+", "/", path).rstrip("/")


def test_the_system_knows_the_home_of_a_user_without_the_variable(library, environ):
    """Only Python can ask it; the launcher hands such a run over, and no configuration is read."""
    variables = environ()

    assert platformdirs.user_cache_dir(use_site_for_root=False) == python.cache() != ""
    assert platformdirs.user_data_dir(use_site_for_root=False) == python.data() != ""
    assert "" == python.config(variables)
    assert ["", ""] == [by_launcher(library, variables, is_cache) for is_cache in (True, False)]
