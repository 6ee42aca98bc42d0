"""A valid module → an artifact without code, as machine code; whoever makes the code adds it."""
