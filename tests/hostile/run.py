"""Run one case of the corpus: the command in a session of its own, with what it takes and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests import door
from tests.hostile.corpus import Case

PAUSE = 0.02  # seconds between two looks at the processes
PAGE = os.sysconf("SC_PAGE_SIZE")


class Outcome(NamedTuple):
    case: Case
    status: int
    output: int  # bytes that the guest wrote to its streams
    stderr: str
    seconds: float
    memory: int  # megabytes of all processes together, at its highest
    processes: int  # that are left
    files: tuple[str, ...]  # that are left

    def fault(self) -> str:
        """What is wrong with it; nothing where all is well."""
        case = self.case
        wrong = {
            f"status {self.status}": self.status not in case.status,
            f"{self.seconds:.1f} s": self.seconds > case.seconds,
            f"{self.memory} MB": self.memory > case.memory,
            f"{self.processes} processes are left": self.processes > 0,
            f"files are left: {', '.join(self.files)}": bool(self.files),
            f"{self.output} bytes of output": self.output != case.output,
            "it says something else": case.says not in self.stderr,
            f"it says {len(self.stderr)} characters": len(self.stderr) > 20_000,
            "an unexpected error": "Traceback" in self.stderr or "this is a bug" in self.stderr,
        }
        return ", ".join(what for what, is_so in wrong.items() if is_so)


def run(case: Case, begin: tuple[str, ...]) -> Outcome:
    with tempfile.TemporaryDirectory() as place:
        work, left = Path(place) / "work", Path(place) / "temporary"
        work.mkdir()
        left.mkdir()
        (work / "m.wasm").write_bytes(case.module())
        environ = door.environ(TMPDIR=str(left), WASIHOST_CACHE_DIR=str(left / "cache"))
        command = [*begin, "--quiet", "--no-background", *case.options, "m.wasm"]
        ours, theirs = os.pipe()  # a standard input where nothing ever comes
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            start = time.monotonic()
            process = subprocess.Popen(
                command,
                stdin=ours, stdout=stdout, stderr=stderr, cwd=work, env=environ, start_new_session=True,
            )  # fmt: skip
            memory, give_up = 0, start + 4 * case.seconds
            while process.poll() is None:
                memory = max(memory, sum(_memory(pid) for pid in _session(process.pid)))
                if time.monotonic() > give_up:
                    os.killpg(process.pid, signal.SIGKILL)
                time.sleep(PAUSE)
            seconds = time.monotonic() - start
            os.close(ours)
            os.close(theirs)
            remaining = _session(process.pid)
            for pid in remaining:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            stderr.seek(0)
            said = stderr.read()
            output = stdout.seek(0, os.SEEK_END) + said.count(b"\0")  # guests write zeros
        temporary = [str(path.relative_to(left)) for path in left.rglob("*.tmp*")]
        stray = [path.name for path in left.iterdir() if path.name != "cache"]
        files = (*temporary, *stray)
        text = said.replace(b"\0", b"").decode(errors="replace")
        return Outcome(case, process.returncode, output, text, seconds, memory >> 20, len(remaining), files)


def _session(leader: int) -> list[int]:
    """The processes of a session that live."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdecimal():
            with suppress(OSError):
                fields = Path(f"/proc/{entry}/stat").read_bytes().rpartition(b")")[2].split()
                if int(fields[3]) == leader and fields[0] != b"Z":
                    found.append(int(entry))
    return found


def _memory(pid: int) -> int:
    """Bytes that are this process's alone, and its share of the others."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0
