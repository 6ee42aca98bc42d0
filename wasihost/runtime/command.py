"""Run a program from an artifact: the Python side of `program.run_program`, imported on every warm run."""

import os

from wasihost import abi, errors
from wasihost.runtime import library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from wasihost.runtime.symbols import Artifact, Import

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


class Report:
    """How the end of a guest is reported on standard error."""

    def __init__(self, module: bytes, *, words: "Sequence[bytes]" = (), grants: "Sequence[bytes]" = (), flags: int = 0):
        self.module = module  # its path
        self.words = words  # the guest's arguments
        self.grants = grants  # HOST[::GUEST[::ro]]
        self.flags = flags  # abi.REPORT_…

    def pack(self) -> "tuple[bytes, list[object]]":
        """An `abi.ReportOptions`, and the buffers that must live as long as it is used."""
        from ctypes import addressof, c_char_p

        words, grants = ((c_char_p * len(texts))(*texts) for texts in (self.words, self.grants))
        module = c_char_p(self.module)
        packed = abi.ReportOptions.pack(
            module=int.from_bytes(module, "little"),
            words=addressof(words),
            word_count=len(self.words),
            grants=addressof(grants),
            grant_count=len(self.grants),
            flags=self.flags,
        )
        return packed, [words, grants, module]


def run(artifact_fd: int, program: Program, report: Report) -> int:
    """Run the artifact's entry to its end and return the guest's exit code (0 when it just returned).

    A guest that trapped, or that failed after it was refused something, is reported on standard error; of a trap the
    status of its command is returned.  This process may open nothing any more then: it should end.

    Raises errors.LinkError, errors.InvalidModule when there is no entry, and StaleArtifact or NoAddressSpace,
    which the engine answers with other code.
    """
    from ctypes import addressof, create_string_buffer

    config, keep = program.wasi_config()
    wasi = create_string_buffer(config, len(config))
    packed = abi.RunRequest.pack(
        artifact_fd=artifact_fd,
        trap_unknown_imports=program.trap_unknown_imports,
        stack_size=program.stack_size,
        confine=program.confine,
        by_python=1,
        limits=program.limits.pack(),
        timeout=program.limits.timeout_ns,
        wasi=addressof(wasi),
    )
    request = create_string_buffer(packed, len(packed))
    options, kept = report.pack()
    runtime = library.load()
    run_program, report_end = runtime.run_program, runtime.report_end
    if fault := run_program(request):
        raise link_failure(artifact_fd, fault, abi.RunRequest.unpack(request.raw).report, program)
    code = int(report_end(request, options))
    del keep, kept
    return code


def report_call(
    outcome: int,
    thread: int,
    image: int,
    trace_error: int,
    program: Program,
    report: Report,
    *,
    output_error: int = 0,
) -> int:
    """As `run` ends, for a call: an Outcome, the addresses of a ThreadRecord and an Image, and what writing met."""
    from ctypes import c_uint32

    exited = outcome == abi.Outcome.EXITED
    request = abi.RunRequest.pack(
        outcome=outcome,
        exit_code=c_uint32.from_address(thread + abi.ThreadRecord.offset("exit_code")).value if exited else 0,
        thread=thread,
        image=image,
        limits=program.limits.pack(),
        timeout=program.limits.timeout_ns,
        trace_error=trace_error,
        output_error=output_error,
    )
    options, kept = report.pack()
    code = int(library.load().report_end(request, options))
    del kept
    return code


def confinement() -> "tuple[int | None, bool]":
    """What this kernel offers: the version of Landlock, and seccomp."""
    runtime = library.load()
    version = runtime.landlock_version()
    return version if version > 0 else None, bool(runtime.seccomp_available())


def confine(program: Program, image: "int | None") -> None:
    """Confine this thread to what the program may use and its module, a mapped image, imports."""
    from ctypes import c_uint32, c_void_p, create_string_buffer

    config, keep = program.wasi_config()
    report = create_string_buffer(abi.LinkReport.size)
    confine = library.load().confine
    if confine(c_uint32(program.confine), c_uint32(1), config, c_void_p(image), report):
        raise not_confined(abi.LinkReport.unpack(report.raw))
    del keep


def _vdso() -> int:
    """Where the kernel mapped its clocks, 0 where it does not tell."""
    from ctypes import c_ulong, pythonapi

    try:
        getauxval = pythonapi.getauxval
    except AttributeError:  # only Linux has it
        return 0
    getauxval.restype = c_ulong
    return int(getauxval(AT_SYSINFO_EHDR))


class StaleArtifact(errors.WasihostError):
    """The file is no artifact of this version for this machine: compile again."""


class NoAddressSpace(errors.WasihostError):
    """The guard reservation failed: code that checks bounds is needed."""


def link_failure(artifact_fd: int, fault: int, report: "Any", program: Program) -> errors.WasihostError:
    """The error for a LinkFault."""
    if fault == abi.LinkFault.BAD_ARTIFACT:
        return StaleArtifact("not an artifact of this version of wasihost for this machine")
    if fault == abi.LinkFault.NO_ADDRESS_SPACE:
        return NoAddressSpace(
            f"cannot reserve {abi.RESERVATION >> 30} GiB of address space for the guest's memory",
            hint="raise the limit with `ulimit -v unlimited`",
        )
    if fault in NO_MEMORY:
        return no_memory(fault)
    if fault in LIMITS:
        return too_large(fault, report.size, program.limits)
    if fault == abi.LinkFault.NOT_CONFINED:
        return not_confined(report)
    from wasihost.runtime.symbols import Artifact

    artifact = Artifact.from_fd(artifact_fd)
    if fault == abi.LinkFault.NO_ENTRY:
        return entry_fault(artifact) or errors.InternalError("there is an entry that was not found")
    return import_failure(artifact, report.import_index, fault)


LIMITS = (abi.LinkFault.MEMORY_LIMIT, abi.LinkFault.TABLE_LIMIT, abi.LinkFault.KEPT_LIMIT)
FACILITIES = {1: ("Landlock", "5.19"), 2: ("seccomp", "4.14")}  # LinkReport.import_index → what, and since which Linux


def not_confined(report: "Any") -> errors.WasihostError:
    name, since = FACILITIES[report.import_index]
    if report.size:
        reason = f"{name}: {os.strerror(report.size).lower()}"
        return errors.WasihostError(f"cannot confine the guest: {reason}", hint="run it without: `--no-confine`")
    hint = f"it came with Linux {since}, and may be switched off; run without it: leave out `--confine`"
    return errors.WasihostError(f"cannot confine the guest: this kernel offers no {name}", hint=hint)


def too_large(fault: int, wanted: int, limits: Limits) -> errors.LinkError:
    """What the module defines is larger from the start than it may become."""
    needs, most = errors.size_text(wanted), errors.size_text(limits.memory or 0)
    if fault == abi.LinkFault.KEPT_LIMIT:
        return errors.LinkError(f"its tables, globals and functions need {needs}, and may have {most} (--max-memory)")
    if fault == abi.LinkFault.MEMORY_LIMIT:
        begins, option = f"a memory begins with {needs}", "--max-memory"
        largest = errors.size_text(abi.MEMORY_LIMIT) if wanted > abi.MEMORY_LIMIT else None
    else:
        begins, most, option = f"a table begins with {wanted} entries", str(limits.table), "--max-table"
        largest = str(abi.TABLE_LIMIT) if wanted > abi.TABLE_LIMIT else None
    if largest:
        return errors.LinkError(f"{begins}, and wasihost lets none have more than {largest}")
    return errors.LinkError(f"{begins}, and all together may have {most} ({option})")


NO_MEMORY = (abi.LinkFault.NO_MEMORY, abi.LinkFault.NO_ROOM_TO_SHARE)


def no_memory(fault: int) -> errors.WasihostError:
    if fault == abi.LinkFault.NO_MEMORY:
        return errors.WasihostError(
            "the host has not enough memory for the guest",
            hint="raise the limits of the process, if there are any (`ulimit -a`), or end other programs",
        )
    return errors.WasihostError(
        "cannot reserve address space for all that a shared memory may grow to",
        hint="raise the limit with `ulimit -v unlimited`, or build the module with a lower maximum",
    )


def entry_fault(artifact: "Artifact") -> "errors.InvalidModule | None":
    """Why a run finds nothing to call in the module; None: it finds its entry."""
    functions = exported_functions(artifact)
    entry = next((name for name in map(bytes.decode, abi.ENTRIES) if name in functions), None)
    if entry is None:
        names = ", ".join(map(errors.to_type, [*functions][:8])) + (" …" if len(functions) > 8 else "")
        hint = f"call one of its functions with `--invoke NAME`: {names}" if functions else None
        return errors.InvalidModule("the module is no command: it does not export a function `_start`", hint=hint)
    return plain_fault(artifact, entry) or plain_fault(artifact, INITIALIZE)


INITIALIZE = abi.INITIALIZE.decode()


def exported_functions(artifact: "Artifact") -> "dict[str, int]":
    """Their indices by name."""
    return {export.name: export.index for export in artifact.exports if export.kind == abi.ExternKind.FUNC}


def plain_fault(artifact: "Artifact", name: str) -> "errors.InvalidModule | None":
    """What is wrong with a function that is called without arguments; None: nothing, or it is not exported."""
    index = exported_functions(artifact).get(name)
    if index is None or artifact.function_signature(index)[:2] == ((), ()):
        return None
    called = f"function `{name}`" if name else "default function, whose name is empty,"
    hint = f"call it with arguments: {errors.to_type('--invoke', name)}"
    return errors.InvalidModule(
        f"the {called} takes parameters or returns results; a command's does neither", hint=hint
    )


def import_failure(artifact: "Artifact", import_index: int, fault: int) -> errors.LinkError:
    """All missing imports at once, or the one whose type differs."""
    if fault == abi.LinkFault.INCOMPATIBLE_IMPORT:
        wrong = artifact.imports[import_index]
        return errors.LinkError(
            f"incompatible import type: `{wrong.path}` is {wrong.type_text()}",
            hint=f"in preview 1 it is function {signature(wrong.name)}" if wrong.module in WASI[:1] else None,
        )
    return missing_imports([i for i in artifact.imports if not provided(i.module, i.name, i.kind)])


def check_imports(imports: "list[Import]") -> None:
    """Raises errors.LinkError with all that WASI does not have.  Types are compared when the module is linked."""
    if missing := [i for i in imports if not provided(i.module, i.name, i.kind)]:
        raise missing_imports(missing)


WASI = ("wasi_snapshot_preview1", "wasi_unstable")


def missing_imports(missing: "list[Import]") -> errors.LinkError:
    lines = [f"  `{i.path}`: {i.type_text()}" for i in missing]
    only_functions = all(i.kind == abi.ExternKind.FUNC for i in missing)
    several = len(missing) > 1
    why = "WASI preview 1 does not have" if all(i.module in WASI for i in missing) else None
    why = f"{why} {'them' if several else 'it'}" if why else "wasihost provides `wasi_snapshot_preview1` only"
    need = f"if the program does not need {'them' if several else 'it'}, run it with `--unknown-imports trap`"
    return errors.LinkError(
        f"unknown import{'s' if several else ''}: {why}", lines=lines, hint=need if only_functions else None
    )


def provided(module: str, name: str, kind: int) -> bool:
    """Whether WASI has a function of this name."""
    from ctypes import c_uint64, create_string_buffer

    raw_module, raw_name = module.encode(), name.encode()
    return kind == abi.ExternKind.FUNC and bool(
        library.load().wasi_lookup(
            raw_module, c_uint64(len(raw_module)), raw_name, c_uint64(len(raw_name)), create_string_buffer(64)
        )
    )


def misnamed(filter: str) -> "str | None":
    """The first name in the filter of a trace that WASI has no function for."""
    from ctypes import c_int64

    raw, find = os.fsencode(filter), library.load().wasi_trace_misnamed
    find.restype = c_int64
    at = find(raw)
    return None if at < 0 else os.fsdecode(raw[at:].partition(b",")[0])


def near(name: str) -> "str | None":
    """The function of WASI whose name is most like this one."""
    from wasihost.wasi.preview1 import FUNCTIONS

    return errors.nearest(name, (row[0].name for row in FUNCTIONS))


def signature(name: str) -> str:
    """`(i32, i64) -> (i32)`, of a function of WASI."""
    from wasihost.wasi.preview1 import FUNCTIONS

    types = next(row[1] for row in FUNCTIONS if row[0].name == name)
    return " -> ".join(f"({', '.join(side.split())})" for side in types.split("->"))


def trap_error(outcome: int, thread: int, artifacts: "Mapping[int, Artifact]", limits: Limits) -> errors.Trap:
    """The exception for a trap.

    `thread` is the address of its ThreadRecord, the keys of `artifacts` are those of their Images.
    """
    code = abi.Trap(outcome - abi.Outcome.TRAPPED)
    message = abi.TRAP_MESSAGES[code]
    if code == abi.Trap.UNKNOWN_IMPORT:
        from ctypes import c_uint32

        index = c_uint32.from_address(thread + abi.ThreadRecord.offset("import_index")).value
        message = f"{message}: `{next(iter(artifacts.values())).imports[index].path}`"
    frames, omitted, at = backtrace(thread, artifacts)
    if code in STOPPED:
        stop, said = STOPPED[code]
        return stop(said(limits), code, frames, omitted, at)
    kind = errors.WasmException if code == abi.Trap.UNCAUGHT_EXCEPTION else errors.Trap
    error = kind(message, code, frames, omitted, at)
    error.fault = fault(thread)
    if code == abi.Trap.STACK_EXHAUSTED:
        error.hint = "if it needs a deeper recursion, give it more stack: `--max-stack`"
    return error


# How the ends are reported that are no fault of the guest's.
STOPPED: "dict[int, tuple[type[errors.Stopped], Callable[[Limits], str]]]" = {
    abi.Trap.OUT_OF_FUEL: (errors.Stopped, lambda limits: f"out of fuel: {limits.fuel} used (--fuel)"),
    abi.Trap.OUT_OF_TIME: (
        errors.TimedOut,
        lambda limits: f"the guest ran longer than {limits.timeout:g} s (--timeout)",
    ),
    abi.Trap.TOO_MUCH_OUTPUT: (
        errors.Stopped,
        lambda limits: f"the guest wrote more than {errors.size_text(limits.output or 0)} (--max-output)",
    ),
    abi.Trap.TOO_MUCH_MEMORY: (
        errors.Stopped,
        lambda limits: f"the guest needs more than {errors.size_text(limits.memory or 0)} of memory (--max-memory)",
    ),
    abi.Trap.NO_MEMORY_EXPORT: (
        errors.NoMemoryExport,
        lambda limits: abi.TRAP_MESSAGES[abi.Trap.NO_MEMORY_EXPORT],
    ),
}


def fault(thread: int) -> "errors.Fault | None":
    """Where the access of a trap began, if the machine's instruction tells; else where it stopped."""
    from ctypes import byref, c_uint64, c_void_p

    base, length = (
        c_uint64.from_address(thread + abi.ThreadRecord.offset(field)).value
        for field in ("memory_base", "memory_length")
    )
    if not base:
        return None
    address = c_uint64()
    is_start = bool(library.load().find_address(c_void_p(thread), byref(address)))
    return errors.Fault(address.value, is_start=is_start, length=length)


def backtrace(thread: int, artifacts: "Mapping[int, Artifact]") -> "tuple[tuple[errors.Frame, ...], int, int]":
    """The frames that lie in wasm code, innermost first, how many were left out between the two ends, and where."""
    from ctypes import c_void_p, create_string_buffer

    buffer = create_string_buffer(abi.Frames.size)
    library.load().find_frames(buffer, c_void_p(thread))
    found = abi.Frames.unpack(buffer.raw)
    frames = (
        errors.Frame(
            frame.funcidx,
            artifacts[frame.image].function_name(frame.funcidx),
            None if frame.offset == abi.NONE else frame.offset,
        )
        for frame in found.rows[: found.count]
        if frame.image in artifacts
    )
    return tuple(frames), found.omitted, found.omitted_at
