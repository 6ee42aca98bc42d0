"""The compiler of the interpreter's code: valid bodies → numbers of handlers and their operands (native subset)."""
