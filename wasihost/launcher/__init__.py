"""The native entry point: a static executable that runs compiled modules, and starts Python for everything else."""
