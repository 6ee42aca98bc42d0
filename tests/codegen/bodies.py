"""Bodies from text, as the translator starts with them."""

from tests.wat import wat
from wasihost.codegen.options import Options
from wasihost.codegen.translate import step as kinds
from wasihost.codegen.translate.context import Context, Facts
from wasihost.codegen.translate.flow import Flow
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode


def analysed(text, index, *, level="fast", throwing=None, limit=40):
    """The Flow of one body of a module, and the LLVM types of its locals."""
    module = decode(wat(text))
    context = Context(validate_bodies(module), Options("", "", level, debug_lines=False), Facts(throwing, None))
    body = context.reader.read(index)
    types = list(context.function_types(module.functions[index])[0])
    types += [LLVM_TYPES[type_] for count, type_ in body.locals for _ in range(count)]
    steps = context.steps.of(body)
    start = body.offsets[0]
    ats = list(range(start, start + len(steps)))
    return Flow(Step(kinds.BLOCK, results=()), steps, ats, len(types), limit), types
