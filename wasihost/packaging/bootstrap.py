"""The `__main__` of the single file, which Python runs first: unpacks the package once, and continues in it.

Every Python since 2.7 must be able to read this file, so that it can start a later one.
"""

import errno
import os
import stat
import sys

DIGEST = "@digest@"  # of the unpacked files; the build fills it in
MEGABYTES = "@megabytes@"  # their size; the build fills it in
OLDEST = (3, 10)
NEWEST = 14  # the last 3.x that is searched by name
HOST_FAILURE = 125
OTHERS_WRITE = 0o022  # mode bits
# The errors of opening or creating a directory if the user has no home.  A full disk is another error.
NO_PLACE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
ABANDONED_S = 3600  # an unfinished directory of this age is removed
ANSWER_S = 5  # a program that has not printed its Python version in this time is ignored


def main():
    if sys.version_info < OLDEST:
        later_python()
    try:
        place = unpacked()
        sys.path[:1] = [place]
        from wasihost.cli.main import main
    except OSError as error:
        where = error.filename or sys.argv[0]
        fail(
            "cannot unpack wasihost: `%s`: %s" % (where, (error.strerror or str(error)).lower()),
            "it needs %s MB once: set XDG_CACHE_HOME to a directory where there is room" % MEGABYTES,
        )
    except ImportError as error:
        if str(error.name).startswith("wasihost"):
            fail("`%s` is not whole: %s" % (place, str(error).lower()), "remove it: it will be unpacked again")
        fail(
            "`%s` lacks a part of Python's standard library: %s" % (sys.executable, str(error).lower()),
            "install all of Python: Debian's python3, for one, not python3-minimal alone",
        )
    main()


def fail(message, hint):
    sys.stderr.write("error: %s\nhint: %s\n" % (message, hint))
    sys.stderr.flush()
    os._exit(HOST_FAILURE)


def later_python():
    """Become a Python that is new enough."""
    path = os.environ.get("PATH", os.defpath)
    names = ["python3.%d" % minor for minor in range(NEWEST, OLDEST[1] - 1, -1)] + ["python3"]
    start_python(names, path, "sys.version_info >= (%d, %d)" % OLDEST)
    fail(
        "Python %d.%d or later is needed, and `%s` is %d.%d" % (OLDEST + (sys.executable,) + sys.version_info[:2]),
        "install it; looked for were %s in %s; what was compiled before runs without it" % (" ".join(names), path),
    )


def start_python(names, path, condition):
    """Become the first Python in `path` that fulfils a condition.  Returns if there is none."""
    for name in names:
        for directory in path.split(os.pathsep):
            found = os.path.join(directory, name)
            if os.path.isabs(directory) and os.access(found, os.X_OK) and fulfils(found, condition):
                os.execv(found, [found, "-I", "-S"] + sys.argv)


def fulfils(path, condition):
    """Whether a program is such a Python.  Its name is not enough, and it may be broken."""
    import subprocess
    import time

    code = "import sys; sys.exit(%s and 42 or 1)" % condition
    nothing = open(os.devnull, "r+")
    try:
        child = subprocess.Popen([path, "-I", "-S", "-c", code], stdin=nothing, stdout=nothing, stderr=nothing)
    except OSError:
        return False
    finally:
        nothing.close()
    deadline = time.time() + ANSWER_S
    while child.poll() is None and time.time() < deadline:
        time.sleep(0.01)
    if child.poll() is None:
        child.kill()
        child.wait()
    return child.returncode == 42


def unpacked():
    """The directory with the package, which only its user can have written.

    It is in the cache, or elsewhere if there is no home.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):  # set explicitly
        return unpacked_in(os.path.join(base, "wasihost"), [base])
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return unpacked_elsewhere("there is no home directory")
    try:
        base = os.path.join(home, ".cache")
        for directory in (home, base, os.path.join(base, "wasihost")):
            if os.path.isdir(directory) and os.stat(directory).st_uid not in (0, os.geteuid()):
                return unpacked_elsewhere("`%s` belongs to another user" % directory)
        return unpacked_in(os.path.join(base, "wasihost"), [home, base])
    except OSError as error:
        if error.errno not in NO_PLACE:
            raise
        return unpacked_elsewhere("`%s`: %s" % (error.filename or home, (error.strerror or str(error)).lower()))


def unpacked_in(parent, above):
    """The same, beneath a directory that is created with its parents."""
    place = os.path.join(parent, "app-" + DIGEST)
    for directory in above[-1:] + [parent]:
        os.makedirs(directory, 0o700, exist_ok=True)
    # Anybody who can rename one of these directories decides what is imported, even after the check.
    for directory in above + [parent]:
        if not is_safe(directory):
            fail(
                "`%s` could be exchanged by another user: others may write to `%s`, or own it" % (place, directory),
                "`chmod go-w` it, or set XDG_CACHE_HOME to a directory of yours alone",
            )
    if not os.path.isdir(place):
        if os.statvfs(parent).f_flag & os.ST_NOEXEC:
            fail(
                "cannot run what is unpacked to `%s`: that file system is mounted with `noexec`" % parent,
                "set XDG_CACHE_HOME to a directory on another one",
            )
        if sys.stderr and sys.stderr.isatty():
            sys.stderr.write("unpacking wasihost, once\n")
        unpack(parent, place)
    return own(place)


def unpacked_elsewhere(reason):
    """The same, in a private temporary directory."""
    tried = []
    for base in (os.environ.get("TMPDIR", ""), "/var/tmp", "/tmp"):
        parent = os.path.join(os.path.realpath(base), "wasihost-%d" % os.geteuid())
        if not os.path.isabs(base) or parent in tried:
            continue
        tried.append(parent)
        try:
            if not is_private(parent):
                continue
            place = os.path.join(parent, "app-" + DIGEST)
            if not os.path.isdir(place) or lacks_a_part(place):
                if os.path.lexists(place):  # cleaners remove temporary files that were not used for some days
                    discard(parent, place)
                unpack(parent, place)
                if sys.stderr:
                    sys.stderr.write("note: %s, so wasihost was unpacked to `%s`, once\n" % (reason, place))
        except OSError:
            continue
        return own(place)
    fail(
        "cannot unpack wasihost: %s, and none of these can be used: %s" % (reason, ", ".join(tried)),
        "it needs %s MB once: set XDG_CACHE_HOME to a directory of yours" % MEGABYTES,
    )


def is_private(parent):
    """Create a directory that belongs to the user alone, or check an existing one.

    Nobody else may be able to replace it or a parent.
    """
    above = os.path.dirname(parent)
    while is_safe(above) and above != os.path.dirname(above):
        above = os.path.dirname(above)
    if not is_safe(above) or os.statvfs(os.path.dirname(parent)).f_flag & os.ST_NOEXEC:
        return False
    try:
        os.mkdir(parent, 0o700)
    except OSError:
        if not os.path.lexists(parent):
            raise
    status = os.lstat(parent)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def lacks_a_part(place):
    import zipfile

    with zipfile.ZipFile(sys.argv[0]) as archive:
        return not all(os.path.lexists(os.path.join(place, name)) for name in packed(archive))


def discard(parent, place):
    """Make a directory unreachable at once, and then remove it."""
    import shutil
    import tempfile

    temporary = tempfile.mkdtemp(prefix="app-", suffix=".tmp", dir=parent)
    os.rename(place, os.path.join(temporary, "old"))
    shutil.rmtree(temporary, ignore_errors=True)


def own(place):
    if os.lstat(place).st_mode & OTHERS_WRITE or not is_own(place):
        fail("`%s` could have been changed by another user" % place, "remove it")
    return place


def is_safe(directory):
    """Whether only the user and root can rename the user's files in a directory."""
    status = os.stat(directory)
    return status.st_uid in (0, os.geteuid()) and (
        not status.st_mode & OTHERS_WRITE or bool(status.st_mode & stat.S_ISVTX)
    )


def is_own(place):
    """Whether everything in a directory belongs to the user, because it may have been open to others before."""
    status = os.lstat(place)
    if status.st_uid != os.geteuid() or stat.S_ISLNK(status.st_mode):
        return False
    return not stat.S_ISDIR(status.st_mode) or all(is_own(os.path.join(place, name)) for name in os.listdir(place))


def unpack(parent, place):
    """Unpack everything or nothing, even if several processes start at once."""
    import shutil
    import tempfile
    import zipfile
    import zlib

    for name in os.listdir(parent):
        path = os.path.join(parent, name)
        if name.startswith("app-") and name.endswith(".tmp") and is_abandoned(path):
            shutil.rmtree(path, ignore_errors=True)
    temporary = tempfile.mkdtemp(prefix="app-", suffix=".tmp", dir=parent)
    try:
        with zipfile.ZipFile(sys.argv[0]) as archive:
            archive.extractall(temporary, packed(archive))
        try:
            os.rename(temporary, place)
        except OSError:
            if not os.path.isdir(place):  # otherwise another process was faster
                raise
            shutil.rmtree(temporary)
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if isinstance(error, (zipfile.BadZipFile, zlib.error)):
            fail("`%s` is damaged: %s" % (sys.argv[0], str(error).lower()), "install it again")
        raise


def packed(archive):
    return [name for name in archive.namelist() if name != "__main__.py"]


def is_abandoned(path):
    import time

    try:
        return time.time() - os.stat(path).st_mtime > ABANDONED_S
    except OSError:  # another process has just finished it
        return False


if __name__ == "__main__":
    main()
