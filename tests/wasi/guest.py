"""WASI's native functions called by ctypes as a guest would call them, on a memory whose other half is a guard."""

import ctypes
import mmap
import os
from ctypes import addressof, c_char_p, c_uint32, c_uint64, c_void_p, create_string_buffer

from wasihost import abi, layout
from wasihost.host.guest import Limits
from wasihost.wasi.preview1 import WasiImport
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Dirent, Errno, Event, Eventtype, Fdstat, Filestat, Rights, Subscription

PAGE = 1 << 16
OUT = 0x100  # where results go
ARENA = 0x1000  # where strings and buffers are put
UNTOUCHED = b"?"
AT_SYSINFO_EHDR = 33
READ, WRITE = Rights.FD_READ, Rights.FD_WRITE
OK = Errno.SUCCESS


class Library:
    """The compiled functions."""

    def __init__(self, path):
        self.cdll = ctypes.CDLL(path)
        self.cdll.wasi_new.restype = self.cdll.wasi_free.restype = c_void_p
        self.functions = {}

    def lookup(self, name, module="wasi_snapshot_preview1"):
        """(code, signature), or None."""
        found = self.find(name, module)
        if found is None:
            return None
        result = WasiImport.unpack(found.raw)
        return result.code, ctypes.string_at(result.signature, result.signature_size)

    def find(self, name, module):
        """A buffer with a WasiImport, or None."""
        found, names = create_string_buffer(WasiImport.size), (module.encode(), name.encode())
        sizes = [c_uint64(len(text)) for text in names]
        if not self.cdll.wasi_lookup(c_char_p(names[0]), sizes[0], c_char_p(names[1]), sizes[1], found):
            return None
        return found

    def traced(self, ctx, name, module):
        """(code, vmctx, signature) of an import of a guest that is traced."""
        found, import_ = self.find(name, module), create_string_buffer(abi.FuncRef.size)
        self.cdll.traced(c_void_p(ctx), found, import_)
        made, row = abi.FuncRef.unpack(import_.raw), WasiImport.unpack(found.raw)
        return made.code, made.vmctx, ctypes.string_at(row.signature, row.signature_size)

    def function(self, name, module):
        if (module, name) not in self.functions:
            code, signature = self.lookup(name, module)
            types = [{0x7F: c_uint32, 0x7E: c_uint64}[code] for code in signature[: signature.index(0)]]
            prototype = ctypes.CFUNCTYPE(c_uint32, c_void_p, *types)
            self.functions[module, name] = prototype(code)
        return self.functions[module, name]


class Guest:
    """One context with its memory.  Unknown attributes are WASI functions: `guest.fd_close(3)` → Errno.

    Bytes among the arguments are put into the memory and passed as address and size.
    """

    def __init__(
        self, library, preopens=(), *, args=(), env=(), stdio=(-1, -1, -1), walk=False, size=PAGE, vdso=True,
        module="wasi_snapshot_preview1", trace_fd=None, trace_filter=None, **options,
    ):  # fmt: skip
        self.library, self.module, self.size = library, module, size
        self.memory = mmap.mmap(-1, 2 * size)
        self.memory[:] = UNTOUCHED * (2 * size)
        self.base = addressof(ctypes.c_char.from_buffer(self.memory))
        self.arena = ARENA
        self.store = create_string_buffer(abi.Store.pack(limits=Limits().pack()))
        names, rows = [], []
        for host, name, read_only in preopens:
            names.append(create_string_buffer(name, len(name)))
            address = addressof(names[-1])
            rows.append(abi.Preopen.pack(host_fd=host, read_only=read_only, name=address, name_size=len(name)))
        given = create_string_buffer(abi.GuestOptions.pack(epipe=1, **options))
        texts = [b"".join(item + b"\0" for item in items) for items in (args, env)]
        blocks = [create_string_buffer(text, len(text) or 1) for text in texts]
        table = create_string_buffer(b"".join(rows) or b"\0")
        filter = create_string_buffer(trace_filter) if trace_filter else None
        config = create_string_buffer(
            abi.WasiConfig.pack(
                argc=len(args), args=addressof(blocks[0]), args_size=len(texts[0]), envc=len(env),
                env=addressof(blocks[1]), env_size=len(texts[1]), preopens=addressof(table), preopen_count=len(rows),
                stdio=stdio,
                flags=(abi.WALK_ONLY if walk else 0) | (0 if trace_fd is None else abi.TRACE),
                trace_fd=-1 if trace_fd is None else trace_fd, trace_filter=addressof(filter) if filter else 0,
                vdso=vdso_address() if vdso else 0, options=addressof(given),
            )
        )  # fmt: skip
        self.ctx = library.cdll.wasi_new(config, self.store)
        for block in (*names, *blocks, table, given, config):  # the context has copied what it needs
            ctypes.memset(block, 0xAA, len(block))
        if self.ctx:
            memory = abi.Memory.pack(base=self.base, length=size, maximum=abi.NO_MAXIMUM, reserved=size)
            self.memory_struct = create_string_buffer(memory)
            offset = Wasi.offset("memory")
            ctypes.memmove(self.ctx + offset, addressof(self.memory_struct).to_bytes(8, "little"), 8)

    def close(self):
        """Free the context.  The guard half must be as it was."""
        self.library.cdll.wasi_free(c_void_p(self.ctx))
        self.ctx = None
        assert self.memory[self.size :] == UNTOUCHED * self.size

    # ---- calls

    def call(self, name, *args, module=None):
        passed = []
        for arg in args:
            passed += [self.put(arg), len(arg)] if isinstance(arg, bytes) else [arg]
        return Errno(self.library.function(name, module or self.module)(self.ctx, *passed))

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: self.call(name, *args)

    # ---- memory

    def put(self, data):
        """Store bytes at a fresh address, with untouched ones around them."""
        address = self.arena
        assert address + len(data) < self.size, "the arena is full"
        self.memory[address : address + len(data)] = data
        self.arena += len(data) + 1
        return address

    def room(self, size):
        """A fresh buffer of untouched bytes."""
        return self.put(UNTOUCHED * size)

    def get(self, address, size):
        return self.memory[address : address + size]

    def struct(self, type_, address=OUT):
        return type_.unpack(self.get(address, type_.size))

    def u32(self, address=OUT):
        return int.from_bytes(self.get(address, 4), "little")

    def u64(self, address=OUT):
        return int.from_bytes(self.get(address, 8), "little")

    def iovecs(self, *buffers):
        """An array of (address, size) pairs; returns its own address and length."""
        array = b"".join(layout.u32.encode(number) for buffer in buffers for number in buffer)
        return self.put(array), len(buffers)

    # ---- what tests do all the time: (Errno, result)

    def open(self, path, rights=READ, oflags=0, *, dir=3, fdflags=0, follow=True, inheriting=0):
        error = self.path_open(dir, int(follow), path, oflags, rights, inheriting, fdflags, OUT)
        return error, self.u32() if error == Errno.SUCCESS else None

    def opened(self, path, *args, **options):
        error, fd = self.open(path, *args, **options)
        assert error == Errno.SUCCESS
        return fd

    def read(self, fd, size):
        buffer = self.room(size)
        error = self.fd_read(fd, *self.iovecs((buffer, size)), OUT)
        return error, self.get(buffer, self.u32()) if error == Errno.SUCCESS else None

    def write(self, fd, data):
        error = self.fd_write(fd, *self.iovecs((self.put(data), len(data))), OUT)
        return error, self.u32() if error == Errno.SUCCESS else None

    def fdstat(self, fd):
        assert self.fd_fdstat_get(fd, OUT) == Errno.SUCCESS
        return self.struct(Fdstat)

    def stat(self, path, *, follow=True, dir=3):
        error = self.path_filestat_get(dir, int(follow), path, OUT)
        return error, self.struct(Filestat) if error == Errno.SUCCESS else None

    def readlink(self, path, size=256):
        buffer = self.room(size)
        error = self.path_readlink(3, path, buffer, size, OUT)
        return error, self.get(buffer, self.u32()) if error == Errno.SUCCESS else None

    def readdir(self, fd, size=4096, cookie=0):
        """(Errno, complete entries, whether the end was reached)."""
        buffer = self.room(size)
        error = self.fd_readdir(fd, buffer, size, cookie, OUT)
        if error != Errno.SUCCESS:
            return error, None, None
        used, entries, offset = self.u32(), [], 0
        data = self.get(buffer, used)
        while offset + Dirent.size <= used:
            entry = Dirent.unpack(data, offset)
            entry.name = data[offset + Dirent.size :][: entry.d_namlen]
            offset += Dirent.size + entry.d_namlen
            if offset <= used:
                entries.append(entry)
        self.arena = buffer
        return error, entries, used < size

    def poll(self, *subscriptions, room=None):
        """(Errno, events)."""
        room = len(subscriptions) if room is None else room
        events, data = self.room(Event.size * room), b"".join(subscriptions)
        error = self.poll_oneoff(self.put(data), events, len(subscriptions), OUT)
        if error != Errno.SUCCESS:
            return error, None
        return error, [self.struct(Event, events + i * Event.size) for i in range(self.u32())]


def clock_subscription(timeout, *, id=1, absolute=False, userdata=0):
    clock = {"id": id, "timeout": timeout, "flags": int(absolute)}
    return Subscription.pack(userdata=userdata, tag=Eventtype.CLOCK, clock=clock)


def file_subscription(tag, fd, *, userdata=0):
    return Subscription.pack(userdata=userdata, tag=tag, clock={"id": fd})


def vdso_address():
    getauxval = ctypes.CDLL(None).getauxval
    getauxval.restype = c_void_p
    return getauxval(ctypes.c_ulong(AT_SYSINFO_EHDR)) or 0


def host_descriptors():
    return len(os.listdir("/proc/self/fd"))


def grant(directory, name=b"/", read_only=False):
    """A preopen for Guest, which closes it."""
    return os.open(directory, os.O_RDONLY | os.O_DIRECTORY), name, int(read_only)
