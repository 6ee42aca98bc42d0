"""Drive LLVM: IR text → machine code, assembly or optimised IR.  The only importer of llvmlite.

A failed assertion of LLVM ends the process, and LLVM's flags are process-wide and permanent: `pool` runs this in
workers.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Literal, NamedTuple, overload

from wasihost.errors import InternalError, NoLLVM

try:
    import llvmlite.binding as llvm
except (ImportError, OSError) as error:  # llvmlite keeps the loader's reason only as the context of its own error
    is_musl = "CS_GNU_LIBC_VERSION" not in os.confstr_names
    raise NoLLVM(str(error.__context__ or error).lower(), musl=is_musl) from None


VERSION = ".".join(map(str, llvm.llvm_version_info))


class Target(NamedTuple):
    """The machine that code is compiled for."""

    triple: str
    cpu: str
    features: str
    data_layout: str


class Pipeline(NamedTuple):
    """What LLVM does at a level."""

    passes: int | tuple[str, ...]  # number of LLVM's own pipeline (`-O1` …), or the IR passes in order
    codegen: int  # optimisation level of the code generator
    flags: tuple[str, ...]  # command-line flags of LLVM
    share: float  # microseconds of processor time per byte of a body, in real programs


_EVERYWHERE = (
    # Without this, LLVM verifies modules with debug information when it parses, and ends the process if one is broken.
    "-disable-auto-upgrade-debug-info",
)
_FAST = (
    *_EVERYWHERE,
    "-optimize-regalloc",  # use the greedy register allocator; that of codegen 0 spills every value after each use
    "-enable-misched=0",  # the flag above enables the scheduler, which takes time and gains nothing
)
_OPTIMISED = (
    *_EVERYWHERE,
    # Code that LLVM believes to be unreachable ends the guest.  Otherwise, if LLVM deleted the end of a function after
    # undefined behaviour that we failed to rule out, execution would continue in the next function.
    "-trap-unreachable",
    "-no-trap-after-noreturn",
    # If a prologue moves into a branch, the rest of the function is missing in backtraces.
    "-enable-shrink-wrap=false",
    # If arguments are pushed one by one, the stack pointer is wrong at landing pads.
    "-no-x86-call-frame-opt",
    # Align blocks that are only reached by jumps to 16 bytes: recursion and interpreter loops are a tenth faster.
    "-align-all-nofallthru-blocks=4",
    # Vectorisation that gains little by LLVM's cost model makes code slower: SHA-256 would take a fifth longer.
    "-slp-threshold=2",
)
# By the name of the level.
PIPELINES = {
    "unoptimized": Pipeline(passes=(), codegen=0, flags=_EVERYWHERE, share=2),
    "fast": Pipeline(passes=(), codegen=0, flags=_FAST, share=4),  # codegen 0 is FastISel
    "balanced": Pipeline(passes=("instruction_combine", "simplify_cfg"), codegen=1, flags=_OPTIMISED, share=11),
    # By measurement, pipelines 2 and 3 make no faster code.
    "max": Pipeline(passes=1, codegen=1, flags=_OPTIMISED, share=20),
}
_NATIVE = Pipeline(passes=2, codegen=2, flags=_EVERYWHERE, share=0)
_STENCILS = Pipeline(
    passes=(),
    codegen=2,
    flags=(
        *_EVERYWHERE,
        # These gain nothing in a few instructions, or would move code from one stencil to another.
        "-disable-block-placement",
        "-disable-cgp",
        "-disable-constant-hoisting",
        "-disable-machine-cse",
        "-disable-machine-sink",
        "-enable-misched=0",
        "-enable-tail-merge=0",
    ),
    share=0,
)

# Features of CPUs beyond the baseline that LLVM uses: its name, and the kernel's name in /proc/cpuinfo.
_X86_FLAGS = {
    "sse3": "pni", "ssse3": "ssse3", "sse4.1": "sse4_1", "sse4.2": "sse4_2", "popcnt": "popcnt", "cx16": "cx16",
    "lzcnt": "abm", "bmi": "bmi1", "bmi2": "bmi2", "movbe": "movbe", "fma": "fma", "fma4": "fma4", "f16c": "f16c",
    "xop": "xop", "tbm": "tbm", "sse4a": "sse4a", "adx": "adx", "aes": "aes", "pclmul": "pclmulqdq", "sha": "sha_ni",
    "gfni": "gfni", "vaes": "vaes", "vpclmulqdq": "vpclmulqdq", "avx": "avx", "avx2": "avx2", "avxvnni": "avx_vnni",
    "avx512f": "avx512f", "avx512bw": "avx512bw", "avx512cd": "avx512cd", "avx512dq": "avx512dq",
    "avx512vl": "avx512vl", "avx512ifma": "avx512ifma", "avx512vbmi": "avx512vbmi", "avx512vbmi2": "avx512_vbmi2",
    "avx512vnni": "avx512_vnni", "avx512bitalg": "avx512_bitalg", "avx512vpopcntdq": "avx512_vpopcntdq",
    "avx512bf16": "avx512_bf16", "avx512fp16": "avx512_fp16",
}  # fmt: skip
_ARM_FLAGS = {"lse": "atomics", "dotprod": "asimddp", "fullfp16": "asimdhp", "sve": "sve", "sve2": "sve2"}
# Workers are forked (`pool`), perhaps while another thread holds llvmlite's lock, which no child would release.
_lock = llvm.ffi.lib._lock
os.register_at_fork(before=_lock.__enter__, after_in_parent=_lock.__exit__, after_in_child=_lock.__exit__)

_BASELINE_CPU = {"x86_64": "x86-64", "aarch64": "generic"}

_flags: tuple[str, ...] | None = None  # those this process has given to LLVM


# --------------------------------------------------------------------------------------------------------- targets
@cache
def host_target() -> Target:
    """This machine, with every feature of its CPU."""
    try:
        features = llvm.get_host_cpu_features().flatten()
    except RuntimeError:  # LLVM does not know every CPU
        features = ""
    return make_target(_host_architecture(), llvm.get_host_cpu_name(), features)


@cache
def baseline_target(architecture: str | None = None) -> Target:
    """The baseline of an architecture (default: the host's), `x86_64` or `aarch64`."""
    architecture = architecture or _host_architecture()
    if architecture not in _BASELINE_CPU:
        raise InternalError(f"no code can be made for the architecture `{architecture}`")
    return make_target(architecture, _BASELINE_CPU[architecture], "")


def features(target: Target) -> frozenset[str]:
    """The architecture, and the known features of its CPU beyond the baseline."""
    named = (feature[1:] for feature in target.features.split(",") if feature.startswith("+"))
    return frozenset((target.triple.split("-")[0], *named))


def kernel_flags(target: Target) -> tuple[str, ...]:
    """The kernel's names of the features that a CPU must have to run code for a target."""
    names = _X86_FLAGS if target.triple.startswith("x86_64") else _ARM_FLAGS
    known = features(target)
    return tuple(flag for name, flag in names.items() if name in known)


def _host_architecture() -> str:
    return str(llvm.get_process_triple().split("-")[0])


def make_target(architecture: str, cpu: str, features: str) -> Target:
    triple = f"{architecture}-unknown-linux-gnu"
    return Target(triple, cpu, features, str(_machine(triple, cpu, features, 0).target_data))


@cache
def _machine(triple: str, cpu: str, features: str, codegen: int) -> llvm.TargetMachine:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    llvm.initialize_native_asmparser()  # inline assembly of the native subset
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=cpu, features=features, opt=codegen, reloc="pic", codemodel="small"
    )


# ----------------------------------------------------------------------------------------------------- compilation
@overload
def compile_ir(ir: str, level: str, *, emit: Literal["obj"] = "obj", target: Target | None = None) -> bytes: ...
@overload
def compile_ir(ir: str, level: str, *, emit: Literal["asm", "llvm-ir"], target: Target | None = None) -> str: ...
def compile_ir(ir: str, level: str, *, emit: str = "obj", target: Target | None = None) -> bytes | str:
    """Compile one unit of translated wasm: `obj` is a relocatable ELF object, `llvm-ir` the IR after the passes.

    The text names no target; the default is the host.  InternalError if the text does not parse or verify, or if this
    process has compiled for a level with other flags.
    """
    return _compile(ir, PIPELINES[level], emit, target or host_target())


def compile_native(ir: str, *, target: Target | None = None) -> bytes:
    """Compile the native subset's IR to a relocatable ELF object that runs on any CPU of the architecture."""
    code = _compile(ir, _NATIVE, "obj", target or baseline_target())
    assert isinstance(code, bytes)
    return code


@overload
def compile_stencils(ir: str, target: Target, *, emit: Literal["obj"] = "obj") -> bytes: ...
@overload
def compile_stencils(ir: str, target: Target, *, emit: Literal["asm"]) -> str: ...
def compile_stencils(ir: str, target: Target, *, emit: str = "obj") -> bytes | str:
    """Compile functions, each of which is one stencil or several, to a relocatable ELF object."""
    return _compile(ir, _STENCILS, emit, target)


def _compile(ir: str, pipeline: Pipeline, emit: str, target: Target) -> bytes | str:
    set_flags(pipeline.flags)
    machine = _machine(target.triple, target.cpu, target.features, pipeline.codegen)
    # This precedes the text, because LLVM chooses alignments that the text leaves open while it parses.
    header = f'target datalayout = "{target.data_layout}" target triple = "{target.triple}" '
    context = llvm.create_context()  # a new one, because types and constants live as long as their context
    try:
        module = llvm.parse_assembly(header + ir, context)
    except RuntimeError as error:
        context.close()
        raise InternalError(f"generated IR does not parse: {str(error).strip()}") from None
    try:
        try:
            module.verify()
        except RuntimeError as error:
            raise InternalError(f"generated IR does not verify: {str(error).strip()}") from None
        # If a program extracts lanes one by one to add them, it is worth combining them again.
        _optimise(module, machine, pipeline.passes, makes_vectors="extractelement" in ir)
        return _emit(module, machine, emit)
    finally:
        module.close()
        context.close()


def set_flags(flags: tuple[str, ...]) -> None:
    """Pass flags to LLVM.  InternalError if this process has others: they cannot be removed."""
    global _flags
    if _flags is None:
        for flag in flags:
            llvm.set_option("", flag)  # LLVM silently ignores an unknown flag; tests compare the code
        _flags = flags
    elif _flags != flags:
        raise InternalError("one process cannot compile for two levels: LLVM's flags stay")


def _optimise(
    module: llvm.ModuleRef, machine: llvm.TargetMachine, passes: int | tuple[str, ...], *, makes_vectors: bool
) -> None:
    speed = passes if isinstance(passes, int) else 0
    tuning = llvm.create_pipeline_tuning_options(speed)
    tuning.slp_vectorization = makes_vectors
    builder = llvm.create_pass_builder(machine, tuning)
    if isinstance(passes, int):
        manager = builder.getModulePassManager()
    else:
        manager = llvm.create_new_module_pass_manager()
        for name in passes:
            getattr(manager, f"add_{name}_pass")()
    manager.run(module, builder)
    manager.close()
    builder.close()  # its analyses know this module by address, so it must not serve another one


def _emit(module: llvm.ModuleRef, machine: llvm.TargetMachine, emit: str) -> bytes | str:
    if emit == "obj":
        return bytes(machine.emit_object(module))
    return str(machine.emit_assembly(module) if emit == "asm" else module)
