"""Run WebAssembly programs outside a browser: compiled by LLVM, cached on disk, with exactly the directories granted."""

__version__ = "0.1.0"
