"""Some of the definitions that `python -m tests.fuzz.definitions` makes without end."""

import io
from array import array
from collections import Counter

import pytest

from tests.fuzz import definitions
from tests.fuzz.definitions import check, made
from wasihost import abi
from wasihost.codegen import artifact
from wasihost.codegen.link.image import Image
from wasihost.variant import DEFAULT
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate


@pytest.mark.parametrize("level, seeds", [("fast", range(60)), ("max", range(60, 70))])
def test_definitions_become_what_the_model_predicts(level, seeds):
    ended = Counter(check(seed, level, guarded=seed % 4 != 0) for seed in seeds)

    assert ended["ran"] > len(seeds) // 3


def test_wrong_model_is_detected(monkeypatch):
    """A model that is wrong about one byte or entry is noticed."""
    right = definitions.fill

    def wrong(target, at, values, start, count, what):
        right(target, at, values, start, count, what)
        if count and isinstance(values, bytes):
            target[at] ^= 1

    monkeypatch.setattr(definitions, "fill", wrong)
    with pytest.raises(AssertionError, match="memory"):
        for seed in range(60):
            check(seed)


def test_encoding_does_not_change_the_artifact():
    """Numbers in more bytes, empty sections and custom ones change nothing of what is kept."""
    different = 0
    for seed in range(300):
        plain, odd = (made(seed, plain=plain).data for plain in (True, False))
        different += plain != odd
        assert contents(plain) == contents(odd), seed
    assert different > 250


def contents(data: bytes) -> list[bytes]:
    """The sections of a module's artifact, with code that does nothing, but for its own bytes."""
    module = decode(data)
    validate(module)
    BodyValidator(module).validate()
    module.custom_sections.clear()  # names may be among them, and are kept
    symbols = {f"f{n}": 16 * n for n in range(len(module.functions))}
    image = Image(bytearray(b"\xcc" * 64), 64, symbols, [], [], array("I"), array("I"))
    out = io.BytesIO()
    artifact.build(module, image, out, key=bytes(32), level="fast", variant=DEFAULT)
    header = abi.ArtifactHeader.unpack(out.getvalue())
    refs = [ref for section, ref in zip(abi.Section, header.sections) if section != abi.Section.BODIES]  # noqa: B905
    parts = [out.getvalue()[ref.offset : ref.offset + ref.size] for ref in refs]
    return [abi.VMRecord.encode(header.vm), header.start_function.to_bytes(4, "little"), *parts]
