"""Executables that hold a module."""

from wasihost.layout import Struct, u32, u64

PT_BUNDLE = int.from_bytes(b"wasm", "little")  # type of the program header that says where the bundle lies in the file
PT_PACKAGED = int.from_bytes(b"pypi", "little")  # of one that says only this: the command belongs to a Python package
BUNDLE_SETTABLE = 1  # Bundle.flags: whoever runs it gives it options, in an environment variable


class Bundle(Struct):
    """A module in an executable.  Texts follow, each with its NUL: options, CPU flags, facts for people; and then,
    at a multiple of HOST_PAGE, the artifact."""

    magic: u64
    version: u32
    flags: u32
    artifact: u64  # offset from here
    artifact_size: u64
    words: u32  # options, as on a command line
    needs: u32  # flags that the CPU must have, as the kernel calls them in /proc/cpuinfo
    facts: u32
    pad: u32
