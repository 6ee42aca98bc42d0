"""Every exported native function of a test file becomes one library, compiled once."""

from tests.native.conftest import call

__all__ = ["call"]
