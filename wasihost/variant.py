"""What compiled code depends on besides the level.  Code of one variant does not serve another."""

from __future__ import annotations


class CompileVariant:
    """`str()` names the variant; the default variant has the empty name."""

    def __init__(
        self, *, guarded: bool = True, canonical_nans: bool = False, metered: bool = False, any_cpu: bool = False
    ) -> None:
        self.guarded = guarded  # accesses to memory 0 rely on the reservation around it, without bounds checks
        self.canonical_nans = canonical_nans  # arithmetic returns no other NaN: every machine computes the same results
        self.metered = metered  # fuel is counted
        self.any_cpu = any_cpu  # for every CPU of the architecture, not only for this one

    def __str__(self) -> str:
        words = {
            " checked": not self.guarded,
            " canonical NaNs": self.canonical_nans,
            " metered": self.metered,
            " any CPU": self.any_cpu,
        }
        return "".join(word for word, applies in words.items() if applies)

    def replace(self, **changes: bool) -> CompileVariant:
        return CompileVariant(**{**vars(self), **changes})


DEFAULT = CompileVariant()
