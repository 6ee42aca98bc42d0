"""Executables that hold a module."""
