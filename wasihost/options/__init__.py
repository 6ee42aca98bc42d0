"""The options of a run: their names, and how they are read.  Both entry points use this package."""
