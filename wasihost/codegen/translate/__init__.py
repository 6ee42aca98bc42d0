"""Function bodies → LLVM IR."""
