"""Demangle names of functions: C++ and Rust symbols in, paths as in the source out, without parameters.

A name that is not understood completely stays mangled, because a wrong name is worse than an ugly one.
"""

from __future__ import annotations

from wasihost.wasm.demangle.cursor import MAX_NAME, Unknown
from wasihost.wasm.demangle.itanium import itanium
from wasihost.wasm.demangle.rust import rust_legacy, rust_v0


def demangle(symbol: str) -> str:
    """`_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE` → `core::fmt::Write::write_fmt`."""
    if len(symbol) > MAX_NAME:
        return symbol
    base, dot, clone = symbol.partition(".") if symbol.startswith(("_Z", "_R")) else (symbol, "", "")
    try:
        if base.startswith("_R"):
            return rust_v0(base[2:])
        if symbol.startswith("_ZN") and (legacy := rust_legacy(symbol[3:])):
            return legacy
        if base.startswith("_Z"):
            return itanium(base[2:]) + (f" [clone .{clone}]" if dot else "")
    except Unknown:
        pass
    return symbol
