"""scripts/install.sh under every shell that is here, in a home directory of its own."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest

from tests.cli.terminal import Terminal
from tests.install.release import INSTALLER, PRESENT, SHELLS, publish, served
from tests.launcher.test_bootstrap import BROKEN
from wasihost import __version__
from wasihost.cache import identity
from wasihost.cli.commands.self import without_block

DATA = b"\x7fELF" + b"first" * 50_000
LATER = b"\x7fELF" + b"later" * 50_000
TOOLS = (
    "awk cat chmod cp curl cut dirname env expr grep head id kill ln ls mkdir mktemp mv printf readlink rm sed sh "
    "sha256sum sleep sort tail timeout touch tr true uname wc"
)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A server, whose releases no test changes but those that make one of their own."""
    folder = tmp_path_factory.mktemp("release")
    publish(folder, DATA)
    publish(folder / __version__, DATA)
    publish(folder / "2.0", LATER)
    with served(folder) as server:
        yield server


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def path(tmp_path):
    """A directory with what the installer needs, and no Python; tests put more there, or take some away."""
    place = tmp_path / "path"
    place.mkdir()
    for name in TOOLS.split():
        if found := shutil.which(name):
            (place / name).symlink_to(found)
    (place / "python3").symlink_to(sys.executable)
    return place


@pytest.fixture
def install(home, path, release):
    """`install("--quiet", WASIHOST_…="…")`: run it; the shell is dash or the first there is."""

    def install(*args, shell=None, base_url=None, script=INSTALLER, **environ):
        command = PRESENT[shell] if shell else next(iter(PRESENT.values()))
        environ = {
            "HOME": str(home),
            "PATH": str(path),
            "SHELL": "/bin/bash",
            "WASIHOST_BASE_URL": release.url if base_url is None else base_url,
            **environ,
        }
        return subprocess.run(
            [shutil.which(command[0]), *command[1:], str(script), *args], env=environ, cwd=home.parent,
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip

    return install


def files(home):
    """Everything in the home directory, but for directories."""
    return {str(path.relative_to(home)) for path in home.rglob("*") if not path.is_dir() or path.is_symlink()}


TARGET, RECEIPT = ".local/bin/wasihost", ".local/share/wasihost/receipt"


# --------------------------------------------------------------------------------------------------------- it installs
@pytest.mark.parametrize("shell", SHELLS)
def test_install_again_and_update(install, home, release, shell, tmp_path):
    if shell not in PRESENT:
        pytest.skip(f"there is no {shell} here")
    folder = tmp_path / "a release"
    publish(folder, DATA)
    url = f"file://{folder}"
    (home / ".bashrc").write_bytes(b"# mine")

    done = install(shell=shell, base_url=url)

    file = home / TARGET
    assert (0, "") == (done.returncode, done.stderr)
    assert f"installed wasihost {__version__}: {file}\n" in done.stdout
    assert f"added {file.parent} to PATH in {home}/.bashrc; open a new terminal" in done.stdout
    assert (DATA, 0o755) == (file.read_bytes(), stat.S_IMODE(file.stat().st_mode))
    assert {".bashrc", TARGET, RECEIPT} == files(home)
    kept = [file, home / ".bashrc", home / RECEIPT]
    before = [(identity(path.stat()), path.read_bytes()) for path in kept]

    done = install(shell=shell, base_url=url)
    assert (0, f"wasihost {__version__} is already installed: {file}\n", "") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )
    assert before == [(identity(path.stat()), path.read_bytes()) for path in kept]

    publish(folder, LATER)
    assert 0 == install(shell=shell, base_url=url).returncode
    assert LATER == file.read_bytes()
    assert {".bashrc", TARGET, RECEIPT} == files(home)


@pytest.mark.parametrize("shell", PRESENT)
@pytest.mark.parametrize("loader", ["curl", "wget"])
def test_over_the_network_as_a_script_on_standard_input(home, path, release, shell, loader):
    if not shutil.which(loader):
        pytest.skip(f"there is no {loader} here")
    if loader == "wget":
        (path / "curl").unlink()
        (path / "wget").symlink_to(shutil.which("wget"))
    command = PRESENT[shell]

    with INSTALLER.open("rb") as script:
        done = subprocess.run(
            [shutil.which(command[0]), *command[1:], "-s", "--", "--base-url", release.url], stdin=script,
            env={"HOME": str(home), "PATH": str(path)}, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    assert (0, "") == (done.returncode, done.stderr)
    assert DATA == (home / TARGET).read_bytes()


def test_the_version_is_the_package_s():
    assert f"version=${{WASIHOST_VERSION:-{__version__}}}" in INSTALLER.read_text()


OPTIONS = [
    # arguments, variables: the same
    (
        ["--version", "2.0", "--base-url", "URL/{version}"],
        {"WASIHOST_VERSION": "2.0", "WASIHOST_BASE_URL": "URL/{version}"},
    ),
    (["--dir=here/it is"], {"WASIHOST_INSTALL_DIR": "here/it is"}),
    (["--no-modify-path"], {"WASIHOST_NO_MODIFY_PATH": "1"}),
    (["--no-completions"], {"WASIHOST_NO_COMPLETIONS": "1"}),
    (["--quiet"], {"WASIHOST_QUIET": "1"}),
]  # fmt: skip


@pytest.mark.parametrize("args, environ", OPTIONS, ids=[row[0][0] for row in OPTIONS])
def test_options_and_variables_do_the_same(install, home, release, args, environ):
    outcomes = []
    for given, variables in ((args, {}), ([], environ)):
        given = [word.replace("URL", release.url) for word in given]
        variables = {name: value.replace("URL", release.url) for name, value in variables.items()}
        base_url = variables.pop("WASIHOST_BASE_URL", None)
        done = install(*given, base_url=base_url, **variables)
        place = home.parent / "here" / "it is" / "wasihost"
        file = place if place.exists() else home / TARGET
        outcomes.append((done.returncode, done.stdout, done.stderr, file.read_bytes(), files(home)))
        for name in ("home", "here"):
            shutil.rmtree(home.parent / name, ignore_errors=True)
        home.mkdir()

    assert outcomes[0] == outcomes[1]
    status, stdout, stderr, data, found = outcomes[0]
    assert (0, "") == (status, stderr)
    assert (LATER if "2.0" in args else DATA) == data
    assert ("--quiet" in args) == (stdout == "")
    assert ("--no-modify-path" in args) == (".bashrc" not in found)


def test_published_installer_knows_its_url(install, home, release, tmp_path):
    script = tmp_path / "install.sh"
    text = INSTALLER.read_text()
    assert 1 == text.count("release_url=''")  # what `scripts/build-single-file` replaces
    script.write_text(text.replace("release_url=''", f"release_url='{release.url}/{{version}}'"))

    assert 0 == install(script=script, base_url="").returncode
    assert f"base_url={release.url}/{{version}}" in (home / RECEIPT).read_text().splitlines()


def test_a_file_that_runs_is_replaced(install, home, path):
    (home / ".local" / "bin").mkdir(parents=True)
    shutil.copy(shutil.which("sleep"), home / TARGET)
    with subprocess.Popen([home / TARGET, "30"]) as running:
        assert 0 == install().returncode
        assert running.poll() is None
        running.kill()
    assert DATA == (home / TARGET).read_bytes()


# --------------------------------------------------------------------------------------------------------------- PATH
PROFILES = [
    # shell, system, variables, file
    ("/bin/bash", "Linux", {}, ".bashrc"),
    ("/usr/bin/zsh", "Linux", {}, ".zshrc"),
    ("/usr/bin/zsh", "Linux", {"ZDOTDIR": "{home}/z"}, "z/.zshrc"),
    ("/usr/bin/fish", "Linux", {}, ".config/fish/conf.d/wasihost.fish"),
    ("/bin/dash", "Linux", {}, ".profile"),
    ("", "Linux", {}, ".profile"),
]
BEFORE = [None, b"", b"a\n", b"a", b"a\r\n\nb \xff\n\n", b"# >>> other >>>\nx\n# <<< other <<<\n"]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("shell, system, environ, name", PROFILES)
def test_profile_block_is_added_and_removed_byte_for_byte(install, home, shell, system, environ, name, before):
    environ = {key: value.format(home=home) for key, value in environ.items()}
    profile = home / name
    if before is not None:
        profile.parent.mkdir(parents=True, exist_ok=True)
        profile.write_bytes(before)

    done = install(SHELL=shell, **environ)

    assert (0, "") == (done.returncode, done.stderr)
    assert f"to PATH in {profile}; " in done.stdout
    after = profile.read_bytes()
    assert after.startswith(before or b"") and after.count(b"wasihost >>>") == 1
    assert (before or b"") == without_block(after)
    assert (b"(new file)" in after) == (before is None)


STARTS = {
    ".profile": ["sh", "-c", '. "$1"; printf %s "$PATH"', "sh"],
    ".bashrc": ["bash", "-c", '. "$1"; printf %s "$PATH"', "bash"],
    ".zshrc": ["zsh", "-f", "-c", '. "$1"; printf %s "$PATH"', "zsh"],
    ".config/fish/conf.d/wasihost.fish": ["fish", "-c", "source $argv[1]; printf %s (string join : $PATH)"],
}


@pytest.mark.parametrize("directory", ["plain", "with space", "it's", 'a"b', "a$HOME", "a`b`", "a\\b", "é"])
def test_a_shell_that_starts_has_the_directory_on_its_path(install, home, directory):
    place = home / directory
    for name, (shell, *words) in STARTS.items():
        if found := shutil.which(shell):
            assert 0 == install("--dir", str(place), SHELL=f"/bin/{shell}").returncode
            command, environ = [found, *words, str(home / name)], {"PATH": "/bin", "HOME": str(home.parent)}
            done = subprocess.run(command, env=environ, capture_output=True, text=True)
            assert f"{place}:/bin" == done.stdout, shell


def test_a_directory_on_the_path_needs_no_edit(install, home, path):
    done = install(PATH=f"{path}:{home}/.local/bin")

    assert (0, f"installed wasihost {__version__}: {home / TARGET}\n") == (done.returncode, done.stdout)
    assert {TARGET, RECEIPT} == files(home)


def test_every_file_that_was_edited_is_in_the_receipt(install, home, path):
    for shell in ("/bin/bash", "/bin/zsh", "/bin/bash"):
        assert 0 == install(SHELL=shell).returncode
    assert 0 == install(PATH=f"{path}:{home}/.local/bin").returncode

    lines = (home / RECEIPT).read_text().splitlines()
    assert [f"profile={home}/.bashrc", f"profile={home}/.zshrc"] == [line for line in lines if "profile" in line]


def test_a_start_file_that_is_a_link_stays_one(install, home):
    (home / "dotfiles").write_text("mine\n")
    (home / ".bashrc").symlink_to("dotfiles")

    install()

    assert (home / ".bashrc").is_symlink()
    assert b"mine\n" == without_block((home / "dotfiles").read_bytes())


def test_a_start_file_that_cannot_be_written_is_no_failure(install, home):
    (home / ".bashrc").mkdir()

    done = install()

    assert 0 == done.returncode
    assert done.stderr.startswith(
        f"warning: cannot write `{home}/.bashrc`, and {home}/.local/bin is not on PATH\nhint: "
    )
    assert DATA == (home / TARGET).read_bytes()


# --------------------------------------------------------------------------------------------------------- completions
SAYS = """#!/bin/sh
echo "$*" >>"$HOME/asked"
[ "$*" = "self shells" ] || exit 2
echo "warning: said aloud" >&2
echo "$HOME/share/completions of wasihost"
echo "$HOME/share/man"
"""


@pytest.mark.parametrize("shell", PRESENT)
def test_completions_are_made_once_and_are_in_the_receipt(install, home, tmp_path, shell):
    publish(tmp_path / "says", SAYS.encode())
    url = f"file://{tmp_path}/says"

    done = install(shell=shell, base_url=url, SHELL="/usr/bin/zsh")

    assert (0, "") == (done.returncode, done.stderr)
    assert f"installed completions for bash and fish, and a man page, in {home}/.local/share\n" in done.stdout
    assert 'after compinit: eval "$(wasihost completions zsh)"\n' in done.stdout
    lines = [f"completions={home}/share/completions of wasihost", f"completions={home}/share/man"]
    assert lines == [line for line in (home / RECEIPT).read_text().splitlines() if "completions=" in line]
    before = (home / RECEIPT).read_bytes()

    done = install(shell=shell, base_url=url, SHELL="/usr/bin/zsh")

    assert (0, f"wasihost {__version__} is already installed: {home / TARGET}\n") == (done.returncode, done.stdout)
    assert before == (home / RECEIPT).read_bytes()
    assert 0 == install("--no-completions", shell=shell, base_url=url, SHELL="/usr/bin/zsh").returncode
    assert before == (home / RECEIPT).read_bytes()  # they are still there
    assert "self shells\nself shells\n" == (home / "asked").read_text()


SILENT = [
    # what the file does, options, variables
    ("#!/bin/sh\necho /here; exit 1\n", [], {}),
    ("#!/nowhere/python\n", [], {}),
    (SAYS, ["--no-completions"], {}),
    (SAYS, [], {"WASIHOST_NO_COMPLETIONS": "1"}),
]


@pytest.mark.parametrize("data, args, environ", SILENT)
def test_no_completions_prints_nothing_about_them(install, home, tmp_path, data, args, environ):
    publish(tmp_path / "says", data.encode())

    done = install(*args, base_url=f"file://{tmp_path}/says", **environ)

    assert (0, "") == (done.returncode, done.stderr)
    assert "completions for" not in done.stdout
    assert "completions=" not in (home / RECEIPT).read_text()
    assert not (home / "asked").exists()


# ------------------------------------------------------------------------------------------------------ what goes wrong
def assert_nothing(home, *also):
    assert set(also) == files(home)


@pytest.mark.parametrize("shell", PRESENT)
def test_of_a_part_of_the_script_nothing_happens(home, path, release, shell, tmp_path):
    """Cut behind every thousandth byte, and everywhere in the last line."""
    text = INSTALLER.read_bytes()
    command = PRESENT[shell]
    ends = {*range(0, len(text), 1000), *range(len(text) - 16, len(text) - 1)}
    environ = {"HOME": str(home), "PATH": str(path), "WASIHOST_BASE_URL": release.url}
    release.seen.clear()
    for end in sorted(ends):
        subprocess.run(
            [shutil.which(command[0]), *command[1:]], input=text[:end], env=environ, cwd=tmp_path, capture_output=True
        )
        assert_nothing(home)
    assert [] == release.seen


@pytest.mark.parametrize("name", ["wasihost", "SHA256SUMS"])
@pytest.mark.parametrize("installed", [False, True])
def test_a_download_that_is_cut_off(install, home, release, name, installed):
    if installed:
        publish_old(home)
    release.cut.add(name)
    try:
        done = install()
    finally:
        release.cut.clear()

    assert 1 == done.returncode
    assert "error: cannot download" in done.stderr and "hint: " in done.stderr
    check_old(home, installed)


def publish_old(home):
    (home / ".local" / "bin").mkdir(parents=True)
    (home / TARGET).write_bytes(b"old")
    (home / TARGET).chmod(0o755)


def check_old(home, installed):
    assert_nothing(home, *[TARGET] * installed)
    assert not installed or b"old" == (home / TARGET).read_bytes()


SUMS = [
    (b"0" * 64 + b"  wasihost\n", "does not match SHA256SUMS"),
    (b"0" * 63 + b"  wasihost\n", "does not list `wasihost`"),
    (b"0" * 64 + b"  other\n", "does not list `wasihost`"),
    (b"<html>\n", "does not list `wasihost`"),
    ((b"0" * 64 + b"  wasihost\n") * 2, "does not list `wasihost`"),
]


@pytest.mark.parametrize("installed", [False, True])
@pytest.mark.parametrize("sums, message", SUMS)
def test_file_with_wrong_checksum_is_not_installed(install, home, tmp_path, sums, message, installed):
    if installed:
        publish_old(home)
    publish(tmp_path / "bad", DATA, sums)

    done = install(base_url=f"file://{tmp_path}/bad")

    assert (1, "") == (done.returncode, done.stdout)
    assert message in done.stderr.splitlines()[0] and done.stderr.splitlines()[1].startswith("hint: ")
    check_old(home, installed)


def test_without_a_program_for_checksums_nothing_is_installed(install, home, path):
    (path / "sha256sum").unlink()

    done = install()

    assert 1 == done.returncode
    assert done.stderr.startswith(
        "error: found no program that computes SHA-256, which is needed to check the download\nhint: "
    )
    assert_nothing(home)


@pytest.mark.parametrize("name", ["shasum", "openssl"])
def test_other_programs_for_checksums(install, home, path, name):
    if not shutil.which(name):
        pytest.skip(f"there is no {name} here")
    (path / "sha256sum").unlink()
    (path / name).symlink_to(shutil.which(name))
    (path / "perl").symlink_to(shutil.which("perl") or "/nowhere")

    assert 0 == install().returncode
    assert DATA == (home / TARGET).read_bytes()


def test_without_a_program_for_downloads(install, home, path):
    (path / "curl").unlink()

    done = install()

    assert (1, "error: found neither curl nor wget") == (done.returncode, done.stderr.splitlines()[0])
    assert_nothing(home)


WRONG = [
    (["--nothing"], 2, "error: unknown option `--nothing`"),
    (["word"], 2, "error: unknown option `word`"),
    (["--dir"], 2, "error: `--dir` needs a value"),
    (["--version", "../../x"], 2, "error: invalid version `../../x`"),
    (["--version", ""], 2, "error: invalid version ``"),
    (["--base-url", "ftp://x"], 2, "error: unsupported URL `ftp://x`"),
    (["--base-url", "/tmp"], 2, "error: unsupported URL `/tmp`"),
    (["--base-url", ""], 1, "error: no URL to download wasihost from"),
    (["--base-url", "file:///nowhere"], 1, "error: cannot read `/nowhere/SHA256SUMS`"),
    (["--base-url", "http://127.0.0.1:1"], 1, "error: cannot download `http://127.0.0.1:1/SHA256SUMS`"),
    (["--dir", "/a:b"], 2, "error: `/a:b` cannot be on PATH"),
    (["--dir", "/proc/x"], 1, "error: cannot create the directory `/proc/x`"),
]


@pytest.mark.parametrize("args, status, message", WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_errors_have_hints(install, home, args, status, message):
    done = install(*args)

    lines = [line for line in done.stderr.splitlines() if not line.startswith(("curl:", "Warning:"))]
    assert (status, "", message) == (done.returncode, done.stdout, lines[0])
    assert lines[1].startswith("hint: ")
    assert_nothing(home)


def test_a_directory_that_cannot_be_written(install, home):
    done = install("--dir", "/proc/self")

    assert (1, "error: cannot write to `/proc/self`") == (done.returncode, done.stderr.splitlines()[0])
    assert_nothing(home)


def test_a_directory_in_the_way(install, home):
    (home / TARGET).mkdir(parents=True)

    done = install()

    assert (1, f"error: `{home / TARGET}` is a directory") == (done.returncode, done.stderr.splitlines()[0])
    assert_nothing(home)


def test_without_a_home(install, home):
    assert "error: HOME is not set" in install(HOME="").stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("shell", PRESENT)
def test_a_run_that_is_ended_leaves_nothing_that_stays(home, path, release, shell, number, install):
    command = PRESENT[shell]
    environ = {"HOME": str(home), "PATH": str(path), "SHELL": "/bin/bash", "WASIHOST_BASE_URL": release.url}
    release.pause.clear()
    release.seen.clear()
    try:
        with subprocess.Popen(
            [shutil.which(command[0]), *command[1:], str(INSTALLER)], env=environ, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as running:  # fmt: skip
            deadline = time.monotonic() + 30
            while "/wasihost" not in release.seen and time.monotonic() < deadline:
                time.sleep(0.01)
            os.killpg(running.pid, number)
            status = running.wait(30)
    finally:
        release.pause.set()

    assert 0 != status
    left = files(home)
    assert not any(re.fullmatch(r"\.local/bin/wasihost", name) for name in left)
    assert number == signal.SIGKILL or set() == left
    assert 0 == install(shell=shell).returncode
    assert {".bashrc", TARGET, RECEIPT} == files(home)


# ------------------------------------------------------------------------------------------------- Python, or no Python
@pytest.mark.parametrize("broken", [None, *BROKEN])
def test_without_a_python_it_is_installed_with_a_warning(install, home, path, broken):
    (path / "python3").unlink()
    if broken:
        (path / "python3").write_text(BROKEN[broken])
        (path / "python3").chmod(0o755)

    done = install()

    assert 0 == done.returncode
    assert done.stderr.startswith("warning: found no Python 3.10 or later, which compiles modules\nhint: ")
    assert DATA == (home / TARGET).read_bytes()


def test_a_later_python_beside_an_old_one_is_found(install, home, path):
    (path / "python3").unlink()
    (path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (path / "python3").chmod(0o755)
    (path / "python3.11").symlink_to(sys.executable)

    assert (0, "") == ((done := install()).returncode, done.stderr)


# ------------------------------------------------------------------------------------------------------ other machines
UNAME = "#!/bin/sh\ncase $1 in -s) echo {} ;; -m) echo {} ;; esac\n"
VENV = """#!/bin/sh
case "$*" in
    "-I -c "*) exit 42 ;;
    "-I -m venv "*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" && chmod 755 "$4/bin/python" ;;
    "-I -m pip install "*) echo "$*" >>"$HOME/pip"; [ ! -e "$HOME/fails" ] || exit 1
        printf '#!/bin/sh\\n' >"${0%/*}/wasihost" && chmod 755 "${0%/*}/wasihost" ;;
esac
"""


@pytest.fixture(params=["Darwin arm64", "Darwin x86_64", "Linux aarch64", "FreeBSD amd64"])
def elsewhere(request, path):
    """A machine for which there is no single file, with a Python that only makes believe."""
    for name, text in (("uname", UNAME.format(*request.param.split())), ("python3", VENV)):
        (path / name).unlink()
        (path / name).write_text(text)
        (path / name).chmod(0o755)
    return request.param


def test_elsewhere_the_package_is_installed(install, home, elsewhere):
    done = install()

    system, machine = elsewhere.split()
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(
        f"no single file is available for {system} on {machine}: installing the Python package\n"
    )
    assert (home / TARGET).resolve() == (home / f".local/share/wasihost/venv-{__version__}/bin/wasihost").resolve()
    assert (home / TARGET).exists()
    assert (home / "pip").read_text().strip().endswith(f" wasihost=={__version__}")
    assert (home / (".bash_profile" if system == "Darwin" else ".bashrc")).exists()
    assert f"venv={home}/.local/share/wasihost/venv-{__version__}\n" in (home / RECEIPT).read_text()

    again = install()
    assert 0 == again.returncode
    assert "is already installed" in again.stdout
    assert 1 == len((home / "pip").read_text().splitlines())


def test_elsewhere_a_failure_leaves_nothing(install, home, elsewhere):
    (home / "fails").touch()

    done = install()

    message = f"error: pip cannot install wasihost {__version__} on {' on '.join(elsewhere.split())}"
    assert (1, message) == (done.returncode, done.stderr.splitlines()[0])
    assert {"fails", "pip"} == files(home)


def test_elsewhere_pipx_is_preferred(install, home, path, elsewhere):
    (path / "pipx").write_text('#!/bin/sh\nprintf "%s\\n" "$PIPX_BIN_DIR" "$*" >"$HOME/pipx"\n')
    (path / "pipx").chmod(0o755)

    done = install()

    assert (0, "") == (done.returncode, done.stderr)
    directory, words = (home / "pipx").read_text().splitlines()
    assert f"{home}/.local/bin" == directory
    assert words.endswith(f"wasihost=={__version__}")
    assert "with pipx" in done.stdout


STRANGERS = ("uname", "mkdir", "sed", "cat", "python3", "pipx", "timeout", "curl", "rm")
MODULES = ("venv", "pip", "ensurepip", "sitecustomize", "usercustomize", "encodings", "subprocess", "os", "sys")


@pytest.mark.parametrize(
    "shell, environ",
    [(None, {}), (None, {"PYTHONPATH": ".:"}), *((shell, {"PATH": path}) for shell in PRESENT for path in ("", ".:"))],
)
def test_nothing_of_the_directory_where_it_is_started_is_run(install, home, path, shell, environ):
    """Programs, and modules of Python, in what may be an unpacked archive."""
    (path / "uname").unlink()
    (path / "uname").write_text(UNAME.format("Linux", "aarch64"))
    (path / "uname").chmod(0o755)
    for name in STRANGERS:
        (home.parent / name).write_text(f'#!/bin/sh\necho "{name} $*" >>"{home}/PWNED"\n')
        (home.parent / name).chmod(0o755)
    for name in MODULES:
        (home.parent / f"{name}.py").write_text(f"open('{home}/PWNED', 'a').write('{name}.py')\n")

    searched = environ.get("PATH", f":.:bin:{path}::")
    done = install("--no-modify-path", shell=shell, PIP_NO_INDEX="1", **{**environ, "PATH": searched})

    assert not (home / "PWNED").exists(), (home / "PWNED").read_text()
    if str(path) in searched:
        assert "error: pip cannot install" in done.stderr


@pytest.mark.parametrize("value", ["relative", "../x", ""])
def test_a_relative_directory_of_data_is_none(install, home, value):
    done = install(XDG_DATA_HOME=value)

    assert (0, "") == (done.returncode, done.stderr)
    assert (home / RECEIPT).exists()


def test_elsewhere_python_is_needed(install, home, path, elsewhere):
    (path / "python3").unlink()

    done = install()

    assert (1, "error: found no Python 3.10 or later") == (done.returncode, done.stderr.splitlines()[0])
    assert_nothing(home)


# ----------------------------------------------------------------------------------------------------------------- help
def test_help_names_every_option_and_variable(install, home):
    done = install("--help")
    text = INSTALLER.read_text()

    assert (0, "") == (done.returncode, done.stderr)
    for name in {*re.findall(r"\bWASIHOST_[A-Z_]+", text), "--dir", "--version", "--base-url", "--no-modify-path"}:
        assert name in done.stdout
    assert_nothing(home)


# ------------------------------------------------------------------------------------------------------ what comes next
@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("on_path", [False, True])
def test_a_person_is_told_what_to_try_next(home, path, release, on_path, quiet):
    directory = home / ".local" / "bin"
    environ = {"HOME": str(home), "PATH": f"{path}:{directory}" if on_path else str(path), "SHELL": "/bin/bash"}
    command = next(iter(PRESENT.values()))
    line = [shutil.which(command[0]), *command[1:], str(INSTALLER), "--base-url", release.url]

    with Terminal([*line, *(["--quiet"] if quiet else [])], environ=environ, directory=home.parent) as terminal:
        assert 0 == terminal.end()

    shown = terminal.shown.decode().splitlines()
    expected = f"try this next: {'wasihost' if on_path else directory / 'wasihost'} help"
    assert (shown == []) if quiet else (shown[-1] == expected)


def test_a_script_is_told_nothing(install):
    assert "try this next" not in install().stdout
