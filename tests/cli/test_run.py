"""What the command line grants, as the guest's program gets it."""

import os

import pytest

from wasihost.cli.run import run
from wasihost.errors import WasihostError

STATUS = [
    (0, 0),
    (1, 1),
    (42, 42),
    (126, 126),
    (255, 255),
    (256, 1),
    (1000, 232),
    (512, 1),
    (-1, 255),
    (2**32 - 1, 255),
]


@pytest.mark.parametrize("code, status", STATUS)
def test_exit_status_is_the_low_byte_but_never_success_for_a_failure(code, status):
    assert status == run.exit_status(code)


ENVIRONMENT = [
    ([], []),
    ([("A", "1")], [b"A=1"]),
    ([("A", "")], [b"A="]),
    ([("HOME", None)], [b"HOME=/home/me"]),
    ([("UNSET", None)], []),
    ([("A", "1"), ("B", "2"), ("A", "3")], [b"A=3", b"B=2"]),
    ([("A", "1"), ("A", None)], []),
    ([("RAW", None)], [b"RAW=\xff"]),
]


@pytest.mark.parametrize("variables, expected", ENVIRONMENT)
def test_environment_contains_only_granted_variables(variables, expected):
    assert expected == run._environment(variables, {"HOME": "/home/me", "RAW": "\udcff"})


def test_preopen_is_the_directory(tmp_path):
    fd, guest, read_only = run._preopen((str(tmp_path), "/data\udcff", True), "m")

    assert os.path.samestat(os.fstat(fd), tmp_path.stat())
    assert (b"/data\xff", True) == (guest, read_only)
    os.close(fd)


PREOPEN_ERRORS = [
    # host, guest, message, hint
    (
        "gone",
        "/x",
        "cannot preopen `gone` as `/x`: no such directory",
        "create it, or grant another directory: `wasihost m --dir HOST::GUEST`",
    ),
    (
        "file",
        "/x",
        "cannot preopen `file` as `/x`: not a directory",
        "grant the directory of the file: `--dir .`",
    ),
    (
        "/gone",
        "here",
        "cannot preopen `/gone` as `here`: no such directory",
        "the host's directory comes first: `--dir here::/gone`",
    ),
    (
        "gone",
        "gone",
        "cannot preopen `gone`: no such directory",
        "create it, or grant another directory: `wasihost m --dir HOST::GUEST`",
    ),
]


@pytest.mark.parametrize("host, guest, message, hint", PREOPEN_ERRORS)
def test_failed_preopen_names_the_directory_and_a_solution(tmp_path, monkeypatch, host, guest, message, hint):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "here").mkdir()

    with pytest.raises(WasihostError) as caught:
        run._preopen((host, guest, False), "m")

    assert (message, hint) == (caught.value.message, caught.value.hint)
    assert 2 == caught.value.exit_status
