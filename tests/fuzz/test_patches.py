"""Code is replaced while threads execute it; `tests.fuzz.patches` does it longer."""

from tests.codegen.objects import on_x86_64
from tests.fuzz.patches import patch


@on_x86_64
def test_threads_compute_the_same_while_code_is_replaced():
    calls, wrong = patch(300, seed=1)

    assert not wrong
    assert calls
