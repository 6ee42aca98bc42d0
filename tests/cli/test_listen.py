"""`--tcp-listen` as a shell sees it: which descriptor is which socket, and what is said where there is none."""

import json
import os
import re
import signal
import socket
import subprocess

import pytest

from tests.cli import guests
from tests.wat import wat
from wasihost.cli.report.reporter import Reporter
from wasihost.cli.run import listen
from wasihost.errors import WasihostError
from wasihost.options.table import RunOptions

ANY = "127.0.0.1:0"


def with_addresses(*addresses, quiet=True):
    options = RunOptions()
    options.tcp_listen, options.quiet = list(addresses), quiet
    return options


@pytest.fixture
def started(command, tmp_path, environ):
    """`started("m.wasm", …, m="(module …)")`: a process, once its guest has written a byte; its addresses."""
    processes = []

    def start(*args, m, sockets=1):
        (tmp_path / "m.wasm").write_bytes(wat(m))
        process = subprocess.Popen(
            [*command, *args], cwd=tmp_path, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        processes.append(process)
        lines = [process.stderr.readline().decode() for _ in range(sockets)]
        assert len(process.stdout.read(1)) == 1
        return process, [re.fullmatch(r"listening on \[?([0-9a-f.:]+?)\]?:(\d+)\n", line).groups() for line in lines]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


# ------------------------------------------------------------------------------------------------------ what is granted
NUMBERS = [
    # options, the descriptor, which of the sockets that is
    ([], 3, 0),
    (["--dir", "."], 4, 0),
    (["--dir", ".", "--dir", "/::/root::ro"], 6, 1),
]


@pytest.mark.parametrize("options, fd, number", NUMBERS, ids=[" ".join(row[0]) or "nothing" for row in NUMBERS])
def test_sockets_have_the_descriptors_after_the_directories(started, options, fd, number):
    listeners = ["--tcp-listen", ANY] * (number + 1)

    process, addresses = started("m.wasm", *listeners, *options, m=guests.accepts(fd), sockets=number + 1)

    with socket.create_connection(addresses[number], timeout=10):
        assert 0 == process.wait(10)
    assert process.stderr.read() == b""


def test_a_socket_is_no_directory(wasihost):
    done = wasihost("--quiet", "m.wasm", "--tcp-listen", ANY, "--dir", ".", m=guests.PREOPENS)

    assert (0, b".\n", b"") == (done.returncode, done.stdout, done.stderr)


def test_a_socket_of_ipv6(started):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")

    process, ((host, port),) = started("m.wasm", "--tcp-listen", "[::1]:0", m=guests.accepts(3))

    assert host == "::1"
    with socket.create_connection((host, port), timeout=10):
        assert 0 == process.wait(10)


def test_the_socket_listens_blocks_and_is_not_inherited():
    (fd,) = listen.listen(with_addresses(("localhost", 0)), Reporter())

    with socket.socket(fileno=fd) as listener:
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) == 1
        assert (os.get_blocking(fd), os.get_inheritable(fd)) == (True, False)
        listener.settimeout(10)
        with socket.create_connection(listener.getsockname()[:2], timeout=10):
            listener.accept()[0].close()


def test_a_port_is_free_right_after_the_last_server(started):
    process, (address,) = started("m.wasm", "--tcp-listen", ANY, m=guests.accepts(3))
    client = socket.create_connection(address, timeout=10)
    assert 0 == process.wait(10)  # the server closes first: its end of the connection lingers in TIME_WAIT
    client.close()

    (fd,) = listen.listen(with_addresses((address[0], int(address[1]))), Reporter())
    os.close(fd)


SILENT = [(("127.0.0.1", 0), True), (("127.0.0.1", None), False)]


@pytest.mark.parametrize("address, quiet", SILENT, ids=["--quiet", "the port was given"])
def test_fixed_port_or_quiet_prints_nothing(capfd, address, quiet):
    host, port = address
    if port is None:
        with socket.create_server((host, 0)) as found:
            port = found.getsockname()[1]

    os.close(listen.listen(with_addresses((host, port), quiet=quiet), Reporter())[0])

    assert ("", "") == capfd.readouterr()


def test_scripts_learn_the_port(wasihost):
    done = wasihost("--error-format=json", "m.wasm", "--tcp-listen", ANY, m=guests.EMPTY)

    facts = json.loads(done.stderr)
    assert ("note", None, 0) == (facts["kind"], facts["status"], done.returncode)
    assert re.fullmatch(r"listening on 127\.0\.0\.1:\d+", facts["message"])


# -------------------------------------------------------------------------------------------------- a guest that waits
def test_a_timeout_ends_accept(started):
    process, _ = started("--timeout", "300ms", "m.wasm", "--tcp-listen", ANY, m=guests.accepts(3))

    assert b"error: the guest ran longer than 0.3 s (--timeout)\n" in process.communicate(timeout=10)[1]
    assert 124 == process.returncode


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_accept(started, number):
    process, _ = started("m.wasm", "--tcp-listen", ANY, m=guests.accepts(3))

    process.send_signal(number)

    assert (b"", b"") == process.communicate(timeout=10)
    assert -number == process.returncode


# --------------------------------------------------------------------------------------------------- what does not work
LONG = "a" * 64 + ".b"
FAILURES = [
    # address, message, hint, exit status
    (("192.0.2.1", 0), "cannot listen on `192.0.2.1:0`: cannot assign requested address", listen.HINTS, 125),
    ((LONG, 1), f"cannot listen on `{LONG}:1`: not a host name", listen.UNKNOWN_NAME, 2),
    (("::zz", 1), "cannot listen on `[::zz]:1`: ", listen.UNKNOWN_NAME, 2),
]


@pytest.mark.parametrize("address, message, hint, status", FAILURES)
def test_an_address_that_cannot_be_had(address, message, hint, status):
    with pytest.raises(WasihostError) as caught:
        listen.listen(with_addresses(address), Reporter())

    assert caught.value.message.startswith(message)
    assert caught.value.hint in (hint.values() if isinstance(hint, dict) else [hint])
    assert status == caught.value.exit_status


def test_an_address_that_is_taken(wasihost):
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = "127.0.0.1:{1}".format(*other.getsockname())
        done = wasihost("m.wasm", "--tcp-listen", address, m=guests.EMPTY)

    words = "another process uses this port: stop it, or choose another port; 0 is any free port"
    assert f"error: cannot listen on `{address}`: address already in use\nhint: {words}\n" == done.stderr.decode()
    assert 125 == done.returncode


@pytest.mark.skipif(os.geteuid() == 0, reason="root may")
def test_a_low_port():
    with pytest.raises(WasihostError, match="permission denied"):
        listen.listen(with_addresses(("127.0.0.1", 1)), Reporter())
