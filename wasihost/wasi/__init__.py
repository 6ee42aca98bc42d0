"""WASI preview 1 in the native subset: configuration and imports in, system calls out.  `preview1` has the table."""

from wasihost.wasi.context import wasi_end_trace, wasi_free, wasi_new
from wasihost.wasi.preview1 import wasi_lookup
from wasihost.wasi.trace.filter import chosen, misnamed

EXPORTS = [chosen, misnamed, wasi_end_trace, wasi_free, wasi_lookup, wasi_new]
