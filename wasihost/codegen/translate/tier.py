"""The tier that writes LLVM IR: names of actions → functions.

Another tier has its own table with the same names, and makes its own templates from the rows' meanings.  It shares the
instructions (`lowering`), the analysis of control flow (`flow`), and the payments of fuel (`fuel`).
"""

from __future__ import annotations

from typing import cast

from wasihost.codegen.translate.actions import (
    call,
    control,
    exception,
    float_,
    fuel,
    loop,
    loop_entry,
    memory,
    reference,
    variable,
)
from wasihost.codegen.translate.instr import Action
from wasihost.codegen.translate.lowering.maker import Tier
from wasihost.codegen.translate.template import template
from wasihost.codegen.translate.writer import Writer

ACTIONS: dict[str, Action] = {
    "emit": Writer.emit,
    "emit_pair": Writer.emit_pair,
    # control
    "unreachable": control.unreachable,
    "nop": control.nop,
    "block": control.block,
    "loop": loop.loop,
    "if": control.if_,
    "else": control.else_,
    "end": control.end,
    "br": control.br,
    "br_if": control.br_if,
    "br_on_null": control.br_on_null,
    "br_on_non_null": control.br_on_non_null,
    "br_table": control.br_table,
    "return": control.return_,
    # exceptions
    "try_table": exception.try_table,
    "throw": exception.throw,
    "throw_ref": exception.throw_ref,
    # calls
    "call": call.call,
    "call_imported": call.call_imported,
    "call_indirect": call.call_indirect,
    "call_ref": call.call_ref,
    "return_call": call.return_call,
    "return_call_imported": call.return_call_imported,
    "return_call_indirect": call.return_call_indirect,
    "return_call_ref": call.return_call_ref,
    # variables
    "drop": variable.drop,
    "select": variable.select,
    "load_local": variable.load_local,
    "store_local": variable.store_local,
    "tee_local": variable.tee_local,
    "access_global": variable.access_global,
    # floats
    "opaque_constant": float_.opaque_constant,
    "emit_opaque": float_.emit_opaque,
    "promote": float_.promote,
    "demote": float_.demote,
    "emit_open": float_.emit_open,
    # memories, references and tables
    "access": memory.access,
    "access_checked": memory.access_checked,
    "memory_size": memory.memory_size,
    "ref_func": reference.ref_func,
    "ref_as_non_null": reference.ref_as_non_null,
    "table_access": reference.table_access,
    "table_size": reference.table_size,
    # fuel
    "charge_fuel": fuel.charge_fuel,
    "charge_fuel_by_size": fuel.charge_fuel_by_size,
}
LLVM = Tier(ACTIONS, template)
# For functions that are entered at a loop.
LLVM_AT_LOOP = Tier(ACTIONS | cast(dict[str, Action], loop_entry.ACTIONS), template)
