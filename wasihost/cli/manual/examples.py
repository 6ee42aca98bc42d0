"""Examples for every command: what to type, and its effect."""

from __future__ import annotations

EXAMPLES = {
    "run": (
        ("wasihost app.wasm --dir . notes.txt", "grant this directory"),
        ("wasihost app.wasm --dir /srv::/data::ro -- -v", "pass it an option"),
    ),
    "compile": (
        ("wasihost compile app.wasm -o app.artifact", "write an artifact"),
        ("wasihost compile app.wasm --emit exe -o app", "write an executable"),
        ("wasihost compile app.wasm --emit asm -o -", "read the assembly"),
    ),
    "inspect": (
        ("wasihost inspect app.wasm", "show imports, exports, sizes"),
        ("wasihost inspect --wat app.wasm", "print it as text"),
    ),
    "wast": (("wasihost wast tests --level max", "run all scripts in a directory"),),
    "cache": (("wasihost cache ls", "list artifacts"),),
    "cache ls": (("wasihost cache ls", "list the last used first"),),
    "cache info": (("wasihost cache info", "show where it is, and its size"),),
    "cache clear": (("wasihost cache clear", "the next runs compile again"),),
    "cache prune": (("wasihost cache prune --max-size 500M --unused-for 30", "shrink the cache"),),
    "cache warm": (("wasihost cache warm *.wasm", "compile them now"),),
    "cache path": (('du -sh "$(wasihost cache path)"', "measure it with du"),),
    "config": (("wasihost config show", "show what is set, and where"),),
    "config path": (('"$EDITOR" "$(wasihost config path)"', "edit the file"),),
    "config show": (("wasihost config show --profile tests", "include a profile"),),
    "install": (
        ("wasihost install wc.wasm --name wasm-wc --dir .", "grant this directory"),
        ("wasihost install app.wasm --env LANG", "pass the shell's LANG"),
    ),
    "list": (("wasihost list --json", "list them for scripts"),),
    "upgrade": (
        ("wasihost upgrade wasm-wc", "use the same file"),
        ("wasihost upgrade wasm-wc new/wc.wasm", "use another file"),
    ),
    "uninstall": (("wasihost uninstall wasm-wc", "remove this command"),),
    "binfmt": (("wasihost binfmt | sudo tee /etc/binfmt.d/wasm.conf", "register it for good"),),
    "self": (("wasihost self version", "show the version"),),
    "self version": (("wasihost self version --json", "print it for scripts"),),
    "self update": (("wasihost self update", "install the latest release"),),
    "self shells": (("wasihost self shells", "works after pip install, too"),),
    "self uninstall": (("wasihost self uninstall --dry-run", "print what would be removed"),),
    "completions": (
        ('eval "$(wasihost completions bash)"', "for ~/.bashrc; similar for zsh"),
        ("wasihost completions fish | source", "for config.fish"),
    ),
    "man": (
        ("wasihost man | man -l -", "read it"),
        ("wasihost man --format markdown", "print docs/reference.md"),
    ),
    "help": (
        ("wasihost help compile", "same as wasihost compile --help"),
        ("wasihost help cache prune", "a command of a group"),
    ),
}
COLUMN = 2


def text(name: str, indent: str = "  ") -> str:
    """Lines with the command in one column and its effect in another."""
    rows = EXAMPLES[name]
    width = max(len(line) for line, _ in rows) + COLUMN
    return "".join(f"{indent}{line:<{width}}{what}\n" for line, what in rows)
