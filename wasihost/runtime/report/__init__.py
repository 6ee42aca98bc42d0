"""Report how a guest ended: a trap with its backtrace, and hints that help.

This is native code because a confined process can open no file: everything that it needs is in the artifact.
"""
