"""The `__main__` of a wheel's command, which Python runs first: finds the package that was installed with it.

Every Python must be able to read this file, like bootstrap.py, which is beside it in the command.
"""

import os
import sys

import bootstrap

PACKAGED = True  # distinguishes this from the single file, which contains the package
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
    """The places of the package beneath the command's prefix: name of the Python → directory."""
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
    """Make Python search for packages in its usual places, and before them in the directory of this package.

    The launcher starts Python without these places.  A user's packages are included if this package is among them.
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
