"""Run one official test script on wasihost and print what came of it, as one line of JSON.

python -m tests.spec.run_file FILE [--level L]
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.spec.script import Script
from tests.spec.values import matches, raw
from tests.wat import wat
from wasihost import errors
from wasihost.engine import Engine
from wasihost.runtime.instance import Extern, Func, Global, Instance, Module, Store

Command = dict[str, Any]

UNSUPPORTED = re.compile(r"unsupported feature: ([^(]*[^( ])")
NOT_INSTANTIATED = "modules that were not instantiated"
CUSTOM = "what custom sections contain"

# The host module of the official suite: https://github.com/WebAssembly/spec/tree/main/interpreter#spectest-host-module
SPECTEST = """(module
  (func (export "print"))
  (func (export "print_i32") (param i32))
  (func (export "print_i64") (param i64))
  (func (export "print_f32") (param f32))
  (func (export "print_f64") (param f64))
  (func (export "print_i32_f32") (param i32 f32))
  (func (export "print_f64_f64") (param f64 f64))
  (global (export "global_i32") i32 (i32.const 666))
  (global (export "global_i64") i64 (i64.const 666))
  (global (export "global_f32") f32 (f32.const 666.6))
  (global (export "global_f64") f64 (f64.const 666.6))
  (table (export "table") 10 20 funcref)
  (table (export "table64") i64 10 20 funcref)
  (memory (export "memory") 1 2))"""


def engine(level: str) -> Engine:
    return Engine(level=level, cache=None, jobs=1)


@cache
def spectest(level: str) -> Module:
    return engine(level).compile(wat(SPECTEST))


class Failure(Exception):
    """A command did something else than its script says."""


class Skipped(Exception):
    """A command is not for us; the message is what it needs."""


class Runner:
    """The state of a script while it runs: its store, its modules, and the instance that actions go to."""

    def __init__(self, script: Script, level: str) -> None:
        self.script = script
        self.engine = engine(level)
        self.store = Store()
        self.registered: dict[str, Mapping[str, Extern]] = {}
        self.definitions: dict[str | None, Module] = {}
        self.instances: dict[str | None, Instance] = {}  # None: the latest
        self.missing: set[str] = set()  # names under which nothing could be registered
        self.register_exports("spectest", self.store.instantiate(spectest(level), {}))

    def run(self, command: Command) -> None:
        """Failure, WasihostError: not what the script says.  Skipped: needs what is not there yet."""
        try:
            HANDLERS[command["type"]](self, command)
        except errors.InvalidModule as error:
            skip_unsupported(error)
            raise

    # Modules

    def module(self, command: Command) -> None:
        self.instances.pop(None, None)  # when this one fails, actions must not go to the one before
        instance = self.instantiate(self.compile(command))
        self.instances[None] = self.instances[command.get("name")] = instance

    def module_definition(self, command: Command) -> None:
        self.definitions[command.get("name")] = self.definitions[None] = self.compile(command)

    def module_instance(self, command: Command) -> None:
        instance = self.instantiate(self.definitions[command.get("module")])
        self.instances[None] = self.instances[command.get("instance")] = instance

    def register(self, command: Command) -> None:
        self.missing.add(command["as"])
        self.register_exports(command["as"], self.instance(command.get("name")))
        self.missing.remove(command["as"])

    def compile(self, command: Command) -> Module:
        return self.engine.compile(self.script.read(command))

    def instantiate(self, module: Module) -> Instance:
        if any(wanted.module in self.missing for wanted in module.artifact.imports):
            raise Skipped(NOT_INSTANTIATED)
        imports = {
            (name, field): extern for name, exports in self.registered.items() for field, extern in exports.items()
        }
        return self.store.instantiate(module, imports)

    def register_exports(self, name: str, instance: Instance) -> None:
        self.registered[name] = instance.exports

    def instance(self, name: str | None) -> Instance:
        if name not in self.instances:
            raise Skipped(NOT_INSTANTIATED)
        return self.instances[name]

    # Actions

    def act(self, action: Command) -> list[int]:
        extern = self.instance(action.get("module")).exports[action["field"]]
        if action["type"] == "get":
            assert isinstance(extern, Global)
            return [extern.raw]
        assert isinstance(extern, Func)
        return extern.call_raw([raw(value) for value in action["args"]])

    def action(self, command: Command) -> None:
        self.act(command["action"])

    def assert_return(self, command: Command) -> None:
        actual, expected = self.act(command["action"]), command["expected"]
        if len(actual) != len(expected) or not all(map(matches, expected, actual)):
            raise Failure(f"expected {expected}, got {[hex(value) for value in actual]}")

    def assert_trap(self, command: Command) -> None:
        expect(errors.Trap, command["text"], lambda: self.act(command["action"]))

    def assert_exception(self, command: Command) -> None:
        expect(errors.WasmException, "", lambda: self.act(command["action"]))

    # Modules that must be refused

    def assert_invalid(self, command: Command) -> None:
        expect(errors.ValidationError, "", lambda: self.compile(command))

    def assert_malformed(self, command: Command) -> None:
        expect(errors.DecodeError, "", lambda: self.compile(command))

    def assert_unlinkable(self, command: Command) -> None:
        module = self.compile(command)
        expect(errors.LinkError, command["text"], lambda: self.instantiate(module))

    def assert_uninstantiable(self, command: Command) -> None:
        module = self.compile(command)
        expect(errors.Trap, command["text"], lambda: self.instantiate(module))

    def assert_custom(self, command: Command) -> None:
        raise Skipped(CUSTOM)


HANDLERS: dict[str, Callable[[Runner, Command], None]] = {
    "module": Runner.module,
    "module_definition": Runner.module_definition,
    "module_instance": Runner.module_instance,
    "register": Runner.register,
    "action": Runner.action,
    "assert_return": Runner.assert_return,
    "assert_trap": Runner.assert_trap,
    "assert_exhaustion": Runner.assert_trap,
    "assert_exception": Runner.assert_exception,
    "assert_invalid": Runner.assert_invalid,
    "assert_malformed": Runner.assert_malformed,
    "assert_unlinkable": Runner.assert_unlinkable,
    "assert_uninstantiable": Runner.assert_uninstantiable,
    "assert_invalid_custom": Runner.assert_custom,
    "assert_malformed_custom": Runner.assert_custom,
}


def expect(kind: type[errors.WasihostError], text: str, action: Callable[[], object]) -> None:
    """The action fails with an error of this kind whose message begins with the text, or is how the text begins."""
    try:
        result = action()
    except kind as error:
        skip_unsupported(error)
        if not (error.message.startswith(text) or text.startswith(error.message)):
            raise Failure(f"expected `{text}`, got `{error.message}`") from None
        return
    raise Failure(f"expected {kind.__name__} `{text}`, got {result}")


def skip_unsupported(error: errors.WasihostError) -> None:
    """Skipped, if that is what the module was refused for; it was not looked at any further."""
    if feature := UNSUPPORTED.search(error.message):
        raise Skipped(feature[1]) from None


def run_file(path: Path, level: str) -> dict[str, Any]:
    """How many commands passed, failures as text, and how many were skipped by what they need."""
    passed, failures, skipped = 0, [], dict[str, int]()
    with tempfile.TemporaryDirectory() as directory:
        script = Script(path, Path(directory))
        runner = Runner(script, level)
        for command in script.commands:
            try:
                runner.run(command)
                passed += 1
            except Skipped as skip:
                skipped[str(skip)] = skipped.get(str(skip), 0) + 1
            except Exception as error:
                failures.append(f"{path.name}:{command['line']}: {command['type']}: {_described(error)}")
    return {"passed": passed, "failures": failures, "skipped": skipped}


def _described(error: Exception) -> str:
    if isinstance(error, Failure):
        return str(error)
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, errors.WasihostError):
        return text
    return f"{text}\n{''.join(traceback.format_exception(error)[-2:])}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--level", default="fast")
    options = parser.parse_args()
    print(json.dumps(run_file(options.file, options.level)))


if __name__ == "__main__":
    main()
