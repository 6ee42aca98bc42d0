"""The native functions that the shared object exports, for Python and the launcher."""

from wasihost.runtime.better_code import use_better_code
from wasihost.runtime.builtins import builtins_table
from wasihost.runtime.confined import instance_start, plain_thunk
from wasihost.runtime.confinement import confine
from wasihost.runtime.confinement.landlock import landlock_version
from wasihost.runtime.confinement.seccomp import seccomp_available
from wasihost.runtime.deadline import deadline_start, deadline_stop
from wasihost.runtime.exception import store_free_exceptions
from wasihost.runtime.image import image_map, image_release
from wasihost.runtime.instantiate import export_value, instance_free, instance_new
from wasihost.runtime.interpreter import interpreter_thunk
from wasihost.runtime.program import resolve_imports, run_program, wasi_set_memory
from wasihost.runtime.reference import function_reference
from wasihost.runtime.report.demangle.name import put_function_name
from wasihost.runtime.report.end import report_end
from wasihost.runtime.report.frames import find_frames
from wasihost.runtime.report.instruction import find_address
from wasihost.runtime.symbols import BY_SYMBOL
from wasihost.runtime.thread import call, thread_attach, thread_new
from wasihost.runtime.trap import trap_handlers_install
from wasihost.runtime.type_ids import type_id
from wasihost.wasi import EXPORTS as WASI_EXPORTS

EXPORTS = [
    builtins_table,
    call,
    confine,
    deadline_start,
    deadline_stop,
    export_value,
    find_address,
    find_frames,
    function_reference,
    image_map,
    image_release,
    instance_free,
    instance_new,
    instance_start,
    interpreter_thunk,
    landlock_version,
    plain_thunk,
    put_function_name,
    report_end,
    resolve_imports,
    run_program,
    seccomp_available,
    store_free_exceptions,
    thread_attach,
    thread_new,
    trap_handlers_install,
    type_id,
    use_better_code,
    wasi_set_memory,
    *BY_SYMBOL,
    *WASI_EXPORTS,
]
