"""For all tests: their surroundings, an end for what they start, and the doors (`tests.door`)."""

import pytest

from tests import door as doors
from tests import surroundings

surroundings.make_usual()


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


@pytest.fixture(autouse=True)
def no_process_outlives_its_test():
    before = surroundings.children()
    yield
    surroundings.end(surroundings.children() - before)


@pytest.fixture(scope="session")
def door(request):
    """The name of a door."""
    return request.param


@pytest.fixture(scope="session")
def command(door):
    """How the command line begins."""
    return doors.command(door)
