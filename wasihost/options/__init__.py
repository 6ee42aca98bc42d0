"""The options of a run: what they are called, and how they are read.  Both entry points stand on this."""
