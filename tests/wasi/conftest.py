"""Compile WASI's native functions into a library of their own, and give tests guests that call them."""

import gc

import pytest

from tests.codegen.objects import in_worker
from tests.wasi.guest import Guest, Library, grant, host_descriptors
from wasihost.abi import FuncRef
from wasihost.codegen.native_image import compile_library
from wasihost.native import Module, native, noreturn, ptr, syscall, u32, u64, volatile_load, volatile_store
from wasihost.native.platform import SYS
from wasihost.runtime.accounting import keep, map_kept, unmap_kept
from wasihost.wasi import EXPORTS
from wasihost.wasi.preview1 import WasiImport
from wasihost.wasi.state import Wasi
from wasihost.wasi.trace.calls import Trace, trace_import


@native(export="hidden")
def exit_guest(store: ptr, code: u32) -> noreturn:
    """The runtime's part: here, tell the code and end the process."""
    u32[store] = code
    while True:
        syscall(SYS.exit_group, 0)


@native(export=True)
def flip(place: ptr, stride: u32, count: u32, one: u32, other: u32, stop: ptr):
    """Another thread of the guest: it changes `count` values as fast as it can."""
    value = one
    while not volatile_load(u32, stop):
        for i in range(count):
            volatile_store(u32, place + u64(i) * stride, value)
        value = one + other - value


@native(export=True)
def traced(ctx: Wasi, found: WasiImport, import_: FuncRef):
    """The runtime's part again: link an import of a traced guest."""
    import_.code, import_.vmctx = found.code, ptr(ctx)
    if ctx.trace:
        trace_import(Trace(ctx.trace), found.row, found.unstable, import_)


@native(export="hidden")
def stop_guest(store: ptr, code: u32) -> noreturn:
    exit_guest(store, code)


@native(export="hidden")
def time_is_over() -> u32:
    """What runs outside of a wasm stack has no end."""
    return 0


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    path = tmp_path_factory.mktemp("wasi") / "libwasi.so"
    ir = (
        Module(debug=False)
        .add(exit_guest, stop_guest, time_is_over, keep, map_kept, unmap_kept, flip, traced, *EXPORTS)
        .ir()
    )
    path.write_bytes(in_worker(lambda: compile_library(ir)))
    return Library(str(path))


@pytest.fixture(params=["kernel", "walk"])
def resolver(request):
    """Both ways to resolve a path."""
    return request.param


@pytest.fixture
def make(library):
    """Make guests; in the end all are freed and no descriptor of the host may be left."""
    gc.disable()  # or it closes descriptors that other tests left
    before, guests = host_descriptors(), []

    def make_guest(preopens=(), **options):
        guest = Guest(library, preopens, **options)
        guests.append(guest)
        return guest

    yield make_guest
    for guest in guests:
        if guest.ctx:
            guest.close()
    gc.enable()
    assert host_descriptors() == before


@pytest.fixture
def root(tmp_path):
    """The directory that `guest` may use; a sibling holds what it must never reach."""
    directory = tmp_path / "root"
    directory.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_bytes(b"secret")
    return directory


@pytest.fixture
def guest(make, root, resolver):
    """A guest with `root` as its descriptor 3, named "/"."""
    return make([grant(root)], walk=resolver == "walk")


@pytest.fixture
def plain(make, root):
    """As `guest`, for what has nothing to do with resolving paths."""
    return make([grant(root)])
