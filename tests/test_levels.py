"""The levels: numbers in files, and what other tables say of each."""

from typing import get_args

from wasihost import levels
from wasihost.cli.commands.compile import Level
from wasihost.codegen import llvm


def test_numbers_in_artifacts_keep_their_meaning():
    assert {0: "fast", 1: "balanced", 2: "max", 3: "baseline", 4: "interpret"} == {
        level.number: level.name for level in levels.LEVELS
    }


def test_llvm_has_a_pipeline_for_each_level_that_it_compiles():
    assert llvm.PIPELINES.keys() == levels.BY_NAME.keys() - {*levels.UNKEPT}
    for name, pipeline in llvm.PIPELINES.items():
        assert levels.BY_NAME[name].across_blocks == bool(pipeline.passes)


def test_commands_offer_every_level():
    choice, *_ = get_args(Level)  # type checkers want the names written out
    assert levels.NAMES == get_args(choice)
