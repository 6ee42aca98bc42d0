"""What may come next on a command line, for shells."""
