"""The page that documents the subset tells the truth: its examples compile, run and fail as printed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.native.library import refusal
from wasihost import native
from wasihost.native.types import Builtin

PAGE = Path(__file__).parents[2] / "docs" / "native-subset.md"
BLOCKS = re.findall(r"^```([a-z ]*)\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)


def blocks(kind):
    return [text for name, text in BLOCKS if name == kind]


RUN = """
import doctest
doctest.run_docstring_examples(SESSION, globals())
"""


def test_the_examples_compile_and_run(tmp_path):
    (session,) = blocks("pycon")
    file = tmp_path / "example.py"
    file.write_text("\n".join([*blocks("python"), f"SESSION = r'''{session}'''", RUN]))
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}

    ran = subprocess.run([sys.executable, file], env=environment, capture_output=True, text=True)

    assert ("", "", 0) == (ran.stdout, ran.stderr, ran.returncode)


def test_the_error_is_printed_as_shown():
    (source,), (shown,) = blocks("python refused"), blocks("text")

    error = refusal(source)
    error.path = "example.py"

    assert shown.strip() == str(error)


@pytest.mark.parametrize("name", [name for name in native.__all__ if isinstance(getattr(native, name), Builtin)])
def test_every_builtin_is_documented(name):
    assert re.search(rf"\b{name}\b", PAGE.read_text())
