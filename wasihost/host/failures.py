"""Why a module could not be linked and started: the fault numbers of the runtime → exceptions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wasihost import abi, errors
from wasihost.host.guest import Limits, Program
from wasihost.host.imports import import_failure

if TYPE_CHECKING:
    from typing import Any

    from wasihost.host.symbols import Artifact


def link_failure(artifact_fd: int, fault: int, report: Any, program: Program) -> errors.WasihostError:
    """The exception for a InstantiationFault."""
    if fault == abi.InstantiationFault.BAD_ARTIFACT:
        return errors.StaleArtifact("not an artifact of this version of wasihost for this machine")
    if fault == abi.InstantiationFault.CODE_REFUSED:
        return code_refused(report.size)
    if fault == abi.InstantiationFault.NO_ADDRESS_SPACE:
        return errors.NoAddressSpace(
            f"cannot reserve {abi.RESERVATION >> 30} GiB of address space for the guest's memory",
            hint="raise the limit with `ulimit -v unlimited`",
        )
    if fault in NO_MEMORY:
        return no_memory(fault)
    if fault in LIMITS:
        return too_large(fault, report.size, program.limits)
    if fault == abi.InstantiationFault.NOT_CONFINED:
        return not_confined(report)
    from wasihost.host.symbols import Artifact

    artifact = Artifact.from_fd(artifact_fd)
    if fault == abi.InstantiationFault.NO_ENTRY:
        return check_entry(artifact) or errors.InternalError("there is an entry that was not found")
    return import_failure(artifact, report.import_index, fault)


def code_refused(error: int) -> errors.CodeRefused:
    return errors.CodeRefused(f"{abi.CODE_REFUSED}{os.strerror(error).lower()}", hint=abi.CODE_REFUSED_HINT)


LIMITS = (abi.InstantiationFault.MEMORY_LIMIT, abi.InstantiationFault.TABLE_LIMIT, abi.InstantiationFault.KEPT_LIMIT)
FACILITIES = {
    1: ("Landlock", "5.19"),
    2: ("seccomp", "4.14"),
}  # InstantiationReport.import_index → what, and since which Linux


def not_confined(report: Any) -> errors.NotConfined:
    name, since = FACILITIES[report.import_index]
    if report.size:
        return errors.NotConfined(f"{name}: {os.strerror(report.size).lower()}")
    return errors.NotConfined(f"this kernel offers no {name}", since=since)


def too_large(fault: int, needed: int, limits: Limits) -> errors.LimitExceeded:
    """The exception for a definition whose initial size exceeds a limit."""
    is_table = fault == abi.InstantiationFault.TABLE_LIMIT
    limit, text = ("table", str) if is_table else ("memory", errors.size_text)
    allowed = vars(limits)[limit] or 0
    before, after, at_most = abi.BEGINS[abi.InstantiationFault(fault)]
    begins = f"{before}{text(needed)}{after}"
    ours = abi.TABLE_LIMIT if is_table else abi.MEMORY_LIMIT
    if fault == abi.InstantiationFault.KEPT_LIMIT or needed <= ours:
        return errors.LimitExceeded(f"{begins}{at_most}{text(allowed)}", needed=needed, allowed=allowed, limit=limit)
    message = f"{begins}{abi.NONE_MAY_HAVE}{text(ours)}"
    return errors.LimitExceeded(message, needed=needed, allowed=ours, limit=None)


NO_MEMORY = (abi.InstantiationFault.NO_MEMORY, abi.InstantiationFault.NO_ROOM_TO_SHARE)


def no_memory(fault: int) -> errors.WasihostError:
    if fault == abi.InstantiationFault.NO_MEMORY:
        return errors.WasihostError(
            "the host does not have enough memory for the guest",
            hint="raise the limits of the process, if there are any (`ulimit -a`), or end other programs",
        )
    return errors.WasihostError(
        "cannot reserve address space for all that a shared memory may grow to",
        hint="raise the limit with `ulimit -v unlimited`, or build the module with a lower maximum",
    )


def check_entry(artifact: Artifact) -> errors.InvalidModule | None:
    """Why a run finds no entry in the module; None: it has one."""
    functions = exported_functions(artifact)
    entry = next((name for name in map(bytes.decode, abi.ENTRIES) if name in functions), None)
    if entry is None:
        return errors.NoEntry(list(functions))
    return check_plain(artifact, entry) or check_plain(artifact, INITIALIZE)


INITIALIZE = abi.INITIALIZE.decode()


def exported_functions(artifact: Artifact) -> dict[str, int]:
    """Exported functions: name → index."""
    return {export.name: export.index for export in artifact.exports if export.kind == abi.ExternKind.FUNC}


def check_plain(artifact: Artifact, name: str) -> errors.EntryType | None:
    """Why a function cannot be called without arguments; None: it can, or it is not exported."""
    index = exported_functions(artifact).get(name)
    if index is None or artifact.function_signature(index).is_plain:
        return None
    return errors.EntryType(name)
