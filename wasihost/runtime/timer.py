"""Timers that send signals to the thread that makes them."""

from wasihost.native import i32, i64, memset, native, new, sizeof, syscall, u64
from wasihost.native.platform import SECOND, SIGEV_THREAD_ID, SYS, Itimerspec, Sigevent


@native
def timer_new(clock: i32, signal: i32) -> i32:
    """The number of a timer that is not set; negative: an error number."""
    event, timer = new(Sigevent), new(i32)
    memset(event, 0, sizeof(Sigevent))
    event.signo, event.notify, event.tid = signal, SIGEV_THREAD_ID, i32(syscall(SYS.gettid))
    result = syscall(SYS.timer_create, clock, event, timer)
    return i32(result) if result < 0 else timer[0]


@native
def timer_set(timer: i32, first: u64, interval: u64):
    """Nanoseconds to the first signal, 0: never; and between two of them."""
    time = new(Itimerspec)
    time.value.sec, time.value.nsec = i64(first // SECOND), i64(first % SECOND)
    time.interval.sec, time.interval.nsec = i64(interval // SECOND), i64(interval % SECOND)
    syscall(SYS.timer_settime, timer, 0, time, 0)
