"""Everything that can happen to a cache: `python -m tests.fuzz.cache [--rounds N] [--seed N]`.

In each round processes that compile and run a module are killed at any moment, and files of the cache are damaged;
then the module must run as if nothing had happened.  In between many processes start at once on an empty cache, and
only one of them may compile.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tests import door
from tests.cli import guests
from tests.wat import wat

ENVIRONMENT = door.environ()
AT_ONCE = 16
PRINTER = """(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "\\10\\00\\00\\00\\03\\00\\00\\00{text}\\n")
  (func (export "_start") (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 0)))))"""


def shown_on(terminal: int) -> bytes:
    """All that was written to a pseudoterminal that nobody has open any more."""
    shown = b""
    with suppress(OSError):  # the end
        while data := os.read(terminal, 65536):
            shown += data
    os.close(terminal)
    return shown


class Attack:
    """A cache, two modules that print who they are, and what is done to them."""

    def __init__(self, place: Path, seed: int, begin: tuple[str, ...]) -> None:
        self.begin = begin
        self.random = random.Random(seed)
        self.cache = place / "cache"
        self.modules = {}
        for text in ("m1", "m2"):
            module = place / f"{text}.wasm"
            module.write_bytes(wat(PRINTER.replace("{text}", text)))
            self.modules[module] = f"{text}\n".encode()
        self.slow = place / "slow.wasm"
        self.slow.write_bytes(wat(guests.slow()))
        self.done: Counter[str] = Counter()

    def start(self, module: Path, *options: str) -> subprocess.Popen[bytes]:
        return self.spawn([*self.command(*options), str(module)])

    def command(self, *options: str) -> list[str]:
        return [*self.begin, "--cache-dir", str(self.cache), "--no-background", *options]

    def spawn(self, command: list[str], stderr: int = subprocess.PIPE, **environ: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, env={**ENVIRONMENT, **environ})

    def check(self, module: Path, process: subprocess.Popen[bytes], *, killed: bool = False) -> None:
        out, err = process.communicate(timeout=120)
        if killed and process.returncode == -9:
            return
        assert (process.returncode, out, err) == (0, self.modules[module], b""), (process.returncode, out, err)

    def pick(self) -> Path:
        return self.random.choice(list(self.modules))

    # ------------------------------------------------------------------------------------------------------- attacks
    def kill(self) -> None:
        started = [(module, self.start(module)) for module in (self.pick() for _ in range(self.random.randint(1, 3)))]
        time.sleep(self.random.uniform(0, 0.4))
        for _, process in started:
            process.kill()
        for module, process in started:
            self.check(module, process, killed=True)

    def damage(self) -> None:
        files = sorted(path for path in (self.cache / "modules").glob("*") if not path.is_symlink())
        if not files:
            return
        path = self.random.choice(files)
        data = path.read_bytes()
        at = self.random.randrange(len(data) + 1)
        flipped = bytearray(data)
        if flipped:
            flipped[at % len(data)] ^= 1 << self.random.randrange(8)
        action = self.random.choice(("truncate", "flip", "append", "remove", "empty", "exchange", "time", "link"))
        if action == "remove":
            path.unlink()
        elif action == "exchange":
            path.write_bytes(self.random.choice(files).read_bytes())
        elif action == "time":
            moment = self.random.choice((0, 10**9, 4 * 10**9))
            os.utime(path, (moment, moment))
        elif action == "link":
            path.unlink()
            path.symlink_to(self.random.choice(files).name)
        else:
            changed = {"truncate": data[:at], "flip": flipped, "append": data + b"x", "empty": b""}[action]
            path.write_bytes(changed)
        self.done[f"{action} {path.suffix}"] += 1

    def forbid(self) -> None:
        """The directory cannot be written, or is no directory."""
        modules = self.cache / "modules"
        if not modules.is_dir():
            return
        hidden = self.cache / "hidden"
        modules.rename(hidden)
        if self.random.random() < 0.5:
            modules.touch()
        else:
            modules.mkdir(mode=0o777)
            modules.chmod(0o777)
        module = self.pick()
        self.check(module, self.start(module, "--quiet"))
        modules.unlink() if modules.is_file() else modules.rmdir()
        hidden.rename(modules)

    def fill(self) -> None:
        """No file may grow beyond some bytes, as on a full disk."""
        module = self.pick()
        limit = self.random.choice((0, 100, 4096, 30000))
        command = f"ulimit -f {limit // 512}; trap '' XFSZ; exec \"$@\""
        process = self.spawn(["sh", "-c", command, "sh", *self.command("--quiet"), str(module)])
        out, err = process.communicate(timeout=60)
        # Where no memory file is to be had either, the module cannot be compiled; then it has to say so.
        assert (process.returncode, out) in ((0, self.modules[module]), (125, b"")), (process.returncode, out, err)

    def round(self) -> None:
        for _ in range(self.random.randint(1, 3)):
            attack = self.random.choice(
                (self.kill, self.kill, self.damage, self.damage, self.damage, self.forbid, self.fill)
            )
            self.done[attack.__name__] += 1
            attack()
        module = self.pick()
        self.check(module, self.start(module))

    # ------------------------------------------------------------------------------------------------------- at once
    def together(self) -> None:
        """Many processes, one compilation."""
        shutil.rmtree(self.cache, ignore_errors=True)
        processes, terminals = [], []
        for _ in range(AT_ONCE):
            # A terminal that can draw no bar is told in one line what is compiled.
            terminal, stderr = os.openpty()
            processes.append(self.spawn([*self.command("--level", "fast"), str(self.slow)], stderr=stderr, TERM="dumb"))
            os.close(stderr)
            terminals.append(terminal)
        for process in processes:
            process.communicate(timeout=100)
        assert [process.returncode for process in processes] == [0] * AT_ONCE
        said = [shown_on(terminal) for terminal in terminals]
        compiled = sum(text.startswith(b"compiling slow.wasm") for text in said)
        assert compiled == 1, (compiled, said)
        names = sorted(path.suffix for path in (self.cache / "modules").iterdir())
        assert names == [".artifact", ".index"], names
        self.done["together"] += 1

    def clean(self) -> None:
        """Nothing is left but what is in use."""
        for path in (self.cache / "modules").glob("*"):
            os.utime(path, (0, 0), follow_symlinks=False)
        command = [*self.begin, "cache", "prune", "--cache-dir", str(self.cache)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        left = [path.name for path in (self.cache / "modules").glob("*") if path.suffix in (".tmp", ".lock")]
        assert not left, left


def attack(place: Path, rounds: int, seed: int, begin: tuple[str, ...]) -> Counter[str]:
    """What was done.  AssertionError: a run went wrong."""
    subject = Attack(place, seed, begin)
    for number in range(rounds):
        if number % 200 == 0:
            subject.together()
        subject.round()
    subject.clean()
    return subject.done


def main() -> None:
    parser = argparse.ArgumentParser("python -m tests.fuzz.cache", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=time.time_ns() & 0xFFFF)
    parser.add_argument("--door", choices=door.DOORS, default="python", help="how the command is started")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as place:
        done = attack(Path(place), options.rounds, options.seed, door.command(options.door))
        for what, count in sorted(done.items()):
            print(f"{count:6} {what}")


if __name__ == "__main__":
    main()
