"""Modules compiled at the level `baseline`, and called."""

from __future__ import annotations

from collections.abc import Sequence

from tests.wat import wat
from wasihost import errors, levels
from wasihost.abi import Trap
from wasihost.engine import Engine
from wasihost.host.instance import Store

REFERENCE = "fast"  # the level that results are compared with


def instance(text: str, level: str = "baseline", **variant: bool):
    """The exports of a module without imports."""
    module = Engine(level=level, cache=None, jobs=1, **variant).compile(wat(text))
    return Store().instantiate(module, {}).exports


def outcome(exports, name: str, arguments: Sequence[int]):
    """The results of a call, or the trap that ends it and the offsets of its frames."""
    try:
        return exports[name].call_raw(arguments)
    except errors.Trap as trap:
        frames = [(frame.funcidx, frame.offset) for frame in trap.frames]
        if trap.code == Trap.STACK_EXHAUSTED:  # the call, or the beginning of the callee
            frames = frames[1:2]
        return trap.message, frames


def all_levels(text: str, name: str, arguments: Sequence[int], **variant: bool):
    """What the call leads to at each level that compiles at once, and at another level."""
    return {level: outcome(instance(text, level, **variant), name, arguments) for level in (*levels.UNKEPT, REFERENCE)}
