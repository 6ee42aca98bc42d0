"""`python -m tests.fuzz.references` where a reference to an exception does not keep it, to see that it is found.

A clause without a reference gives the exception back, also where an earlier clause gave a reference away.
"""

import importlib
import importlib.util
import sys

if __name__ == "__main__" and importlib.util.find_spec("tests.fuzz.poison") is not None:
    importlib.import_module("tests.fuzz.poison")  # before anything of the runtime

from tests.fuzz.references import SUBJECT_NAMES, command, data_of, smaller
from wasihost import abi
from wasihost.codegen.translate import exceptions

if __name__ == "__main__":
    exceptions.EXCEPTION_REFERENCED = getattr(abi, "EXCEPTION_THROWN", 0)
    sys.exit(command(__doc__, data_of, subjects=SUBJECT_NAMES, reference="", shrink=smaller))
