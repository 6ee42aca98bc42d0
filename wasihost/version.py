"""The version of the package, for all who must not import all of it."""

__version__ = "0.1.0"
