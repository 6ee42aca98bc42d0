"""The baseline compiler: valid bodies → machine code in one pass, by copying stencils (design: RATIONALE.md)."""
