"""A release that can be downloaded, and its installer; what is installed is a few bytes, which nobody runs."""

from __future__ import annotations

import functools
import hashlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

INSTALLER = Path(__file__).parents[2] / "scripts" / "install.sh"
SHELLS = {
    "dash": ["dash"],
    "bash": ["bash"],
    "bash as sh": ["bash", "--posix"],
    "busybox": ["busybox", "sh"],
    "zsh": ["zsh"],
    "ksh": ["ksh"],
    "mksh": ["mksh"],
}
PRESENT = {name: command for name, command in SHELLS.items() if shutil.which(command[0])}


def publish(folder: Path, data: bytes, sums: bytes | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "wasihost").write_bytes(data)
    (folder / "SHA256SUMS").write_bytes(sums or f"{hashlib.sha256(data).hexdigest()}  wasihost\n".encode())


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, after `pause`; of a file named in `cut` only the beginning, whatever length it promised."""

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        if self.path.endswith("wasihost"):
            self.server.pause.wait(20)  # type: ignore[attr-defined]
        super().do_GET()

    def copyfile(self, source: object, outputfile: object) -> None:
        data = source.read()  # type: ignore[attr-defined]
        name = self.path.rpartition("/")[2]
        part = data[: len(data) // 2] if name in self.server.cut else data  # type: ignore[attr-defined]
        outputfile.write(part)  # type: ignore[attr-defined]
        self.close_connection = True


@contextmanager
def served(folder: Path) -> Iterator[ThreadingHTTPServer]:
    """A server of the folder on this machine; its attribute `url` is where."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    server.seen, server.cut, server.pause = [], set(), threading.Event()  # type: ignore[attr-defined]
    server.pause.set()  # type: ignore[attr-defined]
    server.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.pause.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()
        server.server_close()
