"""Random call graphs that throw, catch and throw again, under wasihost and Wasmtime: `python -m tests.fuzz.exceptions`.

Each module traces its way through functions, handlers and cleanups in a global; the trace of each level of code must be
Wasmtime's.  Without Wasmtime the levels are compared with each other.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from pathlib import Path

from tests.fuzz.seeds import try_seeds
from tests.programs.hosts import wasmtime
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import WasmException
from wasihost.host.instance import Store
from wasihost.levels import NAMES

TAGS = {"$i": ("i32",), "$l": ("i64",), "$two": ("i32", "f64"), "$none": ()}
SEEDS = (0, 1, 7, 12345, -1)


class Writer:
    """One random module.  Functions call those of higher number only, so that all of them end."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.labels = 0
        self.marks = 0

    def module(self) -> str:
        count = self.random.randint(3, 9)
        functions = [self.function(index, count) for index in range(count)]
        tags = "".join(f"(tag {tag} {''.join(f'(param {type_})' for type_ in types)})" for tag, types in TAGS.items())
        return f"""(module
          (type $f (func (param i32) (result i32)))
          {tags}
          (global $trace (mut i64) (i64.const 7))
          (table funcref (elem {" ".join(f"$f{n}" for n in range(count))}))
          {"".join(functions)}
          (func (export "run") (param i32) (result i64)
            (global.set $trace (i64.const 7))
            (block $all
              (try_table (catch_all $all)
                (i64.extend_i32_s (call $f0 (local.get 0)))
                (global.set $trace (i64.add (i64.mul (global.get $trace) (i64.const 33))))))
            (global.get $trace))
          (func (export "escape") (param i32) (result i32) (call $f0 (local.get 0))))"""

    def function(self, index: int, count: int) -> str:
        kept = self.random.randint(0, 6)  # locals that live across calls, in registers that handlers need back
        sets = "".join(f"(local.set $k{n} (i32.mul (local.get $x) (i32.const {2 * n + 3})))" for n in range(kept))
        sums = "".join(f"(local.set $x (i32.add (local.get $x) (local.get $k{n})))" for n in range(kept))
        body = self.body(index, count, depth=0)
        locals_ = "".join(f"(local $k{n} i32)" for n in range(kept))
        return f"""(func $f{index} (type $f) (local $x i32) (local $d f64) {locals_}
          (local.set $x (i32.add (local.get 0) (i32.const {index})))
          (local.set $d (f64.convert_i32_s (local.get $x)))
          {sets} {body} {sums}
          (i32.add (local.get $x) (i32.trunc_sat_f64_s (local.get $d))))\n"""

    def body(self, index: int, count: int, depth: int) -> str:
        return "\n".join(self.statement(index, count, depth) for _ in range(self.random.randint(1, 4)))

    def statement(self, index: int, count: int, depth: int) -> str:
        choices = [self.mark, self.change, self.throw]
        if index + 1 < count:
            choices += [self.call, self.call, self.call_indirect]
        if depth < 3:
            choices += [self.attempt, self.attempt, self.attempt, self.choice]
        return self.random.choice(choices)(index, count, depth)

    def mark(self, *_: int) -> str:
        self.marks += 1
        return f"(global.set $trace (i64.add (i64.mul (global.get $trace) (i64.const 33)) (i64.const {self.marks})))"

    def change(self, *_: int) -> str:
        factor = self.random.choice((3, 5, -7))
        return f"(local.set $x (i32.xor (i32.mul (local.get $x) (i32.const {factor})) (local.get 0)))"

    def condition(self) -> str:
        mask, value = self.random.choice((1, 3, 7)), self.random.randint(0, 1)
        return f"(i32.eq (i32.and (local.get $x) (i32.const {mask})) (i32.const {value}))"

    def choice(self, index: int, count: int, depth: int) -> str:
        yes, no = (self.body(index, count, depth + 1) for _ in range(2))
        return f"(if {self.condition()} (then {yes}) (else {no}))"

    def throw(self, *_: int) -> str:
        tag = self.random.choice(list(TAGS))
        values = {"i32": "(local.get $x)", "i64": "(i64.extend_i32_u (local.get $x))", "f64": "(local.get $d)"}
        return f"(if {self.condition()} (then (throw {tag} {' '.join(values[type_] for type_ in TAGS[tag])})))"

    def call(self, index: int, count: int, depth: int) -> str:
        callee = self.random.randint(index + 1, count - 1)
        return f"(local.set $x (i32.add (local.get $x) (call $f{callee} (local.get $x))))"

    def call_indirect(self, index: int, count: int, depth: int) -> str:
        callee = self.random.randint(index + 1, count - 1)
        return f"(local.set $x (call_indirect (type $f) (local.get $x) (i32.const {callee})))"

    def attempt(self, index: int, count: int, depth: int) -> str:
        """A try_table with some clauses; each handler takes the payload in, and may throw it on."""
        self.labels += 1
        label = self.labels
        chosen = self.random.sample([*TAGS, None], self.random.randint(1, 3))
        chosen.sort(key=lambda tag: tag is None)  # what is behind catch_all is never reached
        clauses = [(tag, self.random.random() < 0.5) for tag in chosen]
        inner = self.body(index, count, depth + 1)
        text = " ".join(
            f"({'catch' if tag else 'catch_all'}{'_ref' if ref else ''} {f'{tag} ' if tag else ''}$h{label}_{n})"
            for n, (tag, ref) in enumerate(clauses)
        )
        text = f"(try_table {text} {inner}) (br $out{label})"
        for n, (tag, ref) in enumerate(clauses):
            results = [*(TAGS[tag] if tag else ()), *(["exnref"] if ref else [])]
            declared = f"(result {' '.join(results)})" if results else ""
            handler = self.handler(results, index, count, depth)
            text = f"(block $h{label}_{n} {declared} {text}) {handler} (br $out{label})"
        return f"(block $out{label} {text})"

    def handler(self, results: list[str], index: int, count: int, depth: int) -> str:
        """Takes the results of a clause off the stack."""
        takes = {
            "i32": "(local.get $x) i32.add (local.set $x)",
            "i64": "i32.wrap_i64 (local.get $x) i32.xor (local.set $x)",
            "f64": "(local.set $d)",
            "exnref": "drop",
        }
        if self.random.random() < 0.4:
            takes["exnref"] = f"(if (param exnref) {self.condition()} (then throw_ref) (else drop))"
        parts = [takes[type_] for type_ in reversed(results)] + [self.mark()]
        if self.random.random() < 0.3:
            parts.append(self.body(index, count, depth + 1))
        return " ".join(parts)


def ours(data: bytes, level: str) -> list[str]:
    exports = Store().instantiate(Engine(level=level, cache=None).compile(data), {}).exports
    found = []
    for seed in SEEDS:
        (value,) = exports["run"].call_raw([seed & 0xFFFFFFFF])
        found.append(str(value - (1 << 64) if value >> 63 else value))
        try:
            (value,) = exports["escape"].call_raw([seed & 0xFFFFFFFF])
            found.append(str(value - (1 << 32) if value >> 31 else value))
        except WasmException:
            found.append("exception")
    return found


def peers(data: bytes) -> list[str]:
    found = []
    with tempfile.NamedTemporaryFile(suffix=".wasm") as file:
        file.write(data)
        file.flush()
        for seed in SEEDS:
            for export in ("run", "escape"):
                command = [str(wasmtime()), "run", "-W", "exceptions=y", "--invoke", export, file.name, str(seed)]
                done = subprocess.run(command, capture_output=True, text=True)
                assert done.returncode == 0 or "Wasm exception" in done.stderr, done.stderr
                found.append(done.stdout.strip() if done.returncode == 0 else "exception")
    return found


def compare(seed: int) -> None:
    """AssertionError: a difference."""
    text = Writer(seed).module()
    data = wat(text)
    results = {level: ours(data, level) for level in NAMES}
    if wasmtime() is not None:
        results["Wasmtime"] = peers(data)
    if len(set(map(tuple, results.values()))) != 1:
        path = Path(tempfile.gettempdir()) / f"exceptions-{seed}.wat"
        path.write_text(text)
        lines = "\n".join(f"{name:<10}{' '.join(found)}" for name, found in results.items())
        raise AssertionError(f"seed {seed} ({path}):\n{lines}")


if __name__ == "__main__":
    try_seeds(compare, __doc__, 500)
