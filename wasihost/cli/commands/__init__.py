"""The commands beside `run`, parsed by Typer."""
