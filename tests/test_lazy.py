import os
import signal
import threading

from wasihost.lazy import cached_property


class Slow:
    def __init__(self, *steps):
        self.steps = steps
        self.count = 0

    @cached_property
    def value(self):
        self.count += 1
        for step in self.steps:
            step()
        return self.count


def test_it_is_computed_once():
    slow = Slow()

    assert [1, 1] == [slow.value, slow.value]
    assert isinstance(Slow.value, cached_property)


def test_a_process_that_is_forked_during_a_computation_can_compute():
    begun, forked = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: Slow(begun.set, forked.wait).value)
    thread.start()
    begun.wait()
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)  # ends it if it waits
        os._exit(Slow().value)
    forked.set()
    thread.join()

    assert 1 == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
