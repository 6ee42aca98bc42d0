"""`wasihost self`, from a file like the single one that is quick to build, in a home directory of its own."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.door import ROOT, launcher, put_built, with_python
from tests.install.release import INSTALLER, PRESENT, publish, served
from tests.install.test_installer import PROFILES
from wasihost import __version__
from wasihost.cache import identity
from wasihost.cli.commands.self import without_block
from wasihost.cli.completion import shells
from wasihost.cli.manual import model as manual
from wasihost.cli.manual import roff

LATER = b"\x7fELF" + b"later" * 50_000
APP = "app-0123456789abcdef01234567"


@pytest.fixture(scope="module")
def built():
    return launcher()


@pytest.fixture
def home(tmp_path, built):
    """As after an installation: the file, its receipt, what it unpacked, and compiled modules."""
    home = tmp_path / "home"
    for place in (f".cache/wasihost/{APP}/wasihost", ".cache/wasihost/modules", ".local/bin"):
        (home / place).mkdir(parents=True, mode=0o700)
    (home / ".cache" / "wasihost" / APP / "wasihost" / "x.py").touch()
    (home / ".cache" / "wasihost" / "modules" / "x.artifact").touch()
    (home / ".cache" / "wasihost" / "app-mine").mkdir()
    publish(tmp_path / "release", built.read_bytes())
    environ = {"HOME": str(home), "PATH": os.environ["PATH"], "SHELL": "/bin/bash"}
    command = next(iter(PRESENT.values()))
    (home / ".bashrc").write_bytes(b"# mine, \xff")
    url = f"file://{tmp_path}/release"
    subprocess.run([*command, str(INSTALLER), "--base-url", url], env=environ, check=True, capture_output=True)
    return home


@pytest.fixture
def environ(home):
    return with_python({"HOME": str(home), "PATH": "/usr/bin:/bin", "WASIHOST_BACKGROUND": "0"})


@pytest.fixture
def own(home, environ):
    """`own("update", …)`: run `wasihost self …` of the installed file."""

    def own(*args, file=None, **variables):
        return subprocess.run(
            [str(file or home / ".local/bin/wasihost"), "self", *args], env={**environ, **variables}, cwd=home,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    return own


def package(*args, **variables):
    """The same of the Python package."""
    command = [sys.executable, "-m", "wasihost", "self", *args]
    environ = {**os.environ, "XDG_DATA_HOME": "/nowhere", **variables}
    return subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True)


# -------------------------------------------------------------------------------------------------------------- version
def test_version_prints_facts_as_json(own, home):
    put_built(home / ".cache")
    facts = json.loads(own("version", "--json").stdout)

    assert (__version__, str(home / ".local/bin/wasihost")) == (facts["version"], facts["file"])
    assert str(home / ".cache/wasihost") == facts["cache"]
    assert str(home / ".local/share/wasihost/receipt") == facts["receipt"]
    lines = dict(line.split(maxsplit=1) for line in own("version").stdout.splitlines() if " version" not in line)
    assert {name: facts[name] for name in ("file", "package", "cache")}.items() <= lines.items()


def test_version_of_a_package():
    facts = json.loads(package("version", "--json").stdout)

    assert (None, None, sys.executable) == (facts["file"], facts["receipt"], facts["python"])


# --------------------------------------------------------------------------------------------------------------- update
def test_update_leaves_a_current_version_unchanged(own, home):
    before = identity((home / ".local/bin/wasihost").stat())

    done = own("update")

    assert (0, f"{home}/.local/bin/wasihost is the latest already\n", "") == (done.returncode, done.stdout, done.stderr)
    assert before == identity((home / ".local/bin/wasihost").stat())


@pytest.mark.parametrize("where", ["receipt", "option", "variable", "server", "version"])
def test_a_later_one_replaces_it(own, home, tmp_path, where):
    folder = tmp_path / "release"
    publish(folder, LATER)
    publish(tmp_path / "other" / "2.0", LATER)
    file = home / ".local/bin/wasihost"
    file.chmod(0o750)
    receipt = home / ".local/share/wasihost/receipt"
    if where != "receipt":
        receipt.unlink()
    with served(folder) as server:
        words = {
            "option": ["--base-url", f"file://{folder}/"],
            "server": ["--base-url", server.url],
            "version": ["--version", "2.0", "--base-url", f"file://{tmp_path}/other/{{version}}"],
        }
        variables = {"WASIHOST_BASE_URL": f"file://{folder}"} if where == "variable" else {}
        done = own("update", *words.get(where, []), **variables)

    assert (0, f"updated {file}\n", "") == (done.returncode, done.stdout, done.stderr)
    assert (LATER, 0o750) == (file.read_bytes(), file.stat().st_mode & 0o777)
    assert ["wasihost"] == os.listdir(file.parent)


FAULTS = [
    # the release, what is wrong
    (lambda folder: (folder / "SHA256SUMS").unlink(), "cannot download `file://{}/SHA256SUMS`: "),
    (lambda folder: (folder / "wasihost").unlink(), "cannot download `file://{}/wasihost`: "),
    (lambda folder: (folder / "wasihost").write_bytes(LATER[:-1]), "`file://{}/wasihost` is not what SHA256SUMS says"),
    (lambda folder: (folder / "SHA256SUMS").write_text("x  wasihost\n"), "`file://{}/SHA256SUMS` does not list"),
]


@pytest.mark.parametrize("break_it, message", FAULTS)
def test_a_bad_release_changes_nothing(own, home, tmp_path, built, break_it, message):
    publish(tmp_path / "release", LATER)
    break_it(tmp_path / "release")

    done = own("update")

    assert (125, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("error: " + message.format(tmp_path / "release"))
    assert built.read_bytes() == (home / ".local/bin/wasihost").read_bytes()
    assert ["wasihost"] == os.listdir(home / ".local/bin")


def test_a_download_that_is_cut_off_changes_nothing(own, home, tmp_path, built):
    publish(tmp_path / "release", LATER)
    with served(tmp_path / "release") as server:
        server.cut.add("wasihost")
        done = own("update", "--base-url", server.url)

    assert 125 == done.returncode
    assert done.stderr.startswith("error: ") and "hint: try again; nothing was changed" in done.stderr
    assert built.read_bytes() == (home / ".local/bin/wasihost").read_bytes()
    assert ["wasihost"] == os.listdir(home / ".local/bin")


UPDATE_ERRORS = [
    (["--base-url", "ftp://x"], 2, "error: `ftp://x/SHA256SUMS` is not a usable URL"),
    (["--base-url", "/tmp"], 2, "error: `/tmp/SHA256SUMS` is not a usable URL"),
    (["--version", "2.0"], 2, "error: `file://{}/release` has one version only"),
    (["--version", "../x", "--base-url", "file:///{{version}}"], 2, "error: `../x` is not a version"),
    (["--base-url", "http://127.0.0.1:1"], 125, "error: cannot download `http://127.0.0.1:1/SHA256SUMS`: connection "),
]


@pytest.mark.parametrize("args, status, message", UPDATE_ERRORS, ids=[" ".join(row[0]) for row in UPDATE_ERRORS])
def test_update_errors_have_message_and_status(own, tmp_path, args, status, message):
    done = own("update", *[word.format() for word in args])

    assert status == done.returncode, done.stderr
    assert done.stderr.startswith(message.format(tmp_path))


def test_update_without_receipt_needs_base_url(own, home):
    (home / ".local/share/wasihost/receipt").unlink()

    done = own("update")

    assert 2 == done.returncode
    assert "hint: pass it: `--base-url URL`" in done.stderr


@pytest.mark.parametrize("what, pip", [("update", f"install --upgrade {ROOT}"), ("uninstall", "uninstall wasihost")])
def test_pip_has_to_do_it_for_a_package(what, pip):
    done = package(what)

    assert (125, "") == (done.returncode, done.stdout)
    assert f"hint: `{os.path.dirname(sys.executable)}/python3 -m pip {pip}`\n" in done.stderr


def test_uninstall_removes_the_whole_python_environment(tmp_path):
    """Where there is no single file: said only, because it is the environment of these tests."""
    receipt, link = tmp_path / "wasihost" / "receipt", tmp_path / "link"
    receipt.parent.mkdir()
    link.symlink_to("gone")
    receipt.write_text(f"file={link}\nvenv={sys.prefix}\n")

    done = package("uninstall", "--dry-run", XDG_DATA_HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path))

    expected = "".join(f"would remove {path}\n" for path in (link, sys.prefix, receipt))
    assert (0, expected, "") == (done.returncode, done.stdout, done.stderr)


# -------------------------------------------------------------------------------------------- completions, the man page
FOR_SHELLS = [
    f".local/share/{name}"
    for name in (
        "bash-completion/completions/wasihost",
        "fish/vendor_completions.d/wasihost.fish",
        "man/man1/wasihost.1",
    )
]


def test_the_installer_has_them_made(home):
    texts = (home / name for name in FOR_SHELLS)
    assert [shells.BASH, shells.FISH, roff.page(manual.sections())] == [path.read_text() for path in texts]
    lines = (home / ".local/share/wasihost/receipt").read_text().splitlines()
    assert [f"completions={home}/{name}" for name in FOR_SHELLS] == [line for line in lines if "completions=" in line]


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
def test_bash_loads_the_completion_script(home):
    script = f". {home}/{FOR_SHELLS[0]} && complete -p wasihost"

    assert b"complete -F _wasihost wasihost\n" == subprocess.check_output(["bash", "-c", script])


def test_they_are_made_again_where_they_are_not_as_they_should_be(own, home):
    paths = [home / name for name in FOR_SHELLS]
    paths[0].write_text(shells.BASH + "# old\n")
    paths[1].unlink()
    before = identity(paths[2].stat())

    done = own("shells")

    assert (0, "".join(f"{path}\n" for path in paths), "") == (done.returncode, done.stdout, done.stderr)
    assert (shells.BASH, shells.FISH) == (paths[0].read_text(), paths[1].read_text())
    assert before == identity(paths[2].stat())


@pytest.mark.parametrize("command", [["shells"], ["shells", "--remove"], ["uninstall", "--yes"]], ids=" ".join)
def test_files_of_others_stay(own, home, command):
    theirs = home / FOR_SHELLS[1]
    theirs.write_text("# mine\n")
    (home / FOR_SHELLS[2]).unlink()
    (home / FOR_SHELLS[2]).mkdir()

    done = own(*command)

    assert 0 == done.returncode
    assert "# mine\n" == theirs.read_text()
    assert (home / FOR_SHELLS[2]).is_dir()
    assert (command == ["shells"]) == (f"warning: `{theirs}` is not wasihost's, and is kept\n" in done.stderr)
    assert (command == ["shells"]) == (home / FOR_SHELLS[0]).exists()


def test_a_link_that_leads_elsewhere_is_not_followed(own, home):
    (home / "precious").write_text(shells.BASH + "precious\n")
    path = home / FOR_SHELLS[0]
    path.unlink()
    path.symlink_to(home / "precious")

    assert 0 == own("shells").returncode

    assert "precious" in (home / "precious").read_text()
    assert shells.BASH == path.read_text()


def test_remove_takes_them_away(own, home):
    done = own("shells", "--remove")

    assert (0, "".join(f"removed {home}/{name}\n" for name in FOR_SHELLS)) == (done.returncode, done.stdout)
    assert ["wasihost"] == os.listdir(home / ".local/share")
    assert "" == own("shells", "--remove").stdout


def test_an_update_makes_them_again(own, home, tmp_path):
    """The new file is asked, which may know more places."""
    new = f'#!/bin/sh\n[ "$*" = "self shells" ] || exit 1\necho {home}/{FOR_SHELLS[0]}\necho {home}/new\n'
    publish(tmp_path / "release", new.encode())

    assert 0 == own("update").returncode

    lines = (home / ".local/share/wasihost/receipt").read_text().splitlines()
    assert [*FOR_SHELLS, "new"] == [
        line.removeprefix(f"completions={home}/") for line in lines if "completions=" in line
    ]


# ------------------------------------------------------------------------------------------------------------ uninstall
def everything(home):
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_uninstall_takes_all_back(own, home):
    assert b"wasihost" in (home / ".bashrc").read_bytes()

    done = own("uninstall", "--yes")

    removed = [".local/bin/wasihost", f".cache/wasihost/{APP}", ".local/share/wasihost/receipt", *FOR_SHELLS]
    expected = f"restored {home}/.bashrc\n" + "".join(f"removed {home}/{name}\n" for name in removed)
    assert (0, expected, "") == (done.returncode, done.stdout, done.stderr)
    assert {".bashrc": b"# mine, \xff", ".cache/wasihost/modules/x.artifact": b""} == everything(home)
    assert (home / ".cache/wasihost/app-mine").is_dir()
    assert not (home / ".local/share").exists() or [] == os.listdir(home / ".local/share")


@pytest.mark.parametrize("before", [None, b"a", b"a\r\n\xff\n"])
@pytest.mark.parametrize("shell, name", [(shell, name) for shell, _, variables, name in PROFILES if not variables])
def test_uninstall_restores_the_start_file_of_each_shell(home, own, environ, tmp_path, shell, name, before):
    own("uninstall", "--yes")
    profile = home / name
    if name != ".bashrc" and before is not None:
        profile.parent.mkdir(parents=True, exist_ok=True)
        profile.write_bytes(before)
    kept = everything(home)
    line = [*next(iter(PRESENT.values())), str(INSTALLER), "--quiet", "--base-url", f"file://{tmp_path}/release"]
    subprocess.run(line, env={**environ, "SHELL": shell}, check=True, capture_output=True)
    assert b"# >>> wasihost >>>" in profile.read_bytes()

    done = own("uninstall", "--yes")

    assert 0 == done.returncode
    assert done.stdout.startswith(f"restored {profile}\n")
    assert kept == everything(home)


def test_uninstall_with_the_compiled_modules(own, home):
    (home / ".cache/wasihost/app-mine").rmdir()

    done = own("uninstall", "--cache", "--yes")

    assert 0 == done.returncode
    assert f"removed {home}/.cache/wasihost/modules\n" in done.stdout
    assert not (home / ".cache/wasihost").exists()


def test_a_dry_run_changes_nothing(own, home):
    before = everything(home)

    done = own("uninstall", "--cache", "--dry-run")

    assert 0 == done.returncode
    assert f"would restore {home}/.bashrc\nwould remove {home}/.local/bin/wasihost\n" in done.stdout
    assert before == everything(home)


@pytest.mark.parametrize("answer, removed", [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_a_person_is_asked(home, environ, answer, removed):
    ours, theirs = pty.openpty()
    command = [str(home / ".local/bin/wasihost"), "self", "uninstall"]
    with subprocess.Popen(
        command, env=environ, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        os.close(theirs)
        os.write(ours, answer)
        stdout, stderr = running.communicate(timeout=60)
    os.close(ours)

    assert (0 if removed else 125) == running.returncode
    assert b"remove these?" in stdout + stderr
    assert removed == (not (home / ".local/bin/wasihost").exists())


def test_uninstall_without_terminal_requires_yes(own, home):
    before = everything(home)

    done = own("uninstall")

    assert (2, "") == (done.returncode, done.stdout)
    assert "error: cannot ask for confirmation: standard input is not a terminal\n" in done.stderr
    assert before == everything(home)


def test_without_a_receipt_only_its_own_files_go(own, home):
    (home / ".local/share/wasihost/receipt").unlink()
    before = (home / ".bashrc").read_bytes()

    assert 0 == own("uninstall", "--yes").returncode
    assert before == (home / ".bashrc").read_bytes()
    assert not (home / ".local/bin/wasihost").exists()


def test_lines_that_were_changed_stay(own, home):
    changed = (home / ".bashrc").read_bytes().replace(b"# <<< wasihost", b"alias x=y\n# <<< wasihost")
    (home / ".bashrc").write_bytes(changed)

    done = own("uninstall", "--yes")

    assert (0, f"warning: the lines of wasihost in `{home}/.bashrc` were changed, and are kept\n") == (
        done.returncode,
        done.stderr,
    )
    assert changed == (home / ".bashrc").read_bytes()


def test_uninstall_keeps_text_around_its_lines(own, home):
    text = b"# before\n" + (home / ".bashrc").read_bytes() + b"# behind\n"
    (home / ".bashrc").write_bytes(text)
    (home / ".bashrc").chmod(0o640)

    own("uninstall", "--yes")

    assert b"# before\n# mine, \xff# behind\n" == (home / ".bashrc").read_bytes()
    assert 0o640 == (home / ".bashrc").stat().st_mode & 0o777


@pytest.mark.parametrize(
    "data", [b"", b"x", b"# >>> wasihost >>>\n", b"# >>> wasihost >>>\na\nb\n# <<< wasihost <<<\n"]
)
def test_other_texts_have_no_block(data):
    assert without_block(data) is None


# ---------------------------------------------------------------------------------------------------- the whole of it
FILE = os.environ.get("WASIHOST_SINGLE_FILE") or INSTALLER.parents[1] / "dist" / "wasihost"


@pytest.mark.skipif(not os.path.exists(FILE), reason="there is no dist/wasihost: scripts/build-single-file makes it")
def test_single_file_installs_runs_and_uninstalls(tmp_path, environ):
    home = tmp_path / "another"
    home.mkdir()
    environ = {**environ, "HOME": str(home), "SHELL": "/bin/bash"}
    publish(tmp_path / "release", Path(FILE).read_bytes())
    shutil.copy(INSTALLER, tmp_path)
    own = [str(home / ".local/bin/wasihost")]
    hello = str(INSTALLER.parents[1] / "examples" / "hello.wasm")

    def run(*command):
        return subprocess.run(command, env=environ, cwd=home, check=True, capture_output=True, stdin=subprocess.DEVNULL)

    run("sh", str(tmp_path / "install.sh"), "--base-url", f"file://{tmp_path}/release")
    assert b"is the latest already" in run(*own, "self", "update").stdout
    run(*own, "install", hello, "--name", "hello", "--level", "fast")
    run(*own, "self", "uninstall", "--yes")

    assert {".local/bin/hello"} == set(everything(home))
    assert b"Hello, world!" in run(str(home / ".local/bin/hello")).stdout
