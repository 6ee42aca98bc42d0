"""The command: arguments in, an exit status out."""
