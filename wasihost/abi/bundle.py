"""Executables that contain a module."""

from wasihost.layout import Struct, u32, u64

PT_BUNDLE = int.from_bytes(b"wasm", "little")  # type of the program header that says where the bundle lies in the file
PT_PACKAGED = int.from_bytes(b"pypi", "little")  # only marks the command as part of a Python package
BUNDLE_SETTABLE = 1  # Bundle.flags: an environment variable may set options at run time


class Bundle(Struct):
    """A module in an executable.

    Texts follow, each with its NUL: options, CPU flags, facts for people; and then, at a multiple of HOST_PAGE, the
    artifact.
    """

    magic: u64
    version: u32
    flags: u32
    artifact: u64  # offset from here
    artifact_size: u64
    option_count: u32
    feature_count: u32  # CPU features that the code requires, named as in /proc/cpuinfo
    fact_count: u32
    pad: u32
