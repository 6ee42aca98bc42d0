"""The interpreter's handlers: machine code for each instruction, which jumps to that of the next one."""
