"""Error numbers → text."""

import errno
import os

from wasihost.abi import Text
from wasihost.native import native, u32, u64
from wasihost.runtime.report.text import put_decimal, put_text

# The usual errors of opening a directory or writing a file, and of making memory executable.
NUMBERS = (
    *(
        errno.EPERM,
        errno.ENOENT,
        errno.EIO,
        errno.EBADF,
        errno.EACCES,
        errno.ENOTDIR,
        errno.EMFILE,
        errno.EFBIG,
        errno.ENOSPC,
    ),
    *(errno.EROFS, errno.EPIPE, errno.ELOOP, errno.EDQUOT),
)
REASONS = tuple((number, os.strerror(number).lower().encode()) for number in NUMBERS)


@native
def put_reason(text: Text, error: u32):
    """Write a reason like `errors.system_reason`."""
    start = text.size
    for number, reason in REASONS:
        if error == number:
            put_text(text, reason)
    if text.size == start:
        put_text(text, b"error number ")
        put_decimal(text, u64(error))
