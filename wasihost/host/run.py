"""Run a program from an artifact: the Python part of `program.run_program`, imported in every warm run."""

from __future__ import annotations

from ctypes import addressof, c_char_p, c_uint32, c_void_p, create_string_buffer
from typing import TYPE_CHECKING, Protocol

from wasihost import abi
from wasihost.host import library
from wasihost.host.failures import link_failure, not_confined
from wasihost.host.guest import Program

if TYPE_CHECKING:
    from collections.abc import Sequence


class Report:
    """How to report the end of a guest on standard error."""

    def __init__(self, module: bytes, *, arguments: Sequence[bytes] = (), grants: Sequence[bytes] = (), flags: int = 0):
        self.module = module  # path of the module
        self.arguments = arguments  # of the guest
        self.grants = grants  # HOST[::GUEST[::ro]]
        self.flags = flags  # abi.REPORT_…

    def pack(self) -> tuple[bytes, list[object]]:
        """An `abi.ReportOptions`, and the buffers that must live as long as it is used."""
        arguments, grants = ((c_char_p * len(texts))(*texts) for texts in (self.arguments, self.grants))
        module = c_char_p(self.module)
        packed = abi.ReportOptions.pack(
            module=int.from_bytes(module, "little"),
            arguments=addressof(arguments),
            argument_count=len(self.arguments),
            grants=addressof(grants),
            grant_count=len(self.grants),
            flags=self.flags,
        )
        return packed, [arguments, grants, module]


class Channel(Protocol):
    """What a run shares with a process that compiles better code for it."""

    @property
    def sampling(self) -> int:
        """The address of an abi.Sampling."""

    @property
    def mail(self) -> int:
        """The descriptor of a socket."""


def run(artifact_fd: int, program: Program, report: Report, channel: Channel | None = None) -> int:
    """Run the entry of an artifact to its end.  Returns the guest's exit code (0 if it returned).

    A trap, and a failure after a refusal, are reported on standard error; for a trap, the exit status of the command is
    returned.  Afterwards this process may be unable to open files, and should end.

    Raises errors.LinkError, errors.InvalidModule if there is no entry, and StaleArtifact or NoAddressSpace, for which
    the engine provides other code.
    """
    config, keep = program.wasi_config()
    wasi = create_string_buffer(config, len(config))
    packed = abi.RunRequest.pack(
        artifact_fd=artifact_fd,
        by_python=1,
        options=program.options,
        wasi=addressof(wasi),
        sampling=channel.sampling if channel else 0,
        mail=channel.mail if channel else 0,
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
    """Report the end of a call, like `run`.

    outcome       an Outcome
    thread        address of the ThreadRecord
    image         address of the Image
    trace_error   error number that lost lines of the trace, or 0
    output_error  error number of printing the results, or 0

    Returns the exit status.
    """
    exited = outcome == abi.Outcome.EXITED
    request = abi.RunRequest.pack(
        outcome=outcome,
        exit_code=c_uint32.from_address(thread + abi.ThreadRecord.offset("exit_code")).value if exited else 0,
        thread=thread,
        image=image,
        options=program.options,
        trace_error=trace_error,
        output_error=output_error,
    )
    options, kept = report.pack()
    code = int(library.load().report_end(request, options))
    del kept
    return code


def confinement() -> tuple[int | None, bool]:
    """What this kernel supports: the version of Landlock, and whether it has seccomp."""
    runtime = library.load()
    version = runtime.landlock_version()
    return version if version > 0 else None, bool(runtime.seccomp_available())


def confine(program: Program, image: int | None) -> None:
    """Confine this thread to what the program may use and what the imports of its module, a mapped image, need."""
    config, keep = program.wasi_config()
    report = create_string_buffer(abi.InstantiationReport.size)
    confine = library.load().confine
    if confine(c_uint32(1), config, c_void_p(image), report):
        raise not_confined(abi.InstantiationReport.unpack(report.raw))
    del keep
