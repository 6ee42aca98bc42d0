"""What of the official suite is not run, each with its reason.  A test fails when something listed here passes."""

from __future__ import annotations

SIMD = "SIMD is not there yet"
RELAXED = "relaxed SIMD is not there yet"
GC = "garbage-collected types are not there yet"
REFERENCES = "typed function references are not there yet"
TAIL_CALLS = "tail calls are not there yet"
MEMORY64 = "64-bit memories and tables are not there yet"
MEMORIES = "several memories are not there yet"
PAGES = "custom page sizes are not there yet"
THREADS = "threads are not there yet"
LEGACY = "the exceptions of before the standard are not there yet"

# Whole files, by their path below the suite.
FILES: dict[str, str] = {}

# Single commands: file → line → reason.  Later commands on a module that is not instantiated are skipped with it.
COMMANDS: dict[str, dict[int, str]] = {}
