"""The levels: numbers in files, and what other tables say of each."""

from typing import get_args

from wasihost import levels
from wasihost.cli.commands.compile import Level
from wasihost.codegen import llvm


def test_numbers_in_artifacts_keep_their_meaning():
    assert {0: "fast", 1: "balanced", 2: "max", 3: "baseline", 4: "interpret", 5: "mixed"} == {
        number: level.name for number, level in levels.BY_NUMBER.items()
    }


def test_llvm_has_a_pipeline_for_each_level_that_it_compiles():
    assert llvm.PIPELINES.keys() == levels.BY_NAME.keys() - {*levels.UNKEPT, levels.MIXED.name}
    for name, pipeline in llvm.PIPELINES.items():
        assert levels.BY_NAME[name].across_blocks == bool(pipeline.passes)


def test_commands_offer_every_level():
    choice, *_ = get_args(Level)  # type checkers want the names written out
    assert levels.NAMES == get_args(choice)
