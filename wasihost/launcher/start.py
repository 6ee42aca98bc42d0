"""The entry point of the executable: runs modules, and becomes Python for everything else."""

from wasihost.abi import Outcome, ReportOptions, RunRequest, WasiConfig
from wasihost.launcher.background import improve_later
from wasihost.launcher.bundle import run_bundle
from wasihost.launcher.cache import find_artifact
from wasihost.launcher.doubts import is_doubtful
from wasihost.launcher.first_run import compile_first, interpret_instead
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, process_read
from wasihost.launcher.python import to_python
from wasihost.launcher.report import read_report_options, settle_color
from wasihost.launcher.run import leave_as, run
from wasihost.launcher.say import say_kernel_refuses
from wasihost.launcher.sources import read_all
from wasihost.launcher.streams import standard_streams
from wasihost.levels import MIXED
from wasihost.native import Global, addr, asm, native, new, noreturn, ptr, u32, void
from wasihost.runtime.machine import PROCESS_START

process = Global(Process)
options = Global(Options)
request = Global(RunRequest)
config = Global(WasiConfig)
report = Global(ReportOptions)


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
        run_bundle(process, options, request, config, report)
    if not read_all(options, process) or is_doubtful(options):
        to_python(process)
    if options.guest.confine:
        settle_color(process, options)
    level = new(u32)
    request.artifact_fd = find_artifact(process, options, level)
    if request.artifact_fd < 0:
        compile_first(process, options, request)
    elif level[0] == MIXED.number:
        improve_later(process, options, request)
    started = request.artifact_fd >= 0 and run(process, options, request, config)
    if not started and not interpret_instead(process, options, request):
        say_kernel_refuses(request.report)
        to_python(process)
    if request.outcome != Outcome.RETURNED or request.trace_error:
        read_report_options(process, options, report)
    leave_as(request, report)
