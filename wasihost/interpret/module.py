"""Compile a whole module: a file without a name that has its bytes → its artifact, in the same file (native subset)."""

from wasihost.abi import ArtifactHeader
from wasihost.baseline.body import baseline_compile
from wasihost.baseline.layout import (
    FUNCTION_GROWTH,
    GROWTH,
    LARGEST_CODE,
    SMALLEST_CODE,
    Attempt,
    Options,
    Stage,
    Task,
)
from wasihost.baseline.task import baseline_free, baseline_task
from wasihost.interpret.body import interpret_compile
from wasihost.interpret.library import interpreter_handlers
from wasihost.levels import BASELINE, INTERPRET
from wasihost.native import Ptr, addr, i32, memcpy, native, new, ptr, syscall, u32, u64
from wasihost.native.platform import MAP_PRIVATE, PROT_READ, SYS
from wasihost.skeleton.file import MODULE_AT
from wasihost.skeleton.layout import Code, Skeleton, SkeletonFault
from wasihost.skeleton.write import skeleton_begin, skeleton_drop, skeleton_end
from wasihost.wasm.sections.decode import decode_module, free_module
from wasihost.wasm.sections.layout import Decoded
from wasihost.wasm.validator.layout import Types, Workspace
from wasihost.wasm.validator.module import validate_module
from wasihost.wasm.validator.prepare import prepare_types, workspace_free, workspace_new


@native(export=True)
def baseline_module(file: i32, size: u64, options: Options, key: ptr, attempt: Attempt) -> i32:
    """Make a module's file its artifact.  Returns the file; negative: it is closed, and `attempt` says why.

    `options` without `code`; `key`: the 32 bytes that name the artifact in the cache.
    """
    attempt.stage, attempt.fault = Stage.MEMORY, 1
    mapped = syscall(SYS.mmap, 0, MODULE_AT + size, PROT_READ, MAP_PRIVATE, file, 0)
    if mapped >= 0:
        compile_module(ptr(mapped) + MODULE_AT, size, file, options, key, attempt)
        syscall(SYS.munmap, mapped, MODULE_AT + size)
    if attempt.fault == 0:
        return file
    syscall(SYS.close, file)
    return -1


@native
def compile_module(data: ptr, size: u64, file: i32, options: Options, key: ptr, attempt: Attempt):
    module = new(Decoded)
    attempt.stage, attempt.fault = Stage.DECODE, decode_module(data, size, 1, module, attempt.rejection)
    if attempt.fault == 0:
        attempt.stage, attempt.fault = Stage.VALIDATE, validate_module(module, attempt.rejection)
    if attempt.fault == 0:
        compile_bodies(module, file, options, key, attempt)
    free_module(module)


@native
def compile_bodies(module: Ptr(Decoded), file: i32, options: Options, key: ptr, attempt: Attempt):
    """The module is valid, except its bodies."""
    types, workspace = new(Types), new(Workspace)
    attempt.stage, attempt.fault = Stage.MEMORY, 1
    if not prepare_types(module, types) or not workspace_new(types, 0, module.body_count, workspace):
        return
    skeleton = new(Skeleton)
    attempt.stage, attempt.fault = Stage.SKELETON, skeleton_begin(skeleton, module, file, code_room(module))
    if attempt.fault == SkeletonFault.NO_FILE:
        attempt.stage, attempt.fault = Stage.FILE, u32(-skeleton.error)
    if attempt.fault == 0:
        put_code(types, workspace, skeleton, options, key, attempt)
    skeleton_drop(skeleton)
    workspace_free(workspace)


@native
def code_room(module: Ptr(Decoded)) -> u64:
    total = u64(0)
    for defined in range(module.body_count):
        total += module.bodies[defined].end - module.bodies[defined].start
    return min(GROWTH * total + FUNCTION_GROWTH * u64(module.body_count) + SMALLEST_CODE, u64(LARGEST_CODE))


@native
def put_code(types: Types, workspace: Workspace, skeleton: Skeleton, options: Options, key: ptr, attempt: Attempt):
    header, task = skeleton.header, new(Task)
    options.code = ptr(header) + skeleton.code_at
    options.code_limit = options.code + skeleton.code_room
    attempt.stage, attempt.fault = Stage.MEMORY, 1
    if not baseline_task(task, types, header.vm, options):
        return
    compiled = u32(0)
    if options.interpreted:
        compiled = interpret_compile(task, workspace, attempt.failure)
    else:
        compiled = baseline_compile(task, workspace, attempt.failure)
    attempt.stage, attempt.fault = Stage.BODY, compiled
    if attempt.fault == 0:
        attempt.stage, attempt.fault, attempt.lacking = Stage.STITCH, task.fault, task.detail
    if attempt.fault == 0:
        describe_code(header, options, key)
        attempt.stage = Stage.FILE
        finish(skeleton, task, options, attempt)
    baseline_free(task)


@native
def describe_code(header: ArtifactHeader, options: Options, key: ptr):
    memcpy(addr(header.key[0]), key, 32)
    header.level = INTERPRET.number if options.interpreted else u32(BASELINE.number)
    header.guarded = options.guarded
    header.canonical_nans, header.metered = options.canonical_nans, options.metered


@native
def finish(skeleton: Skeleton, task: Task, options: Options, attempt: Attempt):
    code = new(Code)
    code.keeps_module = options.keeps_module
    code.size = (task.text_size + 4095) & ~u64(4095)
    code.functions, code.entries, code.thunks = task.functions, task.entries, task.thunks
    code.unwind_functions, code.unwind_count = ptr(task.unwind_functions), task.unwind_count
    code.unwind_sites, code.site_count = ptr(task.unwind_sites), task.site_count
    code.line_units, code.line_unit_count = ptr(task.line_units), task.line_unit_count
    code.lines, code.line_size = task.lines, task.line_size
    attempt.fault = u32(-skeleton_end(skeleton, code))


EXPORTS = (baseline_module, interpreter_handlers)  # functions that the shared object exports
