"""Every exported native function of a test file becomes one library, compiled once."""

import pytest

from tests.native.library import Library, functions


@pytest.fixture(scope="module")
def call(request, tmp_path_factory):
    """`call(fn, *args)` runs a native function of this file."""
    exported = [fn for fn in functions(vars(request.module)) if fn.export is True]
    return Library(tmp_path_factory.mktemp("native"), *exported)
