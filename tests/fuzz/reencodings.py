"""Modules and the same modules in other bytes, which must become the same code: `python -m tests.fuzz.reencodings`.

Every integer of the binary format may take more bytes than it needs, and custom sections may stand anywhere.  So a
module has many encodings; all of them must give the same IR and the same artifact, byte for byte, or the same refusal,
and must do the same when they run.  Only offsets differ: they are led back to those of the module that was encoded.

Modules come from the official suite, examples, texts of the tests and `wasm-tools smith`.
"""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterator
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from tests import door
from tests.fuzz import world
from tests.fuzz.encoding import CUSTOM, Breaker, Encoder, Encoding, Malformed, read_module
from tests.fuzz.hosts import Wasihost
from tests.fuzz.modules import command
from tests.fuzz.observe import observe, surface
from tests.fuzz.smith import smith
from tests.fuzz.workers import SUBJECTS, Subject
from tests.wasm.testsuite import cases, scripts
from tests.wat import binary, tool, wat
from wasihost import abi, errors
from wasihost.abi import Section
from wasihost.codegen.compiler import Translation, compile_module, load, split_module

ROOT = Path(__file__).parents[2]
LARGEST = 100_000  # bytes of a module: larger ones have nothing that smaller ones lack, and take longer
ORIGINAL, ENCODINGS = "as it is", ("encoded", "encoded again")
# A level, and one of how many modules is compiled at it; all are translated.
LEVELS = {"fast": 1, "max": 8}
BROKEN = 4  # integers of a module that are broken
RUNS = 8  # one of so many modules runs
# Where a module is truncated, whether its bytes or those of the section are too few depends on what follows.
TRUNCATED = re.compile(r"length out of bounds|unexpected end of section or function")
LINE = re.compile(r"(?<=DILocation\(line: )\d+")
# What says where code was in the module, or which bytes of it are names; both are compared in other ways.
OTHERWISE = (Section.LINES, Section.LINE_BYTES, Section.NAMES, Section.NAME_BYTES, Section.BODIES)


# ------------------------------------------------------------------------------------------------------------- modules
@cache
def corpus() -> tuple[bytes, ...]:
    """Examples, texts of the tests, what was found before, and the official suite, also what that calls invalid."""
    paths = [path for place in ("examples", "tests") for path in sorted((ROOT / place).rglob("*.wa[st]*"))]
    modules = [binary(path) for path in paths if path.suffix in (".wasm", ".wat")]
    if tool() is not None:
        for script in scripts():
            with tempfile.TemporaryDirectory() as directory:
                modules += [case.data for case in cases(script, Path(directory))]
    return tuple(dict.fromkeys(data for data in modules if len(data) <= LARGEST))


def module_of(seed: int) -> bytes | None:
    """A module of the corpus, each once, and random ones from there on."""
    return corpus()[seed] if seed < len(corpus()) else smith(seed)


# ------------------------------------------------------------------------------------------------------------ encodings
def encoding_of(data: bytes, number: int) -> Encoding:
    """One of the encodings of a module.  The same module has the same ones whenever it is asked for."""
    try:
        module = read_module(data)
    except Malformed:
        return Encoding(data, [(0, 0)])
    return Encoder(random.Random(sha256(data).digest() + bytes([number]))).module(module)


def chosen(data: bytes, one_of: int) -> bool:
    return sha256(data).digest()[0] % one_of == 0


def must_be_refused(data: bytes) -> None:
    """Encodings of a good module that are none, because one integer is too long or too large.  AssertionError."""
    try:
        module = read_module(data)
        load(data)
    except (Malformed, errors.InvalidModule):
        return
    module = module._replace(sections=[section for section in module.sections if section.id != CUSTOM])
    source = random.Random(data)
    counter = Breaker(source, -1)
    counter.module(module)
    for victim in [source.randrange(counter.count) for _ in range(min(BROKEN, counter.count))]:
        broken = Breaker(source, victim).module(module).data
        try:
            load(broken)
        except errors.DecodeError as error:
            assert "integer" in error.message or "unexpected end" in error.message, error.message
        else:
            raise AssertionError(f"accepted with an integer that is none: {broken.hex()}")


# ----------------------------------------------------------------------------------------------------- what comes of it
def outcome(data: bytes, origin: Callable[[int], int], sample: bytes) -> Iterator[str]:
    """What becomes of a module, with the offsets in the module that it is an encoding of: `sample`."""
    try:
        module, bodies = load(data)
    except errors.InvalidModule as error:
        assert error.offset is not None
        message = TRUNCATED.sub("truncated", error.message)
        yield f"refused by {type(error).__name__} at {origin(error.offset)}: {message}"
        return
    if sample is data and not read_module(data).is_whole:
        yield "accepted, but the reader of this fuzzer says that it is malformed"
    yield f"accepted: {list(bodies.instruction_counts)} instructions"
    for level in ("unoptimized", *LEVELS):
        translation = Translation(module, bodies, level=level)
        for task in split_module(bodies):
            text = LINE.sub(lambda found: str(origin(int(found[0]))), translation.ir(task))
            yield f"{task} at {level}: {_digest(text.encode())}"
    for level, one_of in LEVELS.items():
        if not chosen(sample, one_of):
            continue
        try:
            yield from _artifact(_compiled(data, level), level)
        except errors.CompileError as error:
            yield f"not compiled at {level}: {error.message}"


def _compiled(data: bytes, level: str) -> bytes:
    """An artifact.  LLVM's flags stay: at another level than the host's it is the command that compiles."""
    if level == "fast":
        out = io.BytesIO()
        compile_module(data, key=bytes(32), level=level, jobs=0, out=out)
        return out.getvalue()
    compile_ = [*door.command("python"), "compile", "--jobs", "1", "--level", level, "-o", "-", "/dev/stdin"]
    done = subprocess.run(compile_, input=data, capture_output=True)
    if done.returncode:
        raise errors.CompileError(done.stderr.decode())
    return done.stdout


def _artifact(file: bytes, level: str) -> Iterator[str]:
    """Digests of all sections, and what of the header comes from the module."""
    header = abi.ArtifactHeader.unpack(file)
    sections = {s: file[ref.offset : ref.offset + ref.size] for s in Section for ref in [header.sections[s]]}
    facts = (header.start_function, header.guarded, header.level, header.has_names, abi.VMRecord.encode(header.vm))
    yield f"header at {level}: {facts}"
    refs = array("I", sections[Section.NAMES])
    names = [sections[Section.NAME_BYTES][at : at + size] for at, size in zip(refs[::2], refs[1::2], strict=True)]
    yield f"names at {level}: {_digest(repr(names).encode())}"
    for section, content in sections.items():
        if section not in OTHERWISE:
            yield f"{section.name} at {level}: {len(content)} bytes, {_digest(content)}"


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def subject(number: int | None) -> Subject:
    """What becomes of the encoding with a number, or of the module itself."""
    host, provided = Wasihost(), surface(wat(world.definition()))

    def look(data: bytes) -> Iterator[str]:
        encoding = Encoding(data, [(0, 0)]) if number is None else encoding_of(data, number)
        yield from outcome(encoding.data, encoding.origin, data)
        if chosen(data, RUNS):
            yield from observe(host, encoding.data, provided)
        if number is None:
            must_be_refused(data)

    return look


SUBJECTS |= {ORIGINAL: partial(subject, None)}
SUBJECTS |= {name: partial(subject, number) for number, name in enumerate(ENCODINGS)}

if __name__ == "__main__":
    sys.exit(command(__doc__, module_of, count=5000, subjects=(ORIGINAL, *ENCODINGS), reference=""))
