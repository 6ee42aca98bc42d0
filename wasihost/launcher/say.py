"""Messages of the launcher on standard error.  Text from paths and modules is made printable."""

from wasihost import abi
from wasihost.abi import ArtifactHeader, InstantiationFault, InstantiationReport, Text
from wasihost.launcher.process import HOST_FAILURE, leave
from wasihost.native import Global, native, noreturn, ptr, u32, u64
from wasihost.native.prelude import say, strlen
from wasihost.runtime.report.reasons import put_reason
from wasihost.runtime.report.text import flush, put_printable
from wasihost.runtime.report.trap import put_import, put_size

STDERR = 2
CODE_REFUSED, CODE_REFUSED_HINT = abi.CODE_REFUSED.encode(), f"\nhint: {abi.CODE_REFUSED_HINT}\n".encode()
line = Global(Text)
raw = Global(Text)


@native
def say_text(text: ptr):
    put_printable(line, text, strlen(text))
    flush(line, STDERR)


@native
def say_size(size: u64):
    put_size(line, size)
    flush(line, STDERR)


@native
def say_import(header: ArtifactHeader, index: u32):
    raw.size = 0
    put_import(raw, header, index)
    put_printable(line, raw.bytes, raw.size)
    flush(line, STDERR)


@native
def say_reason(error: u32):
    put_reason(line, error)
    flush(line, STDERR)


@native
def say_code_refused(report: InstantiationReport) -> noreturn:
    say(CODE_REFUSED)
    say_reason(u32(report.size))
    say(CODE_REFUSED_HINT)
    leave(HOST_FAILURE)


@native
def say_kernel_refuses(report: InstantiationReport):
    """End the process if the kernel failed to confine the run, or allows no code; then Python cannot be started."""
    if report.fault == InstantiationFault.CODE_REFUSED:
        say(b"error: ")
        say_code_refused(report)
    if report.fault != InstantiationFault.NOT_CONFINED or not report.size:
        return
    say(b"error: cannot confine the guest: ")
    say_reason(u32(report.size))
    say(b"\nhint: run it without: `--no-confine`\n")
    leave(HOST_FAILURE)
