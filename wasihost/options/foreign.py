"""Find what a user meant by an unknown option or command: one of another host, or a misspelt one of ours.

Options that lift a protection are never suggested; `--help` lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wasihost.errors import nearest
from wasihost.levels import NAMES
from wasihost.options.table import BY_NAME, LIFTING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIR, _RO, _ENV = "--dir HOST::GUEST", "--dir HOST::GUEST::ro", "--env NAME=VALUE"
_LISTEN, _INVOKE, _LEVEL = "--tcp-listen HOST:PORT", "--invoke FUNCTION", f"--level {'|'.join(NAMES)}"
# Options of Wasmtime, Wasmer, WasmEdge, wazero, iwasm, Deno and Node.js → ours.
OPTIONS = {
    **dict.fromkeys(
        ("--mapdir", "--map-dir", "--volume", "-v", "--preopen", "--allow-write", "--allow-fs-write"), _DIR
    ),
    **dict.fromkeys(("--mount", "-mount", "--allow-read", "--allow-fs-read"), _RO),
    **dict.fromkeys(("-env", "-e", "--allow-env"), _ENV),
    **dict.fromkeys(("--forward-host-env", "-env-inherit"), "--env '*'"),
    **dict.fromkeys(("--chdir", "--workdir", "-w"), "--cwd DIRECTORY"),
    **dict.fromkeys(("--tcplisten", "--listenfd", "-listen"), _LISTEN),
    **dict.fromkeys(("--function", "--entrypoint", "--reactor", "-f"), _INVOKE),
    **dict.fromkeys(("-O", "--opt-level", "--optimize", "--optimise", "--llvm"), "--level max"),
    **dict.fromkeys(("--cranelift", "--singlepass", "--interp", "-interpreter"), "--level fast"),
    "--wasm-timeout": "--timeout TIME",
    "--time-limit": "--timeout TIME",
    "-timeout": "--timeout TIME",
    "--gas-limit": "--fuel N",
    "--max-memory-size": "--max-memory SIZE",
    "--memory-page-limit": "--max-memory SIZE",
    "--max-table-elements": "--max-table N",
    "--max-wasm-stack": "--max-stack SIZE",
    "--stack-size": "--max-stack SIZE",
    "--trap-unknown-imports": "--unknown-imports trap",
    "--disable-cache": "--no-cache",
    "-cachedir": "--cache-dir DIRECTORY",
    "-hostlogging": "--trace",
    "--strace": "--trace",
    "--verbose": "--trace",
    "--silent": "--quiet",
}
# Options without an equivalent → what to do instead.
EXPLAINED = {
    **dict.fromkeys(
        ("--net", "--allow-net", "--addr-pool"),
        f"a program cannot open connections; to let it accept them: `{_LISTEN}`",
    ),
    **dict.fromkeys(("--allow-all", "-A"), f"grant what the program needs: `{_DIR}`, `{_ENV}`"),
    **dict.fromkeys(("--stdin", "--stdout", "--stderr"), "the program uses wasihost's streams: redirect those"),
    **dict.fromkeys(("--preload", "--wasi-modules", "--wasi"), "programs can import WASI preview 1 only"),
    **dict.fromkeys(("--allow-run", "--allow-ffi", "--allow-sys"), "WASI preview 1 has no such access"),
    "-S": f"grants are `{_DIR}`, `{_ENV}` and `{_LISTEN}`",
    "-W": "limits are `--timeout`, `--fuel`, `--max-memory`, `--max-stack`, …; all supported proposals are enabled",
    "-C": f"`{_LEVEL}` chooses the code; `--no-cache` and `--cache-dir` control the cache",
    "-D": "backtraces always name functions; `--trace` prints WASI calls",
    "--enable-all": "all supported proposals are enabled",
}  # fmt: skip
# Commands of other hosts → ours, or what to do instead.
COMMANDS = {
    "serve": f"wasihost has no HTTP server; a program can accept connections itself: `{_LISTEN}`",
    "version": "did you mean `wasihost --version`?",
    **dict.fromkeys(("validate", "objdump", "explore", "dump"), "`wasihost inspect MODULE` shows its contents"),
    **dict.fromkeys(("create-exe", "build", "aot"), "did you mean `wasihost compile --emit exe`?"),
    "wat2wasm": "a module in the text format runs directly: `wasihost MODULE`",
    "exec": "did you mean `wasihost run`?",
}  # fmt: skip


def option_meant(name: str, ours: Iterable[str] = BY_NAME) -> str | None:
    """A hint for an unknown option; `ours` are the possible options."""
    known = name[:2] if name[1:2].isupper() else name  # `-Sinherit-env`
    if known in OPTIONS:
        return f"use `{OPTIONS[known]}`"
    if known in EXPLAINED:
        return EXPLAINED[known]
    near = nearest(name, ours)
    return f"did you mean `{near}`?" if near and near not in LIFTING else None


def command_meant(name: str, ours: Iterable[str]) -> str | None:
    """A hint for an argument that was taken for a module, or is not a command."""
    if name in COMMANDS:
        return COMMANDS[name]
    near = nearest(name, ours)
    return f"did you mean `wasihost {near}`?" if near else None
