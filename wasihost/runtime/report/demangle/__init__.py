"""Demangle names of functions: C++ and Rust symbols in, paths as in the source out, without parameters."""
