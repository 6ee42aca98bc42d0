"""The Python side of the runtime."""
