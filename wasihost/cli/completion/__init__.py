"""Completion of command lines, for shells."""
