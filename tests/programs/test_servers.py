"""Programs that serve connections, with clients of this machine: an echo server in C, and the example."""

from __future__ import annotations

import random
import re
import socket
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.door import environ
from tests.programs.build import MissingTool, build

pytestmark = pytest.mark.timeout(300)

TIMEOUT_S = 60
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "server.wasm"
Address = tuple[str, int]


class Server(NamedTuple):
    process: subprocess.Popen[bytes]
    address: Address

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=TIMEOUT_S)

    def end(self) -> tuple[int, list[str], bytes]:
        """Exit status, lines of standard output, standard error."""
        out, said = self.process.communicate(timeout=TIMEOUT_S)
        return self.process.returncode, out.decode().splitlines(), said


Serve = Callable[..., Server]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def serve(command: tuple[str, ...], cache: Path, tmp_path: Path) -> Iterator[Serve]:
    """`serve(module, *words)`: a server that listens."""
    processes = []

    def start(*words: object) -> Server:
        process = subprocess.Popen(
            [*command, "--no-background", "--tcp-listen", "127.0.0.1:0", *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environ(WASIHOST_CACHE_DIR=str(cache)),
        )
        processes.append(process)
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.fullmatch(rb"listening on (127\.0\.0\.1):(\d+)\n", line)
        assert found, line + process.stderr.read()
        return Server(process, (found[1].decode(), int(found[2])))

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def echo(serve: Serve) -> Callable[[int], Server]:
    """`echo(4)`: one that ends after four connections.  Its first accept found nobody, and did not block."""

    def start(connections: int) -> Server:
        try:
            module = build("echo_server.c")
        except MissingTool as missing:
            pytest.skip(str(missing))
        server = serve(module, 3, connections)
        assert server.process.stdout is not None
        assert server.process.stdout.readline() == b"accept: Resource temporarily unavailable\n"
        return server

    return start


def everything(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(1 << 16), b""))


def test_several_clients_by_turns(echo: Callable[[int], Server]) -> None:
    server = echo(5)
    clients = []
    for _ in range(5):
        clients.append(server.connect())
        clients[-1].sendall(b"?")
        assert clients[-1].recv(1) == b"?"  # so that they are accepted in this order

    for turn in range(20):
        for n, client in enumerate(clients):
            client.sendall(b"%d of %d" % (turn, n))
        for n, client in enumerate(clients):
            wanted = b"%d of %d" % (turn, n)
            assert client.recv(len(wanted), socket.MSG_WAITALL) == wanted
    for client in clients:
        client.close()

    status, lines, said = server.end()
    size = 1 + sum(len(b"%d of 0" % turn) for turn in range(20))
    assert (0, b"") == (status, said)
    assert sorted(lines) == [f"{n}: {size} bytes, the end" for n in range(1, 6)]


def test_ten_megabytes_are_echoed(echo: Callable[[int], Server]) -> None:
    """More than all buffers on the way hold: each side has to wait for the other."""
    server, data = echo(1), random.Random(1).randbytes(10 << 20)

    with server.connect() as client:

        def send() -> None:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)

        sender = Thread(target=send)
        sender.start()
        received = everything(client)
        sender.join()

    assert received == data
    assert server.end() == (0, [f"1: {len(data)} bytes, the end"], b"")


def test_half_of_a_connection_is_closed(echo: Callable[[int], Server]) -> None:
    server = echo(1)

    with server.connect() as client:
        client.sendall(b"last words")
        client.shutdown(socket.SHUT_WR)
        assert everything(client) == b"last words"

    assert server.end() == (0, ["1: 10 bytes, the end"], b"")


def test_reset_of_one_connection_does_not_affect_others(echo: Callable[[int], Server]) -> None:
    server = echo(3)

    with server.connect() as other:
        other.sendall(b"a")
        assert other.recv(1) == b"a"
        for _ in range(2):
            client = server.connect()
            client.sendall(bytes(1 << 17))
            assert client.recv(1) == b"\0"
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
        other.sendall(b"b")
        assert other.recv(1) == b"b"

    status, lines, said = server.end()
    assert (0, b"", "1: 2 bytes, the end") == (status, said, lines[-1])
    assert len(lines) == 3
    for line in lines[:2]:
        assert re.fullmatch(r"[23]: \d+ bytes, (Connection reset by peer|Broken pipe)", line)


def test_example_serves_only_the_granted_directory(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    page = random.Random(2).randbytes(300_000)
    (tmp_path / "site" / "page").write_bytes(page)
    server = serve("--dir", "site::/::ro", EXAMPLE)
    place = "http://{}:{}".format(*server.address)

    with urlopen(f"{place}/page", timeout=TIMEOUT_S) as answer:
        assert answer.read() == page
    for path in ("gone", "../secret", "/etc/passwd", ""):
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{place}/{path}", timeout=TIMEOUT_S)
    with server.connect() as client:
        client.sendall(b"GET /page HTTP/1.0\r\n\r\n")  # and gone
    with urlopen(f"{place}/page", timeout=TIMEOUT_S) as answer:
        assert answer.read() == page


def test_example_without_socket_reports_it(command: tuple[str, ...], cache: Path) -> None:
    line = [*command, "--quiet", "--cache-dir", str(cache), str(EXAMPLE)]
    done = subprocess.run(line, env=environ(), capture_output=True, timeout=60)

    assert (1, b"I was granted no socket: `--tcp-listen 127.0.0.1:8080`\n") == (done.returncode, done.stderr)
