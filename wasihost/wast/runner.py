"""Run one script: execute its commands in order, and count the results."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from wasihost import errors
from wasihost.engine import Engine
from wasihost.host.instance import Extern, Func, Global, Memory, Module, Store
from wasihost.wasm.text import script
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.script import Assertion, Command, Get, Invoke, ModuleSource, parse_script
from wasihost.wasm.text.tokens import decode
from wasihost.wast.values import fits, matches, raw, text

_compiler = threading.Lock()  # one thread compiles at a time; threads of a script test compiled code, not the compiler
MODULE_MISSING = "without an instantiated module"

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
  (memory (export "memory") 1 2)
  (memory (export "shared_memory") 1 2 shared))"""


class Failure(NamedTuple):
    """A command whose outcome differs from the script."""

    line: int  # 0: the script as a whole
    command: str
    message: str


class Report(NamedTuple):
    """The result of a script.

    It counts the commands that passed, lists those that failed, and counts those skipped, by the missing feature.
    """

    passed: int
    failures: tuple[Failure, ...]
    skipped: Mapping[str, int]


class Mismatch(Exception):
    """The outcome differs from the script."""


class Skip(Exception):
    """A command needs something that is not available; the message names it."""


def engine(level: str) -> Engine:
    """An engine that compiles in this process, because a script has many tiny modules."""
    return Engine(level=level, cache=None, jobs=0)


@cache
def spectest(level: str) -> Module:
    return engine(level).compile(parse_module(SPECTEST))


def run_script(content: bytes, level: str) -> Report:
    """Run all commands of a script, even after failures."""
    try:
        commands = parse_script(decode(content))
    except errors.TextError as error:
        return Report(0, (Failure(error.line, "script", error.message),), {})
    return run_commands(Runner(level), commands)


def run_commands(runner: Runner, commands: Iterable[Command]) -> Report:
    """Run commands.  Waits for the threads that they start, and adds their results."""
    passed, failures, skipped = 0, [], dict[str, int]()
    for command in commands:
        try:
            runner.do(command)
            passed += 1
        except Skip as skip:
            skipped[str(skip)] = skipped.get(str(skip), 0) + 1
        except Mismatch as mismatch:
            failures.append(Failure(command.line, keyword(command), str(mismatch)))
        except errors.WasihostError as error:
            failures.append(Failure(command.line, keyword(command), f"{type(error).__name__}: {error.message}"))
        except Exception as error:  # a bug in wasihost must not hide the results of other commands
            failures.append(Failure(command.line, keyword(command), f"unexpected {type(error).__name__}: {error}"))
    for thread in runner.threads:
        report = thread.result()
        passed += report.passed
        failures += report.failures
        skipped = {need: skipped.get(need, 0) + report.skipped.get(need, 0) for need in (*skipped, *report.skipped)}
    return Report(passed, tuple(sorted(failures)), skipped)


def keyword(command: Command) -> str:
    """The keyword of the command in the script."""
    return command.keyword if isinstance(command, Assertion) else type(command).__name__.lower()


class Thread(threading.Thread):
    """A thread of a script: a runner of its own, which shares memories with the runner that started it."""

    def __init__(self, command: script.Thread, runner: Runner) -> None:
        super().__init__(daemon=True)
        self.command, self.runner = command, runner
        self.start()

    def run(self) -> None:
        self.report = run_commands(self.runner, self.command.commands)

    def result(self) -> Report:
        self.join()
        return self.report


class Runner:
    """The state of a running script: its store, its modules, and the instance that actions use."""

    def __init__(self, level: str) -> None:
        self.level = level
        self.engine = engine(level)
        self.store = Store()
        self.registered: dict[str, Mapping[str, Extern]] = {}
        self.definitions: dict[str | None, Module] = {}
        self.instances: dict[str | None, Mapping[str, Extern]] = {}  # exports of each instance; None: the latest
        # Names that the script has used so far, including those of rejected modules; None: there was a module at all.
        self.defined: set[str | None] = set()
        self.named: set[str | None] = set()
        self.missing: set[str] = set()  # names under which registration failed
        self.threads: list[Thread] = []
        self.registered["spectest"] = self.store.instantiate(spectest(level), {}).exports

    def do(self, command: Command) -> None:
        """Run a command.

        Mismatch, WasihostError: the outcome differs from the script.  Skip: something is not available.
        """
        try:
            COMMANDS[type(command)](self, command)
        except errors.InvalidModule as error:
            skip_unsupported(error)
            raise

    # Modules

    def module(self, command: script.Module) -> None:
        name = command.source.name
        self.defined |= {None, name}
        if not command.is_definition:
            self.named |= {None, name}
        if command.is_definition:
            self.definitions.pop(None, None)  # if this one fails, later commands must not use the previous one
            self.definitions[None] = self.definitions[name] = self.compile(command.source)
            return
        self.instances.pop(None, None)
        module = self.compile(command.source)
        self.instances[None] = self.instances[name] = self.instantiate(module)
        self.definitions[None] = self.definitions[name] = module

    def instance(self, command: script.Instance) -> None:
        self.instances.pop(None, None)
        self.named |= {None, command.name}
        if command.definition not in self.definitions:
            raise missing(command.definition, self.defined)
        instance = self.instantiate(self.definitions[command.definition])
        self.instances[None] = self.instances[command.name] = instance

    def register(self, command: script.Register) -> None:
        self.missing.add(command.alias)
        self.registered[command.alias] = self.exports_of(command.instance)
        self.missing.remove(command.alias)

    def compile(self, source: ModuleSource) -> Module:
        with _compiler:
            return self.engine.compile(source.binary())

    def instantiate(self, module: Module) -> Mapping[str, Extern]:
        if any(wanted.module in self.missing for wanted in module.artifact.imports):
            raise Skip(MODULE_MISSING)
        imports = {
            (name, field): extern for name, exports in self.registered.items() for field, extern in exports.items()
        }
        return self.store.instantiate(module, imports).exports

    def exports_of(self, name: str | None) -> Mapping[str, Extern]:
        if name not in self.instances:
            raise missing(name, self.named)
        return self.instances[name]

    # Threads

    def thread(self, command: script.Thread) -> None:
        """Start a thread.  Two stores can share only memories."""
        other = Runner(self.level)
        if command.shared:
            exports = self.exports_of(command.shared)
            other.named |= {None, command.shared}
            other.instances[command.shared] = {n: extern for n, extern in exports.items() if isinstance(extern, Memory)}
        self.threads.append(Thread(command, other))

    def wait(self, command: script.Wait) -> None:
        if command.thread not in [thread.command.name for thread in self.threads]:
            raise Mismatch(f"no thread is named `{command.thread}`")
        for thread in self.threads:
            if thread.command.name == command.thread:
                thread.join()

    # Actions

    def act(self, action: Invoke | Get) -> list[tuple[int, str]]:
        """The results, as bits and type."""
        extern = self.exports_of(action.instance).get(action.field)
        if isinstance(action, Get):
            if not isinstance(extern, Global):
                raise Mismatch(f"no global is exported as `{action.field}`")
            return [(extern.raw, extern.valtype)]
        if not isinstance(extern, Func):
            raise Mismatch(f"no function is exported as `{action.field}`")
        if len(extern.params) != len(action.arguments):
            raise Mismatch(f"`{action.field}` takes {len(extern.params)} arguments, {len(action.arguments)} given")
        for value, valtype in zip(action.arguments, extern.params, strict=True):
            if not fits(value, valtype):
                raise Mismatch(f"`{action.field}` takes {valtype}, `{text(value)}` given")
        return list(zip(extern.call_raw([raw(value) for value in action.arguments]), extern.results, strict=True))

    # Assertions

    def assertion(self, command: Assertion) -> None:
        ASSERTIONS[command.keyword](self, command)

    def returns(self, command: Assertion) -> None:
        actual, expected = self.act(_action(command)), command.expected
        if len(actual) != len(expected) or not all(map(matches, expected, *zip(*actual, strict=True))):
            found = ", ".join(f"{valtype} {bits:#x}" for bits, valtype in actual)
            raise Mismatch(f"expected {', '.join(map(text, expected)) or 'nothing'}, got {found or 'nothing'}")

    def traps(self, command: Assertion) -> None:
        subject = command.subject
        if isinstance(subject, ModuleSource):
            self.is_not_instantiated(command, errors.Trap)
        else:
            expect(errors.Trap, command.message, lambda: self.act(subject))

    def throws(self, command: Assertion) -> None:
        expect(errors.WasmException, "", lambda: self.act(_action(command)))

    def is_invalid(self, command: Assertion) -> None:
        expect(errors.ValidationError, "", lambda: self.compile(_source(command)))

    def is_refused(self, command: Assertion) -> None:
        """Check that an annotation is rejected, which happens when its text is read."""
        expect(errors.InvalidModule, "", lambda: self.compile(_source(command)))

    def is_malformed(self, command: Assertion) -> None:
        expect(errors.DecodeError, "", lambda: self.compile(_source(command)))

    def is_unlinkable(self, command: Assertion) -> None:
        self.is_not_instantiated(command, errors.LinkError)

    def is_not_instantiated(self, command: Assertion, error: type[errors.WasihostError] = errors.Trap) -> None:
        module = self.compile(_source(command))
        expect(error, command.message, lambda: self.instantiate(module))


COMMANDS: dict[type[Command], Callable[[Runner, Any], object]] = {
    script.Module: Runner.module,
    script.Instance: Runner.instance,
    script.Register: Runner.register,
    Invoke: Runner.act,
    Get: Runner.act,
    Assertion: Runner.assertion,
    script.Thread: Runner.thread,
    script.Wait: Runner.wait,
}
ASSERTIONS: dict[str, Callable[[Runner, Assertion], None]] = {
    "assert_return": Runner.returns,
    "assert_return_canonical_nan": Runner.returns,
    "assert_return_arithmetic_nan": Runner.returns,
    "assert_trap": Runner.traps,
    "assert_exhaustion": Runner.traps,
    "assert_exception": Runner.throws,
    "assert_invalid": Runner.is_invalid,
    "assert_invalid_custom": Runner.is_refused,
    "assert_malformed": Runner.is_malformed,
    "assert_malformed_custom": Runner.is_malformed,
    "assert_unlinkable": Runner.is_unlinkable,
    "assert_uninstantiable": Runner.is_not_instantiated,
}


def missing(name: str | None, given: set[str | None]) -> Skip | Mismatch:
    """Why a module does not exist: it was rejected, or the script never defined it, which is an error in the script."""
    if name in given:
        return Skip(MODULE_MISSING)
    return Mismatch(f"no module is named `{name}`" if name else "no module comes before this")


def _action(command: Assertion) -> Invoke | Get:
    assert not isinstance(command.subject, ModuleSource)  # `parse_script` accepts nothing else
    return command.subject


def _source(command: Assertion) -> ModuleSource:
    assert isinstance(command.subject, ModuleSource)
    return command.subject


def expect(kind: type[errors.WasihostError], message: str, action: Callable[[], object]) -> None:
    """Check that an action fails with an error of this class.

    The error's message must begin with `message`, or the other way round.
    """
    try:
        action()
    except kind as error:
        skip_unsupported(error)
        if not (error.message.startswith(message) or message.startswith(error.message)):
            raise Mismatch(f"expected `{message}`, got `{error.message}`") from None
        return
    raise Mismatch(f"expected {kind.__name__}{f' `{message}`' if message else ''}, but nothing failed")


def skip_unsupported(error: errors.WasihostError) -> None:
    """Skip the command if the module was rejected for an unsupported feature, since the rest of it was not checked."""
    if isinstance(error, errors.InvalidModule) and error.feature:
        raise Skip(error.feature) from None
