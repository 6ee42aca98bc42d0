"""A runtime that makes every use of what was given back a crash: `python -m pytest -p tests.fuzz.poison …`.

Importing this, before anything of the runtime, makes the process build and load it.  Exceptions are collected before
each throw; a cell that is free is filled with a pattern, and never used again; what is unmapped stays reserved, without
access.  A throw of an exception that is free aborts.
"""

import os
import sys

from wasihost.host import library
from wasihost.runtime import accounting

if "wasihost.runtime.heap" in sys.modules or library._loaded is not None:
    raise ImportError("import tests.fuzz.poison before anything else of the runtime")
accounting.POISON = True
_own = library.path()
library.use(os.path.join(os.path.dirname(_own), "poisoned-" + os.path.basename(_own)))
