"""How a guest ended, for whoever started it: a trap with its backtrace, and what would have helped.

Native code, because it runs in a process that may open nothing any more: all it needs is in the artifact.
"""
