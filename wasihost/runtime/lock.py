"""A lock in one word, whose waiters sleep: 0 free, 1 held, 2 held and possibly waited for.

Ulrich Drepper, "Futexes Are Tricky", mutex 2.  Code that holds it must not trap, because nobody would release it.
"""

from wasihost.native import Struct, atomic_add, atomic_cas, atomic_store, i32, native, ptr, syscall
from wasihost.native.platform import FUTEX_PRIVATE_FLAG, FUTEX_WAIT, FUTEX_WAKE, SYS


class Lock(Struct):
    state: i32


@native
def acquire(lock: Lock):
    before = atomic_cas(i32, lock, 0, 1)
    while before != 0:
        if before == 2 or atomic_cas(i32, lock, 1, 2) != 0:
            syscall(SYS.futex, lock, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 2, 0)
        before = atomic_cas(i32, lock, 0, 2)


@native
def release(lock: Lock):
    if atomic_add(i32, lock, -1) != 1:
        atomic_store(i32, lock, 0)
        wake(lock)


@native
def wake(word: ptr):
    """Wake one thread that sleeps on a word, if there is one."""
    syscall(SYS.futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1)
