"""For all tests: no process is left behind that compiles in the background, and nobody's configuration is read."""

import os

os.environ["WASIHOST_BACKGROUND"] = "0"
os.environ["WASIHOST_NO_CONFIG"] = "1"
