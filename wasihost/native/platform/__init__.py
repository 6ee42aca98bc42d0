"""The platform that native code is compiled for: this machine's."""

import os

from .linux import *

if os.uname().machine == "x86_64":
    from .linux_x86_64 import *
elif os.uname().machine == "aarch64":
    from .linux_aarch64 import *
else:
    raise ImportError(f"wasihost has no native code for {os.uname().machine}: x86_64 and aarch64 are supported")
