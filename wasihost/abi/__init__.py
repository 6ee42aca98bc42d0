"""The facts that generated code, native code and Python share: layouts, numbers, order.  Nothing here acts.

Three parties agree on it: the IR text of compiled modules (by offset), the runtime and WASI in the native subset
(by field), and Python (by `pack` and `unpack`).  Any change makes old artifacts stale: raise `VERSION`.
"""
# ruff: noqa: F403

from .artifact import *
from .bundle import *
from .numbers import *
from .run import *
from .traps import *
from .vm import *
