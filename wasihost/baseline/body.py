"""Compile bodies: the loop over functions and their instructions (native subset).

Each body is validated first, and compiled from what the validator read.  It takes time proportional to the size of the
bodies, whatever they contain.
"""

from wasihost.abi import TABLE_HEAD, Trap
from wasihost.baseline.access import access, load_from, memory_size, store_to, wait
from wasihost.baseline.adapters import write_entries, write_thunks
from wasihost.baseline.calls import (
    call_function,
    call_indirect,
    call_reference,
    call_runtime,
    find_entry,
    find_reference,
    function_reference,
    make_entry,
    return_call_function,
    return_call_through,
)
from wasihost.baseline.control import (
    BRANCHES_IF,
    BRANCHES_UNLESS,
    begin_block,
    begin_else,
    branch,
    branch_if,
    branch_on,
    branch_on_non_null,
    branch_on_null,
    branch_table,
    end_block,
    end_body,
    label_at,
    prepare_condition,
)
from wasihost.baseline.emit import CONSTANT, JUMPS, LANES, emit, find, first_row
from wasihost.baseline.exceptions import begin_try, end_try, throw, throw_reference
from wasihost.baseline.frames import begin_frame
from wasihost.baseline.fuel import pay
from wasihost.baseline.lanes import less_16, without_second
from wasihost.baseline.layout import StitchFault, Task
from wasihost.baseline.lines import begin_function, begin_unit, end_unit, note_line
from wasihost.baseline.loops import write_bridge
from wasihost.baseline.moves import (
    Place,
    describe_locals,
    materialise,
    push_constant,
    push_local,
    register_of,
    to_home,
)
from wasihost.baseline.shapes import F32, F64, I32, I64, SHAPES, Do, Shape
from wasihost.baseline.state import (
    ROOM,
    State,
    begin_instruction,
    has_room,
    has_room_for,
    here,
    immediate_count,
    lack,
    next_shape,
    offset_of,
    shape_of,
    take_word,
)
from wasihost.baseline.stencils import operation
from wasihost.baseline.straight import compute, compute_pair, shuffle
from wasihost.baseline.variables import (
    choose,
    constant,
    float_constant,
    get_entry,
    get_global,
    not_null,
    set_entry,
    set_global,
    set_local,
    table_size,
    vector_constant,
)
from wasihost.baseline.x86_64 import align, begin_code, bind, move_instead, thread_table, trap
from wasihost.codegen.stencils.layout import ABSENT, Header
from wasihost.native import bool_, memcpy, memset, native, new, static_assert, syscall, u8, u32, u64
from wasihost.native.platform import MADV_POPULATE_WRITE, SYS
from wasihost.ops import BY_NAME
from wasihost.wasm.validator.body import begin, describe, validate_body
from wasihost.wasm.validator.layout import Failure, Workspace
from wasihost.wasm.validator.state import State as Validator

EQZ = BY_NAME["i32.eqz"].opcode
FUNCTION_ALIGN = 16
SMALL = 1 << 20  # bytes of code whose pages are taken one by one, so that small modules take no more than they use
PAGES = 1 << 18  # bytes of pages that are taken at once
FENCE = operation("atomic.fence")


# ----------------------------------------------------------------------------------------------------------- functions
@native
def baseline_compile(task: Task, workspace: Workspace, failure: Failure) -> u32:
    """Validate and compile all bodies.  Returns a ValidationFault, described in `failure`; see also `Task.fault`."""
    v = new(Validator)
    begin(v, task.types, workspace)
    v.transcript = task.transcript
    s = new(State)
    begin_module(s, task, v)
    for defined in range(task.types.function_count - task.types.imported_functions):
        validate_body(v, defined)
        if v.fault != 0:
            return describe(v, defined, failure)
        if task.fault == StitchFault.NONE:
            compile_body(s, v, defined)
    if task.fault == StitchFault.NONE:
        bind_calls(s)
        write_entries(s, u8[task.types.tails, task.types.function_count])
        write_thunks(s)
        end_unit(s)
        task.text_size = u64(here(s))
    return 0


@native
def baseline_record(task: Task, workspace: Workspace) -> bool_:
    """Compile the function whose loops are recorded, and no other."""
    v, s = new(Validator), new(State)
    begin(v, task.types, workspace)
    v.transcript = task.transcript
    begin_module(s, task, v)
    validate_body(v, task.recorded - task.types.imported_functions)
    if v.fault == 0:
        compile_body(s, v, task.recorded - task.types.imported_functions)
    return v.fault == 0 and task.fault == StitchFault.NONE


@native
def begin_module(s: State, task: Task, v: Validator):
    s.task, s.types, s.library = task, task.types, task.library
    header = Header(task.library)
    s.rows, s.changes = task.library + header.rows.offset, task.library + header.changes.offset
    s.stencils, s.masks = task.stencils, task.masks
    s.operands, s.described, s.labels = task.operands, task.described, task.labels
    s.local_types, s.pins = v.locals, task.pins
    s.fresh = task.code + SMALL
    s.code, s.out, s.limit = task.code, task.code, task.code_limit - ROOM
    s.line_end = task.lines
    s.pinned_count, s.body, s.word = 0, 0, 0
    # The constants of stencils come first: see `emit.refer`.
    copy_pool(s, header)
    begin_unit(s)


@native(inline=False)
def take_pages(s: State):
    """Let the kernel prepare many pages at once, which takes less time than a fault for each of them.

    Kernels before 5.14 cannot, nor can those without memory for it: then the pages come one by one.
    """
    syscall(SYS.madvise, s.fresh, PAGES, MADV_POPULATE_WRITE)
    s.fresh += PAGES


@native
def copy_pool(s: State, header: Header):
    size = 16 * u64(header.pool.count)
    if has_room_for(s, size):
        memcpy(s.out, s.library + header.pool.offset, size)
        s.out += size


@native
def compile_body(s: State, v: Validator, defined: u32):
    task = s.task
    align(s, FUNCTION_ALIGN)
    s.funcidx = s.types.imported_functions + defined
    start, first_site = here(s), task.site_count
    u32[task.functions, s.funcidx] = start
    s.signature = s.types.signatures[u32[s.types.functions, s.funcidx]]
    s.locals, s.top, s.settled, s.depth, s.trying = v.local_count, 0, 0, 0, 0
    s.stub_count, s.payment, s.cost = 0, 0, 0
    s.body, s.word = task.transcript.start, 0
    s.p = task.transcript.words
    memset(s.owners, 0, 4 * 32)
    if not has_room(s):
        return
    if u64(s.out) + PAGES // 2 > u64(s.fresh) and u64(s.fresh) + PAGES < u64(s.limit):
        take_pages(s)
    begin_function(s)
    begin_code(s)
    begin_frame(s)
    describe_locals(s)
    label = s.labels[0]
    label.kind, label.height, label.chain, label.otherwise, label.sites = Do.NOP, 0, 0, 0, 0
    label.stub = 0
    label.params, label.param_count = 0, 0
    label.results, label.result_count = s.signature.results, s.signature.result_count
    compile_instructions(s)
    u32[task.functions, s.funcidx] = s.start  # which may have become a later one
    write_stubs(s)
    if task.recorded == s.funcidx:
        write_bridge(s)
    if task.may_throw:
        function = task.unwind_functions[task.unwind_count]
        function.start, function.end, function.saved = start, here(s), s.saved
        function.first_site, function.site_count = first_site, task.site_count - first_site
        task.unwind_count += 1


@native
def bind_calls(s: State):
    """Let the calls of functions that came later lead to them."""
    for i in range(s.task.call_count):
        place = u32[s.task.calls, i]
        bind(s, place, u32[s.task.functions, u32[s.code + place]])


@native
def write_stubs(s: State):
    """Code that is rarely run; and constants."""
    for i in range(s.stub_count):
        if not has_room(s):
            return
        stub = s.task.stubs[i]
        if stub.kind in (CONSTANT, LANES):
            align(s, 16)
        if stub.kind == JUMPS:
            thread_table(s, stub.place, u32(stub.number))
            continue
        note_line(s, stub.offset)
        bind(s, stub.place, here(s))
        match stub.kind:
            case 0:
                trap(s, u32(stub.number))
            case 1:
                put_constant(s, stub.number, stub.other)
            case 3:
                put_constant(s, without_second(stub.number), without_second(stub.other))
                put_constant(s, less_16(stub.number), less_16(stub.other))
            case _:
                make_entry(s, stub)


@native
def put_constant(s: State, low: u64, high: u64):
    u64[s.out], u64[s.out + 8] = low, high
    s.out += 16


# -------------------------------------------------------------------------------------------------------- instructions
@native
def compile_instructions(s: State):
    """Up to the end of the body."""
    static_assert(Shape.size & (Shape.size - 1) == 0, "a multiplication would delay every instruction")
    ended = u32(0)
    while ended == 0:
        if not has_room(s):
            return
        shape = SHAPES[begin_instruction(s)]
        if s.task.metered:
            pay(s, shape)
        ended = compile_instruction(s, shape)


@native(inline=True)
def compile_instruction(s: State, shape: Shape) -> u32:
    """Returns 1 after the end of the body.  Those that may trap or call note their lines."""
    match shape.action:
        case Do.COMPUTE:
            if shape.is_located:
                note_line(s, offset_of(s))
            compute_or_branch(s, shape)
        case Do.LOAD:
            note_line(s, offset_of(s))
            load_from(s, shape)
        case Do.STORE:
            note_line(s, offset_of(s))
            store_to(s, shape)
        case Do.LOCAL_GET:
            push_local(s, u32(take_word(s)))
        case Do.LOCAL_SET:
            set_local(s, 0)
        case Do.LOCAL_TEE:
            set_local(s, 1)
        case Do.I32_CONST:
            constant(s, I32, take_word(s))
        case Do.I64_CONST:
            constant(s, I64, take_word(s))
        case Do.GLOBAL_GET:
            get_global(s)
        case Do.GLOBAL_SET:
            set_global(s)
        case Do.BLOCK | Do.LOOP:
            if shape.is_located:
                note_line(s, offset_of(s))
            begin_block(s, shape.action)
        case Do.IF | Do.BR_IF:
            note_line(s, offset_of(s))
            branch_if(s)
        case Do.END:
            note_line(s, offset_of(s))
            return end_one(s, 0)
        case Do.CALL:
            note_line(s, offset_of(s))
            call_function(s, u32(take_word(s)))
        case Do.DROP:
            s.top -= 1
        case _:
            return compile_rare(s, shape)
    return 0


@native(inline=False)
def compile_rare(s: State, shape: Shape) -> u32:
    if shape.is_located:
        note_line(s, offset_of(s))
    match shape.action:
        case Do.NOP:
            pass
        case Do.ACCESS:
            access(s, shape)
        case Do.BUILTIN:
            call_runtime(s, shape)
            s.p += 8 * u64(immediate_count(s))
        case Do.WAIT:
            wait(s, shape)
        case Do.I8X16_SHUFFLE:
            shuffle(s, shape)
        case Do.PAIR:
            compute_pair(s, shape)
        case Do.F32_CONST:
            float_constant(s, F32)
        case Do.F64_CONST:
            float_constant(s, F64)
        case Do.V128_CONST:
            vector_constant(s)
        case Do.REF_NULL:
            take_word(s)
            push_constant(s, I64, 0)
        case Do.SELECT:
            s.p += 8 * u64(immediate_count(s))
            choose(s)
        case Do.MEMORY_SIZE:
            memory_size(s)
        case Do.TABLE_GET:
            get_entry(s)
        case Do.TABLE_SET:
            set_entry(s)
        case Do.TABLE_SIZE:
            table_size(s)
        case Do.REF_FUNC:
            function_reference(s, u32(take_word(s)))
        case Do.REF_AS_NON_NULL:
            not_null(s)
        case Do.CALL_INDIRECT:
            call_indirect(s)
        case Do.CALL_REF:
            call_reference(s)
        case Do.BR_ON_NULL:
            branch_on_null(s)
        case Do.BR_ON_NON_NULL:
            branch_on_non_null(s)
        case Do.TRY_TABLE:
            begin_try(s)
        case Do.ATOMIC_FENCE:
            take_word(s)
            emit(s, first_row(FENCE, 0), 0, 0, 0, 0, 0, 0)
        case Do.ELSE:
            begin_else(s, 0)
        case _:
            return leave_block(s, shape)
    return 0


@native
def leave_block(s: State, shape: Shape) -> u32:
    """Instructions after which no path goes on."""
    match shape.action:
        case Do.BR:
            branch(s, label_at(s, u32(take_word(s))))
        case Do.BR_TABLE:
            branch_table(s)
        case Do.RETURN:
            branch(s, s.labels[0])
        case Do.UNREACHABLE:
            trap(s, Trap.UNREACHABLE)
        case Do.THROW:
            throw(s, u32(take_word(s)))
        case Do.THROW_REF:
            throw_reference(s)
        case Do.RETURN_CALL:
            funcidx = u32(take_word(s))
            return_call_function(s, funcidx)
            if funcidx < s.types.imported_functions:
                branch(s, s.labels[0])
        case Do.RETURN_CALL_INDIRECT:
            typeidx, tableidx = u32(take_word(s)), u32(take_word(s))
            find_entry(s, typeidx, tableidx)
            return_call_through(s, s.types.signatures[typeidx], TABLE_HEAD)
            branch(s, s.labels[0])
        case Do.RETURN_CALL_REF:
            signature = s.types.signatures[take_word(s)]
            find_reference(s)
            return_call_through(s, signature, 0)
            branch(s, s.labels[0])
        case _:
            lack(s)
            return 1
    return skip_dead(s)


@native
def end_one(s: State, dead: u32) -> u32:
    """`end`.  Returns 1 after that of the body."""
    if s.depth == 0:
        end_body(s, dead)
        return 1
    unreached = end_try(s, dead) if s.labels[s.depth].kind == Do.TRY_TABLE else end_block(s, dead)
    return skip_dead(s) if unreached else u32(0)


@native(inline=False)
def skip_dead(s: State) -> u32:
    """Pass over code that no path leads to.  Returns 1 after the end of the body."""
    depth = u32(0)
    while has_room(s):  # landing pads are code
        shape = SHAPES[begin_instruction(s)]
        s.p += 8 * u64(immediate_count(s))
        if s.task.metered and shape.ends:
            s.payment = 0
        match shape.action:
            case Do.BLOCK | Do.LOOP | Do.IF | Do.TRY_TABLE:
                depth += 1
            case Do.ELSE:
                if depth == 0:
                    begin_else(s, 1)
                    return 0
            case Do.END:
                if depth == 0:
                    if s.depth == 0:
                        end_body(s, 1)
                        return 1
                    if (end_try(s, 1) if s.labels[s.depth].kind == Do.TRY_TABLE else end_block(s, 1)) == 0:
                        return 0
                else:
                    depth -= 1
    return 1


# ---------------------------------------------------------------------------------------------------------- comparisons
@native(inline=True)
def compute_or_branch(s: State, shape: Shape):
    operation_ = u32(shape.canonical) if s.task.canonical else u32(shape.operation)
    if shape.is_comparison:
        action = user_of_truth(s)
        if action == Do.BR_IF or action == Do.IF:
            branch_on_comparison(s, shape)
            return
        if action == Do.SELECT and choose_on_comparison(s, shape):
            return
    if immediate_count(s):
        compute_with_immediates(s, shape, operation_)
    else:
        compute(s, shape, operation_)


@native(inline=False)
def compute_with_immediates(s: State, shape: Shape, operation_: u32):
    if shape.lanes:
        compute(s, shape, operation_ + u32(take_word(s)))
    else:
        lack(s)


@native(inline=True)
def user_of_truth(s: State) -> u32:
    """What the result of a comparison, perhaps inverted, is for."""
    following = next_shape(s)
    if following == EQZ:
        following = shape_of(u64[s.p, 1])
    return SHAPES[following].action


@native
def take_user(s: State) -> u32:
    """Begin the instruction that uses a comparison.  Returns whether it uses the inverse."""
    inverted = u32(next_shape(s) == EQZ)
    for _ in range(inverted + 1):
        using = SHAPES[begin_instruction(s)]
        if s.task.metered:
            pay(s, using)
    return inverted


@native(inline=False)
def branch_on_comparison(s: State, shape: Shape):
    operation_ = u32(shape.operation)
    if_, unless = operation_ + BRANCHES_IF, operation_ + BRANCHES_UNLESS
    if take_user(s):
        if_, unless = unless, if_
    branch_on(s, if_, unless, shape, shape.count)


@native(inline=False)
def choose_on_comparison(s: State, shape: Shape) -> bool_:
    """A select between integers on a comparison of integers, if there is a form.  The jump becomes a move."""
    n = s.top - shape.count - 2
    a, b = s.operands[n], s.operands[n + 1]
    if shape.types[0] >= F32 or a.type >= F32:
        return False
    prepare_condition(s, shape, shape.count)
    for i in range(n + 2, s.top):  # out of the registers that the values take
        e = s.operands[i]
        if e.register == register_of(s, n, I64) or e.register == register_of(s, n + 1, I64):
            to_home(s, i)
    x, y = s.operands[n + 2], s.operands[n + 3]
    py, ry = u32(0), u32(0)
    if shape.count == 2:
        py, ry = u32(y.place), u32(y.register)
    wanted = BRANCHES_UNLESS if next_shape(s) != EQZ else u32(BRANCHES_IF)
    row = find(s, shape.operation + wanted, u32(x.place) | py << 3, u32(x.register) | ry)
    if row == ABSENT:
        return False
    if b.place != Place.REGISTER:
        materialise(s, n + 1)
    materialise(s, n)
    take_user(s)
    s.p += 8 * u64(immediate_count(s))
    emit(s, row, x.register, ry, 0, x.value, y.value, 0)
    move_instead(s, a.register, b.register)
    s.top = n + 1
    return True
