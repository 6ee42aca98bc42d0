"""Test scripts of the specification (`.wast`), run on wasihost."""
