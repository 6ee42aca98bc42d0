"""A guest in this process, which the kernel confines, and who tells of its end in another one, which was made before.

What a confined process may not do any more, Python needs for a trap: it imports modules, and reads the guest's.
"""

from __future__ import annotations

import os
from _signal import SIG_DFL, SIGCHLD, signal  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE = b"."  # behind what the guest's process says: it was not ended meanwhile


def call(guest: Callable[[], bytes | None]) -> bytes | None:
    """Call `guest`.  Returns None when it does so; what else it returns is returned in the other process.

    This process ends then as the other one does.  What comes from it may be the guest's own words.
    """
    pid = os.getpid()
    signal(SIGCHLD, SIG_DFL)  # where it is ignored the kernel keeps no status to wait for
    source, sink = os.pipe()
    other = os.fork()
    if not other:
        os.close(sink)
        with open(source, "rb") as file:
            said = file.read()
        if not said.endswith(WHOLE):
            os._exit(0)  # nobody waits for it
        return said[: -len(WHOLE)]
    os.close(source)
    ended = None
    try:
        ended = guest()
        rest = b"" if ended is None else ended + WHOLE
        while rest:
            rest = rest[os.write(sink, rest) :]
    finally:  # a guest that could not start raises, and others may start here then
        os.close(sink)
        _, status = os.waitpid(other, 0)
    if ended is None:
        return None
    code = os.waitstatus_to_exitcode(status)
    if code < 0:  # a signal ended it, a closed pipe for example
        signal(-code, SIG_DFL)
        os.kill(pid, -code)
    os._exit(code & 0xFF)
