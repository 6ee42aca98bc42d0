"""`wasihost self`: show, update and remove this installation.

`scripts/install.sh` writes a receipt of what it did.  Installations by other tools are left to those tools.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Annotated, BinaryIO

import typer

import wasihost
from wasihost import places
from wasihost.cache import Cache, upkeep
from wasihost.cache.directory import default_directory
from wasihost.characters import printable
from wasihost.cli.completion import files as shell_files
from wasihost.cli.report.reporter import Reporter, use_color
from wasihost.errors import UsageError, WasihostError, system_reason, to_type
from wasihost.host.run import confinement

BASE_URL = "WASIHOST_BASE_URL"
NAME, SUMS = "wasihost", "SHA256SUMS"
LATEST = "latest"
TIMEOUT_S = 60
CHUNK = 1 << 20
MAX_DOWNLOAD_BYTES = 1 << 30  # bytes that are downloaded before a server is not believed any more
COMPLETIONS = "completions"  # in the receipt: a file for shells or man
SUM = re.compile(rb"([0-9a-f]{64}) [ *]wasihost\r?\n?")
# The lines that the installer adds to a shell's start file; the note records what else it changed.
BLOCK = re.compile(rb"^# >>> wasihost >>>(?P<note> \(new file\)| \(new line\)|)\n[^\n]*\n# <<< wasihost <<<\n", re.M)
UNPACKED = re.compile(r"app-[0-9a-f]{24}|app-.*\.tmp")

app = typer.Typer(help="Show, update or remove this installation of wasihost.")

BaseUrl = Annotated[
    str | None,
    typer.Option(metavar="URL", envvar=BASE_URL, help="find releases at URL; default: as installed"),
]


@app.command("version")
def version(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """Show the version, the files and the Python of this installation.

    Also shows whether the kernel offers Landlock and seccomp.
    """
    landlock, seccomp = confinement()
    facts = {
        "version": wasihost.__version__,
        "file": single_file(),
        "package": os.path.dirname(wasihost.__file__),
        "python": sys.executable,
        "python_version": ".".join(map(str, sys.version_info[:3])),
        "cache": Cache().directory,
        "receipt": _receipt_path() if _receipt() else None,
        "landlock": landlock,
        "seccomp": seccomp,
    }
    if as_json:
        import json

        _say(json.dumps(facts, indent=2))
        return
    for name, value in facts.items():
        _say(f"{name.replace('_', ' '):<15} {_shown(value)}")


def _shown(value: object) -> str:
    return "yes" if value is True else printable(str(value)) if value else "-"


@app.command("update")
def update(
    base_url: BaseUrl = None,
    version: Annotated[str, typer.Option(metavar="VERSION", help="install VERSION, not the latest")] = LATEST,
) -> None:
    """Update the single file to the latest release."""
    file = single_file()
    if file is None:
        raise _not_ours("update", "install --upgrade")
    base = base_url or _receipt().get("base_url")
    if not base:
        raise UsageError(
            "the URL of the releases is unknown: no installer recorded it", hint="pass it: `--base-url URL`"
        )
    if version != LATEST and "{version}" not in base:
        raise UsageError(f"`{base}` has one version only", hint="`{version}` stands for it in a URL that has more")
    if not re.fullmatch(r"[\w.+-]+", version):
        raise UsageError(f"`{version}` is not a version")
    place = base.replace("{version}", version).rstrip("/")
    with _opened(f"{place}/{SUMS}") as sums:
        found = SUM.search(sums.read(CHUNK))
    if found is None:
        raise WasihostError(f"`{place}/{SUMS}` does not list `{NAME}`")
    wanted = found[1].decode()
    if _digest(file) == wanted:
        _say(f"{printable(file)} is the {'latest' if version == LATEST else version} already")
        return
    try:
        _replace(file, f"{place}/{NAME}", wanted)
    except OSError as error:
        raise WasihostError(f"cannot replace `{file}`: {system_reason(error)}") from None
    if COMPLETIONS in _receipt():
        _renew_shell_files(file)
    _say(f"updated {printable(file)}")


@app.command("shells")
def shells(
    context: typer.Context,
    remove: Annotated[bool, typer.Option("--remove", help="remove them again")] = False,
) -> None:
    """Install completions for bash and fish, and the man page.

    For zsh, see `wasihost completions zsh`.
    """
    if remove:
        for path in shell_files.present(shell_files.texts()):
            _remove_shell_file(path)
            _say(f"removed {printable(path)}")
        return
    for path in shell_files.write(context.obj.report):
        _say(printable(path))


@app.command("uninstall")
def uninstall(
    context: typer.Context,
    cache: Annotated[bool, typer.Option("--cache", help="remove compiled modules, too")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask for confirmation")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print what would be removed, and remove nothing")] = False,
) -> None:
    """Remove wasihost.

    Removes its file and what that unpacked, the completions, the man page, and the lines in a shell's start file.
    Commands that `wasihost install` made stay: they do not need wasihost.
    """
    receipt = _receipt()
    file, venv = single_file(), receipt.get("venv")
    if file is None and not (venv and os.path.realpath(venv) == os.path.realpath(sys.prefix)):
        raise _not_ours("uninstall", "uninstall")
    whole = [path for path in (file or receipt.get("file"), venv if file is None else None, *_unpacked()) if path]
    if cache and (directory := Cache().directory):
        whole.append(os.path.join(directory, "modules"))
    if receipt:
        whole.append(_receipt_path())
    whole = [path for path in whole if os.path.lexists(path)]
    for_shells = shell_files.present(receipt.get(COMPLETIONS, "").splitlines())
    profiles = receipt.get("profile", "").splitlines()
    if not (yes or dry_run):
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageError(
                "cannot ask for confirmation: standard input is not a terminal",
                hint="`--yes` removes without asking, `--dry-run` prints what would go",
            )
        for path in (*whole, *for_shells, *profiles):
            _say(printable(path))
        if not typer.confirm("remove these?"):
            raise typer.Abort
    # Import this now, because this package may be among the files that are removed.
    use_color("auto")
    if cache and not dry_run:
        upkeep.clear(Cache())
    for profile in profiles:
        _restore(profile, context.obj.report, dry_run=dry_run)
    for path in (*whole, *for_shells):
        if not dry_run and path in for_shells:
            _remove_shell_file(path)
        elif not dry_run:
            _remove(path)
        _say(f"{'would remove' if dry_run else 'removed'} {printable(path)}")
    if not dry_run:
        for directory in (os.path.dirname(_receipt_path()), default_directory()):
            with suppress(OSError):  # not empty, or missing
                os.rmdir(directory)


# ------------------------------------------------------------------------------------------------------- installation
def launcher_file() -> str | None:
    """The launcher that started this process, or None if it was started by Python."""
    archive = getattr(getattr(sys.modules["__main__"], "__loader__", None), "archive", None)
    return os.path.abspath(archive) if isinstance(archive, str) else None


def single_file() -> str | None:
    """The single file that contains this package, or None if it is installed among Python's packages."""
    return None if hasattr(sys.modules["__main__"], "PACKAGED") else launcher_file()


def _not_ours(what: str, pip: str) -> WasihostError:
    venvs = os.path.join("pipx", "venvs")
    if venvs in os.path.dirname(wasihost.__file__):
        args = ["pipx", what.replace("update", "upgrade"), NAME]
    else:
        args = [_python(), "-m", "pip", *pip.split(), NAME if what == "uninstall" else _origin()]
    hint = to_type(*args)
    return WasihostError(f"pip installed this wasihost, so {what} it with pip", hint=hint)


def _python() -> str:
    """The interpreter that this package was installed for.  The launcher may have been unable to start it."""
    beside = os.path.join(os.path.dirname(launcher_file() or sys.executable), "python3")
    return beside if os.path.lexists(beside) else sys.executable


def _origin() -> str:
    """What pip installed, as it recorded that: a directory, a file or a URL; the name of the project: from an index."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import unquote

    with suppress(PackageNotFoundError, ValueError, TypeError, KeyError):
        url = str(json.loads(distribution(NAME).read_text("direct_url.json") or "{}")["url"])
        return unquote(url.removeprefix("file://")) if url.startswith("file:///") else url
    return NAME


def _receipt_path() -> str:
    return os.path.join(places.data(), "wasihost", "receipt")


def _receipt() -> dict[str, str]:
    """The installer's receipt, if this user has one: `name=value` lines; a name may occur several times."""
    facts: dict[str, str] = {}
    try:
        with open(_receipt_path(), encoding="utf-8", errors="surrogateescape") as file:
            if os.fstat(file.fileno()).st_uid != os.geteuid():
                return {}
            for line in file:
                name, _, value = line.rstrip("\n").partition("=")
                facts[name] = f"{facts[name]}\n{value}" if name in facts else value
    except OSError:
        pass
    return facts


def _unpacked() -> Iterator[str]:
    """Directories that single files of any version have unpacked."""
    base, names = default_directory(), list[str]()
    with suppress(OSError):  # a missing or unreadable directory contains nothing of ours
        names = os.listdir(base) if base else []
    here = os.path.dirname(os.path.dirname(wasihost.__file__))  # in another place if the user has no home
    found = {here, *(os.path.join(base, name) for name in names)}
    return (path for path in sorted(found) if UNPACKED.fullmatch(os.path.basename(path)))


# ------------------------------------------------------------------------------------------------------------- updating
def _opened(url: str) -> BinaryIO:
    """Open a URL.  WasihostError: it fails."""
    from http.client import HTTPException
    from urllib.error import URLError
    from urllib.parse import urlsplit
    from urllib.request import urlopen

    scheme = urlsplit(url).scheme
    if scheme not in ("https", "http", "file"):
        raise UsageError(f"`{url}` is not a usable URL", hint="use https:// or file://")
    try:
        response = urlopen(url, timeout=TIMEOUT_S)
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        text = system_reason(reason) if isinstance(reason, OSError) else str(reason)
        raise WasihostError(f"cannot download `{url}`: {text}") from None
    if scheme == "https" and urlsplit(response.url).scheme != "https":
        raise WasihostError(f"`{url}` leads to `{response.url}`, which is not encrypted")
    return response  # type: ignore[no-any-return]


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        hasher = sha256()
        while chunk := file.read(CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()


def _replace(file: str, url: str, wanted: str) -> None:
    """Download to a file beside it, check it, and replace the file.  Running programs continue."""
    temporary = os.path.join(os.path.dirname(file), f".{os.path.basename(file)}.{os.getpid()}.tmp")
    fd = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o700)
    try:
        with open(fd, "wb") as out, _opened(url) as response:
            hasher, size = sha256(), 0
            while (chunk := _read(response, url)) and size <= MAX_DOWNLOAD_BYTES:
                hasher.update(chunk)
                out.write(chunk)
                size += len(chunk)
            out.flush()
            if hasher.hexdigest() != wanted:
                raise WasihostError(
                    f"`{url}` is not what {SUMS} says: {size} bytes with the digest {hasher.hexdigest()[:12]}…",
                    hint="try again; nothing was changed",
                )
            os.fchmod(fd, stat.S_IMODE(os.stat(file).st_mode))
            os.fsync(fd)
        os.replace(temporary, file)
    except BaseException:
        os.unlink(temporary)
        raise


def _renew_shell_files(file: str) -> None:
    """Update completions and manual from the new file; if it cannot run, the old ones stay."""
    import subprocess

    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run([file, "self", "shells"], stdin=subprocess.DEVNULL, capture_output=True, check=True)
        known = _receipt().get(COMPLETIONS, "").splitlines()
        with open(_receipt_path(), "ab") as receipt:
            for path in done.stdout.splitlines():
                if os.fsdecode(path) not in known:
                    receipt.write(COMPLETIONS.encode() + b"=" + path + b"\n")


def _read(response: BinaryIO, url: str) -> bytes:
    from http.client import HTTPException

    try:
        return response.read(CHUNK)
    except (OSError, HTTPException) as error:
        raise WasihostError(f"cannot download `{url}`: {error}", hint="try again; nothing was changed") from None


# ------------------------------------------------------------------------------------------------------------- removing
def _restore(profile: str, report: Reporter, *, dry_run: bool) -> None:
    """Remove the installer's lines from a shell's start file, and leave all other bytes unchanged."""
    path = os.path.realpath(profile)
    try:
        with open(path, "rb") as file:
            data = file.read()
            status = os.fstat(file.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        report.warning(f"cannot read `{profile}`: {system_reason(error)}")
        return
    rest = without_block(data)
    if rest is None:
        if b"# >>> wasihost >>>" in data:
            report.warning(f"the lines of wasihost in `{profile}` were changed, and are kept")
        return
    if not dry_run:
        try:
            if not rest and b"(new file)" in data:
                os.unlink(path)
            else:
                temporary = f"{path}.{os.getpid()}.tmp"
                with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                    out.write(rest)
                    os.fchmod(out.fileno(), stat.S_IMODE(status.st_mode))
                os.replace(temporary, path)
        except OSError as error:
            report.warning(f"cannot change `{profile}`: {system_reason(error)}", "remove the lines of wasihost there")
            return
    _say(f"{'would restore' if dry_run else 'restored'} {printable(profile)}")


def without_block(data: bytes) -> bytes | None:
    """The start file without the block; None: the block was changed."""
    found = BLOCK.search(data)
    if found is None:
        return None
    start = found.start() - (found["note"] == b" (new line)")
    return data[:start] + data[found.end() :]


def _remove_shell_file(path: str) -> None:
    try:
        shell_files.remove(path)
    except OSError as error:
        raise WasihostError(f"cannot remove `{path}`: {system_reason(error)}") from None


def _remove(path: str) -> None:
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)
    except OSError as error:
        raise WasihostError(f"cannot remove `{error.filename or path}`: {system_reason(error)}") from None


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
