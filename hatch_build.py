"""Build hook: a wheel carries the native runtime and the launcher, compiled for the machine that builds it, and is
tagged for that.

Both are static and call the kernel themselves, so that any Linux will do, whatever its C library.  The launcher is the
wheel's command, too.  A machine that there is no native code for gets a wheel of Python alone.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TAG = "py3-none-manylinux_2_17_{machine}.manylinux2014_{machine}.musllinux_1_1_{machine}"
COMMAND = "wasihost"


class NativeRuntime(BuildHookInterface[Any]):
    """`pip install .` compiles; `pip install -e .` does not: a checkout builds its runtime when it is first used."""

    PLUGIN_NAME = "native-runtime"
    built: tuple[str, ...] = ()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            if version == "editable" or not self._compile(build_data):
                build_data["shared_scripts"]["scripts/wasihost"] = COMMAND
        finally:
            sys.path.remove(self.root)

    def _compile(self, build_data: dict[str, Any]) -> bool:
        """Whether there is native code for this machine; then it becomes a part of the wheel."""
        try:
            from wasihost.native import platform
        except ImportError as error:
            if error.name != "wasihost.native.platform":
                raise
            return False
        from wasihost import runtime_library
        from wasihost.host import library
        from wasihost.packaging import build

        runtime, launcher, command = (
            os.path.join(self.directory, name)
            for name in (library.packaged_name(), library.LAUNCHER, f"{library.LAUNCHER}-command")
        )
        self.built = runtime, launcher, command
        self._remove_built()  # of an earlier build, perhaps of other sources
        runtime_library.ensure(runtime)
        library.use(runtime)
        build.ensure(launcher)
        with open(launcher, "rb") as file, open(command, "wb") as out:
            out.write(build.command(file.read()))
        os.chmod(command, 0o755)
        build_data["force_include"][runtime] = f"wasihost/runtime/{os.path.basename(runtime)}"
        build_data["force_include"][launcher] = f"wasihost/launcher/{os.path.basename(launcher)}"
        build_data["shared_scripts"][command] = COMMAND
        build_data["pure_python"] = False
        build_data["tag"] = TAG.format(machine=platform.MACHINE)
        return True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        self._remove_built()

    def _remove_built(self) -> None:
        for path in self.built:
            if os.path.exists(path):
                os.unlink(path)
