"""The poisoned runtime: tests of lifetimes pass under it, and a reference that dangles is seen at once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STALE = """
import tests.fuzz.poison
from ctypes import c_uint64
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.host.instance import Store
exports = Store().instantiate(Engine(level="fast", cache=None, jobs=1).compile(wat('''(module (tag $t)
  (global $g (export "g") (mut exnref) (ref.null exn))
  (func (export "make")
    (global.set $g (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t)) unreachable)))
  (func (export "clear") (global.set $g (ref.null exn)))
  (func (export "throw") (param exnref) (block $h (try_table (catch_all $h) (throw_ref (local.get 0))))))'''))).exports
exports["make"].call_raw([])
reference = c_uint64.from_address(exports["g"].address).value  # `raw` would hold it
exports["throw"].call_raw([reference])
print("so far", flush=True)
exports["clear"].call_raw([])
exports["make"].call_raw([])
exports["throw"].call_raw([reference])
print("beyond")
"""


def test_a_reference_that_dangles_is_seen():
    done = subprocess.run([sys.executable, "-c", STALE], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (-signal.SIGABRT, "so far\n") == (done.returncode, done.stdout), done.stderr
    assert done.stderr.startswith("used after it was given back\n")


@pytest.mark.parametrize("tests", ["runtime/test_heap.py", "runtime/test_lifetime.py", "runtime/test_exceptions.py"])
def test_lifetime_tests_pass_with_poisoned_memory(tests):
    command = [sys.executable, "-m", "pytest", "-p", "tests.fuzz.poison", "-n0", "-q", "--no-header", f"tests/{tests}"]
    command += ["-k", "not max"]  # the level makes no difference to the runtime
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-3000:]
