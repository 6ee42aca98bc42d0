"""What the validation of bodies needs: the entities of a decoded module, and storage (native subset)."""

from wasihost.abi import ExternKind
from wasihost.native import Ptr, addr, bool_, native, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import SYS
from wasihost.runtime.type_ids import pages
from wasihost.wasm.limits import LOCALS, NESTING, OPERANDS
from wasihost.wasm.sections.arena import take
from wasihost.wasm.sections.layout import Decoded
from wasihost.wasm.validator.layout import SPARE_IMMEDIATES, Frame, Types, Workspace

SLACK = 8  # bytes around the operands that the algorithm reads without using them


@native(export=True)
def prepare_types(module: Ptr(Decoded), types: Types) -> u32:
    """Fill `types`, for as long as `module` lives.  0: there is not enough memory."""
    types.module, types.data = module, module.data
    types.bodies, types.valtypes, types.signatures = ptr(module.bodies), module.valtypes, module.signatures
    types.functions, types.declared, types.tags = module.functions, module.declared, module.tags
    types.canonical, types.reference_codes = module.canonical, module.reference_codes
    types.heaps, types.next_codes = ptr(addr(module.heaps[0])), ptr(addr(module.next_codes[0]))
    types.type_count, types.function_count = module.type_count, module.function_count
    types.imported_functions = module.imported[ExternKind.FUNC]
    types.global_count, types.table_count = module.global_count, module.table_count
    types.memory_count, types.element_count = module.memory_count, module.element_count
    types.tag_count, types.has_data_count = module.tag_count, module.has_data_count
    types.data_count = module.announced_data_count
    if not take_written(module, types) or not take_properties(module, types):
        return 0
    fill_properties(module, types)
    return 1


@native
def take_written(module: Ptr(Decoded), types: Types) -> bool_:
    """Storage for what validation finds out about each function."""
    defined, functions = u64(module.body_count) + 1, u64(module.function_count) + 1
    at = take(module, 3 * 4 * defined + 2 * functions)
    types.instruction_counts, types.sizes, types.call_counts = at, at + 4 * defined, at + 8 * defined
    types.throwing, types.tails = at + 12 * defined, at + 12 * defined + functions
    types.code_start = module.bodies[0].start
    code_end = module.bodies[module.body_count - 1].end if module.body_count else types.code_start
    # Twice the size of the code, but only pages that are written take memory: the kernel allocates them on access.
    types.calls = take(module, 4 * (u64(code_end - types.code_start) // 2 + 1))
    return bool_(at) and bool_(types.calls)


@native
def take_properties(module: Ptr(Decoded), types: Types) -> bool_:
    globals, tables = 2 * (u64(module.global_count) + 1), 2 * (u64(module.table_count) + 1)
    memories, elements = u64(module.memory_count) + 1, u64(module.element_count) + 1
    at = take(module, globals + tables + memories + elements)
    types.globals, types.tables, types.memories = at, at + globals, at + globals + tables
    types.elements = types.memories + memories
    return bool_(at)


@native
def fill_properties(module: Ptr(Decoded), types: Types):
    """The few bytes of each entity that instructions depend on, close together."""
    for i in range(module.global_count):
        u8[types.globals, 2 * i], u8[types.globals, 2 * i + 1] = module.globals[i].valtype, module.globals[i].mutable
    for i in range(module.table_count):
        u8[types.tables, 2 * i], u8[types.tables, 2 * i + 1] = module.tables[i].element, module.tables[i].address
    for i in range(module.memory_count):
        u8[types.memories, i] = module.memories[i].address
    for i in range(module.element_count):
        u8[types.elements, i] = u8(module.elements[i].element)


@native(export=True)
def workspace_new(types: Types, first: u32, last: u32, workspace: Workspace) -> u32:
    """Storage for one call at a time, for the defined functions [first, last).  0: there is not enough memory."""
    largest: u32 = 0
    for defined in range(first, last):
        largest = max(largest, types.module.bodies[defined].end - types.module.bodies[defined].start)
    operands = u64(OPERANDS) + largest
    frames = (u64(min(u32(NESTING), largest)) + 1) * sizeof(Frame)
    immediates = 8 * (u64(largest) + SPARE_IMMEDIATES)
    workspace.size = immediates + frames + 6 * LOCALS + operands + 2 * SLACK
    at = pages(workspace.size)
    workspace.immediates, workspace.frames, workspace.frames_end = at, Frame(at + immediates), at + immediates + frames
    workspace.set_locals = workspace.frames_end
    workspace.locals, workspace.unset = workspace.set_locals + 4 * LOCALS, workspace.set_locals + 5 * LOCALS
    workspace.operands = workspace.unset + LOCALS + SLACK
    workspace.operands_end = workspace.operands + operands
    return u32(bool_(at))


@native(export=True)
def workspace_free(workspace: Workspace):
    syscall(SYS.munmap, workspace.immediates, workspace.size)
