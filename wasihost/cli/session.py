"""State of one process of the command, which is passed to whatever needs it."""

from __future__ import annotations

from wasihost.cli.report.reporter import Reporter


class Session:
    """`stdio`: the descriptors of the streams that the process was started with; -1 for one that was closed."""

    def __init__(self, stdio: tuple[int, int, int]) -> None:
        self.stdio = stdio
        self.report = Reporter()  # replaced when the command line has been read
