"""The wheel's command, as pip, pipx and uv install it: warm runs need no Python, and the rest finds the right one."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv

import pytest

from tests.door import ROOT
from tests.wheel import build, built_once, clean_environ
from wasihost import __version__

HELLO = ROOT / "examples" / "hello.wasm"
VERSION = "python{}.{}".format(*sys.version_info)
BASE = os.path.realpath(sys.executable)  # the Python behind this environment
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python")
WITHOUT_OTHERS = ("install", "-q", "--no-deps", "--no-index", "--no-warn-script-location")
needs_native_code = pytest.mark.skipif(os.uname().machine not in ("x86_64", "aarch64"), reason="needs native code")

pytestmark = needs_native_code


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, worker_id):
    return built_once(tmp_path_factory, worker_id)


def call(*command, **environ):
    done = subprocess.run(list(map(str, command)), env=clean_environ(**environ), capture_output=True, text=True)
    assert 0 == done.returncode, done.stdout + done.stderr


def lend_dependencies(site):
    """What the package needs lies among the tests' own packages."""
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")


def in_venv(place, wheel):
    venv.create(place, symlinks=True)
    call(*PIP, place / "bin" / "python3", *WITHOUT_OTHERS, wheel)
    lend_dependencies(place / "lib" / VERSION / "site-packages")
    return place / "bin" / "wasihost"


def with_pip(place, wheel):
    return in_venv(place / "venv", wheel)


def with_spaces_and_unicode(place, wheel):
    return in_venv(place / "a venv, für 'mich' ☃", wheel)


def moved(place, wheel):
    in_venv(place / "before", wheel)
    (place / "before").rename(place / "after wards")
    return place / "after wards" / "bin" / "wasihost"


def behind_a_link(place, wheel):
    (place / "wasihost").symlink_to(in_venv(place / "venv", wheel))
    return place / "wasihost"


def for_the_user(place, wheel):
    home = place / "home"
    break_system = ("--break-system-packages",) if sysconfig.get_default_scheme() == "posix_local" else ()
    call(*PIP, BASE, *WITHOUT_OTHERS, "--user", *break_system, wheel, HOME=str(home))
    lend_dependencies(home / ".local" / "lib" / VERSION / "site-packages")
    return home / ".local" / "bin" / "wasihost"


def with_prefix(place, wheel):
    call(*PIP, BASE, *WITHOUT_OTHERS, "--ignore-installed", "--prefix", place / "prefix", wheel)
    return next((place / "prefix").rglob("bin/wasihost"))


def with_target(place, wheel):
    call(*PIP, BASE, *WITHOUT_OTHERS, "--target", place / "target", wheel)
    return place / "target" / "bin" / "wasihost"


def with_pipx(place, wheel):
    environ = {f"PIPX_{name}": str(place / name) for name in ("HOME", "BIN_DIR", "MAN_DIR", "SHARED_LIBS")}
    call("pipx", "install", "--python", BASE, wheel, **environ)  # it asks for the metadata of all that is needed
    return place / "BIN_DIR" / "wasihost"


def with_uv_venv(place, wheel):
    environ = {"UV_CACHE_DIR": str(place / "cache")}
    call("uv", "venv", "-q", "--offline", "--python", BASE, place / "uv's venv", **environ)
    python = place / "uv's venv" / "bin" / "python3"
    call("uv", "pip", "install", "-q", "--offline", "--no-deps", "--python", python, wheel, **environ)
    lend_dependencies(place / "uv's venv" / "lib" / VERSION / "site-packages")
    return place / "uv's venv" / "bin" / "wasihost"


def with_uv_tool(place, wheel):
    names = ("CACHE_DIR", "TOOL_DIR", "TOOL_BIN_DIR")
    environ = {f"UV_{name}": str(place / name) for name in names}
    overrides = place / "overrides"
    overrides.write_text("".join(f"{name}; python_version < '3'\n" for name in ("llvmlite", "rich", "typer", "tomli")))
    call("uv", "tool", "install", "-q", "--offline", "--python", BASE, "--overrides", overrides, wheel, **environ)
    lend_dependencies(place / "TOOL_DIR" / "wasihost" / "lib" / VERSION / "site-packages")
    return place / "TOOL_BIN_DIR" / "wasihost"


WAYS = (
    with_pip,
    with_spaces_and_unicode,
    moved,
    behind_a_link,
    for_the_user,
    with_prefix,
    with_target,
    with_pipx,
    with_uv_venv,
    with_uv_tool,
)


def runner(command, place):
    """`run(arguments…)`: start the command without what this process has set for Python."""
    environ = {
        "HOME": str(place / "home"),
        "PATH": os.path.dirname(BASE),
        "XDG_CACHE_HOME": str(place / "kept"),
        "WASIHOST_BACKGROUND": "0",
    }

    def run(*args, stdin=subprocess.DEVNULL, **more):
        words = [str(command), *map(str, args)]
        return subprocess.run(words, env={**environ, **more}, cwd="/", stdin=stdin, capture_output=True, text=True)

    return run


# Each makes an environment of its own, so some of them only run where somebody asks for all.
USUAL = (with_spaces_and_unicode, moved, for_the_user, with_uv_tool)


@pytest.mark.parametrize("install", WAYS if os.environ.get("TEST_ALL_INSTALLS") else USUAL)
def test_a_command_however_it_was_installed(install, wheel, tmp_path):
    for tool in ("pipx", "uv"):
        if tool in install.__name__.split("_") and not shutil.which(tool):
            pytest.skip(f"there is no {tool} here")
    run = runner(install(tmp_path, wheel), tmp_path)
    if install in (with_prefix, with_target):  # places that Python adds to the path hold the dependencies
        run("--version")
        lend = tmp_path / "lent"
        venv.create(lend, symlinks=True)
        lend_dependencies(lend / "lib" / VERSION / "site-packages")
        path = {"PATH": str(lend / "bin")}
    else:
        path = {}

    def says(text, *args, **more):
        done = run(*args, **{**path, **more})
        assert (0, "") == (done.returncode, done.stderr), (args, done)
        assert text in done.stdout

    says("Hello, world!", HELLO)
    says("Hello, world!", HELLO, PATH="/nowhere")
    says(f"wasihost {__version__}", "--version")
    says("--dir", "--help")
    says("Hello, world!", "--level", "fast", HELLO)  # whose code is kept
    says("artifacts  1", "cache", "info")
    says("complete", "completions", "bash")
    directory = os.open("/", os.O_RDONLY)
    says("Hello, world!", "--no-cache", HELLO, stdin=directory)
    os.close(directory)


def test_variables_of_python_do_not_change_the_command(wheel, tmp_path):
    (tmp_path / "site.py").write_text("raise SystemExit('the wrong one')")
    run = runner(in_venv(tmp_path / "venv", wheel), tmp_path)

    done = run("--version", PYTHONPATH=str(tmp_path), PYTHONHOME="/nowhere")

    assert (0, f"wasihost {__version__}\n", "") == (done.returncode, done.stdout, done.stderr)


def test_a_directory_like_tmp_may_hold_the_python_of_a_stranger(wheel, tmp_path):
    command = in_venv(tmp_path / "venv", wheel)
    (tmp_path / "shared").mkdir()
    run = runner(shutil.copy(command, tmp_path / "shared"), tmp_path)
    (tmp_path / "shared" / "python3").write_text("#!/bin/sh\necho beside")
    (tmp_path / "shared" / "python3").chmod(0o755)

    assert "beside\n" == run("--version").stdout

    (tmp_path / "shared").chmod(0o1777)
    assert "beside" not in run("--version").stdout


def test_launcher_without_mark_does_not_use_the_python_beside_it(wheel, tmp_path):
    """The single file may lie among files that came along with others."""
    launcher = next((in_venv(tmp_path / "venv", wheel).parents[1]).rglob("launcher-*-linux"))
    run = runner(shutil.copy(launcher, tmp_path / "wasihost"), tmp_path)
    (tmp_path / "python3").write_text("#!/bin/sh\necho beside")
    (tmp_path / "python3").chmod(0o755)

    assert "beside" not in run("--version").stdout


def test_another_python_than_the_first_of_the_path(wheel, tmp_path):
    """The package says for which one it was installed; a name does not tell which a program is."""
    command = in_venv(tmp_path / "venv", wheel)
    run = runner(command, tmp_path)
    (command.parent / "python3").unlink()
    library = tmp_path / "venv" / "lib"
    (library / VERSION).rename(library / "python3.99")
    (command.parent / "python3.99").symlink_to(BASE)

    done = run("--version")

    assert (125, "") == (done.returncode, done.stdout)
    assert f"error: `{command}` was installed for python3.99, which cannot be started\n" in done.stderr


def test_a_package_that_is_gone_is_named(wheel, tmp_path):
    command = in_venv(tmp_path / "venv", wheel)
    shutil.rmtree(tmp_path / "venv" / "lib" / VERSION / "site-packages" / "wasihost")

    done = runner(command, tmp_path)("--version")

    assert (125, "") == (done.returncode, done.stdout)
    assert f"error: `{command}` cannot load the package it was installed with in `" in done.stderr
    assert done.stderr.endswith("-m pip install --force-reinstall wasihost`\n")


def test_a_machine_without_a_launcher_gets_pure_python(tmp_path):
    pure = build(ROOT, tmp_path, WASIHOST_NATIVE_MACHINE="vax")

    assert pure.name == f"wasihost-{__version__}-py3-none-any.whl"
    command = in_venv(tmp_path / "venv", pure)
    assert command.read_bytes().startswith(b"#!")
    assert f"wasihost {__version__}\n" == runner(command, tmp_path)("--version").stdout
