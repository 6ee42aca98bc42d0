"""What the translator writes, and LLVM makes of it, next to the module it comes from.

    NAME.wat → NAME.ll, the IR at level fast;  NAME.fast.s and NAME.max.s, assembly for one CPU
               NAME.baseline.s, the machine code of the baseline compiler for any CPU, as `objdump` shows it

`scripts/bless` rewrites the files; read their difference like code.
"""

import re
import subprocess
import tempfile
from pathlib import Path

import wasihost.engine  # noqa: F401  (it knows how to build the runtime, in which bodies are validated)
from tests.codegen.objects import in_worker
from tests.wat import wat
from wasihost import stitching
from wasihost.codegen import llvm
from wasihost.codegen.options import Options
from wasihost.codegen.translate.facts import find_facts
from wasihost.codegen.translate.functions import translate
from wasihost.variant import CompileVariant
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module
from wasihost.wasm.validation import validate

HEAD = f"# LLVM {llvm.VERSION}\n"  # another release may choose other instructions
HERE = Path(__file__).parent
SOURCES = sorted(HERE.glob("*.wat"))
LEVELS = ("fast", "max")
# One machine for all: any LLVM can make its code, and it has what the levels are made for.
FEATURES = "+ssse3,+sse4.1"  # of that machine, those that rows ask for
TARGET = llvm.Target("x86_64-unknown-linux-gnu", "x86-64-v3", FEATURES, llvm.baseline_target("x86_64").data_layout)

# Directives, comments, and labels that no branch names.
CODE = 48  # columns of the bytes of an instruction
INSTRUCTION = re.compile(r"^<(\w+)>:$|^\s+((?:[0-9a-f]{2} )+)\s*(.*)$", re.MULTILINE)
LEFT_OUT = re.compile(r"\s*(\.(?!LBB)|#)|\.Lfunc|\.LCPI|\.Ltmp")


def render(source: Path) -> dict[Path, str]:
    """The golden files of one source, as they should be."""
    text = source.read_text()
    words = _options(text)
    module = decode(wat(text))
    validate(module)
    files = {source.with_suffix(".ll"): _ir(module, "fast", words)}
    for level in LEVELS:
        files[source.with_suffix(f".{level}.s")] = _assembly(_ir(module, level, words), level)
    return files


def render_baseline(source: Path) -> dict[Path, str]:
    """The golden file of a source's baseline code: for each instruction its bytes, and what `objdump` makes of them."""
    with tempfile.NamedTemporaryFile(suffix=".o") as file:
        file.write(_baseline(source, "obj"))
        file.flush()
        line = [
            "objdump",
            "--disassemble",
            "--disassemble-zeroes",
            "--wide",
            "--no-addresses",
            "--insn-width=15",
            file.name,
        ]
        text = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    lines = []
    text = re.sub(r"cc +\tint3\n\t(?=cc +\tint3)", "cc ", text)  # padding
    for label, code, instruction in INSTRUCTION.findall(text):
        lines.append(f"\n{label}:" if label else f"  {code:<{CODE}}{' '.join(instruction.split())}".rstrip())
    return {source.with_suffix(".baseline.s"): HEAD + "\n".join(lines).lstrip("\n") + "\n"}


def baseline_code(source: Path) -> str:
    """The same without a disassembler: labels and bytes."""
    text = re.sub(r"^\..*\n|0x|,|\.byte", "", _baseline(source, "asm").decode(), flags=re.MULTILINE)
    return " ".join(text.split())


def blessed_code(text: str) -> str:
    """Labels and bytes of a golden file."""
    return " ".join(" ".join(line[: 2 + CODE] for line in text.splitlines()[1:]).split())


def _baseline(source: Path, what: str) -> bytes:
    text = source.read_text()
    variant = _variant(_options(text)).replace(any_cpu=True)
    return stitching.emit(wat(text), what=what, variant=variant)


def _ir(module: Module, level: str, words: list[str]) -> str:
    options = Options(
        triple=TARGET.triple,
        datalayout=TARGET.data_layout,
        level=level,
        variant=_variant(words),
        debug_lines="debug" in words,
        features=llvm.features(TARGET),
    )
    first = module.imported_functions
    bodies = validate_bodies(module)
    return translate(bodies, range(first, first + len(module.bodies)), options, find_facts(module, bodies))


def _options(text: str) -> list[str]:
    found = re.search(r"^;; options: (.*)$", text, re.MULTILINE)
    return found[1].split() if found else []


def _variant(words: list[str]) -> CompileVariant:
    return CompileVariant(
        guarded="unguarded" not in words, canonical_nans="canonical-nans" in words, metered="metered" in words
    )


def _assembly(ir: str, level: str) -> str:
    """Instructions and labels; a worker makes them, because LLVM's flags of a level stay in its process."""
    text = in_worker(lambda: llvm.compile_ir(ir, level, emit="asm", target=TARGET).encode()).decode()
    lines = [line.split("#")[0].rstrip() for line in text.splitlines() if not LEFT_OUT.match(line)]
    return HEAD + "".join(f"{line.expandtabs(2)}\n" for line in lines)
