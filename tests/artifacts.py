"""Artifacts with a valid frame and meaningless content, for tests of what handles whole files."""

from hashlib import sha256

from wasihost import abi, artifact, levels
from wasihost.cache import content_key


def key_of(module: bytes, variant: str = "fast") -> bytes:
    return content_key(sha256(module).digest(), variant)


def make_artifact(key: bytes, content: bytes = b"code", *, level: str = "fast", **fields: object) -> bytes:
    """The bytes of a file; `fields` overrule those of the header."""
    values = {
        "magic": abi.MAGIC,
        "version": abi.VERSION,
        "machine": artifact.host_machine(),
        "file_size": abi.HOST_PAGE + len(content),
        "digest": sha256(content).digest(),
        "key": key,
        "level": levels.BY_NAME[level].number,
        **fields,
    }
    values["header_check"] = artifact.checksum(abi.ArtifactHeader.pack(**values))
    return abi.ArtifactHeader.pack(**values).ljust(abi.HOST_PAGE, b"\0") + content
