"""sock_*: sockets that the host has granted.  A guest cannot create sockets."""

from wasihost.abi import NONE
from wasihost.native import i32, memset, native, new, sizeof, u16, u32, u64
from wasihost.native.platform import (
    MSG_NOSIGNAL,
    MSG_PEEK,
    MSG_TRUNC,
    MSG_WAITALL,
    O_RDWR,
    SOCK_CLOEXEC,
    SOCK_NONBLOCK,
    SYS,
    Iovec,
    Msghdr,
)  # fmt: skip
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.descriptors import descriptor, find_free, install, require_rights
from wasihost.wasi.fs.output import count_output, within_output
from wasihost.wasi.guest import IOV_MAX, gather, translate
from wasihost.wasi.host import restarting
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Fdflags, Filetype, Riflags, Rights, Roflags, Sdflags, all_of


@native
def sock_accept(ctx: Wasi, fd: u32, flags: u32, ro_fd: u32) -> u32:
    """Accept a connection (POSIX accept).

    flags  fdflags: 0 or NONBLOCK
    ro_fd  address of the result, u32: descriptor of the connection

    AGAIN    no connection is waiting, and the socket is non-blocking
    BADF     not open
    FAULT    the result is outside of the memory
    INVAL    another flag, or the socket is not listening
    MFILE    no free descriptor; the connection stays in the queue
    NOTSOCK  not a socket
    """
    out, listener = translate(ctx, ro_fd, 4), descriptor(ctx, fd)
    error = require_rights(listener, Rights.SOCK_ACCEPT)
    if error:
        return error
    if not out:
        return Errno.FAULT
    if flags not in (0, Fdflags.NONBLOCK):
        return Errno.INVAL
    if find_free(ctx) == NONE:
        return Errno.MFILE
    how = u64(SOCK_CLOEXEC | SOCK_NONBLOCK) if flags else u64(SOCK_CLOEXEC)
    result = restarting(SYS.accept4, listener.host, 0, 0, how)
    if result < 0:
        return from_host(result)
    u32[out] = install(ctx, i32(result), O_RDWR)
    return Errno.SUCCESS


@native
def sock_recv(ctx: Wasi, fd: u32, ri_data: u32, ri_data_len: u32, ri_flags: u32, ro_datalen: u32, ro_flags: u32) -> u32:
    """Receive data or a message into buffers (POSIX recvmsg).

    ri_data     address of `ri_data_len` iovec
    ri_flags    riflags: peek, wait for all data
    ro_datalen  address of the result, u32: bytes received
    ro_flags    address of the result, roflags (u16): whether a message was truncated

    AGAIN    no data is available, and the socket is non-blocking
    BADF     not open
    FAULT    a buffer or a result is outside of the memory
    INVAL    an unknown flag
    NOTSOCK  not a socket
    """
    length, flags, socket = translate(ctx, ro_datalen, 4), translate(ctx, ro_flags, 2), descriptor(ctx, fd)
    error = need_socket(ctx, fd, Rights.FD_READ)
    if error:
        return error
    if ri_flags > all_of(Riflags):
        return Errno.INVAL
    message, vectors = new(Msghdr), new(Iovec, IOV_MAX)
    count = gather(ctx, ri_data, ri_data_len, vectors)
    if not length or not flags:
        return Errno.FAULT
    if count < 0:
        return from_host(count)
    memset(message, 0, sizeof(Msghdr))
    message.iov, message.iovlen = vectors, u64(count)
    how = (u64(MSG_PEEK) if ri_flags & Riflags.RECV_PEEK else u64(0)) | (
        u64(MSG_WAITALL) if ri_flags & Riflags.RECV_WAITALL else u64(0)
    )
    result = restarting(SYS.recvmsg, socket.host, u64(message), how, 0)
    if result < 0:
        return from_host(result)
    u32[length] = u32(result)
    u16[flags] = u16(Roflags.RECV_DATA_TRUNCATED) if message.flags & MSG_TRUNC else u16(0)
    return Errno.SUCCESS


@native
def sock_send(ctx: Wasi, fd: u32, si_data: u32, si_data_len: u32, si_flags: u32, so_datalen: u32) -> u32:
    """Send the data in buffers (POSIX sendmsg).

    si_data     address of `si_data_len` ciovec
    si_flags    must be 0
    so_datalen  address of the result, u32: bytes sent

    AGAIN    there is no room, and the socket is non-blocking
    BADF     not open
    FAULT    a buffer or the result is outside of the memory
    INVAL    `si_flags` is not 0
    MSGSIZE  too large for one message
    NOTSOCK  not a socket
    PIPE     the peer has closed the connection; no signal is raised
    """
    length, socket = translate(ctx, so_datalen, 4), descriptor(ctx, fd)
    error = need_socket(ctx, fd, Rights.FD_WRITE)
    if error:
        return error
    if si_flags:
        return Errno.INVAL
    if socket.filetype == Filetype.SOCKET_DGRAM and si_data_len > IOV_MAX:
        return Errno.MSGSIZE  # sending only part of the message would be wrong
    message, vectors = new(Msghdr), new(Iovec, IOV_MAX)
    count = gather(ctx, si_data, si_data_len, vectors)
    if not length:
        return Errno.FAULT
    if count < 0:
        return from_host(count)
    memset(message, 0, sizeof(Msghdr))
    count = within_output(ctx, socket, vectors, count)
    message.iov, message.iovlen = vectors, u64(count)
    result = restarting(SYS.sendmsg, socket.host, u64(message), MSG_NOSIGNAL, 0)
    if result < 0:
        return from_host(result)
    count_output(ctx, socket, u64(result))
    u32[length] = u32(result)
    return Errno.SUCCESS


@native
def sock_shutdown(ctx: Wasi, fd: u32, how: u32) -> u32:
    """Shut down receiving, sending or both (POSIX shutdown).

    how  sdflags

    BADF     not open
    INVAL    `how` is 0 or has an unknown flag
    NOTCONN  not connected
    NOTSOCK  not a socket
    """
    socket = descriptor(ctx, fd)
    error = require_rights(socket, Rights.SOCK_SHUTDOWN)
    if error:
        return error
    if how == 0 or how > all_of(Sdflags):
        return Errno.INVAL
    # The values of SHUT_RD, SHUT_WR and SHUT_RDWR are these flags minus 1.
    return from_host(restarting(SYS.shutdown, socket.host, u64(how) - 1, 0, 0))


@native
def need_socket(ctx: Wasi, fd: u32, rights: u64) -> u32:
    """As `need`, but NOTSOCK for every open descriptor that is not a socket, whatever its rights."""
    d = descriptor(ctx, fd)
    if d and d.filetype not in (Filetype.SOCKET_DGRAM, Filetype.SOCKET_STREAM):
        return Errno.NOTSOCK
    return require_rights(d, rights)
