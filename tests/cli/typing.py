"""Interactive shells to type into: a line and Tab → the line as the shell completed it."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from contextlib import contextmanager
from pathlib import Path

# A shell shows its line by ^G, in a file that is there at once or not at all, and empties it.
START = {
    "bash": r"""
PS1='> '
shown() { printf '%s' "$READLINE_LINE" >"$LINE.part"; mv "$LINE.part" "$LINE"; READLINE_LINE= READLINE_POINT=0; }
bind -x '"\C-g": shown'
bind 'set bell-style none' 'set show-all-if-ambiguous off' 2>/dev/null
source <(wasihost completions bash)
: >"$LINE"
""",
    "zsh": r"""
PS1='> '
autoload -Uz compinit && compinit -u -D
setopt no_beep
shown() { print -rn -- "$BUFFER" >"$LINE.part"; mv "$LINE.part" "$LINE"; BUFFER=; }
zle -N shown
bindkey '^G' shown
eval "$(wasihost completions zsh)"
: >"$LINE"
""",
}
COMMANDS = {"bash": ["bash", "--noprofile", "--norc", "-i"], "zsh": ["zsh", "-f", "-i"]}
SECONDS = 20


class Shell:
    """One shell in a terminal of its own."""

    def __init__(self, name: str, fd: int, line: Path) -> None:
        self.name = name
        self.fd = fd
        self.line = line
        self.output = b""

    def complete(self, typed: str, behind: str = "") -> str:
        """The whole line after Tab was pressed behind `typed`."""
        back = b"\x02" * len(behind)
        os.write(self.fd, (typed + behind).encode() + back + b"\t\x07")
        return self._shown(typed)

    def _shown(self, typed: str) -> str:
        end = time.monotonic() + SECONDS
        while not self.line.exists():
            assert time.monotonic() < end, f"{self.name} does not complete `{typed}`: {self.output[-500:]!r}"
            self._read()
        text = self.line.read_text()
        self.line.unlink()
        return text

    def _read(self) -> None:
        if select.select([self.fd], [], [], 0.02)[0]:
            self.output += os.read(self.fd, 1 << 16)


@contextmanager
def shell(name: str, folder: Path, place: Path, environ: dict[str, str]):
    """In `folder`, with its own files in `place`."""
    line = place / "line"
    start = place / "start"
    start.write_text(START[name])
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe(COMMANDS[name][0], COMMANDS[name], {**environ, "LINE": str(line), "TERM": "xterm"})
    try:
        started = Shell(name, fd, line)
        os.write(fd, f". {start}\n".encode())
        started._shown("start")
        yield started
    finally:
        os.kill(pid, signal.SIGKILL)
        os.close(fd)
        os.waitpid(pid, 0)
