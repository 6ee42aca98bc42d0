"""The algorithm that validates function bodies, as machine code.  `wasm.body_validation` calls it."""
