"""Bodies from text, as the translator starts with them."""

from tests.wat import wat
from wasihost.codegen.options import Options
from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.facts import FunctionFacts
from wasihost.codegen.translate.flow import Flow
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering import InstrCache
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.codegen.translate.tier import LLVM
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate


def analysed(text, index, *, level="fast", may_throw=None, limit=40, tier=LLVM):
    """The Flow of one body of a module, and the LLVM types of its locals."""
    module = decode(wat(text))
    validate(module)
    context = Context(validate_bodies(module), Options("", "", level, debug_lines=False), FunctionFacts(may_throw))
    cache = InstrCache(context, tier)
    body = cache.reader.read(index)
    types = list(context.function_types(module.functions[index])[0])
    types += [LLVM_TYPES[type_] for count, type_ in body.locals for _ in range(count)]
    instrs = cache.of(body)
    start = body.offsets[0]
    offsets = list(range(start, start + len(instrs)))
    return Flow(Instr(kinds.BLOCK, results=()), instrs, offsets, len(types), limit), types
