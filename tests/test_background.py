"""Better code for the next run: what the budget allows, once, without a trace where it fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.codegen.objects import on_x86_64
from tests.door import environ
from tests.wat import wat
from wasihost import background
from wasihost.artifact import read_header
from wasihost.cache import Cache, upkeep
from wasihost.engine import Engine

ROOT = Path(__file__).parents[1]
MODULE = '(module (func (export "_start")))'

# fmt: off
VALUES = {
    None: background.BUDGETS, "": background.BUDGETS, "0": {}, "0,0": {}, "60": {"max": 60.0},
    "60,300": {"max": 60.0, "balanced": 300.0}, "0,10": {"balanced": 10.0},
    "1,2,3": {"max": 1.0, "balanced": 2.0, "fast": 3.0},
}
# fmt: on


@pytest.mark.parametrize("text", VALUES)
def test_background_variable_is_parsed(text):
    assert background.budgets(text) == VALUES[text]


@pytest.mark.parametrize("text", ["yes", "1,2,3,4", ",", "1;2"])
def test_invalid_background_variable_is_rejected(text):
    with pytest.raises(ValueError):
        background.budgets(text)


@pytest.fixture
def module(tmp_path):
    path = tmp_path / "m.wasm"
    path.write_bytes(wat(MODULE))
    time.sleep(0.06)  # older than a file that is too young for the index
    return path


def levels(directory):
    return [entry.level for entry in upkeep.entries(Cache(str(directory)))]


def settled(directory, expected):
    """Whether the cache comes to this within some time."""
    deadline = time.monotonic() + 60
    while levels(directory) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    return levels(directory) == expected


@pytest.fixture
def run(command):
    def run(module, directory, *options, variable=""):
        line = [*command, "--cache-dir", str(directory), *options, str(module)]
        # Streams are pipes: a background process that kept them open would keep this waiting.
        return subprocess.run(line, env=environ(**{background.VARIABLE: variable}), capture_output=True, timeout=60)

    return run


def test_a_run_that_compiles_leaves_better_code(run, tmp_path, module):
    done = run(module, tmp_path / "cache")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert settled(tmp_path / "cache", ["max"])
    with open(Engine(cache=Cache(str(tmp_path / "cache"))).artifact_for(str(module)), "rb") as artifact:
        assert read_header(artifact.fileno()).level == "max"


def test_better_code_has_the_same_nans(run, tmp_path, module):
    run(module, tmp_path / "cache", "--canonical-nans")

    assert settled(tmp_path / "cache", ["max"])
    engine = Engine(cache=Cache(str(tmp_path / "cache")), canonical_nans=True)
    with open(engine.artifact_for(str(module)), "rb") as artifact:
        header = read_header(artifact.fileno())
    assert ("max", True) == (header.level, header.variant.canonical_nans)
    assert levels(tmp_path / "cache") == ["max"]


SPINNING = """(module (func $spin (param $n i32) (loop (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (func (export "_start") (local $n i32) (local.set $n (i32.const {rounds}))
      (loop (call $spin (i32.const 1000000)) (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))"""
LITTLE = "0.000001"  # budget: no whole module fits


@on_x86_64
def test_only_hot_functions_are_better_where_the_module_does_not_fit_the_budget(run, command, tmp_path, module):
    module.write_bytes(wat(SPINNING.format(rounds=3000)))  # a second or two
    time.sleep(0.06)

    done = run(module, tmp_path / "cache", variable=LITTLE)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert settled(tmp_path / "cache", ["mixed"])
    assert run(module, tmp_path / "cache", variable=LITTLE).returncode == 0
    listed = subprocess.run(
        [*command, "cache", "ls", "--cache-dir", str(tmp_path / "cache")], capture_output=True, timeout=60, text=True
    )
    assert listed.stdout.endswith(f"{module} (1 of 2 functions at max)\n")


@on_x86_64
def test_a_mixed_artifact_gives_way_to_a_better_one(run, tmp_path, module):
    module.write_bytes(wat(SPINNING.format(rounds=10)))
    time.sleep(0.06)
    run(module, tmp_path / "cache", variable=LITTLE)
    assert settled(tmp_path / "cache", ["mixed"])

    Engine(cache=Cache(str(tmp_path / "cache"))).improve(str(module), background.BUDGETS)

    assert levels(tmp_path / "cache") == ["max"]


# fmt: off
NONE = [  # options, the variable, levels in the cache
    (["--no-background"], "", []),
    ([], "0", []),
    (["--level", "baseline"], "", []),
    (["--level", "fast"], "", ["fast"]),
]
# fmt: on


@pytest.mark.parametrize("options, variable, kept", NONE)
def test_when_there_is_none(run, tmp_path, module, options, variable, kept):
    run(module, tmp_path / "cache", *options, variable=variable)

    time.sleep(1)
    assert levels(tmp_path / "cache") == kept


def test_invalid_background_variable_is_a_warning(run, tmp_path, module):
    done = run(module, tmp_path / "cache", variable="often")

    assert done.returncode == 0
    assert done.stderr.decode() == (
        "warning: `WASIHOST_BACKGROUND`: `often` is not a time\n"
        "hint: write seconds for max, balanced and fast: `30,120,600`; `0`: off\n"
    )


AUTOGROUP = Path("/proc/self/autogroup")


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this kernel does not group processes by session")
def test_the_session_of_the_process_has_its_priority(tmp_path):
    code = (
        "import os; from wasihost.background import lower_priority; os.setsid(); lower_priority(19); print(os.nice(0))"
    )
    code += f"; print(open('{AUTOGROUP}').read().split()[-1])"

    # A process that leads its group cannot begin a session.
    done = subprocess.run(["sh", "-c", 'python=$1; shift; "$python" "$@"; true', "sh", sys.executable, "-c", code],
                          cwd=ROOT, capture_output=True, text=True, timeout=60)  # fmt: skip

    assert done.stdout.split() == ["19", "19"], done.stderr


# fmt: off
CHOICES = [  # budgets, the level taken
    ({"max": 30.0, "balanced": 120.0}, "max"),
    ({"max": 1e-9, "balanced": 120.0}, "balanced"),
    ({"max": 1e-9, "balanced": 1e-9, "fast": 600.0}, "fast"),
    ({"max": 1e-9, "balanced": 1e-9}, None),
    ({"max": 1e-9}, None),
]
# fmt: on


@pytest.mark.parametrize("budgets, level", CHOICES)
def test_the_best_level_within_its_budget(tmp_path, module, budgets, level):
    cache = Cache(str(tmp_path / "cache"))
    os.close(Engine(level="fast", cache=cache).artifact_for(str(module)))

    assert Engine(cache=cache, jobs=1).improve(str(module), budgets) == level
    assert levels(tmp_path / "cache") == [level or "fast"]


def test_never_twice_at_once(tmp_path, module):
    cache = Cache(str(tmp_path / "cache"))
    os.close(Engine(level="fast", cache=cache).artifact_for(str(module)))
    (key,) = [bytes.fromhex(entry.key) for entry in upkeep.entries(cache)]
    lock = Cache(str(tmp_path / "cache")).lock(key, ".better")

    assert Engine(cache=cache, jobs=1).improve(str(module), background.BUDGETS) is None
    lock.release()
    assert Engine(cache=cache, jobs=1).improve(str(module), background.BUDGETS) == "max"


def test_failure_keeps_the_existing_artifact(tmp_path, module):
    cache = Cache(str(tmp_path / "cache"))
    os.close(Engine(level="fast", cache=cache).artifact_for(str(module)))
    module.unlink()

    background.start(str(module), Engine(cache=cache), background.BUDGETS)

    time.sleep(0.5)
    assert levels(tmp_path / "cache") == ["fast"]
