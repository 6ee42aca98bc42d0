"""`wasihost run`."""
