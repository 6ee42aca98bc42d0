"""Run the specification's test scripts (`.wast`) on wasihost."""
