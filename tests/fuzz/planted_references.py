"""`python -m tests.fuzz.references` where a reference to an exception does not keep it, to see that it is found.

A clause without a reference gives the exception back, also where an earlier clause gave a reference away.
"""

import sys

if __name__ == "__main__":
    import tests.fuzz.poison  # noqa: F401  # before anything of the runtime

from tests.fuzz.references import SUBJECT_NAMES, command, data_of, smaller
from wasihost import abi
from wasihost.codegen.translate.actions import exception

if __name__ == "__main__":
    exception.EXCEPTION_REFERENCED = abi.EXCEPTION_THROWN
    sys.exit(command(__doc__, data_of, subjects=SUBJECT_NAMES, reference="", shrink=smaller))
