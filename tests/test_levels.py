"""The levels: numbers in files, and what other tables say of each."""

from typing import get_args

from wasihost import levels
from wasihost.cli.commands.compile import Level
from wasihost.codegen import llvm


def test_numbers_in_artifacts_keep_their_meaning():
    assert {0: "fast", 1: "balanced", 2: "max"} == {level.number: level.name for level in levels.LEVELS}
    assert levels.BY_NUMBER.keys() == {0, 1, 2, levels.BASELINE.number}


def test_llvm_has_a_pipeline_for_each_level():
    assert llvm.PIPELINES.keys() == levels.BY_NAME.keys() - {levels.BASELINE.name}
    for name, level in levels.BY_NAME.items() - {(levels.BASELINE.name, levels.BASELINE)}:
        assert level.across_blocks == bool(llvm.PIPELINES[name].passes)


def test_commands_offer_every_level():
    choice, *_ = get_args(Level)  # type checkers want the names written out
    assert levels.NAMES == get_args(choice)
