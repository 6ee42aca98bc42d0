"""Function references: the FuncRefs of an instance, each filled on first use."""

from wasihost.abi import FuncRef, FunctionRecord, ImportedFunction, Section, VMContext
from wasihost.levels import INTERPRET
from wasihost.native import native, new, ptr, sizeof, u32, u64
from wasihost.runtime.image import Image, section
from wasihost.runtime.interpreter import Types, hides, prepare, types_of
from wasihost.runtime.machine import interpreter_entry, interpreter_entry_hidden
from wasihost.runtime.state import Instance


@native
def escaped_function(vm: VMContext, slot: u64) -> FuncRef:
    """The FuncRef in a slot of the instance."""
    image = Image(vm.image)
    layout = image.header.vm
    ref = FuncRef(ptr(vm) + layout.funcrefs)[slot]
    if not ref.code:
        funcidx = u32[section(image.header, Section.FUNCREFS), slot]
        function = FunctionRecord(section(image.header, Section.FUNCTIONS))[funcidx - layout.function_imports]
        ref.vmctx, ref.type_id, ref.funcidx = ptr(vm), u32[image.type_ids, function.typeidx], funcidx
        if function.entry != function.code:
            ref.tail = ptr(image.code.low + function.code)
        if image.header.level == INTERPRET.number:
            ref.body, ref.context, ref.vmctx = ptr(image.code.low + function.code), ptr(vm), ptr(ref)
            prepare()
            ref.code = entry_for(image, function.typeidx)
        else:
            ref.code = ptr(image.code.low + function.entry)
    return ref


@native(inline=False)
def entry_for(image: Image, typeidx: u32) -> ptr:
    """The code of all interpreted functions that return their results in the same way."""
    types = new(Types)
    types_of(types, image, typeidx)
    return ptr(interpreter_entry_hidden) if hides(types) else ptr(interpreter_entry)


@native
def locate(vm: VMContext, locator: u32) -> u64:
    """The FuncRef for a locator (see `abi.ref_locator`)."""
    if locator == 0:
        return 0
    offset = u64(locator >> 1)
    if locator & 1:
        return u64[ptr(vm) + offset]
    return u64(escaped_function(vm, (offset - Image(vm.image).header.vm.funcrefs) // sizeof(FuncRef)))


@native(export=True)
def function_reference(instance: Instance, funcidx: u32) -> FuncRef:
    """The FuncRef of an imported or escaped function, or null for a function without one."""
    vm = instance.image.header.vm
    if funcidx < vm.function_imports:
        return ImportedFunction(ptr(instance.vm) + vm.functions)[funcidx].funcref
    escaped = section(instance.image.header, Section.FUNCREFS)
    low, high = u32(0), vm.funcref_count
    while low < high:
        middle = (low + high) // 2
        if u32[escaped, middle] < funcidx:
            low = middle + 1
        else:
            high = middle
    if low < vm.funcref_count and u32[escaped, low] == funcidx:
        return escaped_function(instance.vm, u64(low))
    return FuncRef(ptr(0))
