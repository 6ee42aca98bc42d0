"""Where a frame of the interpreter has what is not the function's: bytes from the frame pointer."""

SLOT = 8  # bytes; a vector takes two
RETURN = 8  # where the caller's code continues
RESUME = -8  # while native code is called: where in the code the function is
INSTANCE = -16
FIRST_SLOT = 2  # slots below the frame pointer that precede locals and operands
LEFT = -64  # in the frame of native code that has entered the interpreter: where it continues
