"""The sections of a module → one structure in memory, as machine code.  `wasm.decoder` calls it."""
