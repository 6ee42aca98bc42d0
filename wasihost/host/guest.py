"""What a guest is given: arguments, directories, streams and limits; packed for the runtime."""

from wasihost import abi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

AT_SYSINFO_EHDR = 33  # getauxval(3)
ANY_NUMBER = 0xFFFFFFFF  # descriptors: no limit
STACK_SIZE = 8 << 20  # bytes of wasm stack, as large as a native program's by default


class Trace:
    """Which calls of a guest are written down: all, or those that `filter` names (wasi.trace.filter).

    Lines go to the host's descriptor `fd`, where it is None only the summary is made.
    """

    def __init__(self, *, fd: "int | None" = None, summary: bool = False, filter: "bytes | None" = None) -> None:
        self.fd = fd
        self.summary = summary
        self.filter = filter


class Limits:
    """How much a guest may use; None: as much as there is."""

    def __init__(
        self,
        *,
        timeout: "float | None" = None,
        fuel: "int | None" = None,
        memory: "int | None" = None,
        table: "int | None" = None,
        output: "int | None" = None,
        descriptors: "int | None" = None,
    ) -> None:
        self.timeout = timeout  # seconds from its first instruction on
        self.fuel = fuel  # instructions, as codegen.translate.fuel counts them
        self.memory = memory  # bytes of all memories together, and of what the host keeps beside them
        self.table = table  # entries of all tables together
        self.output = output  # bytes on the standard streams
        self.descriptors = descriptors  # that are open at a time

    def pack(self) -> bytes:
        """An `abi.Limits`."""
        given = {"fuel": self.fuel, "memory": self.memory, "table": self.table, "output": self.output}
        return abi.Limits.pack(**{name: abi.NO_LIMIT if most is None else most for name, most in given.items()})

    @property
    def timeout_ns(self) -> int:
        return abi.NO_LIMIT if self.timeout is None else int(self.timeout * 1e9)


class MadeUp:
    """What a guest gets in place of the host's own, so that runs can be repeated."""

    def __init__(
        self,
        *,
        seed: "int | None" = None,  # of its random numbers
        clock: "str | None" = None,  # fixed or virtual: see wasi/clock.py
        time_ns: int = 0,  # since 1970, at which that one begins
        sorted_dirs: bool = False,  # directories list their entries by name
    ) -> None:
        self.seed = seed
        self.time_ns = time_ns
        self.flags = (
            (0 if seed is None else abi.SEEDED)
            | {None: 0, "fixed": abi.FIXED_CLOCK, "virtual": abi.VIRTUAL_CLOCK}[clock]
            | (abi.SORTED if sorted_dirs else 0)
        )


class Program:
    """What a guest is given: `preopens` are (host descriptor, guest path, read-only)."""

    def __init__(
        self,
        *,
        argv: "Sequence[bytes]",
        env: "Sequence[bytes]" = (),
        preopens: "Sequence[tuple[int, bytes, bool]]" = (),
        stdio: "tuple[int, int, int]" = (0, 1, 2),
        stack_size: int = STACK_SIZE,
        trap_unknown_imports: bool = False,
        trace: "Trace | None" = None,
        limits: "Limits | None" = None,
        sigpipe_ends: bool = False,
        made_up: "MadeUp | None" = None,
        confine: int = abi.CONFINE_NOT,
    ) -> None:
        self.argv = argv
        self.env = env
        self.preopens = preopens
        self.stdio = stdio
        self.stack_size = stack_size
        self.trap_unknown_imports = trap_unknown_imports
        self.trace = trace
        self.limits = limits or Limits()
        self.sigpipe_ends = sigpipe_ends  # see abi.SIGPIPE_ENDS
        self.made_up = made_up or MadeUp()
        self.confine = confine  # abi.CONFINE …: this process, which then belongs to the guest

    def wasi_config(self) -> "tuple[bytes, list[object]]":
        """A packed `abi.WasiConfig`, and the buffers that must live as long as it is used."""
        from ctypes import addressof, create_string_buffer

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
            flags=(0 if trace.fd is None else abi.TRACE)
            | (abi.TRACE_SUMMARY if trace.summary else 0)
            | (abi.SIGPIPE_ENDS if self.sigpipe_ends else 0)
            | self.made_up.flags,
            stdio=self.stdio,
            trace_fd=-1 if trace.fd is None else trace.fd,
            trace_filter=0 if trace.filter is None else place(trace.filter),
            descriptors=ANY_NUMBER if self.limits.descriptors is None else min(self.limits.descriptors, ANY_NUMBER),
            vdso=_vdso(),
            seed=self.made_up.seed or 0,
            time=self.made_up.time_ns,
        )
        return config, keep


def _vdso() -> int:
    """Where the kernel mapped its clocks, 0 where it does not tell."""
    from ctypes import c_ulong, pythonapi

    try:
        getauxval = pythonapi.getauxval
    except AttributeError:  # only Linux has it
        return 0
    getauxval.restype = c_ulong
    return int(getauxval(AT_SYSINFO_EHDR))
