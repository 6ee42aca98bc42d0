"""Completion in bash, zsh and fish: the shell's command line → words; candidates → lines that the shell reads.

The scripts know no options: they call `wasihost completions --words SHELL …`, which prints only candidates, and takes
at most a second.  They call the wasihost in PATH, whatever the command line begins with, so that pressing Tab never
starts a program in a stranger's directory.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from wasihost.cli.completion.candidates import complete

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from wasihost.cli.completion.candidates import Candidate

SECONDS = 1.0  # time limit for an answer
LONGEST_HELP = 100  # maximum characters of a description
DEFAULT = "default"  # an answer: use the shell's own completion
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%")

BASH = """\
# Completions of wasihost for bash, made by `wasihost completions bash`.
#   in ~/.bashrc:     eval "$(wasihost completions bash)"
#   or as the file    ~/.local/share/bash-completion/completions/wasihost
_wasihost() {
    local line option
    COMPREPLY=()
    {
        IFS= read -r line
        for option in filenames nospace default; do
            [[ " $line " != *" $option "* ]] || compopt -o "$option"
        done
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done
    } 2>/dev/null < <(command wasihost completions --words bash \\
        "${COMP_LINE:0:COMP_POINT}" "${COMP_LINE:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -F _wasihost wasihost
"""

ZSH = """\
#compdef wasihost
# Completions of wasihost for zsh, made by `wasihost completions zsh`.
#   in ~/.zshrc, after compinit:                eval "$(wasihost completions zsh)"
#   or as the file of a directory in $fpath:    _wasihost
_wasihost() {
    local line name separator
    local -a typed lines names shown open open_shown paths directories
    typed=("${(@)words}")
    typed[CURRENT]=$QIPREFIX$IPREFIX$PREFIX
    lines=("${(@f)$(command wasihost completions --words zsh $CURRENT "${(@)typed}" 2>/dev/null)}")
    separator=${lines[1]}
    if [[ $separator = default ]]; then
        _files
        return
    fi
    [[ -z $separator ]] || compset -P "*$separator"
    for line in "${(@)lines[2,-1]}"; do
        name=${${line#?}%%$'\\t'*}
        case $line in
            (w*) names+=("$name") shown+=("${line##*$'\\t'}") ;;
            (o*) open+=("$name") open_shown+=("${line##*$'\\t'}") ;;
            (p*) paths+=("$name") ;;
            (d*) directories+=("$name") ;;
        esac
    done
    local found=1
    (( $#names )) && compadd -l -d shown -a names && found=0
    (( $#open )) && compadd -S '' -l -d open_shown -a open && found=0
    (( $#paths )) && compadd -a paths && found=0
    (( $#directories )) && compadd -S '' -a directories && found=0
    return found
}
if [[ $funcstack[1] = _wasihost ]]; then
    _wasihost "$@"
elif (( $+functions[compdef] )); then
    compdef _wasihost wasihost
fi
"""

FISH = """\
# Completions of wasihost for fish, made by `wasihost completions fish`.
#   in config.fish:   wasihost completions fish | source
#   or as the file    ~/.config/fish/completions/wasihost.fish
function __wasihost_words
    command -sq wasihost; or return
    set -l before (commandline -opc)
    set -l all (commandline -op)
    set -l typed (commandline -ct)
    set -l whole (commandline -t)
    set -l next (math (count $before) + 1)
    test -z "$whole"; or set next (math $next + 1)
    set -l behind
    test $next -gt (count $all); or set behind $all[$next..-1]
    command wasihost completions --words fish (count $before) "$typed" $before $behind 2>/dev/null
end
complete -c wasihost -f -a '(__wasihost_words)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def answer(argv: Sequence[str]) -> int:
    """Print candidates for a shell; after an error, none."""
    from signal import ITIMER_REAL, SIGALRM, setitimer, signal

    signal(SIGALRM, _leave)
    setitimer(ITIMER_REAL, SECONDS)
    try:
        text = "".join(f"{line}\n" for line in ANSWERS[argv[0]](*argv[1:]))
        sys.stdout.buffer.write(os.fsencode(text))
        sys.stdout.flush()
    except Exception:
        return 1
    return 0


def _leave(signal: int, frame: FrameType | None) -> None:
    os._exit(1)


# ------------------------------------------------------------------------------------------------ input of the shells
class Word:
    """A word of a command line, up to the cursor."""

    __slots__ = ("expands", "is_target", "quote", "start", "text", "tilde")

    def __init__(self, *, is_target: bool, tilde: bool) -> None:
        self.text = ""  # without quotes
        self.start = 0  # offset in `text` of the part that bash replaces
        self.quote = ""  # the open quote
        self.expands = False  # contains a variable or another expansion, which only the shell can do
        self.is_target = is_target  # the target of `>` or `<`
        self.tilde = tilde  # begins with an unquoted `~`


def split(line: str, breaks: str = "") -> list[Word]:
    """The words of a simple command.  The last one, possibly empty, is being typed.  `breaks`: COMP_WORDBREAKS."""
    words: list[Word] = []
    word: Word | None = None
    is_target = False
    opened = 0  # offset of the open quote in the word
    characters = iter(line)
    for c in characters:
        if (word is None or not word.quote) and (c.isspace() or c in "<>;|&("):
            if c in "<>":
                if word and word.text.isdigit():  # a file descriptor
                    words.pop()
                is_target = True
            elif c in ";|&(":
                words.clear()
            word = None
            continue
        if word is None:
            word, is_target = Word(is_target=is_target, tilde=c == "~"), False
            words.append(word)
        if c == "\\" and word.quote != "'":
            escaped = next(characters, "")
            word.text += escaped if not word.quote or escaped in '$`"\\' else c + escaped
        elif c == word.quote:
            word.quote = ""
        elif c in "'\"" and not word.quote:
            word.quote, opened = c, len(word.text)
        else:
            word.text += c
            word.expands = word.expands or (c in "$`" and word.quote != "'")
            if c in breaks and not word.quote:
                word.start = len(word.text)
    if word is None:
        words.append(Word(is_target=is_target, tilde=False))
    elif word.quote:
        word.start = opened
    return [word for n, word in enumerate(words) if not word.is_target or n == len(words) - 1]


def _of_bash(before: str, behind: str, breaks: str) -> Iterator[str]:
    """The line, split at the cursor, and COMP_WORDBREAKS → options of compopt, then the text to insert.

    Bash quotes paths; everything else is quoted here, because bash would take a choice for a directory with the same
    name.
    """
    *words, typed = split(before, breaks)
    if not words or typed.is_target or typed.expands:
        yield DEFAULT
        return
    later = split(behind)[0 if behind[:1].isspace() else 1 :]
    texts = [word.text for word in (*words[1:], typed, *later)]
    _, found = complete(texts, len(words) - 1, tilde=typed.tilde)
    fitting = [candidate for candidate in found if candidate.text.startswith(typed.text)]
    are_paths = any(candidate.is_path for candidate in fitting)
    unfinished = len(fitting) == 1 and not fitting[0].finished
    yield " ".join(("filenames",) * are_paths + ("nospace",) * unfinished)
    for candidate in fitting:
        text = candidate.text[typed.start :]
        yield text if are_paths else quoted(text, typed.quote)


def quoted(text: str, quote: str = "") -> str:
    """The text as bash reads it after an open quote, or without one."""
    if quote == "'":
        return text.replace("'", "'\\''")
    return "".join(f"\\{c}" if c in '$`"\\' or not (quote or c in PLAIN or c.isalnum()) else c for c in text)


def _of_zsh(current: str, *raw: str) -> Iterator[str]:
    """The index of the current word, starting at 1, and the words as typed → lines for zsh.

    The first line is the separator that ends the part of the word that is kept.  Then each candidate has a letter for
    its kind, the text after that part, and the text to show.
    """
    words = [split(word)[-1] for word in raw]
    at = int(current) - 1
    if words[at].expands:
        yield DEFAULT
        return
    kept, found = complete([word.text for word in words[1:]], at - 1, tilde=words[at].tilde)
    yield kept[-1:]
    width = max((len(candidate.text) for candidate in found if candidate.help), default=0)
    for candidate in found:
        kind = ("dp" if candidate.is_path else "ow")[candidate.finished]
        help = _help(candidate)
        shown = f"{candidate.text:<{width}}  -- {help}" if help else candidate.text
        yield f"{kind}{candidate.text[len(kept) :]}\t{shown}"


def _of_fish(count: str, typed: str, *words: str) -> Iterator[str]:
    """Candidates with help for fish.

    count  number of words before the current one
    typed  the current word, as typed
    words  the other words
    """
    before, behind = list(words[: int(count)]), words[int(count) :]
    first = next((n for n, word in enumerate(before) if os.path.basename(word) == "wasihost"), 0)  # after `sudo` …
    word = split(typed)[-1]
    _, found = complete([*before[first + 1 :], word.text, *behind], len(before) - first - 1, tilde=word.tilde)
    for candidate in found:
        yield f"{candidate.text}\t{_help(candidate)}"


def _help(candidate: Candidate) -> str:
    from wasihost.characters import printable

    return printable(candidate.help.partition("\n")[0])[:LONGEST_HELP]


ANSWERS: dict[str, Callable[..., Iterator[str]]] = {"bash": _of_bash, "zsh": _of_zsh, "fish": _of_fish}
