"""The configuration of a guest: arguments, directories, streams and limits, packed for the runtime."""

from __future__ import annotations

from ctypes import addressof, c_ulong, create_string_buffer, pythonapi
from typing import TYPE_CHECKING

from wasihost import abi

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

AT_SYSINFO_EHDR = 33  # getauxval(3)
STACK_SIZE = abi.STACK_SIZE


class Trace:
    """The calls of a guest to trace: all, or those that `filter` selects (wasi.trace.filter).

    `fd` is the host descriptor for lines; None: only write the summary.
    """

    def __init__(self, *, fd: int | None = None, summary: bool = False, filter: bytes | None = None) -> None:
        self.fd = fd
        self.summary = summary
        self.filter = filter


class Limits:
    """Limits of a guest; None: unlimited."""

    def __init__(
        self,
        *,
        timeout: float | None = None,
        fuel: int | None = None,
        memory: int | None = None,
        table: int | None = None,
        output: int | None = None,
    ) -> None:
        self.timeout = timeout  # seconds, starting at its first instruction
        self.fuel = fuel  # instructions, as codegen.translate.fuel counts them
        self.memory = memory  # bytes of all memories together, and of the host's data for the guest
        self.table = table  # entries of all tables together
        self.output = output  # bytes on the standard streams

    def pack(self) -> bytes:
        """An `abi.Limits`."""
        given = {"fuel": self.fuel, "memory": self.memory, "table": self.table, "output": self.output}
        return abi.Limits.pack(**{name: abi.NO_LIMIT if most is None else most for name, most in given.items()})

    @property
    def timeout_ns(self) -> int:
        return abi.NO_LIMIT if self.timeout is None else int(self.timeout * 1e9)


EMBEDDED = {"epipe": 1, "no_confine": 1}  # defaults for a guest in a process that continues after it


class Program:
    """The configuration of a guest; `preopens` are (host descriptor, guest path, read-only).

    `options` are fields of an `abi.GuestOptions`.
    """

    def __init__(
        self,
        *,
        argv: Sequence[bytes],
        env: Sequence[bytes] = (),
        preopens: Sequence[tuple[int, bytes, bool]] = (),
        stdio: tuple[int, int, int] = (0, 1, 2),
        trace: Trace | None = None,
        options: Mapping[str, Any] = EMBEDDED,
    ) -> None:
        self.argv = argv
        self.env = env
        self.preopens = preopens
        self.stdio = stdio
        self.trace = trace
        self.options = options

    @property
    def limits(self) -> Limits:
        given = self.options.get
        timeout = given("timeout")
        return Limits(
            timeout=timeout / 1e9 if timeout else None,
            fuel=given("fuel"),
            memory=given("max_memory"),
            table=given("max_table"),
            output=given("max_output"),
        )

    def wasi_config(self) -> tuple[bytes, list[object]]:
        """A packed `abi.WasiConfig`, and the buffers that must live as long as it is used."""
        keep: list[object] = []

        def place(data: bytes) -> int:
            buffer = create_string_buffer(data, len(data) + 1)
            keep.append(buffer)
            return addressof(buffer)

        args = b"".join(arg + b"\0" for arg in self.argv)
        env = b"".join(variable + b"\0" for variable in self.env)
        preopens = b"".join(
            abi.Preopen.pack(host_fd=host_fd, read_only=read_only, name=place(name), name_size=len(name))
            for host_fd, name, read_only in self.preopens
        )
        trace = self.trace or Trace()
        config = abi.WasiConfig.pack(
            argc=len(self.argv),
            envc=len(self.env),
            args=place(args),
            args_size=len(args),
            env=place(env),
            env_size=len(env),
            preopens=place(preopens),
            preopen_count=len(self.preopens),
            flags=(0 if trace.fd is None else abi.TRACE) | (abi.TRACE_SUMMARY if trace.summary else 0),
            stdio=self.stdio,
            trace_fd=-1 if trace.fd is None else trace.fd,
            trace_filter=0 if trace.filter is None else place(trace.filter),
            vdso=_vdso(),
            options=place(abi.GuestOptions.pack(**self.options)),
        )
        return config, keep


def _vdso() -> int:
    """The address of the vDSO; 0: unknown."""
    try:
        getauxval = pythonapi.getauxval
    except AttributeError:  # only on Linux
        return 0
    getauxval.restype = c_ulong
    return int(getauxval(AT_SYSINFO_EHDR))
