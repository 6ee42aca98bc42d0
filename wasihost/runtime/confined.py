"""A run from the guest's first instruction to its last.  `confinement` allows exactly what this code calls."""

from wasihost.abi import NONE, Outcome, Refusal, RunRequest, ThreadRecord, VMContext
from wasihost.native import Fn, i32, memcpy, native, ptr, sizeof, u32, void
from wasihost.runtime.deadline import deadline_stop
from wasihost.runtime.instantiate import instance_fill
from wasihost.runtime.reference import function_reference
from wasihost.runtime.sampling import sampling_stop
from wasihost.runtime.state import Instance
from wasihost.runtime.thread import call
from wasihost.wasi.context import wasi_end_trace, wasi_free
from wasihost.wasi.state import Wasi

Plain = Fn(void, ptr)


@native(export=True)
def plain_thunk(vm: ptr, code: ptr, slots: ptr):
    """The thunk for functions without parameters and results."""
    Plain(code)(vm)


@native
def filling_thunk(vm: VMContext, code: ptr, slots: ptr):
    """Fill an instance on the wasm stack, where a timeout can end it."""
    instance_fill(Instance(vm.instance))


@native(export=True)
def instance_start(instance: Instance, thread: ThreadRecord) -> u32:
    """Run the active segments, then the start function.  Returns an Outcome."""
    outcome = call(instance.store, thread, filling_thunk, instance.vm, ptr(0), ptr(0))
    if outcome != Outcome.RETURNED:
        thread.frame_count = 0  # the frames are those of the host
        return outcome
    start = instance.image.header.start_function
    if start == NONE:
        return Outcome.RETURNED
    return call_plain(instance, thread, start)


@native
def call_plain(instance: Instance, thread: ThreadRecord, funcidx: u32) -> u32:
    target = function_reference(instance, funcidx)
    return call(instance.store, thread, plain_thunk, target.vmctx, target.code, ptr(0))


@native
def run_confined(request: RunRequest, instance: Instance, wasi: Wasi, initialize: u32, entry: u32, timer: i32):
    """Run a started program to its end, and fill in the results of `request`."""
    outcome = instance_start(instance, request.thread)
    if outcome == Outcome.RETURNED and initialize != NONE:
        outcome = call_plain(instance, request.thread, initialize)
    if outcome == Outcome.RETURNED:
        outcome = call_plain(instance, request.thread, entry)
    deadline_stop(request.thread, timer)
    sampling_stop()
    request.outcome, request.exit_code = outcome, request.thread.exit_code
    if outcome != Outcome.RETURNED:
        memcpy(request.refusal, wasi.refusal, sizeof(Refusal))
    request.trace_error = wasi_end_trace(wasi)
    wasi_free(wasi)
