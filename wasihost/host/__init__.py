"""The Python part of the run side."""
