"""Find the loops of one function of a compiled module, as its code has them (native subset)."""

from wasihost.abi import VMRecord
from wasihost.baseline.body import baseline_record
from wasihost.baseline.layout import BRIDGE, FUNCTION_GROWTH, GROWTH, SMALLEST_CODE, Loops, Options, Task
from wasihost.baseline.task import baseline_free, baseline_task
from wasihost.native import bool_, memcpy, native, new, ptr, syscall, u32, u64
from wasihost.native.platform import PROT_READ, PROT_WRITE, SYS
from wasihost.runtime.accounting import FRESH
from wasihost.wasm.sections.decode import decode_module, free_module
from wasihost.wasm.sections.layout import Decoded, Rejection
from wasihost.wasm.validator.layout import Types, Workspace
from wasihost.wasm.validator.module import validate_module
from wasihost.wasm.validator.prepare import prepare_types, workspace_free, workspace_new


@native(export=True)
def baseline_loops(data: ptr, size: u64, options: Options, vm: VMRecord, funcidx: u32, loops: Loops) -> bool_:
    """Record the loops of a function of a valid module, whose artifact has `vm`.

    `options`: those that the module was compiled with, without `code`.  False: there is not enough memory.
    """
    module, types, workspace = new(Decoded), new(Types), new(Workspace)
    done: bool_ = False
    fault = decode_module(data, size, 1, module, new(Rejection)) or validate_module(module, new(Rejection))
    if not fault and prepare_types(module, types) and workspace_new(types, 0, module.body_count, workspace):
        done = record(types, workspace, options, vm, funcidx, loops)
        workspace_free(workspace)
    free_module(module)
    return done


@native
def record(types: Types, workspace: Workspace, options: Options, vm: VMRecord, funcidx: u32, loops: Loops) -> bool_:
    body = types.module.bodies[funcidx - types.imported_functions]
    room = GROWTH * u64(body.end - body.start) + FUNCTION_GROWTH + SMALLEST_CODE
    code = syscall(SYS.mmap, 0, room, PROT_READ | PROT_WRITE, FRESH, -1, 0)
    if code < 0:
        return False
    options.code, options.code_limit = ptr(code), ptr(code) + room
    task = new(Task)
    done: bool_ = False
    if baseline_task(task, types, vm, options):
        task.recorded, task.loops = funcidx, loops
        done = baseline_record(task, workspace) and loops.bridge_size <= BRIDGE
        if done:
            memcpy(loops.bridge, ptr(code) + loops.bridge_at, u64(loops.bridge_size))
        baseline_free(task)
    syscall(SYS.munmap, code, room)
    return done


EXPORTS = (baseline_loops,)  # functions that the shared object exports
