"""`--tcp-listen`: addresses → listening sockets.  A guest can only accept connections on them."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from wasihost.errors import UsageError, WasihostError, system_reason

if TYPE_CHECKING:
    from wasihost.cli.report.reporter import Reporter
    from wasihost.options.table import Address, RunOptions

BACKLOG = 128  # maximum connections that wait to be accepted
UNKNOWN_NAME = "write an address such as `127.0.0.1` or `[::1]`, or a name that this machine can resolve"
# Error number → what to do next.
HINTS = {
    errno.EADDRINUSE: "another process uses this port: stop it, or choose another port; 0 is any free port",
    errno.EACCES: "only root can use ports below 1024: choose a higher one",
    errno.EADDRNOTAVAIL: "it is not an address of this machine: `127.0.0.1` always is one; `0.0.0.0` stands for all",
}


def listen(options: RunOptions, report: Reporter) -> list[int]:
    """A descriptor for each address, in order.  Prints the ports that the system has chosen."""
    fds = []
    for address in options.tcp_listen:
        listener = _listener(address)
        if not address[1] and not options.quiet:
            report.announcement(f"listening on {_shown(*listener.getsockname()[:2])}")
        fds.append(listener.detach())
    return fds


def _listener(address: Address) -> socket.socket:
    """Listen on the first address of the name that works."""
    host, port = address
    problem = f"cannot listen on `{_shown(host, port)}`"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "not a host name"
        # The resolver may only be unreachable now.
        kind = WasihostError if isinstance(error, OSError) and error.errno == socket.EAI_AGAIN else UsageError
        raise kind(f"{problem}: {reason.lower()}", hint=UNKNOWN_NAME) from None
    failures = []
    for family, type_, protocol, _, place in found:
        try:
            listener = socket.socket(family, type_, protocol)
        except OSError as error:  # for example, the kernel has no IPv6
            failures.append(error)
            continue
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # so that the port can be reused at once
            listener.bind(place)
            listener.listen(BACKLOG)
            return listener
        except OSError as error:
            listener.close()
            failures.append(error)
    raise WasihostError(f"{problem}: {system_reason(failures[0])}", hint=HINTS.get(failures[0].errno or 0))


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
