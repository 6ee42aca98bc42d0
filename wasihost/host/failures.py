"""Why a module could not be linked and started: the runtime's fault numbers → exceptions."""

import os

from wasihost import abi, errors
from wasihost.host.guest import Limits, Program
from wasihost.host.imports import import_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wasihost.host.symbols import Artifact


class StaleArtifact(errors.WasihostError):
    """The file is no artifact of this version for this machine: compile again."""


class NoAddressSpace(errors.WasihostError):
    """The guard reservation failed: code that checks bounds is needed."""


def link_failure(artifact_fd: int, fault: int, report: "Any", program: Program) -> errors.WasihostError:
    """The error for a LinkFault."""
    if fault == abi.LinkFault.BAD_ARTIFACT:
        return StaleArtifact("not an artifact of this version of wasihost for this machine")
    if fault == abi.LinkFault.NO_ADDRESS_SPACE:
        return NoAddressSpace(
            f"cannot reserve {abi.RESERVATION >> 30} GiB of address space for the guest's memory",
            hint="raise the limit with `ulimit -v unlimited`",
        )
    if fault in NO_MEMORY:
        return no_memory(fault)
    if fault in LIMITS:
        return too_large(fault, report.size, program.limits)
    if fault == abi.LinkFault.NOT_CONFINED:
        return not_confined(report)
    from wasihost.host.symbols import Artifact

    artifact = Artifact.from_fd(artifact_fd)
    if fault == abi.LinkFault.NO_ENTRY:
        return entry_fault(artifact) or errors.InternalError("there is an entry that was not found")
    return import_failure(artifact, report.import_index, fault)


LIMITS = (abi.LinkFault.MEMORY_LIMIT, abi.LinkFault.TABLE_LIMIT, abi.LinkFault.KEPT_LIMIT)
FACILITIES = {1: ("Landlock", "5.19"), 2: ("seccomp", "4.14")}  # LinkReport.import_index → what, and since which Linux


def not_confined(report: "Any") -> errors.WasihostError:
    name, since = FACILITIES[report.import_index]
    if report.size:
        reason = f"{name}: {os.strerror(report.size).lower()}"
        return errors.WasihostError(f"cannot confine the guest: {reason}", hint="run it without: `--no-confine`")
    hint = f"it came with Linux {since}, and may be switched off; run without it: leave out `--confine`"
    return errors.WasihostError(f"cannot confine the guest: this kernel offers no {name}", hint=hint)


def too_large(fault: int, wanted: int, limits: Limits) -> errors.LinkError:
    """What the module defines is larger from the start than it may become."""
    needs, most = errors.size_text(wanted), errors.size_text(limits.memory or 0)
    if fault == abi.LinkFault.KEPT_LIMIT:
        return errors.LinkError(f"its tables, globals and functions need {needs}, and may have {most} (--max-memory)")
    if fault == abi.LinkFault.MEMORY_LIMIT:
        begins, option = f"a memory begins with {needs}", "--max-memory"
        largest = errors.size_text(abi.MEMORY_LIMIT) if wanted > abi.MEMORY_LIMIT else None
    else:
        begins, most, option = f"a table begins with {wanted} entries", str(limits.table), "--max-table"
        largest = str(abi.TABLE_LIMIT) if wanted > abi.TABLE_LIMIT else None
    if largest:
        return errors.LinkError(f"{begins}, and wasihost lets none have more than {largest}")
    return errors.LinkError(f"{begins}, and all together may have {most} ({option})")


NO_MEMORY = (abi.LinkFault.NO_MEMORY, abi.LinkFault.NO_ROOM_TO_SHARE)


def no_memory(fault: int) -> errors.WasihostError:
    if fault == abi.LinkFault.NO_MEMORY:
        return errors.WasihostError(
            "the host has not enough memory for the guest",
            hint="raise the limits of the process, if there are any (`ulimit -a`), or end other programs",
        )
    return errors.WasihostError(
        "cannot reserve address space for all that a shared memory may grow to",
        hint="raise the limit with `ulimit -v unlimited`, or build the module with a lower maximum",
    )


def entry_fault(artifact: "Artifact") -> "errors.InvalidModule | None":
    """Why a run finds nothing to call in the module; None: it finds its entry."""
    functions = exported_functions(artifact)
    entry = next((name for name in map(bytes.decode, abi.ENTRIES) if name in functions), None)
    if entry is None:
        names = ", ".join(map(errors.to_type, [*functions][:8])) + (" …" if len(functions) > 8 else "")
        hint = f"call one of its functions with `--invoke NAME`: {names}" if functions else None
        return errors.InvalidModule("the module is no command: it does not export a function `_start`", hint=hint)
    return plain_fault(artifact, entry) or plain_fault(artifact, INITIALIZE)


INITIALIZE = abi.INITIALIZE.decode()


def exported_functions(artifact: "Artifact") -> "dict[str, int]":
    """Their indices by name."""
    return {export.name: export.index for export in artifact.exports if export.kind == abi.ExternKind.FUNC}


def plain_fault(artifact: "Artifact", name: str) -> "errors.InvalidModule | None":
    """What is wrong with a function that is called without arguments; None: nothing, or it is not exported."""
    index = exported_functions(artifact).get(name)
    if index is None or artifact.function_signature(index)[:2] == ((), ()):
        return None
    called = f"function `{name}`" if name else "default function, whose name is empty,"
    hint = f"call it with arguments: {errors.to_type('--invoke', name)}"
    return errors.InvalidModule(
        f"the {called} takes parameters or returns results; a command's does neither", hint=hint
    )
