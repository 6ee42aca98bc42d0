"""Run tasks in worker processes, which may die: tasks → results, largest first.

LLVM aborts its process on an internal error, and the kernel ends one when memory runs out; then only the worker's
current task is lost.  Workers are forked, so they have the tasks, and everything that these refer to, without a copy.
Only results are transferred.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import os
import pickle
import resource
import selectors
import signal
import socket
import struct
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import Generic, NamedTuple, NoReturn, Protocol, TypeVar

from wasihost.errors import CompileError, InternalError, WorkerDied, system_reason
from wasihost.own import memory_file

WAIT = 0.25  # seconds between two calls of `on_wait`
MEMORY_LIMIT = 800 << 20  # bytes by which a worker may grow before it is replaced

_REQUEST = struct.Struct("<I")  # number of the task
_REPLY = struct.Struct("<BQ")  # status, and the number of bytes that follow
_DONE, _DONE_AND_GONE, _FAILED = range(3)
_PR_SET_PDEATHSIG = 1  # prctl(2): the signal to receive when the parent dies


def processors() -> int:
    """The number of processors that this process may use, which is the number of workers worth having."""
    return len(os.sched_getaffinity(0))


class Task(Protocol):
    """A task to run; `str()` names it in messages."""

    @property
    def size(self) -> int: ...


class Death(NamedTuple):
    """How a worker died; `str()` describes it."""

    status: int | None  # exit code; negative for a signal; None if unknown
    said: str  # the last line that it wrote

    def __str__(self) -> str:
        return f"{_cause(self.status)}{f' ({self.said})' if self.said else ''}"


T = TypeVar("T", bound=Task)


def _give_up(task: Task, death: Death) -> bytes:
    raise WorkerDied(f"{task}: the process that compiled it died: {death}", killed=death.status == -signal.SIGKILL)


def _done_here(task: T, work: Callable[[T], bytes], on_done: Callable[[T, bytes], None]) -> bytes:
    result = work(task)
    on_done(task, result)
    return result


def run(
    tasks: Sequence[T],
    work: Callable[[T], bytes],
    *,
    jobs: int,
    split: Callable[[T], Sequence[T] | None] | None = None,
    alone: Callable[[T], bool] = lambda task: False,
    time_limit: Callable[[T], float] = lambda task: 0,
    on_done: Callable[[T, bytes], None] = lambda task, result: None,
    on_wait: Callable[[Sequence[tuple[T, float]]], None] | None = None,
    on_loss: Callable[[T, Death], bytes] = _give_up,
    setup: Callable[[], None] | None = None,
    memory_limit: int = MEMORY_LIMIT,
    most_memory: int | None = None,
) -> list[bytes]:
    """Run `work` for each task in `jobs` processes.  Returns the results in the order of the tasks.

    split         the parts of a task whose worker has died; their results replace its result
    on_loss       the result for a task that cannot be split; by default, raises a CompileError that names the task
    alone         whether a task needs a worker of its own
    time_limit    seconds of processor time, 0: unlimited; the worker of a task that needs more dies
    on_done       called in this process with each task and its result
    on_wait       called now and then with the running tasks, and how many seconds each has taken
    setup         called once in each worker
    memory_limit  bytes by which a worker may grow before it is replaced
    most_memory   limit of a worker's own memory in bytes; a worker that exceeds it dies

    An exception in `work` ends the run and is raised here.

    With 0 jobs, this process does the work, without a time limit.  This is fastest for tiny tasks, but whatever would
    kill a worker kills the caller.  A task that needs a worker of its own still gets one.
    """
    if not tasks:
        return []
    if jobs == 0 and not any(map(alone, tasks)):
        return [_done_here(task, work, on_done) for task in tasks]
    pool = _Pool(
        tasks, work, max(1, jobs), split, alone, time_limit, on_done, on_wait, on_loss, setup, memory_limit, most_memory
    )
    try:
        pool.run()
    finally:
        pool.close()
    return [result for number in range(len(tasks)) for result in pool.results_of(number)]


class _Worker:
    def __init__(self, pid: int, connection: socket.socket, messages: int, task_count: int) -> None:
        self.pid = pid
        self.connection = connection
        self.messages = messages  # the file that receives its stdout and stderr
        self.task_count = task_count  # number of tasks when it was forked; it does not know later ones
        self.task: int | None = None
        self.since = 0.0  # when it received its task
        self.reply = bytearray()

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # the caller ignores SIGCHLD, and the worker is already gone
            os.kill(self.pid, signal.SIGKILL)


class _Pool(Generic[T]):
    def __init__(
        self,
        tasks: Sequence[T],
        work: Callable[[T], bytes],
        jobs: int,
        split: Callable[[T], Sequence[T] | None] | None,
        alone: Callable[[T], bool],
        time_limit: Callable[[T], float],
        on_done: Callable[[T, bytes], None],
        on_wait: Callable[[Sequence[tuple[T, float]]], None] | None,
        on_loss: Callable[[T, Death], bytes],
        setup: Callable[[], None] | None,
        memory_limit: int,
        most_memory: int | None,
    ) -> None:
        self.tasks = list(tasks)
        self.work = work
        self.jobs = jobs
        self.split = split
        self.alone = alone
        self.time_limit = time_limit
        self.on_done = on_done
        self.on_wait = on_wait
        self.on_loss = on_loss
        self.setup = setup
        self.memory_limit = memory_limit
        self.most_memory = most_memory
        self.waiting = sorted(
            range(len(tasks)), key=lambda number: tasks[number].size
        )  # the last one is the next to run
        self.results: dict[int, bytes] = {}
        self.parts: dict[int, range] = {}  # task that was split → numbers of its parts
        self.workers: list[_Worker] = []
        self.selector = selectors.DefaultSelector()

    def run(self) -> None:
        while self.waiting or any(worker.task is not None for worker in self.workers):
            self.hand_out()
            for key, _ in self.selector.select(WAIT if self.on_wait else None):
                self.receive(key.data)
            if self.on_wait:
                busy = ((worker.task, worker.since) for worker in self.workers)
                now = monotonic()
                self.on_wait([(self.tasks[task], now - since) for task, since in busy if task is not None])

    def results_of(self, number: int) -> Iterator[bytes]:
        if number in self.parts:
            for part in self.parts[number]:
                yield from self.results_of(part)
        else:
            yield self.results[number]

    def close(self) -> None:
        """End all processes, whatever happened."""
        for worker in self.workers:
            worker.kill()
        while self.workers:
            self.bury(self.workers[-1])
        self.selector.close()

    # ---------------------------------------------------------------------------------------------- assigning tasks
    def hand_out(self) -> None:
        for worker in [worker for worker in self.workers if worker.task is None]:
            if self.waiting:
                number = self.waiting[-1]
                is_part = (
                    number >= worker.task_count
                )  # part of a task that was split after the fork, so the worker does not know it
                if is_part or self.alone(self.tasks[number]):
                    self.dismiss(worker)
                else:
                    self.give(worker)
        while self.waiting and len(self.workers) < self.jobs:
            try:
                worker = self.start_worker()
            except OSError as error:
                if not self.workers:
                    raise CompileError(f"cannot start a process to compile in: {system_reason(error)}") from None
                self.jobs = len(self.workers)
            else:
                self.give(worker)

    def give(self, worker: _Worker) -> None:
        worker.task, worker.since = self.waiting.pop(), monotonic()
        with suppress(OSError):  # the worker is dead, which `receive` will notice
            worker.connection.sendall(_REQUEST.pack(worker.task))

    def start_worker(self) -> _Worker:
        ours, theirs = socket.socketpair()
        messages = memory_file("worker")
        parent = os.getpid()
        # An interrupt must not unwind the child into the caller's code, nor let the parent lose track of the child.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGALRM))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore", DeprecationWarning
                )  # the caller has threads, which the child does not use
                pid = os.fork()
            if pid == 0:
                ours.close()
                self.be_worker(theirs, messages, parent)
            worker = _Worker(pid, ours, messages, len(self.tasks))
            self.workers.append(worker)
        except OSError:
            ours.close()
            os.close(messages)
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            theirs.close()
        self.selector.register(ours, selectors.EVENT_READ, worker)
        return worker

    # ------------------------------------------------------------------------------------------- receiving results
    def receive(self, worker: _Worker) -> None:
        try:
            received = worker.connection.recv(1 << 20)
        except ConnectionError:
            received = b""
        if not received:
            self.lose(worker)
            return
        worker.reply += received
        if len(worker.reply) < _REPLY.size:
            return
        status, size = _REPLY.unpack_from(worker.reply)
        if len(worker.reply) < _REPLY.size + size:
            return
        payload = bytes(memoryview(worker.reply)[_REPLY.size :])
        worker.reply.clear()
        if status == _FAILED:
            error, trace = pickle.loads(payload)
            raise error from WorkerTraceback(trace)
        number, worker.task = worker.task, None
        assert number is not None
        if status == _DONE_AND_GONE:
            self.dismiss(worker)
        self.finish(number, payload)

    def finish(self, number: int, result: bytes) -> None:
        self.results[number] = result
        self.on_done(self.tasks[number], result)

    def lose(self, worker: _Worker) -> None:
        """Handle the death of a worker: split its task, or give up."""
        number = worker.task
        said = _last_words(worker.messages)
        status = self.bury(worker)
        if number is None:
            return
        parts = self.split(self.tasks[number]) if self.split else None
        if not parts:
            self.finish(number, self.on_loss(self.tasks[number], Death(status, said)))
            return
        first = len(self.tasks)
        self.tasks += parts
        self.parts[number] = range(first, len(self.tasks))
        self.waiting += reversed(self.parts[number])  # run next, so that a task that cannot succeed fails early

    def dismiss(self, worker: _Worker) -> None:
        worker.kill()
        self.bury(worker)

    def bury(self, worker: _Worker) -> int | None:
        """Forget a worker that is dead or dying.  Returns its exit code, negative for a signal, or None if unknown."""
        self.workers.remove(worker)
        with suppress(KeyError):  # interrupted before the worker was registered
            self.selector.unregister(worker.connection)
        worker.connection.close()
        os.close(worker.messages)
        try:
            return os.waitstatus_to_exitcode(os.waitpid(worker.pid, 0)[1])
        except ChildProcessError:  # the caller ignores SIGCHLD, or waits for all children itself
            return None

    # ------------------------------------------------------------------------------------------------ in the worker
    def be_worker(self, connection: socket.socket, messages: int, parent: int) -> NoReturn:
        status = 1
        try:
            self.become_independent(messages, parent)
            try:
                self.serve(connection)
                status = 0
            except Exception as error:
                _reply(connection, _FAILED, _pickle_error(error))
        finally:
            os._exit(status)  # do not flush or clean up what belongs to the caller a second time

    def become_independent(self, messages: int, parent: int) -> None:
        faulthandler.disable()  # it may write to a file that only the caller should write to
        for number in signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGPROF:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent died before prctl
            os._exit(1)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no core dump: the caller handles a crash
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if self.most_memory is not None and (hard == resource.RLIM_INFINITY or hard > self.most_memory):
            resource.setrlimit(resource.RLIMIT_DATA, (self.most_memory, hard))
        os.dup2(messages, 1)
        os.dup2(messages, 2)
        for sibling in self.workers:
            sibling.connection.close()
        gc.freeze()  # inherited objects stay in shared pages, because collections do not write to them

    def serve(self, connection: socket.socket) -> None:
        if self.setup:
            self.setup()
        usage_at_birth = _memory()
        while request := connection.recv(_REQUEST.size):
            os.ftruncate(2, 0)  # drop the output of earlier tasks
            os.lseek(2, 0, os.SEEK_SET)
            task = self.tasks[_REQUEST.unpack(request)[0]]
            signal.setitimer(signal.ITIMER_PROF, self.time_limit(task))  # SIGPROF ends the process
            result = self.work(task)
            signal.setitimer(signal.ITIMER_PROF, 0)
            is_fat = _memory() - usage_at_birth > self.memory_limit
            _reply(connection, _DONE_AND_GONE if is_fat or self.alone(task) else _DONE, result)


class WorkerTraceback(Exception):
    """The traceback of an exception in a worker; the cause of the exception in this process."""


def _reply(connection: socket.socket, status: int, payload: bytes) -> None:
    connection.sendall(_REPLY.pack(status, len(payload)))
    connection.sendall(payload)


def _pickle_error(error: Exception) -> bytes:
    trace = traceback.format_exc()
    try:
        data = pickle.dumps((error, trace))
        pickle.loads(data)
    except Exception:
        data = pickle.dumps((InternalError(f"{type(error).__name__} in a worker: {error}"), trace))
    return data


def _memory() -> int:
    """The current memory of this process in bytes.  Its peak may come from the process that it was forked from."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:  # no /proc
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _last_words(messages: int) -> str:
    """The last message of LLVM, or otherwise the last line of stderr."""
    size = os.fstat(messages).st_size
    lines = os.pread(messages, 1 << 16, max(0, size - (1 << 16))).decode(errors="replace").split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    chosen = [line for line in lines if line.startswith("LLVM ERROR")] or lines[-1:]
    return chosen[0] if chosen else ""


def _cause(status: int | None) -> str:
    if status is None:
        return "unknown cause"
    if status == -signal.SIGPROF:
        return "it took too long"
    if status >= 0:
        return f"exit status {status}"
    return signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
