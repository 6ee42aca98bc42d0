"""Where the executable starts: a run that is compiled already goes on here, everything else in Python."""

from wasihost.abi import Outcome, RunRequest, WasiConfig
from wasihost.launcher.bundle import run_bundle
from wasihost.launcher.cache import find_artifact
from wasihost.launcher.doubts import is_doubtful
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, leave, process_read
from wasihost.launcher.python import hand_down, report_refusal, report_trap, to_python, try_python
from wasihost.launcher.run import exit_status, run
from wasihost.launcher.sources import read_all
from wasihost.launcher.streams import standard_streams
from wasihost.launcher.trace import status_with_trace
from wasihost.native import Global, addr, asm, native, noreturn, ptr, void
from wasihost.runtime.machine import PROCESS_START

TRAPPED = int(Outcome.TRAPPED)
process = Global(Process)
options = Global(Options)
request = Global(RunRequest)
config = Global(WasiConfig)


@native(naked=True, export="hidden", name="_start")
def start():
    asm(PROCESS_START, "", void)


@native(export="hidden", name="process_start")
def launch(stack: ptr) -> noreturn:
    process_read(process, stack)
    if not process.room:
        to_python(process)
    standard_streams(addr(config.stdio[0]))
    if process.bundle:
        run_bundle(process, options, request, config)
    if not read_all(options, process) or options.confine or is_doubtful(options):
        to_python(process)
    options.no_confine = 1  # how a guest ended is Python's to tell, which would be confined as well
    request.artifact_fd = find_artifact(process, options)
    if request.artifact_fd < 0 or not run(process, options, request, config):
        to_python(process)
    if request.outcome >= TRAPPED:
        report_trap(process, options.module, request)
    status = exit_status(request)
    if request.trace_error:
        hand_down(process, request)
        try_python(process)
    elif status:
        report_refusal(process, options, request)
    leave(status_with_trace(request, status))
