"""Make random WASI calls, and compare them with a model of the file system: `scripts/fuzz-wasi --help`.

Several processes run several guests each, at the same time and in one directory; canary files lie beside it.  Half of
the guests resolve paths through the kernel, half by walking.  The results of each call, what it writes, and finally
every file must match the model in `wasi_calls`.  The canaries must be unchanged, and at the end a process must not use
more descriptors or memory than after its first guests.  Every fourth guest is hostile instead: arguments are arbitrary
numbers, and only what is outside of the directory is checked.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import shutil
import socket
import sys
import tempfile
import threading
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.fuzz import wasi_files as files
from tests.fuzz.wasi_calls import Calls
from tests.fuzz.wasi_files import Directory, File
from tests.fuzz.wasi_guest import SIGNATURES, SIZE, UNSET, Guest, WalkingProgram, module
from tests.fuzz.wasi_model import ROOM, Call
from wasihost import errors
from wasihost.host.guest import Program
from wasihost.wasi.types import Errno, Eventtype, Subscription

CALLS = 400  # of one guest, in one entry
ROOMS = 1 << 16  # where they have their memory
assert ROOMS + CALLS * ROOM <= SIZE
GUESTS = 3  # of a process, at a time
LARGEST_FILE = 1 << 20  # bytes, by RLIMIT_FSIZE
SETTLED = 10  # rounds after which a process needs no more memory
SLACK = 24 << 20  # bytes of memory that Python may need more all the same
ERRNOS = frozenset(map(int, Errno))
CANARY = b"not to be touched"


class Found(Exception):
    """Something is not as it should be."""


# --------------------------------------------------------------------------------------------------------- one guest
def plant(rng: random.Random, place: Path) -> Directory:
    """A small random tree, in objects and on disk."""
    root = Directory()
    for _ in range(rng.randrange(12)):
        path = b"/".join(rng.choices([b"a", b"b", b"c", b"d"], k=rng.choice([1, 1, 2, 3])))
        kind, real = rng.randrange(4), os.path.join(os.fsencode(place), path)
        try:
            if kind == 0:
                files.create_directory(root, path)
                os.mkdir(real)
            elif kind == 1:
                target = rng.choice([b"a", b"../b", b"b/", b"../../outside", b"/etc", b"missing", b"c/../a"])
                files.symlink(target, root, path)
                os.symlink(target, real)
            else:
                node = files.open_(
                    root, path, follow=False, creates=True, exclusive=True, truncates=False, only_directory=False,
                    writes=True,
                )  # fmt: skip
                assert isinstance(node, File)
                node.data.extend(rng.randbytes(rng.choice([0, 5, 300])))
                with open(real, "xb") as file:
                    file.write(node.data)
        except files.Fails:
            continue
    return root


def actual(place: bytes, prefix: bytes = b"") -> dict[bytes, object]:
    """As files.snapshot, of a real directory."""
    result: dict[bytes, object] = {}
    for entry in os.scandir(place):
        path = prefix + entry.name
        if entry.is_symlink():
            result[path] = os.readlink(entry.path)
        elif entry.is_dir():
            result[path] = None
            result |= actual(entry.path, path + b"/")
        else:
            with open(entry.path, "rb") as file:
                result[path] = entry.stat().st_nlink, file.read()
    return result


def granted(place: Path) -> int:
    return os.open(place, os.O_RDONLY | os.O_DIRECTORY)


def socket_end() -> int:
    """One end of a pair whose other end has said something and is gone: nothing here may wait."""
    end, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    with other:
        other.send(bytes(100))
    return end.detach()


class Sequence:
    """One guest's life: fresh directories, its calls, and what is left."""

    def __init__(self, seed: int, place: Path) -> None:
        self.seed = seed
        self.rng = random.Random(seed)
        self.place = place
        self.hostile = seed % 4 == 3

    def run(self) -> int:
        """How many calls were made."""
        rw, ro = self.place / "rw", self.place / "ro"
        for directory in (rw, ro):
            directory.mkdir(parents=True)
        trees = plant(self.rng, rw), plant(self.rng, ro)
        (rw / "sub").mkdir()
        sub = trees[0].entries[b"sub"] = Directory(trees[0])
        nodes = [(trees[0], b"/", False), (trees[1], b"/ro", True), (sub, b"/sub", False), (trees[0], b"/again", True)]
        preopens = [
            (granted(path), name, read_only)
            for path, (_, name, read_only) in zip((rw, ro, rw / "sub", rw), nodes, strict=True)
        ]
        if self.hostile:
            preopens.append((socket_end(), b"", False))
        kind = WalkingProgram if self.seed & 1 else Program
        program = kind(argv=[b"guest", b"\xff"], env=[b"A=1"], preopens=preopens, stdio=(-1, -1, -1))
        guest = Guest(program)
        calls = hostile_calls(self.rng) if self.hostile else self.predict(guest, nodes)
        made = self.make(guest, calls)
        del guest
        if not self.hostile:
            self.compare("rw", files.snapshot(trees[0]), actual(os.fsencode(rw)))
        self.compare("ro", files.snapshot(trees[1]), actual(os.fsencode(ro)))
        shutil.rmtree(self.place)
        return made

    def predict(self, guest: Guest, nodes: list[tuple[Directory, bytes, bool]]) -> list[Call]:
        world = Calls(self.rng, nodes, guest.put)
        return [world.call(ROOMS + index * ROOM) for index in range(CALLS)]

    def make(self, guest: Guest, calls: list[Call]) -> int:
        try:
            guest.run([(call.name, call.args) for call in calls])
        except errors.Exit:
            if not self.hostile:
                raise
        for index, call in enumerate(calls):
            errno = guest.errno(index)
            if errno == UNSET and call.name == "proc_exit":
                return index + 1
            if self.hostile:
                if errno not in ERRNOS and call.name != "poke":
                    raise Found(f"seed {self.seed}: {call} returned {errno}")
                continue
            expected = " or ".join(Errno(each).name for each in call.errnos) if len(call.errnos) < 5 else "an error"
            if errno not in call.errnos:
                raise Found(self.story(calls, index, f"{Errno(errno).name}, and not {expected}", guest))
            if errno == Errno.SUCCESS and call.holds and not call.holds(guest.get):
                raise Found(self.story(calls, index, "wrong results", guest))
        return len(calls)

    def story(self, calls: list[Call], index: int, what: str, guest: Guest) -> str:
        lines = [
            f"  {n}: {described(calls[n], guest)} → {guest.errno(n)}" for n in range(max(0, index - 12), index + 1)
        ]
        return "\n".join([f"seed {self.seed}, call {index}: {what}", *lines])

    def compare(self, which: str, expected: dict[bytes, object], found: dict[bytes, object]) -> None:
        for path in sorted(expected.keys() | found.keys()):
            if expected.get(path, "missing") != found.get(path, "missing"):
                raise Found(
                    f"seed {self.seed}: {which}/{path!r} should be {expected.get(path, 'missing')!r:.200},"
                    f" and is {found.get(path, 'missing')!r:.200}"
                )


def described(call: Call, guest: Guest) -> str:
    """A call with its paths as text."""
    args = [str(arg) for arg in call.args]
    if call.name.startswith("path_"):
        for at, arg in enumerate(call.args[:-1]):
            if ROOMS <= arg < SIZE and call.args[at + 1] < 300:
                args[at] = repr(guest.get(arg, call.args[at + 1]))
    return f"{call.name}({', '.join(args)})"


# ------------------------------------------------------------------------------------------------------ hostile calls
def hostile_calls(rng: random.Random) -> list[Call]:
    """Any function with any arguments, but none that may wait: what poll_oneoff reads is sound, or outside."""
    calls: list[Call] = []
    while len(calls) < CALLS - 32:
        name = rng.choice(list(SIGNATURES))
        if name == "proc_exit" and rng.random() < 0.98:
            name = "fd_renumber"
        args = [hostile_number(rng) for _ in SIGNATURES[name]]
        if name == "poll_oneoff":
            args[0] = SIZE - 20
            if rng.random() < 0.7:
                args = [ROOMS + 8192, ROOMS + 12288, rng.randrange(1, 5), ROOMS + 12280]
                calls += poked(args[0], b"".join(subscription(rng) for _ in range(args[2])))
        elif name == "poke":
            args[0] = ROOMS + rng.randrange(4096)
            args[1] = int.from_bytes(rng.choice([b"a", b"a/b", b"..", b"/", b"b/../..", rng.randbytes(8)]), "little")
        calls.append(Call(name, tuple(args)))
    return calls


def hostile_number(rng: random.Random) -> int:
    return rng.choice(
        [
            rng.randrange(12), rng.randrange(300), ROOMS + rng.randrange(4096), SIZE - rng.randrange(1, 20),
            (1 << rng.randrange(64)) - rng.randrange(2), (1 << 64) - rng.randrange(1, 9), rng.getrandbits(64),
        ]
    )  # fmt: skip


def subscription(rng: random.Random) -> bytes:
    """Something that will have happened within nanoseconds."""
    kind = rng.choice(list(Eventtype))
    return Subscription.pack(
        userdata=rng.getrandbits(64),
        tag=kind,
        clock={"id": rng.randrange(10 if kind else 2), "timeout": rng.randrange(99)},
    )


def poked(address: int, data: bytes) -> list[Call]:
    return [Call("poke", (address + at, int.from_bytes(data[at : at + 8], "little"))) for at in range(0, len(data), 8)]


# -------------------------------------------------------------------------------------------------------- one process
class Process:
    """Rounds of guests in threads, and what they leave of descriptors and memory."""

    def __init__(self, place: Path, seeds: range) -> None:
        self.place, self.seeds = place, seeds
        self.calls = 0
        self.found: list[str] = []

    def work(self, seed: int) -> None:
        try:
            made = Sequence(seed, self.place / f"guest-{seed}").run()
            self.calls += made
        except Exception as error:
            self.found.append(str(error) if isinstance(error, Found) else f"seed {seed}: {traceback.format_exc()}")

    def run(self) -> tuple[int, list[str]]:
        """How many calls were made, and what was found."""
        module("fast")  # compiled before there are threads, and before files have a limit
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
        self.place.mkdir(parents=True)
        settled = None
        for number, first in enumerate(range(self.seeds.start, self.seeds.stop, GUESTS)):
            threads = [
                threading.Thread(target=self.work, args=(seed,))
                for seed in range(first, min(first + GUESTS, self.seeds.stop))
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if number == SETTLED:
                settled = needs()
        if settled:
            descriptors, memory = needs()
            if descriptors > settled[0]:
                self.found.append(f"{descriptors - settled[0]} descriptors of the host are left open")
            if memory > settled[1] + SLACK:
                self.found.append(f"{(memory - settled[1]) >> 20} MiB of memory more than after {SETTLED} rounds")
        return self.calls, self.found


def needs() -> tuple[int, int]:
    """Open descriptors, and bytes of memory in use."""
    gc.collect()  # guests are part of cycles here
    with open("/proc/self/statm") as file:
        resident = int(file.read().split()[1]) * resource.getpagesize()
    return len(os.listdir("/proc/self/fd")), resident


def process(place: Path, seeds: range) -> tuple[int, list[str]]:
    return Process(place, seeds).run()


# ----------------------------------------------------------------------------------------------------------- all of it
def plant_canaries(top: Path) -> dict[bytes, object]:
    outside = top / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(CANARY)
    (outside / "directory").mkdir()
    (outside / "link").symlink_to("secret")
    return canaries(top)


def canaries(top: Path) -> dict[bytes, object]:
    """All but the processes' own directories, with times."""
    here = {name: None for name in os.listdir(os.fsencode(top)) if not name.startswith(b"process-")}
    times = {b"time " + path: os.lstat(os.path.join(os.fsencode(top), b"outside", path)).st_mtime_ns
             for path in (b"", b"secret", b"directory", b"link")}  # fmt: skip
    return here | times | actual(os.fsencode(top / "outside"))


def fuzz(calls: int, seed: int, jobs: int, directory: Path | None = None) -> tuple[int, list[str]]:
    """How many calls were made, and what was found."""
    sequences = -(-calls // CALLS)
    share = -(-sequences // jobs)
    with tempfile.TemporaryDirectory(dir=directory) as name:
        top, made, found = Path(name), 0, []
        before = plant_canaries(top)
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            tasks = [
                pool.submit(
                    process, top / f"process-{job}" / "guests", range(start, min(start + share, seed + sequences))
                )
                for job, start in enumerate(range(seed, seed + sequences, share))
            ]
            for task in tasks:
                try:
                    count, problems = task.result()
                except Exception as error:  # a process that died, too
                    count, problems = 0, [f"a process failed: {error!r}"]
                made, found = made + count, found + problems
        if canaries(top) != before:
            found.append(f"outside was touched: {before} became {canaries(top)}")
    return made, found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="scripts/fuzz-wasi", description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000, help="total number of calls (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first guest; each further guest uses the next")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="number of processes (default: %(default)s)"
    )
    parser.add_argument("--directory", type=Path, help="directory for the files (default: a temporary one)")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    made, found = fuzz(options.calls, options.seed, options.jobs, options.directory)
    for what in found:
        print(what, "\n", file=sys.stderr)
    print(f"{made} calls in {time.monotonic() - start:.0f} s, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
