"""The catalog is the same for every set; a packed library is as small as it is said to be, and complete."""

import pytest

from tests.codegen.objects import on_x86_64
from tests.codegen.stencils.running import Rig
from wasihost.codegen import llvm
from wasihost.codegen.stencils import library
from wasihost.codegen.stencils.catalog import catalog
from wasihost.codegen.stencils.x86_64 import SETS


def test_rows_have_the_same_numbers_in_every_set():
    indices = [library.index(catalog(llvm.features(library.target(name)))) for name in SETS]

    assert all(index == indices[0] for index in indices)
    assert sorted(indices[0].values()) == list(range(0, 2 * len(indices[0]), 2))


@on_x86_64
def test_a_library_is_small():
    sizes = {name: Rig(name).library.header for name in SETS}

    assert {name: header.templates.count < 1800 for name, header in sizes.items()} == dict.fromkeys(SETS, True)
    assert sizes["x86-64-v3"].code.offset + sizes["x86-64-v3"].code.count <= 120_000
    assert sizes["x86-64"].code.offset + sizes["x86-64"].code.count <= 150_000


@on_x86_64
@pytest.mark.parametrize("name", SETS)
def test_the_first_form_of_every_stencil_exists(name):
    rig = Rig(name)
    first = {}
    for key, row in rig.index.items():
        first.setdefault(key.name, key.form)
        if key.form == first[key.name]:
            assert not rig.library.is_absent(row), key
