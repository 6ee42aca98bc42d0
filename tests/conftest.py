"""For all tests: nothing compiles in the background, nobody's configuration is read; and the doors (`tests.door`)."""

import os
import signal

import pytest

from tests import door as doors

os.environ["WASIHOST_BACKGROUND"] = "0"
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a script: programs would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["WASIHOST_NO_CONFIG"] = "1"


def pytest_addoption(parser):
    parser.addoption(
        "--door", choices=doors.DOORS,
        help="how tests start the command; default: each way, but for tests marked `one_door`, which take Python's",
    )  # fmt: skip


def pytest_configure(config):
    config.addinivalue_line("markers", "one_door: only through Python, unless `--door` says otherwise")


def pytest_generate_tests(metafunc):
    if "door" in metafunc.fixturenames:
        one = metafunc.config.getoption("door") or (metafunc.definition.get_closest_marker("one_door") and "python")
        metafunc.parametrize("door", [one] if one else doors.DOORS, indirect=True, scope="session")


@pytest.fixture(scope="session")
def door(request):
    """The name of a door."""
    return request.param


@pytest.fixture(scope="session")
def command(door):
    """How the command line begins."""
    return doors.command(door)
