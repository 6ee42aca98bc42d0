"""What holds for one process of the command, and is passed on."""

from __future__ import annotations

from wasihost.cli.report.reporter import Reporter


class Session:
    """`stdio`: the descriptors of the streams that the process was started with; -1 for one that was closed."""

    def __init__(self, stdio: tuple[int, int, int]) -> None:
        self.stdio = stdio
        self.report = Reporter()  # what the command line says of it is known later
