"""Completion as the shells have it: their words, what they read, and the three themselves."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT
from tests.cli.typing import shell
from tests.door import built, launcher, with_python
from tests.wat import wat
from wasihost.cli.completion import shells

BREAKS = " \t\n\"'><=;|&(:"  # as bash has them
SPLIT = [
    # line, words, where bash begins to replace in the last one
    ("wasihost ", ["wasihost", ""], 0),
    ("wasihost a", ["wasihost", "a"], 0),
    ("wasihost  a\tb", ["wasihost", "a", "b"], 0),
    (r"wasihost my\ dir/f", ["wasihost", "my dir/f"], 0),
    ('wasihost "my dir/f', ["wasihost", "my dir/f"], 0),
    ("wasihost 'my dir/f", ["wasihost", "my dir/f"], 0),
    ("wasihost 'my dir'/f", ["wasihost", "my dir/f"], 0),
    ('wasihost "my dir"::/x::r', ["wasihost", "my dir::/x::r"], 12),
    ("wasihost --dir=my", ["wasihost", "--dir=my"], 6),
    ("wasihost --dir='my d", ["wasihost", "--dir=my d"], 6),
    ("wasihost --dir=a::/b::", ["wasihost", "--dir=a::/b::"], 13),
    ('wasihost "a:b', ["wasihost", "a:b"], 0),
    (r"wasihost a\:b", ["wasihost", "a:b"], 0),
    (r'wasihost "a\"b\c\\', ["wasihost", 'a"b\\c\\'], 0),
    (r"wasihost 'a\b", ["wasihost", r"a\b"], 0),
    ("wasihost ''", ["wasihost", ""], 0),
    ("cd x; wasihost a", ["wasihost", "a"], 0),
    ("x | wasihost a", ["wasihost", "a"], 0),
    ("wasihost <in a 2>err b", ["wasihost", "a", "b"], 0),
    ("wasihost a > o", ["wasihost", "a", "o"], 0),
    ("wasihost é\\", ["wasihost", "é"], 0),
]


@pytest.mark.parametrize("line, expected, start", SPLIT)
def test_words_of_a_line(line, expected, start):
    words = shells.split(line, BREAKS)

    assert expected == [word.text for word in words]
    assert start == words[-1].start


FACTS = [
    # line, attribute of the last word, value
    ("wasihost > o", "is_target", True),
    ("wasihost >o p", "is_target", False),
    ("wasihost $HOME/", "expands", True),
    ('wasihost "$HOME/', "expands", True),
    ("wasihost `x", "expands", True),
    ("wasihost '$HOME/", "expands", False),
    (r"wasihost \$HOME/", "expands", False),
    ("wasihost ~/", "tilde", True),
    (r"wasihost \~/", "tilde", False),
    ("wasihost '~/", "tilde", False),
    ("wasihost 'a", "quote", "'"),
    ("wasihost 'a'", "quote", ""),
]


@pytest.mark.parametrize("line, attribute, expected", FACTS)
def test_split_finds_the_last_word_and_its_quotes(line, attribute, expected):
    assert expected == getattr(shells.split(line, BREAKS)[-1], attribute)


NASTY = [
    "$(touch pwned)",
    "`touch pwned`",
    "a b",
    "a'b",
    'a"b',
    "a\\b",
    "a;touch pwned",
    "a|b",
    "*",
    "~",
    "#",
    "é",
    "!x",
]


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("text", NASTY)
def test_quoted_text_is_one_word_for_bash(text, quote, tmp_path):
    line = f"printf %s {quote}{shells.quoted(text, quote)}{quote}"

    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=tmp_path)

    assert (text, "") == (done.stdout, done.stderr)
    assert text == shells.split(f"x {quote}{shells.quoted(text, quote)}")[-1].text
    assert [] == os.listdir(tmp_path)


# --------------------------------------------------------------------------------------------------- the command's part
FUNCTIONS = """(module (func (export "add") (param i32) (result i32) local.get 0) (func (export "$(touch pwned)"))
    (func (export "has space")) (func (export "bad\\1b[31m")))"""


@pytest.fixture(scope="session")
def bin_dir(tmp_path_factory):
    """Where the command is."""
    folder = tmp_path_factory.mktemp("bin")
    shutil.copy(launcher(), folder / "wasihost")
    return folder


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "work"
    for name in ("sub", "my dir", "max"):
        (folder / name).mkdir(parents=True)
    for name in ("alpha.wasm", "with space.wasm", "e:f.wasm", "été.wasm", "notes.txt", "my dir/x.wasm", "it's.wat"):
        (folder / name).touch()
    (folder / "m.wasm").write_bytes(wat(FUNCTIONS))
    # What the line begins with is never started.
    trap = folder / "wasihost"
    trap.write_text(f"#!/bin/sh\ntouch {folder}/pwned\n")
    trap.chmod(0o755)
    return folder


@pytest.fixture
def environ(tmp_path, bin_dir):
    ours = {"HOME": str(tmp_path / "work"), "LC_ALL": "C.UTF-8", "WASIHOST_CACHE_DIR": str(tmp_path / "cache")}
    ours["XDG_CACHE_HOME"] = built()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("WASIHOST_", "XDG_"))}
    environ = with_python({**inherited, **ours})
    return {**environ, "PATH": f"{bin_dir}:{environ['PATH']}"}


@pytest.fixture
def untouched(place):
    """What is there before and after."""
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    yield
    after = {path: path.stat().st_mtime_ns for path in place.rglob("*") if not path.name.startswith(".")}
    assert before == {path: time for path, time in after.items() if path in before}
    assert not (place / "pwned").exists()


BAD = [
    ["bash"], ["nushell", "x"], ["zsh", "x"], ["zsh", "99", "wasihost"], ["fish"],
    ["bash", "wasihost cut.wasm --invoke ", "", ""], ["bash", "wasihost self uninstall nonsense ", "", ""],
    ["bash", "wasihost upgrade --bin-dir /nonexistent ", "", ""],
]  # fmt: skip


@pytest.mark.parametrize("words", [[], *BAD], ids=json.dumps)
def test_completion_errors_print_nothing(words, place, environ, tmp_path):
    done = subprocess.run(
        ["wasihost", "completions", "--words", *words], env=environ, cwd=place, capture_output=True, timeout=30
    )

    assert b"" == done.stderr
    assert done.stdout.strip() in (b"", b"default")
    assert not (tmp_path / "cache").exists()


def test_an_answer_that_takes_too_long_is_none(place, environ):
    slow = "import time\nfrom wasihost.cli.completion import shells\nshells.complete = lambda *a, **k: time.sleep(20)\n"
    code = f"{slow}shells.answer(['bash', 'wasihost ', '', ''])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environ, "PYTHONPATH": str(ROOT)},
        cwd=place,
        capture_output=True,
        timeout=10,
    )

    assert (1, b"", b"") == (done.returncode, done.stdout, done.stderr)


# ----------------------------------------------------------------------------------------------------- the shells' part
def present(name):
    return pytest.param(name, marks=pytest.mark.skipif(not shutil.which(name), reason=f"there is no {name} here"))


TYPED = [
    # typed, and what Tab makes of it
    ("wasihost insp", "wasihost inspect "),
    ("wasihost --lev", "wasihost --level "),
    ("wasihost --tr", "wasihost --trace"),
    ("wasihost --level ma", "wasihost --level max "),  # not the directory of that name
    ("wasihost --level=ma", "wasihost --level=max "),
    ("wasihost al", "wasihost alpha.wasm "),
    ("./wasihost al", "./wasihost alpha.wasm "),
    ("wasihost wi", "wasihost with\\ space.wasm "),
    ("wasihost 'wi", "wasihost 'with space.wasm' "),
    ('wasihost "wi', 'wasihost "with space.wasm" '),
    ("wasihost it", "wasihost it\\'s.wat "),
    ("wasihost ét", "wasihost été.wasm "),
    ("wasihost my", "wasihost my\\ dir/"),
    ("wasihost my\\ dir/", "wasihost my\\ dir/x.wasm "),
    ('wasihost "my dir/', 'wasihost "my dir/x.wasm" '),
    ("wasihost ~/al", "wasihost ~/alpha.wasm "),
    ("wasihost $HOME/al", "wasihost $HOME/alpha.wasm "),
    ("wasihost --dir my", "wasihost --dir my\\ dir/"),
    ("wasihost --dir=my", "wasihost --dir=my\\ dir/"),
    ("wasihost --dir my\\ dir/::/x::", "wasihost --dir my\\ dir/::/x::ro "),
    ("wasihost --dir=sub::/x::", "wasihost --dir=sub::/x::ro "),
    ("wasihost alpha.wasm --max-m", "wasihost alpha.wasm --max-memory "),
    ("wasihost alpha.wasm --qui", "wasihost alpha.wasm --qui"),
    ("wasihost alpha.wasm -- no", "wasihost alpha.wasm -- notes.txt "),
    ("wasihost alpha.wasm < no", "wasihost alpha.wasm < notes.txt "),
    ("wasihost --trace-filter fd_re,path_op", "wasihost --trace-filter fd_re,path_open"),
    ("wasihost --clock f", "wasihost --clock fixed:"),
    ("wasihost cache pr", "wasihost cache prune "),
    ("wasihost compile alpha.wasm --emit l", "wasihost compile alpha.wasm --emit llvm-ir "),
    ("wasihost m.wasm --invoke ad", "wasihost m.wasm --invoke add "),
    ("wasihost m.wasm --invoke \\$", "wasihost m.wasm --invoke \\$\\(touch\\ pwned\\) "),
    ("wasihost m.wasm --invoke '$", "wasihost m.wasm --invoke '$(touch pwned)' "),
    ("wasihost m.wasm --invoke b", "wasihost m.wasm --invoke b"),
    ("wasihost no", None),  # nothing looks like a module: any file
]
# The colon parts words in bash alone.
COLON = {"bash": "wasihost e\\:f.wasm ", "zsh": "wasihost e:f.wasm "}


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", [present("bash"), present("zsh")])
def test_tab_completes_the_word(name, place, environ, tmp_path):
    (tmp_path / "shell").mkdir()
    with shell(name, place, tmp_path / "shell", environ) as typist:
        completed = {typed: typist.complete(typed) for typed, _ in TYPED}
        completed["wasihost e"] = typist.complete("wasihost e")
        behind = typist.complete("wasihost --invoke ad", " m.wasm")

    expected = {typed: line or "wasihost notes.txt " for typed, line in TYPED} | {"wasihost e": COLON[name]}
    assert expected == completed
    assert "wasihost --invoke add m.wasm" == " ".join(behind.split())


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("name", [present("bash"), present("zsh")])
def test_names_of_files_come_as_one_word_whatever_they_are(name, quote, place, environ, tmp_path):
    (tmp_path / "shell").mkdir()
    files = [f"{text}.wasm" for text in (*NASTY, "{a,b}", "<in", "a&b", "=x", "[z]", "^x", "~root") if "!" not in text]
    for n, file in enumerate(files):
        (place / str(n)).mkdir()
        (place / str(n) / file).touch()
    with shell(name, place, tmp_path / "shell", environ) as typist:
        lines = [typist.complete(f"wasihost run {quote}{n}/") for n in range(len(files))]

    script = "".join(f"printf '%s\\n' {line.removeprefix('wasihost run ')}\n" for line in lines)
    done = subprocess.run([name, "-c", script], cwd=place, capture_output=True, text=True)
    assert "" == done.stderr
    assert [f"{n}/{file}" for n, file in enumerate(files)] == done.stdout.splitlines()
    assert not (place / "pwned").exists()


FISH = [
    # typed, and candidates with their descriptions
    ("wasihost insp", {"inspect": "Show what MODULE consists of"}),
    ("wasihost --lev", {"--level": "default: the best"}),
    ("wasihost --level=ma", {"--level=max": ""}),
    ("wasihost al", {"alpha.wasm": ""}),
    ("./wasihost al", {"alpha.wasm": ""}),
    ("wasihost my\\ dir/", {"my dir/x.wasm": ""}),
    ("wasihost 'my dir/", {"my dir/x.wasm": ""}),
    ("wasihost e:", {"e:f.wasm": ""}),
    ("wasihost ét", {"été.wasm": ""}),
    ("wasihost ~/al", {"~/alpha.wasm": ""}),
    ("wasihost --dir my", {"my dir/": ""}),
    ("wasihost --dir sub::/x::", {"sub::/x::ro": "for reading only"}),
    ("A=1 wasihost cache pr", {"prune": "Remove what"}),
    ("wasihost alpha.wasm -- no", {"notes.txt": ""}),
    ("wasihost m.wasm --invoke ", {"add": "(i32) -> (i32)", "$(touch pwned)": "() -> ()", "has space": "() -> ()"}),
    ("wasihost alpha.wasm --qui", {}),
]


@pytest.mark.usefixtures("untouched")
@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish here")
def test_fish_completes_the_word(place, environ):
    script = "wasihost completions fish | source\n" + "".join(
        f"printf '%s\\n' == && complete -C {json.dumps(typed, ensure_ascii=False)}\n" for typed, _ in FISH
    )
    command = ["fish", "--no-config", "-c", script.replace("$", "\\$")]
    done = subprocess.run(command, env=environ, cwd=place, capture_output=True, text=True, timeout=60)

    assert "" == done.stderr
    answers = [answer.splitlines() for answer in done.stdout.split("==\n")[1:]]
    for (typed, expected), lines in zip(FISH, answers, strict=True):
        found = dict([*line.split("\t"), ""][:2] for line in lines)
        assert (typed, set(expected)) == (typed, set(found))
        assert all(found[text].startswith(help) for text, help in expected.items())


@pytest.mark.parametrize("name", [present("bash"), present("zsh")])
def test_tab_prints_nothing_if_wasihost_is_not_in_path(name, place, environ, tmp_path):
    (tmp_path / "shell").mkdir()
    with shell(name, place, tmp_path / "shell", environ) as typist:
        os.write(typist.fd, b"PATH=/usr/bin:/bin\n")
        typist.output = b""
        assert "wasihost insp" == typist.complete("wasihost insp")

    assert b"found" not in typist.output
    assert not (place / "pwned").exists()


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish here")
def test_fish_prints_nothing_if_wasihost_is_not_in_path(place, environ):
    script = "wasihost completions fish | source; set PATH /usr/bin /bin; complete -C 'wasihost insp'"
    done = subprocess.run(["fish", "--no-config", "-c", script], env=environ, cwd=place, capture_output=True, text=True)

    assert ("", "") == (done.stdout, done.stderr)


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh here")
def test_zsh_loads_it_from_a_directory_in_fpath(place, environ, tmp_path):
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "_wasihost").write_text(shells.ZSH)
    script = f"fpath=({tmp_path}/functions $fpath); autoload -Uz compinit && compinit -u -D && print $_comps[wasihost]"
    done = subprocess.run(["zsh", "-f", "-c", script], env=environ, cwd=place, capture_output=True, text=True)

    assert ("_wasihost\n", "") == (done.stdout, done.stderr)


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_is_printed(name, place, environ):
    done = subprocess.run(["wasihost", "completions", name], env=environ, cwd=place, capture_output=True, text=True)

    assert (0, shells.SCRIPTS[name], "") == (done.returncode, done.stdout, done.stderr)
    assert max(map(len, done.stdout.splitlines())) <= 120
