"""What code is asked for beside its level: whatever differs here is another artifact."""

from __future__ import annotations


class Kind:
    """One kind of code; `str()` tells it from the others, and is empty for the usual one."""

    def __init__(
        self, *, guarded: bool = True, canonical_nans: bool = False, metered: bool = False, any_cpu: bool = False
    ) -> None:
        self.guarded = guarded  # accesses to memory 0 rely on a reservation instead of checking bounds
        self.canonical_nans = canonical_nans  # arithmetic gives no other NaN, so results are the same on every machine
        self.metered = metered  # fuel is counted
        self.any_cpu = any_cpu  # for every CPU of the architecture, not this one

    def __str__(self) -> str:
        words = {
            " checked": not self.guarded,
            " canonical NaNs": self.canonical_nans,
            " metered": self.metered,
            " any CPU": self.any_cpu,
        }
        return "".join(word for word, said in words.items() if said)

    def replace(self, **changes: bool) -> Kind:
        return Kind(**{**vars(self), **changes})


USUAL = Kind()
