"""Whatever starts the command as a process takes the door that was chosen."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.door import DOORS, ROOT

# These are about one installation, and start that: the package's, or the interpreter's own.
OF_ONE_KIND = {
    "tests/cli/test_completion.py", "tests/cli/transcripts.py", "tests/door.py", "tests/install/test_self.py",
    "tests/test_floors.py", "tests/test_packaging.py",
}  # fmt: skip
STARTS = re.compile(r'"-m",\s*"wasihost"')


def test_no_test_has_a_door_of_its_own():
    starting = {
        path.relative_to(ROOT).as_posix()
        for path in Path(ROOT, "tests").rglob("*.py")
        if STARTS.search(path.read_text())
    }

    assert OF_ONE_KIND == starting


@pytest.mark.parametrize("option, doors", [([], DOORS), (["--door", "launcher"], ["launcher"])])
def test_the_option_chooses(option, doors):
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:xdist", *option, "tests/cli/test_wast.py"]

    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert set(doors) == {door for door in DOORS if re.search(rf"[\[-]{door}[\]-]", said)}
