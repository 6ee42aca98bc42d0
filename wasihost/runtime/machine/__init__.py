"""The parts of entering wasm, trapping and unwinding that differ between machines.  Selects the host's at import."""

import os

_MACHINE = os.uname().machine

if _MACHINE == "x86_64":
    from wasihost.runtime.machine.x86_64.interpreter import (
        ENTRIES,
        ENTRY_SAVED,
        Arguments,
        Window,
        call_native,
        code_pointer,
        fault_pc,
        interpret,
        interpreter_entry,
        interpreter_entry_hidden,
        is_entry,
        set_interpreter,
    )
    from wasihost.runtime.machine.x86_64.operand import accessed
    from wasihost.runtime.machine.x86_64.trampoline import (
        CALLEE_SAVED,
        ELF_MACHINE,
        PROCESS_START,
        TRAP_SIGNALS,
        Registers,
        diverted,
        enter,
        leave,
        read_callee_saved,
        record_registers,
        restore_saved,
        set_handler,
        set_signal_result,
        throw,
        trap_code_at,
        trap_landing,
        wasm_returned,
    )
else:
    raise ImportError(f"wasihost does not run on {_MACHINE} yet: wasihost/runtime/machine needs its folder")

__all__ = [
    "CALLEE_SAVED",
    "ELF_MACHINE",
    "ENTRIES",
    "ENTRY_SAVED",
    "PROCESS_START",
    "TRAP_SIGNALS",
    "Arguments",
    "Registers",
    "Window",
    "accessed",
    "call_native",
    "code_pointer",
    "diverted",
    "enter",
    "fault_pc",
    "interpret",
    "interpreter_entry",
    "interpreter_entry_hidden",
    "is_entry",
    "leave",
    "read_callee_saved",
    "record_registers",
    "restore_saved",
    "set_handler",
    "set_interpreter",
    "set_signal_result",
    "throw",
    "trap_code_at",
    "trap_landing",
    "wasm_returned",
]
