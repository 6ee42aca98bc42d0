"""The stencils that native code contains are those that were built, and fit the processor."""

import ctypes

from tests.codegen.objects import in_worker, on_x86_64
from wasihost.baseline.library import library_for
from wasihost.codegen import llvm, native_image
from wasihost.codegen.stencils import library
from wasihost.native import Module, bool_, native, ptr, u32


@native(export=True)
def chosen(any_cpu: u32) -> ptr:
    return library_for(bool_(any_cpu))


@on_x86_64
def test_the_larger_set_is_chosen_if_the_processor_can_run_it(tmp_path):
    path = tmp_path / "native.so"
    path.write_bytes(in_worker(lambda: native_image.compile_library(Module().add(chosen).ir())))
    native = ctypes.CDLL(str(path))
    native.chosen.restype = ctypes.c_void_p
    can_run = llvm.features(library.target("x86-64-v3")) <= llvm.features(llvm.host_target())

    for any_cpu in (False, True):
        want = library.load("x86-64-v3" if can_run and not any_cpu else "x86-64")
        assert ctypes.string_at(native.chosen(any_cpu), len(want)) == want
