"""An example or more of every command: what to type, and what that does."""

from __future__ import annotations

EXAMPLES = {
    "run": (
        ("wasihost app.wasm --dir . notes.txt", "let it use this directory"),
        ("wasihost app.wasm --dir /srv::/data::ro -- -v", "with an option of its own"),
    ),
    "compile": (
        ("wasihost compile app.wasm -o app.artifact", "to keep, and to run"),
        ("wasihost compile app.wasm --emit exe -o app", "a program of its own"),
        ("wasihost compile app.wasm --emit asm -o -", "look at the code"),
    ),
    "inspect": (
        ("wasihost inspect app.wasm", "imports, exports, sizes"),
        ("wasihost inspect --wat app.wasm", "the module as text"),
    ),
    "wast": (("wasihost wast tests --level max", "all scripts of a directory"),),
    "cache": (("wasihost cache ls", "what is kept"),),
    "cache ls": (("wasihost cache ls", "the last used first"),),
    "cache info": (("wasihost cache info", "where it is, and how full"),),
    "cache clear": (("wasihost cache clear", "the next runs compile again"),),
    "cache prune": (("wasihost cache prune --max-size 500M --unused-for 30", "keep less"),),
    "cache warm": (("wasihost cache warm *.wasm", "no run waits for them"),),
    "cache path": (('du -sh "$(wasihost cache path)"', "its size, as du sees it"),),
    "config": (("wasihost config show", "what is set, and where"),),
    "config path": (('"$EDITOR" "$(wasihost config path)"', "change it"),),
    "config show": (("wasihost config show --profile tests", "with a profile"),),
    "install": (
        ("wasihost install wc.wasm --name wasm-wc --dir .", "with where it is started"),
        ("wasihost install app.wasm --env LANG", "with the shell's LANG"),
    ),
    "list": (("wasihost list --json", "for scripts"),),
    "upgrade": (
        ("wasihost upgrade wasm-wc", "from the same file again"),
        ("wasihost upgrade wasm-wc new/wc.wasm", "from another one"),
    ),
    "uninstall": (("wasihost uninstall wasm-wc", "only this command goes"),),
    "binfmt": (("wasihost binfmt | sudo tee /etc/binfmt.d/wasm.conf", "for good"),),
    "self": (("wasihost self version", "which wasihost this is"),),
    "self version": (("wasihost self version --json", "for scripts"),),
    "self update": (("wasihost self update", "the latest release"),),
    "self shells": (("wasihost self shells", "after pip install, too"),),
    "self uninstall": (("wasihost self uninstall --dry-run", "what would go"),),
    "completions": (
        ('eval "$(wasihost completions bash)"', "in ~/.bashrc; for zsh likewise"),
        ("wasihost completions fish | source", "in config.fish"),
    ),
    "man": (
        ("wasihost man | man -l -", "read it"),
        ("wasihost man --format markdown", "all of it, to publish"),
    ),
}
COLUMN = 2


def text(name: str, indent: str = "  ") -> str:
    """Lines with what to type in one column, and what it does in another."""
    rows = EXAMPLES[name]
    width = max(len(line) for line, _ in rows) + COLUMN
    return "".join(f"{indent}{line:<{width}}{what}\n" for line, what in rows)
