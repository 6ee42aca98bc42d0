"""Better code for a program while it runs: what the process does that compiles it (`wasihost.background`)."""
