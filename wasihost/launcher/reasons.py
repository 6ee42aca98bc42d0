"""Error numbers → words, where there is no Python to ask."""

import errno
import os

from wasihost.native import native, u32
from wasihost.native.prelude import say, say_decimal

# Those that opening a directory or writing a file usually fails with.
NUMBERS = (
    *(errno.ENOENT, errno.EIO, errno.EBADF, errno.EACCES, errno.ENOTDIR, errno.EMFILE, errno.EFBIG, errno.ENOSPC),
    *(errno.EROFS, errno.EPIPE, errno.ELOOP, errno.EDQUOT),
)
REASONS = tuple((number, os.strerror(number).lower().encode()) for number in NUMBERS)


@native
def say_reason(error: u32):
    """`errors.system_reason`."""
    for number, text in REASONS:
        if error == number:
            say(text)
            return
    say(b"error number ")
    say_decimal(error)
