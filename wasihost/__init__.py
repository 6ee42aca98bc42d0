"""Run WebAssembly programs outside a browser: compiled by LLVM, cached on disk, with the directories granted."""

from wasihost.version import __version__ as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wasihost.cache import Cache as Cache
    from wasihost.engine import Engine as Engine
    from wasihost.errors import WasihostError as WasihostError

__all__ = ["Cache", "Engine", "WasihostError", "__version__"]

# Imported on first use, so that a warm run imports only what it needs.
_HOMES = {"Cache": "wasihost.cache", "Engine": "wasihost.engine", "WasihostError": "wasihost.errors"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module `wasihost` has no attribute `{name}`")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
