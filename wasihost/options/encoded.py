"""The options of a run that reach the guest → the fields of an `abi.GuestOptions`, as the launcher fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wasihost.abi import FIXED_CLOCK, VIRTUAL_CLOCK, GuestOptions
from wasihost.options.table import BY_ATTRIBUTE

if TYPE_CHECKING:
    from typing import Any

    from wasihost.options.table import Option, RunOptions

CLOCKS = {"virtual": VIRTUAL_CLOCK, "fixed": FIXED_CLOCK}


def encoded(options: RunOptions) -> dict[str, object]:
    """The fields of options that were given."""
    values = ((name, getattr(options, name)) for name in GuestOptions.fields)
    return {name: _encode(BY_ATTRIBUTE[name], value) for name, value in values if value is not None}


def _encode(option: Option, value: Any) -> object:
    match option.kind:
        case "choice":
            return option.choices.index(value) + 1
        case "duration":
            return int(value * 1e9)
        case "number":
            return {"given": 1, "value": value}
        case "clock":
            return {"kind": CLOCKS[value[0]], "time": value[1]}
    return value
