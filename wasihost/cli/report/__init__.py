"""What the command prints on standard error."""
