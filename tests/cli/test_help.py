"""The help fits a screen, and says what the table says."""

import re

from wasihost.cli.manual import help
from wasihost.options.table import OF_RUNS, OPTIONS


def test_help_fits_a_screen():
    lines = help.text().splitlines()

    assert max(map(len, lines)) <= 80
    assert len(lines) <= 66


def test_help_lists_every_option_and_marks_those_allowed_after_module():
    listed = re.findall(r"^([* ]) (?:-[a-zA-Z], )?(--[a-z0-9-]+)", help.text(), re.MULTILINE)

    assert [("*" if option.after_module else " ", option.name) for option in OPTIONS] == listed


def test_help_names_the_variables_that_stand_for_no_option():
    assert OF_RUNS and all(name in help.text() for name in OF_RUNS)
