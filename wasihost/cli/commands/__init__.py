"""The commands other than `run`, parsed by Typer."""
