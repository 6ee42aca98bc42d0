"""A trace of the guest's calls: imports lead to functions that call WASI's and write what they saw."""
