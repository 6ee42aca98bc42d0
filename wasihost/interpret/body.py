"""The loop over functions and instructions (native subset)."""

from wasihost.abi import Trap
from wasihost.baseline.layout import StitchFault, Task
from wasihost.baseline.lines import begin_function, begin_unit, end_unit, note_line
from wasihost.baseline.shapes import F32, F64, I32, I64, SHAPES, TYPE_OF, Do, Shape
from wasihost.baseline.state import (
    ROOM,
    State,
    begin_instruction,
    has_room,
    here,
    immediate_count,
    lack,
    offset_of,
    take_word,
)
from wasihost.codegen.handlers.control import CLEARED
from wasihost.codegen.handlers.frame import FIRST_SLOT, SLOT
from wasihost.interpret.calls import (
    begin_try,
    call_function,
    call_indirect,
    call_reference,
    end_try,
    return_call_function,
    throw,
    throw_reference,
)
from wasihost.interpret.control import (
    begin_block,
    begin_else,
    branch,
    branch_if,
    branch_on_comparison,
    branch_on_non_null,
    branch_on_null,
    branch_table,
    end_block,
    end_body,
    label_at,
    user_of_truth,
)
from wasihost.interpret.emit import NEAREST, SCRATCH, At, bind, pop_to, push, push_local, put_number, put_word, width
from wasihost.interpret.fuel import pay
from wasihost.interpret.shapes import FORMS, handler, handlers
from wasihost.interpret.straight import (
    access,
    call_runtime,
    compute,
    compute_pair,
    load_from,
    memory_size,
    shuffle,
    store_to,
    wait,
)
from wasihost.interpret.variables import (
    choose,
    constant,
    function_reference,
    get_entry,
    get_global,
    not_null,
    set_entry,
    set_global,
    set_local,
    table_size,
    vector_constant,
)
from wasihost.native import i32, memset, native, new, u8, u32, u64
from wasihost.wasm.validator.body import begin, describe, validate_body
from wasihost.wasm.validator.layout import Failure, Workspace
from wasihost.wasm.validator.state import State as Validator

BEGINS = handlers(*(f"begin {count}" for count in range(CLEARED + 1)))
BEGIN_MANY, UNREACHABLE, FENCE = (
    handler("begin many"),
    handler(f"trap {Trap.UNREACHABLE.name}"),
    handler("atomic.fence"),
)
EXTRA = 3  # slots for what an instruction pushes beside its results


# ----------------------------------------------------------------------------------------------------------- functions
@native
def interpret_compile(task: Task, workspace: Workspace, failure: Failure) -> u32:
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
        end_unit(s)
        task.text_size = u64(here(s))
        memset(task.thunks, 0, 4 * u64(task.types.type_count))
    return 0


@native
def begin_module(s: State, task: Task, v: Validator):
    s.task, s.types = task, task.types
    s.operands, s.labels = task.operands, task.labels
    s.local_types, s.local_slots = v.locals, task.local_slots
    s.code, s.out, s.limit = task.code, task.code, task.code_limit - ROOM
    s.line_end = task.lines
    begin_unit(s)


@native
def compile_body(s: State, v: Validator, defined: u32):
    task = s.task
    s.funcidx = s.types.imported_functions + defined
    start, first_site = here(s), task.site_count
    u32[task.functions, s.funcidx], u32[task.entries, s.funcidx] = start, start
    s.signature = s.types.signatures[u32[s.types.functions, s.funcidx]]
    s.locals, s.top, s.settled, s.depth, s.trying = v.local_count, 0, 0, 0, 0
    s.payment, s.cost, s.kept, s.made_end = 0, 0, 0, 0
    s.body, s.word = task.transcript.start, 0
    s.p = task.transcript.words
    if not has_room(s):
        return
    begin_function(s)
    begin_frame(s)
    label = s.labels[0]
    label.kind, label.height, label.chain, label.otherwise, label.sites = Do.NOP, 0, 0, 0, 0
    label.stub = 0
    label.params, label.param_count = 0, 0
    label.results, label.result_count = s.signature.results, s.signature.result_count
    compile_instructions(s)
    if task.may_throw:
        function = task.unwind_functions[task.unwind_count]
        function.start, function.end, function.saved = start, here(s), 0
        function.first_site, function.site_count = first_site, task.site_count - first_site
        task.unwind_count += 1


@native
def begin_frame(s: State):
    """Where locals are; the check of the stack."""
    t = s.task.transcript
    count = s.signature.param_count
    s.own, s.declared = 0, 0
    for local in range(count):
        s.own += width(type_of_local(s, local))
    for local in range(count, s.locals):
        s.declared += width(type_of_local(s, local))
    most = t.highest + (t.caught + 2 if t.tries else u32(0)) + EXTRA
    if t.vectors or s.task.vectors:
        most *= 2
    s.first = FIRST_SLOT
    s.is_far = u32(FIRST_SLOT + SCRATCH + s.declared + most > NEAREST)
    if s.is_far:
        s.first += SCRATCH
    s.frame = SLOT * (s.first + s.declared + most)
    place_locals(s, count)
    cleared = s.declared + s.first - FIRST_SLOT
    put_number(s, BEGINS[cleared] if cleared <= CLEARED else u32(BEGIN_MANY))
    put_word(s, s.frame)
    if cleared > CLEARED:
        put_word(s, cleared)


@native
def place_locals(s: State, count: u32):
    unit = u32(0)
    for local in range(count):
        unit += width(type_of_local(s, local))
        i32[s.local_slots, local] = i32(2 + s.own - unit)
    unit = 0
    for local in range(count, s.locals):
        unit += width(type_of_local(s, local))
        i32[s.local_slots, local] = -i32(s.first + unit)


@native(inline=True)
def type_of_local(s: State, local: u32) -> u32:
    return u8[TYPE_OF, u8[s.local_types, local]]


@native
def bind_calls(s: State):
    """Let the calls of functions that came later lead to them."""
    for i in range(s.task.call_count):
        place = u32[s.task.calls, i]
        bind(s, place, u32[s.task.functions, u32[s.code + place]])


# -------------------------------------------------------------------------------------------------------- instructions
@native
def compile_instructions(s: State):
    """Up to the end of the body."""
    ended = u32(0)
    while ended == 0:
        if not has_room(s):
            return
        index = begin_instruction(s)
        shape = SHAPES[index]
        if s.task.metered:
            pay(s, shape)
        ended = compile_instruction(s, shape, index)


@native(inline=True)
def compile_instruction(s: State, shape: Shape, index: u32) -> u32:
    """Returns 1 after the end of the body.  Those that may trap or call note their lines."""
    match shape.action:
        case Do.COMPUTE:
            if shape.is_located:
                note_line(s, offset_of(s))
            compute_or_branch(s, shape, index)
        case Do.LOAD:
            note_line(s, offset_of(s))
            load_from(s, shape, FORMS[index])
        case Do.STORE:
            note_line(s, offset_of(s))
            store_to(s, shape, FORMS[index])
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
            return end_one(s, 0)
        case Do.CALL:
            note_line(s, offset_of(s))
            call_function(s, u32(take_word(s)))
        case Do.DROP:
            pop_to(s, s.top - 1)
        case _:
            return compile_rare(s, shape, index)
    return 0


@native(inline=True)
def compute_or_branch(s: State, shape: Shape, index: u32):
    if shape.is_comparison:
        action = user_of_truth(s)
        if action == Do.BR_IF or action == Do.IF:
            branch_on_comparison(s, shape)
            return
    lane = u32(0)
    if immediate_count(s):
        if shape.lanes == 0:
            lack(s)
            return
        lane = u32(take_word(s))
    compute(s, shape, FORMS[index], lane)


@native(inline=False)
def compile_rare(s: State, shape: Shape, index: u32) -> u32:
    if shape.is_located:
        note_line(s, offset_of(s))
    match shape.action:
        case Do.NOP:
            pass
        case Do.ACCESS:
            access(s, shape, FORMS[index])
        case Do.BUILTIN:
            call_runtime(s, shape, FORMS[index])
        case Do.WAIT:
            wait(s, shape, FORMS[index])
        case Do.I8X16_SHUFFLE:
            shuffle(s, shape)
        case Do.PAIR:
            compute_pair(s, shape, FORMS[index])
        case Do.F32_CONST:
            push(s, At.CONSTANT, F32, take_word(s))
        case Do.F64_CONST:
            push(s, At.CONSTANT, F64, take_word(s))
        case Do.V128_CONST:
            vector_constant(s)
        case Do.REF_NULL:
            take_word(s)
            push(s, At.CONSTANT, I64, 0)
        case Do.SELECT:
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
            call_indirect(s, 0)
        case Do.CALL_REF:
            call_reference(s, 0)
        case Do.BR_ON_NULL:
            branch_on_null(s)
        case Do.BR_ON_NON_NULL:
            branch_on_non_null(s)
        case Do.TRY_TABLE:
            begin_try(s)
        case Do.ATOMIC_FENCE:
            take_word(s)
            put_number(s, FENCE)
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
            put_number(s, UNREACHABLE)
        case Do.THROW:
            throw(s, u32(take_word(s)))
        case Do.THROW_REF:
            throw_reference(s)
        case Do.RETURN_CALL:
            return_call_function(s, u32(take_word(s)))
        case Do.RETURN_CALL_INDIRECT:
            call_indirect(s, 1)
        case Do.RETURN_CALL_REF:
            call_reference(s, 1)
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
    s.kept = 0
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
