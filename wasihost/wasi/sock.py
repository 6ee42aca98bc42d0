"""sock_*: sockets that the host has granted; a guest cannot make its own."""

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
from wasihost.wasi.descriptors import NONE, descriptor, find_free, install, need
from wasihost.wasi.errno import from_host
from wasihost.wasi.guest import IOV_MAX, gather, translate
from wasihost.wasi.host import restarting
from wasihost.wasi.output import count_output, within_output
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Fdflags, Filetype, Riflags, Rights, Roflags, Sdflags, all_of


@native
def sock_accept(ctx: Wasi, fd: u32, flags: u32, ro_fd: u32) -> u32:
    """Accept a connection and write its descriptor; `flags` may have NONBLOCK.

    AGAIN    no connection waits, and the socket does not block
    BADF     not open
    FAULT    the result leaves the memory
    INVAL    another flag, or the socket does not listen
    MFILE    no descriptor is left; the connection goes on waiting
    NOTSOCK  no socket
    """
    out, listener = translate(ctx, ro_fd, 4), descriptor(ctx, fd)
    error = need(listener, Rights.SOCK_ACCEPT)
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
    """Receive into the buffers; write how many bytes came, and whether a message was cut off.

    AGAIN    nothing has come, and the socket does not block
    BADF     not open
    FAULT    a buffer or a result leaves the memory
    INVAL    an unknown flag
    NOTSOCK  no socket
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
    """Send the buffers; write how many bytes went.

    AGAIN    there is no room, and the socket does not block
    BADF     not open
    FAULT    a buffer or the result leaves the memory
    INVAL    `si_flags` is not 0
    MSGSIZE  too large for one message
    NOTSOCK  no socket
    PIPE     the other end has gone; no signal is raised
    """
    length, socket = translate(ctx, so_datalen, 4), descriptor(ctx, fd)
    error = need_socket(ctx, fd, Rights.FD_WRITE)
    if error:
        return error
    if si_flags:
        return Errno.INVAL
    if socket.filetype == Filetype.SOCKET_DGRAM and si_data_len > IOV_MAX:
        return Errno.MSGSIZE  # a message cannot be sent in part
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
    """Shut down receiving, sending or both.

    BADF     not open
    INVAL    `how` has an unknown flag, or none
    NOTCONN  not connected
    NOTSOCK  no socket
    """
    socket = descriptor(ctx, fd)
    error = need(socket, Rights.SOCK_SHUTDOWN)
    if error:
        return error
    if how == 0 or how > all_of(Sdflags):
        return Errno.INVAL
    # SHUT_RD, SHUT_WR and SHUT_RDWR are these flags less one.
    return from_host(restarting(SYS.shutdown, socket.host, u64(how) - 1, 0, 0))


@native
def need_socket(ctx: Wasi, fd: u32, rights: u64) -> u32:
    """As `need`; any descriptor that is open but no socket is NOTSOCK, whatever its rights."""
    d = descriptor(ctx, fd)
    if d and d.filetype not in (Filetype.SOCKET_DGRAM, Filetype.SOCKET_STREAM):
        return Errno.NOTSOCK
    return need(d, rights)
