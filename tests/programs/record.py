"""Write what each program is expected to do, `expected/<name>.txt`, by running it: review the difference like code.

python -m tests.programs.record [NAME...]           under Wasmtime: every program that it runs as it should
python -m tests.programs.record --ours NAME...      under wasihost: where the table says that Wasmtime differs
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.programs.hosts import run_wasihost, run_wasmtime
from tests.programs.programs import PROGRAMS

EXPECTED = Path(__file__).parent / "expected"


def expected(name: str) -> str:
    return (EXPECTED / f"{name}.txt").read_text()


def main(arguments: list[str]) -> None:
    ours, names = "--ours" in arguments, [word for word in arguments if word != "--ours"]
    EXPECTED.mkdir(exist_ok=True)
    for program in PROGRAMS:
        if (names and program.name not in names) or program.peer == ours:
            continue
        with tempfile.TemporaryDirectory() as place:
            directory = Path(place) / "files"
            outcome = (
                run_wasihost(program, "fast", Path(place) / "cache", directory)
                if ours
                else run_wasmtime(program, directory)
            )
        (EXPECTED / f"{program.name}.txt").write_text(str(outcome))
        print(program.name)


if __name__ == "__main__":
    main(sys.argv[1:])
