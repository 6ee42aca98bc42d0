"""Trace the guest's WASI calls: imports lead to functions that call WASI's functions and print what they did."""
