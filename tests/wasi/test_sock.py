"""sock_*: sockets of the host."""

import os
import socket
import struct

import pytest

from tests.wasi.guest import OK, OUT, PAGE, clock_subscription, file_subscription
from wasihost.wasi.guest import IOV_MAX
from wasihost.wasi.types import Errno, Eventrwflags, Eventtype, Fdflags, Filetype, Rights

PEEK, WAITALL = 1, 2
NAMES = ["sock_accept", "sock_recv", "sock_send", "sock_shutdown"]
ARGS = {
    "sock_accept": (0, OUT),
    "sock_recv": (0, 0, 0, OUT, OUT + 4),
    "sock_send": (0, 0, 0, OUT),
    "sock_shutdown": (1,),
}


@pytest.fixture
def pair():
    left, right = socket.socketpair()
    with left, right:
        yield left, right


@pytest.fixture
def guest(make, pair):
    return make(stdio=(pair[0].fileno(), -1, -1))


def receive(guest, size, flags=0, fd=0):
    """(Errno, data, output flags)."""
    buffer = guest.room(size)
    error = guest.sock_recv(fd, *guest.iovecs((buffer, size)), flags, OUT, OUT + 4)
    return (error, guest.get(buffer, guest.u32()), guest.get(OUT + 4, 2)[0]) if error == OK else (error, None, None)


def send(guest, data, flags=0, fd=0):
    return guest.sock_send(fd, *guest.iovecs((guest.put(data), len(data))), flags, OUT)


def test_send_and_receive(guest, pair):
    pair[1].send(b"hello")

    assert receive(guest, 3) == (OK, b"hel", 0)
    assert receive(guest, 10, PEEK) == (OK, b"lo", 0)
    assert receive(guest, 10) == (OK, b"lo", 0)
    assert guest.get(OUT + 6, 1) == b"?"
    assert (send(guest, b"answer"), guest.u32()) == (OK, 6)
    assert pair[1].recv(10) == b"answer"


def test_data_is_scattered_and_gathered(guest, pair):
    pair[1].send(b"abcdef")
    a, b = guest.room(2), guest.room(10)

    assert guest.sock_recv(0, *guest.iovecs((a, 2), (0, 0), (b, 10)), 0, OUT, OUT + 4) == OK

    assert (guest.u32(), guest.get(a, 2), guest.get(b, 5)) == (6, b"ab", b"cdef?")
    assert guest.sock_send(0, *guest.iovecs((b, 2), (a, 1)), 0, OUT) == OK
    assert pair[1].recv(10) == b"cda"


def test_read_and_write_work_too(guest, pair):
    pair[1].send(b"hello")

    assert guest.read(0, 10) == (OK, b"hello")
    assert guest.write(0, b"x") == (OK, 1)
    assert guest.fd_seek(0, 0, 1, OUT) in (Errno.SPIPE, Errno.NOTCAPABLE)


def test_recv_waitall_waits_for_all_bytes(guest, pair):
    pair[1].send(b"abc")
    pair[1].send(b"def")

    assert receive(guest, 6, WAITALL) == (OK, b"abcdef", 0)


def test_a_datagram_that_is_cut_off(make):
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with left, right:
        guest = make(stdio=(left.fileno(), -1, -1))
        right.send(b"datagram")
        assert receive(guest, 4) == (OK, b"data", 1)
        assert guest.fdstat(0).fs_filetype == Filetype.SOCKET_DGRAM
        assert guest.sock_send(0, *guest.iovecs(*[(0, 1)] * (IOV_MAX + 1)), 0, OUT) == Errno.MSGSIZE


def test_closed_peer_is_end_of_stream_and_pipe(guest, pair):
    pair[1].close()

    assert receive(guest, 10) == (OK, b"", 0)
    assert send(guest, b"x") == Errno.PIPE


def test_nonblocking_recv_is_again(guest):
    assert guest.fd_fdstat_set_flags(0, Fdflags.NONBLOCK) == OK
    assert receive(guest, 10) == (Errno.AGAIN, None, None)


@pytest.mark.parametrize("how, receives, sends", [(1, False, True), (2, True, False), (3, False, False)])
def test_shutdown_stops_the_given_directions(guest, pair, how, receives, sends):
    assert guest.sock_shutdown(0, how) == OK

    assert send(guest, b"x") == (OK if sends else Errno.PIPE)
    if receives:
        pair[1].send(b"y")
    assert receive(guest, 1) == (OK, b"y" if receives else b"", 0)


@pytest.mark.parametrize("how", [0, 4, 255, 0xFFFFFFFF])
def test_shutdown_of_nothing(guest, how):
    assert guest.sock_shutdown(0, how) == Errno.INVAL


def test_shutdown_of_an_unconnected_socket_is_notconn(make):
    with socket.socket() as sock:
        assert make(stdio=(sock.fileno(), -1, -1)).sock_shutdown(0, 1) == Errno.NOTCONN


@pytest.mark.parametrize("flags", [0, Fdflags.NONBLOCK])
def test_accept_returns_a_connection(make, flags):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        guest = make([(os.dup(listener.fileno()), b"", 0)])
        with socket.create_connection(listener.getsockname()) as client:
            assert guest.sock_accept(3, flags, OUT) == OK
            fd = guest.u32()
            assert guest.fdstat(fd).fs_filetype == Filetype.SOCKET_STREAM
            assert guest.fdstat(fd).fs_flags == flags
            client.send(b"hi")
            assert receive(guest, 10, fd=fd) == (OK, b"hi", 0)
        assert guest.fd_prestat_get(3, OUT) == Errno.BADF


def test_accept_without_connection_is_again(make):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        guest = make(stdio=(listener.fileno(), -1, -1))
        assert guest.sock_accept(0, 0, OUT) == Errno.AGAIN
        assert guest.sock_accept(0, Fdflags.APPEND, OUT) == Errno.INVAL


def test_accept_on_a_connected_socket_fails(guest):
    assert guest.sock_accept(0, 0, OUT) in (Errno.INVAL, Errno.NOTSUP)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def server(make, listener):
    """A guest with a listening socket as its descriptor 3, and room for one connection."""
    return make([(os.dup(listener.fileno()), b"", 0)], max_fds=1)


def connect(listener):
    return socket.create_connection(listener.getsockname(), timeout=10)


def accepted(guest):
    assert guest.sock_accept(3, 0, OUT) == OK
    return guest.u32()


def reset(client):
    """Close it so that the other end has an error, and no end."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def test_connection_waits_if_no_descriptor_is_free(server, listener):
    with connect(listener) as first, connect(listener) as second:
        fd = accepted(server)
        assert server.sock_accept(3, 0, OUT) == Errno.MFILE
        assert server.fd_close(fd) == OK
        assert first.recv(1) == b""
        second.send(b"x")
        assert receive(server, 1, fd=accepted(server)) == (OK, b"x", 0)


def test_accept_needs_a_stream(make):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
        assert make(stdio=(datagrams.fileno(), -1, -1)).sock_accept(0, 0, OUT) == Errno.NOTSUP


def test_listening_socket_transfers_no_data(server):
    assert receive(server, 1, fd=3)[0] == Errno.NOTCONN
    assert server.read(3, 1)[0] == Errno.NOTCONN
    assert send(server, b"x", fd=3) == server.write(3, b"x")[0] == Errno.PIPE
    assert server.sock_shutdown(3, 3) == OK
    assert server.sock_accept(3, 0, OUT) == Errno.INVAL


def test_waiting_for_connections_and_data(server, listener):
    def happened(fd):
        _, events = server.poll(file_subscription(Eventtype.FD_READ, fd), clock_subscription(10**7))
        return [(event.type, event.error, event.fd_readwrite.flags) for event in events]

    nothing, something = [(Eventtype.CLOCK, 0, 0)], [(Eventtype.FD_READ, 0, 0)]
    assert happened(3) == nothing
    with connect(listener) as client:
        assert happened(3) == something
        fd = accepted(server)
        assert (happened(3), happened(fd)) == (nothing, nothing)
        client.send(b"x")
        assert happened(fd) == something
        receive(server, 1, fd=fd)
        client.shutdown(socket.SHUT_WR)
        assert happened(fd) == [(Eventtype.FD_READ, 0, Eventrwflags.FD_READWRITE_HANGUP)]


@pytest.mark.parametrize("name", ["sock_recv", "fd_read"])
def test_a_peer_that_resets(server, listener, name):
    client = connect(listener)
    fd = accepted(server)
    reset(client)

    _, (event,) = server.poll(file_subscription(Eventtype.FD_WRITE, fd))
    assert event.fd_readwrite.flags == Eventrwflags.FD_READWRITE_HANGUP
    first = receive(server, 1, fd=fd)[0] if name == "sock_recv" else server.read(fd, 1)[0]
    assert first == Errno.CONNRESET
    assert [send(server, b"x", fd=fd), server.write(fd, b"x")[0]] == [Errno.PIPE, Errno.PIPE]
    assert receive(server, 1, fd=fd) == (OK, b"", 0)
    assert server.sock_shutdown(fd, 1) == Errno.NOTCONN
    assert server.fd_close(fd) == OK


def test_a_listener_that_is_closed_is_gone(make):
    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    guest = make([(listener.detach(), b"", 0)])

    assert guest.fd_close(3) == OK
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=10)
    assert guest.sock_accept(3, 0, OUT) == Errno.BADF


def test_a_connection_may_have_another_number(server, listener):
    with connect(listener) as client:
        assert server.fd_renumber(accepted(server), 3) == OK
        assert send(server, b"x", fd=3) == OK
        assert client.recv(2) == b"x"


def test_more_than_there_is_room_for(make):
    """A gigabyte of buffers, which are the same memory again and again: as much goes as the host takes."""
    left, right = socket.socketpair()
    with left, right:
        left.setblocking(False)
        guest = make(stdio=(left.fileno(), -1, -1), size=1 << 20)
        everything = guest.iovecs(*[(0, 1 << 20)] * IOV_MAX)
        assert guest.sock_send(0, *everything, 0, OUT) == OK
        assert 0 < guest.u32() < 1 << 30
        assert guest.sock_send(0, *everything, 0, OUT) == Errno.AGAIN
        right.setblocking(False)
        right.send(b"data")
        buffers = guest.iovecs(*[(guest.room(8), 8)] * (IOV_MAX + 1))
        assert guest.sock_recv(0, *buffers, WAITALL, OUT, OUT + 4) == OK
        assert guest.u32() == 4


@pytest.mark.parametrize("name", NAMES)
def test_other_descriptors_are_notsock(plain, root, name):
    (root / "file").touch()

    for fd in (3, plain.opened(b"file", Rights.FD_READ | Rights.FD_WRITE)):
        assert plain.call(name, fd, *ARGS[name]) == Errno.NOTSOCK


def test_flags_that_do_not_exist(guest):
    for flags in (4, 0x10000, 0x80000000):
        assert receive(guest, 1, flags)[0] == Errno.INVAL
    assert send(guest, b"x", 1) == Errno.INVAL


@pytest.mark.parametrize("address", [PAGE - 1, 0xFFFFFFFF])
def test_outside_of_memory(guest, address):
    assert guest.sock_recv(0, 0, 0, 0, address, OUT) == Errno.FAULT
    assert guest.sock_recv(0, 0, 0, 0, OUT, address) == Errno.FAULT
    assert guest.sock_recv(0, *guest.iovecs((address, 4)), 0, OUT, OUT + 4) == Errno.FAULT
    assert guest.sock_send(0, *guest.iovecs((address, 4)), 0, OUT) == Errno.FAULT
    assert guest.sock_send(0, 0, 0, 0, address) == Errno.FAULT
    assert guest.sock_accept(0, 0, address) == Errno.FAULT


@pytest.mark.parametrize(
    "right, name",
    [
        ("SOCK_ACCEPT", "sock_accept"),
        ("SOCK_SHUTDOWN", "sock_shutdown"),
        ("FD_READ", "sock_recv"),
        ("FD_WRITE", "sock_send"),
    ],
)
def test_a_right_that_was_given_away(guest, right, name):
    assert guest.fd_fdstat_set_rights(0, guest.fdstat(0).fs_rights_base & ~Rights[right], 0) == OK

    assert guest.call(name, 0, *ARGS[name]) in (Errno.NOTCAPABLE, Errno.BADF)
