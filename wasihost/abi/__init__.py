"""The facts that generated code, native code and Python share: layouts, numbers, order.  There is no code here.

Three parties use it: the IR text of compiled modules (offsets), the runtime and WASI in the native subset (fields), and
Python (`pack` and `unpack`).  Any change makes old artifacts stale: raise `VERSION`.
"""
# ruff: noqa: F403

from .artifact import *
from .bundle import *
from .numbers import *
from .report import *
from .run import *
from .tiering import *
from .traps import *
from .vm import *
