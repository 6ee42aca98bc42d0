"""The native functions that the shared object shows: what Python, and later the launcher, call."""

from wasihost.runtime.builtins import builtins_table
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
from wasihost.runtime.thread import call, thread_attach, thread_new
from wasihost.runtime.trap import exit_guest, trap_handlers_install
from wasihost.runtime.type_ids import type_id
from wasihost.wasi import EXPORTS as WASI_EXPORTS

EXPORTS = [
    builtins_table,
    call,
    exit_guest,
    export_value,
    find_handler,
    function_reference,
    image_map,
    image_release,
    instance_free,
    instance_new,
    instance_start,
    plain_thunk,
    resolve_imports,
    run_program,
    store_free_exceptions,
    thread_attach,
    thread_new,
    trap_handlers_install,
    type_id,
    wasi_set_memory,
    *WASI_EXPORTS,
]
