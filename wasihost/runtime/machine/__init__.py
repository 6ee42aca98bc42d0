"""The parts of entering wasm, trapping and unwinding that differ between machines.  Selects the host's at import."""

import os

_MACHINE = os.uname().machine

if _MACHINE == "x86_64":
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
    "PROCESS_START",
    "TRAP_SIGNALS",
    "Registers",
    "accessed",
    "diverted",
    "enter",
    "leave",
    "read_callee_saved",
    "record_registers",
    "restore_saved",
    "set_handler",
    "set_signal_result",
    "throw",
    "trap_code_at",
    "trap_landing",
    "wasm_returned",
]
