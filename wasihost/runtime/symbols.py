"""The functions that assembly, generated code and `wasi` call by their symbol."""

from wasihost.runtime.accounting import keep, map_kept, unmap_kept
from wasihost.runtime.deadline import deadline_passed
from wasihost.runtime.exception import find_handler
from wasihost.runtime.interpreter import interpreter_entered
from wasihost.runtime.thread import time_is_over
from wasihost.runtime.trap import exit_guest, stop_guest

BY_SYMBOL = (
    deadline_passed,
    exit_guest,
    find_handler,
    interpreter_entered,
    keep,
    map_kept,
    stop_guest,
    time_is_over,
    unmap_kept,
)
