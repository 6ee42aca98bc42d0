"""The functions of preview 1, a file for each family."""
