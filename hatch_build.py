"""Build hook: a wheel carries the native runtime and the launcher, compiled for the machine that builds it, and is
tagged for that.

Both are static and call the kernel themselves, so that any Linux will do, whatever its C library.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TAG = "py3-none-manylinux_2_17_{machine}.manylinux2014_{machine}.musllinux_1_1_{machine}"


class NativeRuntime(BuildHookInterface[Any]):
    """`pip install .` compiles; `pip install -e .` does not: a checkout builds its runtime when it is first used."""

    PLUGIN_NAME = "native-runtime"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from wasihost.codegen import native_image
            from wasihost.launcher import build
            from wasihost.runtime import library

            parts = (
                (native_image.ensure, "runtime", library.packaged_name()),
                (build.ensure, "launcher", library.LAUNCHER),
            )
            for ensure, room, name in parts:
                path = os.path.join(self.directory, name)
                if os.path.exists(path):
                    os.unlink(path)  # of an earlier build, perhaps of other sources
                ensure(path)
                if room == "runtime":
                    library.use(path)
                build_data["force_include"][path] = f"wasihost/{room}/{name}"
        finally:
            sys.path.remove(self.root)
        build_data["pure_python"] = False
        build_data["tag"] = TAG.format(machine=os.uname().machine)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        for path in build_data.get("force_include", {}):
            if os.path.dirname(path) == self.directory:
                os.unlink(path)
