"""Workers run tasks, die, are replaced and never outlive the run."""

import gc
import mmap
import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import NamedTuple

import pytest

from wasihost import pool
from wasihost.errors import CompileError, InternalError, UsageError, WorkerDied


class Numbers(NamedTuple):
    """A task: the numbers from `first` up to `end`."""

    first: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.first

    def __str__(self) -> str:
        return f"numbers {self.first} to {self.end - 1}"


def halve(task: Numbers) -> list[Numbers] | None:
    middle = (task.first + task.end) // 2
    return [Numbers(task.first, middle), Numbers(middle, task.end)] if task.size > 1 else None


def write(task: Numbers) -> bytes:
    return " ".join(map(str, range(task.first, task.end))).encode()


def children() -> list[str]:
    """Processes, zombies included, that this one started."""
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return file.read().split()


@pytest.fixture(autouse=True)
def nothing_is_left():
    gc.collect()  # or it closes descriptors that other tests left, when it likes
    gc.disable()
    before, descriptors = children(), os.listdir("/proc/self/fd")

    yield

    after = children(), os.listdir("/proc/self/fd")
    gc.enable()
    assert (before, descriptors) == after


TASKS = [Numbers(0, 3), Numbers(3, 30), Numbers(30, 31), Numbers(31, 40)]


@pytest.mark.parametrize("jobs", [0, 1, 2, 9])
def test_results_come_in_the_order_of_the_tasks(jobs):
    assert [write(task) for task in TASKS] == pool.run(TASKS, write, jobs=jobs)


def test_no_tasks_have_no_results():
    assert pool.run([], write, jobs=2) == []


def test_the_biggest_task_is_first():
    done = []

    pool.run(TASKS, write, jobs=1, on_done=lambda task, _: done.append(task))

    assert [27, 9, 3, 1] == [task.size for task in done]


def test_work_happens_in_other_processes_one_for_each_job():
    def slow(_: Numbers) -> bytes:
        time.sleep(0.1)
        return str(os.getpid()).encode()

    pids = pool.run(TASKS, slow, jobs=2)

    assert len(set(pids)) == 2
    assert str(os.getpid()).encode() not in pids


def test_large_results_are_transferred():
    results = pool.run(TASKS, lambda task: bytes(task.size << 20), jobs=2)

    assert [task.size << 20 for task in TASKS] == [len(result) for result in results]


def test_setup_runs_once_in_each_worker():
    calls = []

    results = pool.run(TASKS, lambda _: bytes([len(calls)]), jobs=2, setup=lambda: calls.append(1))

    assert [b"\1"] * 4 == results
    assert calls == []


def test_output_of_workers_is_not_ours(capfd):
    def loud(_: Numbers) -> bytes:
        os.write(1, b"stdout")
        os.write(2, b"stderr")
        return b""

    pool.run(TASKS, loud, jobs=2)

    assert capfd.readouterr() == ("", "")


# ---------------------------------------------------------------------------------------------------------- deaths
def abort() -> None:
    os.write(2, b"something else\nLLVM ERROR: cannot select\nstack dump\n")
    os.abort()


@pytest.mark.parametrize(
    "die, message",
    [
        (abort, r"SIGABRT \(LLVM ERROR: cannot select\)"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "SIGKILL"),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), "SIGSEGV"),
        (
            lambda: os.kill(os.getpid(), signal.SIGRTMIN + 20),
            f"signal {signal.SIGRTMIN + 20}",
        ),  # `runtime.deadline` handles 61
        (lambda: os.write(2, b"last words\n") and os._exit(3), r"exit status 3 \(last words\)"),
    ],
    ids=["abort", "kill", "segmentation fault", "a signal without a name", "exit"],
)
def test_a_death_is_an_error_that_names_the_task_and_the_cause(die, message):
    def work(task: Numbers) -> bytes:
        if task.first == 30:
            die()
        return write(task)

    with pytest.raises(CompileError, match=f"numbers 30 to 30: the process that compiled it died: {message}$"):
        pool.run(TASKS, work, jobs=2)


def test_a_kill_is_told_from_other_deaths():
    with pytest.raises(WorkerDied) as caught:
        pool.run(TASKS, lambda _: os.kill(os.getpid(), signal.SIGKILL), jobs=1)

    assert caught.value.killed


def test_a_loss_may_have_a_result():
    def work(task: Numbers) -> bytes:
        if task.first == 3:
            abort()
        return write(task)

    def on_loss(task: Numbers, death: pool.Death) -> bytes:
        return f"{task}: {death}".encode()

    done = []
    results = pool.run(TASKS, work, jobs=2, on_loss=on_loss, on_done=lambda task, result: done.append((task, result)))

    expected = [
        f"{task}: SIGABRT (LLVM ERROR: cannot select)".encode() if task.first == 3 else write(task) for task in TASKS
    ]
    assert expected == results
    assert sorted(zip(TASKS, expected, strict=True)) == sorted(done)


def test_zero_jobs_run_in_this_process_except_tasks_alone():
    def pid(_: Numbers) -> bytes:
        return str(os.getpid()).encode()

    assert {pid(TASKS[0])} == set(pool.run(TASKS, pid, jobs=0))
    assert pid(TASKS[0]) not in pool.run(TASKS, pid, jobs=0, alone=lambda task: task.first == 3)


def test_a_task_that_dies_is_split_until_it_works():
    def work(task: Numbers) -> bytes:
        if task.size > 7:
            os.abort()
        return write(task)

    done = []
    results = pool.run(TASKS, work, jobs=2, split=halve, on_done=lambda task, _: done.append(task))

    assert " ".join(map(str, range(40))).encode() == b" ".join(results)
    assert len(results) == 1 + 4 + 1 + 2
    assert sum(task.size for task in done) == 40


def test_splitting_finds_the_one_at_fault():
    def work(task: Numbers) -> bytes:
        if 13 in range(task.first, task.end):
            abort()
        return write(task)

    with pytest.raises(CompileError, match=r"^numbers 13 to 13: "):
        pool.run(TASKS, work, jobs=2, split=halve)


def test_a_task_may_be_alone_in_its_process():
    pids = pool.run(TASKS, lambda _: str(os.getpid()).encode(), jobs=1, alone=lambda task: task.first == 3)

    assert len({*pids}) == 2  # it was the biggest, and so the first

    pids = pool.run(TASKS, lambda _: str(os.getpid()).encode(), jobs=1, alone=lambda task: task.first == 30)

    assert len({*pids}) == 2 and pids.count(pids[2]) == 1  # it was the last


def test_a_task_that_takes_too_long_is_split():
    def work(task: Numbers) -> bytes:
        while task.size > 7:
            pass
        return write(task)

    results = pool.run(TASKS, work, jobs=2, split=halve, time_limit=lambda task: 0.2)

    assert " ".join(map(str, range(40))).encode() == b" ".join(results)

    with pytest.raises(CompileError, match=r": it took too long$"):
        pool.run(TASKS, work, jobs=2, time_limit=lambda task: 0.2)


def test_waiting_is_no_time():
    def work(task: Numbers) -> bytes:
        time.sleep(0.1)
        return write(task)

    assert pool.run(TASKS[:2], work, jobs=1, time_limit=lambda task: 0.09)


def test_messages_of_earlier_tasks_are_not_blamed():
    def work(task: Numbers) -> bytes:
        if task.first == 3:
            os.write(2, b"LLVM ERROR: an old story\n")
            return b""
        os._exit(1)

    with pytest.raises(CompileError, match=r"exit status 1$"):
        pool.run(TASKS, work, jobs=1)


def test_a_worker_that_dies_while_idle_is_replaced():
    pids = []

    def work(task: Numbers) -> bytes:
        if task.size < 27:
            time.sleep(0.3)
        return str(os.getpid()).encode()

    def kill_it(task: Numbers, _: bytes) -> None:
        if not pids:
            pids.extend(children())
            os.kill(int(pids[0]), signal.SIGKILL)

    # The next task may have been handed to it already; then the parts of that are done.
    results = pool.run([Numbers(0, 27), Numbers(27, 29)], work, jobs=1, on_done=kill_it, split=halve)

    assert 2 <= len(results) <= 3


def test_a_worker_that_wants_all_memory_dies_alone():
    def work(task: Numbers) -> bytes:
        try:
            bytearray(400 << 20 if task.first == 7 else 100)
        except MemoryError:
            os.abort()
        return b"done"

    assert [b"done", b"lost"] == pool.run(
        [Numbers(0, 3), Numbers(7, 8)], work, jobs=1, on_loss=lambda task, death: b"lost", most_memory=300 << 20
    )


def test_fat_workers_are_replaced():
    kept = []

    def work(_: Numbers) -> bytes:
        fresh = mmap.mmap(-1, 30 << 20)  # malloc may hand out pages that were resident before the fork
        fresh.write(b"x" * len(fresh))
        kept.append(fresh)
        return str(os.getpid()).encode()

    pids = pool.run(TASKS, work, jobs=1, memory_limit=50 << 20)

    assert len(set(pids)) == 2


# ------------------------------------------------------------------------------------------------------ exceptions
class Unpicklable(Exception):
    def __init__(self, one, two):
        super().__init__(one)


def raising(error):
    def work(_: Numbers) -> bytes:
        raise error

    return work


def test_exceptions_cross_over():
    with pytest.raises(UsageError, match=r"^no$") as caught:
        pool.run(TASKS, raising(UsageError("no", hint="yes")), jobs=2)

    assert caught.value.hint == "yes"
    assert "in work" in str(caught.value.__cause__)


def test_exceptions_that_cannot_be_pickled_are_named():
    with pytest.raises(TypeError):
        pickle.loads(pickle.dumps(Unpicklable(1, 2)))
    with pytest.raises(InternalError, match="Unpicklable in a worker: 1"):
        pool.run(TASKS, raising(Unpicklable(1, 2)), jobs=1)


def test_exceptions_of_setup():
    with pytest.raises(ZeroDivisionError):
        pool.run(TASKS, write, jobs=2, setup=lambda: 1 // 0)


def test_exceptions_of_on_done_end_the_run():
    def fail(_: Numbers, result: bytes) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        pool.run(TASKS, write, jobs=2, on_done=fail)


def test_no_process_to_be_had(monkeypatch):
    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)

    with pytest.raises(CompileError, match="cannot start a process to compile in: resource temporarily unavailable"):
        pool.run(TASKS, write, jobs=2)


def test_fewer_processes_than_wished(monkeypatch):
    fork, forked = os.fork, []

    def fork_once():
        if forked:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        forked.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", fork_once)

    assert [write(task) for task in TASKS] == pool.run(TASKS, write, jobs=2)


# ----------------------------------------------------------------------------------------------- the parent's end
SCRIPT = """
import os, time
from tests.test_pool import Numbers
from wasihost import pool

def work(task):
    os.write(report, b"%d\\n" % os.getpid())
    time.sleep(60)

report = os.dup(1)
pool.run([Numbers(0, 1), Numbers(1, 2)], work, jobs=2)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_their_parent(number):
    parent = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    with parent:
        workers = [int(parent.stdout.readline()) for _ in range(2)]

        parent.send_signal(number)
        # Their end of the pipe closes when the last of them has ended.
        _, messages = parent.communicate(timeout=20)

    assert (b"KeyboardInterrupt" in messages) == (number == signal.SIGINT)
    assert messages.count(b"Traceback") <= 1
    deadline = time.monotonic() + 10  # a process closes its files a moment before it is gone
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [pid for pid in workers if is_running(pid)] == []
    for pid in workers:
        with suppress(ChildProcessError):  # reaped by its parent; else it came to this process when that ended
            os.waitpid(pid, 0)


def is_running(pid: int) -> bool:
    """Neither gone nor a zombie that init has yet to reap."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False
