"""The native functions that the shared object exports: what Python and the launcher call."""

from wasihost.runtime.accounting import keep, map_kept, unmap_kept
from wasihost.runtime.builtins import builtins_table
from wasihost.runtime.confinement import confine
from wasihost.runtime.confinement.landlock import landlock_version
from wasihost.runtime.confinement.seccomp import seccomp_available
from wasihost.runtime.deadline import deadline_passed, deadline_start, deadline_stop
from wasihost.runtime.exception import find_handler, store_free_exceptions
from wasihost.runtime.image import image_map, image_release
from wasihost.runtime.instantiate import export_value, instance_free, instance_new
from wasihost.runtime.program import (
    instance_start,
    plain_thunk,
    resolve_imports,
    run_program,
    wasi_set_memory,
)
from wasihost.runtime.reference import function_reference
from wasihost.runtime.report.end import report_end
from wasihost.runtime.report.frames import find_frames
from wasihost.runtime.report.instruction import find_address
from wasihost.runtime.thread import call, thread_attach, thread_new, time_is_over
from wasihost.runtime.trap import exit_guest, stop_guest, trap_handlers_install
from wasihost.runtime.type_ids import type_id
from wasihost.wasi import EXPORTS as WASI_EXPORTS

EXPORTS = [
    builtins_table,
    call,
    confine,
    deadline_passed,
    deadline_start,
    deadline_stop,
    exit_guest,
    export_value,
    find_address,
    find_frames,
    find_handler,
    function_reference,
    image_map,
    image_release,
    instance_free,
    instance_new,
    instance_start,
    keep,
    landlock_version,
    map_kept,
    plain_thunk,
    report_end,
    resolve_imports,
    run_program,
    seccomp_available,
    stop_guest,
    store_free_exceptions,
    thread_attach,
    thread_new,
    time_is_over,
    trap_handlers_install,
    type_id,
    unmap_kept,
    wasi_set_memory,
    *WASI_EXPORTS,
]
