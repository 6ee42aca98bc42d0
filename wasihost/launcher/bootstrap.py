"""What Python runs first of the single file, as its `__main__`: unpack the package once, and go on in it.

Python 3.6 must be able to read this file, so that it can look for a later one.
"""

import os
import sys

DIGEST = "@digest@"  # of what is unpacked; the build writes it here
OLDEST = (3, 10)
NEWEST = 14  # the last 3.x that is looked for by name
HOST_FAILURE = 125
ABANDONED_S = 3600  # a directory that nobody finished in this time is nobody's


def main():
    if sys.version_info < OLDEST:
        later_python()
    try:
        place = unpacked()
    except OSError as error:
        where = error.filename or sys.argv[0]
        fail(
            f"cannot unpack wasihost: `{where}`: {(error.strerror or str(error)).lower()}",
            "it needs 190 MB once: set XDG_CACHE_HOME to a directory where there is room",
        )
    sys.path[:1] = [place]
    from wasihost.cli.main import main

    main()


def fail(message, hint):
    sys.stderr.write(f"error: {message}\nhint: {hint}\n")
    sys.stderr.flush()
    os._exit(HOST_FAILURE)


def later_python():
    """Become a Python that is new enough."""
    for minor in range(NEWEST, OLDEST[1] - 1, -1):
        for directory in os.environ.get("PATH", os.defpath).split(os.pathsep):
            path = os.path.join(directory, f"python3.{minor}")
            if os.access(path, os.X_OK):
                os.execv(path, [path, "-I", "-S", *sys.argv])
    found = ".".join(map(str, sys.version_info[:2]))
    fail(
        f"Python 3.{OLDEST[1]} or a later one is needed, and `python3` is {found}",
        "install one; what was compiled before runs without it",
    )


def unpacked():
    """The directory with the package, which only its user can have written."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    parent = os.path.join(base, "wasihost")
    place = os.path.join(parent, "app-" + DIGEST)
    if not os.path.isdir(place):
        if not os.path.isabs(parent):
            fail("there is no home directory to unpack wasihost in", "set XDG_CACHE_HOME to a directory")
        unpack(parent, place)
    status = os.stat(place)
    if status.st_uid != os.geteuid() or status.st_mode & 0o022:
        fail(f"`{place}` could have been changed by another user", "remove it")
    return place


def unpack(parent, place):
    """All of it or nothing, however many begin at once."""
    import shutil
    import tempfile
    import zipfile
    import zlib

    os.makedirs(parent, 0o700, exist_ok=True)
    for name in os.listdir(parent):
        path = os.path.join(parent, name)
        if name.startswith("app-") and name.endswith(".tmp") and is_abandoned(path):
            shutil.rmtree(path, ignore_errors=True)
    if sys.stderr and sys.stderr.isatty():
        sys.stderr.write("unpacking wasihost, once\n")
    temporary = tempfile.mkdtemp(prefix="app-", suffix=".tmp", dir=parent)
    try:
        with zipfile.ZipFile(sys.argv[0]) as archive:
            archive.extractall(temporary, [name for name in archive.namelist() if name != "__main__.py"])
        try:
            os.rename(temporary, place)
        except OSError:
            if not os.path.isdir(place):  # else another process was faster
                raise
            shutil.rmtree(temporary)
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if isinstance(error, (zipfile.BadZipFile, zlib.error)):
            fail(f"`{sys.argv[0]}` is damaged: {str(error).lower()}", "install it again")
        raise


def is_abandoned(path):
    import time

    try:
        return time.time() - os.stat(path).st_mtime > ABANDONED_S
    except OSError:  # another process has just finished it
        return False


if __name__ == "__main__":
    main()
