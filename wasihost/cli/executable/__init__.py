"""Executables that contain a module."""
