"""For all tests: no process is left behind that compiles in the background."""

import os

os.environ["WASIHOST_BACKGROUND"] = "0"
