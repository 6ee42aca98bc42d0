"""Rows of `ops` → stencils: pieces of machine code with places for registers, offsets and constants."""
