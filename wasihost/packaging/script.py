"""What Python runs first of the wheel's command, as its `__main__`: find the package that was installed with it.

Every Python must be able to read this file, as it must bootstrap.py, which lies beside it in the command.
"""

import os
import sys

import bootstrap

PACKAGED = True  # tells this from the single file, which holds the package
LIBRARIES = ("lib", "lib64")  # often the same
KINDS = ("site-packages", "dist-packages")  # the latter is Debian's


def main():
    command = os.path.realpath(sys.argv[0])
    prefix = os.path.dirname(os.path.dirname(command))
    found = installed(prefix)
    place = found.get("python%d.%d" % sys.version_info[:2]) or found.get("python3")
    if found and not place:
        other_python(command, prefix, found)
    if sys.version_info < bootstrap.OLDEST:
        bootstrap.later_python()
    sys.path[:1] = []  # the command
    add_packages(prefix, place)
    try:
        from wasihost.cli.main import main
    except ImportError as error:
        bootstrap.fail(
            "`%s` cannot load the package it was installed with in `%s`: %s"
            % (command, sys.executable, str(error).lower()),
            "install it again: `%s -m pip install --force-reinstall wasihost`" % sys.executable,
        )
    main()


def installed(prefix):
    """Where the package lies beneath the command's prefix: the Python's name → the directory."""
    found = {}  # type: dict[str, str]
    for library in LIBRARIES:
        library = os.path.join(prefix, library)
        for python in os.listdir(library) if os.path.isdir(library) else ():
            for kind in KINDS if python.startswith("python3") else ():
                place = os.path.join(library, python, kind)
                if has_package(place):
                    found.setdefault(python, place)
    if has_package(prefix):  # pip install --target
        found["python3"] = prefix
    return found


def has_package(place):
    return os.path.isfile(os.path.join(place, "wasihost", "__init__.py"))


def add_packages(prefix, place):
    """Let Python look for packages where it always does, and before that where this one lies.

    The launcher starts it without that.  A user's packages count for what is installed among them.
    """
    import site

    if place:
        sys.path.append(place)
    site.ENABLE_USER_SITE = os.path.realpath(site.getuserbase()) == prefix
    site.main()


def other_python(command, prefix, found):
    """Become a Python that the package was installed for."""
    path = os.path.join(prefix, "bin") + os.pathsep + os.environ.get("PATH", os.defpath)
    names = sorted(found, key=lambda name: (len(name), name), reverse=True)
    for name in names:
        version = name[len("python") :].split(".")
        bootstrap.start_python([name], path, "list(map(str, sys.version_info[:2])) == %r" % version)
    bootstrap.fail(
        "`%s` was installed for %s, which cannot be started" % (command, " and ".join(names)),
        "install wasihost again, with a Python that is there; looked for in %s" % path,
    )


if __name__ == "__main__":
    main()
