"""The platform that native code is compiled for: this machine's, or the one that WASIHOST_NATIVE_MACHINE names."""
# ruff: noqa: F403

import os

from .linux import *

_machine = os.environ.get("WASIHOST_NATIVE_MACHINE") or os.uname().machine

if _machine == "x86_64":
    from .linux_x86_64 import *
elif _machine == "aarch64":
    from .linux_aarch64 import *
else:
    message = f"wasihost has no native code for {_machine}: x86_64 and aarch64 are supported"
    raise ImportError(message, name=__name__)
