"""`compile`, `inspect` and `cache`, as a shell sees them."""

import json
import os
import re
import shutil
import stat
import subprocess

import pytest

from tests.artifacts import key_of, make_artifact
from tests.cli import guests
from tests.codegen.objects import on_x86_64
from wasihost.abi import Section
from wasihost.cache import Cache
from wasihost.host.symbols import Artifact

# ----------------------------------------------------------------------------------------------------------- compile
EMITTED = [
    # what, file, how it begins
    ("artifact", "m.artifact", b"wasihost"),
    ("obj", "m.o", b"\x7fELF"),
    ("asm", "m.s", b"\t"),
    ("llvm-ir", "m.ll", b"; ModuleID"),
]


@pytest.mark.parametrize("what, name, start", EMITTED)
def test_compile_writes_a_file_named_after_the_module(wasihost, tmp_path, what, name, start):
    done = wasihost("compile", "m.wasm", "--emit", what, m=guests.MATH)

    assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)
    assert {"m.wasm", name} == set(os.listdir(tmp_path))
    assert (tmp_path / name).read_bytes().startswith(start)


@on_x86_64
def test_baseline_code_is_shown(wasihost, tmp_path):
    """As bytes, which an assembler or a disassembler reads."""
    compiled = ("compile", "m.wasm", "--level", "baseline", "--cpu", "baseline")
    text = wasihost(*compiled, "--emit", "asm", "-o", "-", m=guests.MATH).stdout.decode()
    one = wasihost(*compiled, "--emit", "asm", "--func", "1", "-o", "-").stdout.decode()
    wasihost(*compiled, "--emit", "obj", "-o", "m.o")
    wasihost(*compiled, "-o", "m.artifact")

    assert one.startswith(".text\n.globl f1\n") and one.count(":\n") == 1 < text.count(":\n")
    assert one.removeprefix(".text\n") in text
    artifact = Artifact((tmp_path / "m.artifact").read_bytes())
    code, (first, last) = artifact.section(Section.CODE), [record.code for record in artifact.functions][:2]
    assert bytes(code[first:last]) in (tmp_path / "m.o").read_bytes()
    assert bytes.fromhex("".join(re.findall("0x(..)", one))) in bytes(code)
    if objdump := shutil.which("objdump"):
        shown = subprocess.run([objdump, "-d", tmp_path / "m.o"], capture_output=True, text=True).stdout
        assert "<f1>:" in shown and "(bad)" not in shown

    done = wasihost(*compiled, "--emit", "llvm-ir")
    assert (2, "error: code of level `baseline` is not made by LLVM, so there is no IR of it\n") == (
        done.returncode,
        done.stderr.decode(),
    )
    assert 2 == wasihost(*compiled, "--emit", "asm", "--func", "99").returncode


def test_compile_to_standard_output(wasihost):
    assert wasihost("compile", "m.wasm", "-o", "-", m=guests.EMPTY).stdout.startswith(b"wasihost")


def test_compile_of_some_functions(wasihost):
    done = wasihost("compile", "m.wasm", "--emit", "llvm-ir", "--func", "1", "-o", "-", m=guests.MATH)

    assert b"@f1(" in done.stdout
    assert b"@f2(" not in done.stdout


def test_an_artifact_runs_when_it_is_trusted(wasihost):
    wasihost("compile", "m.wasm", "-o", "x", m=guests.exits(7))

    assert 7 == wasihost("--allow-precompiled", "x").returncode
    done = wasihost("x")
    assert 126 == done.returncode
    assert (
        b"error: x: this is a compiled artifact: native code, which the sandbox cannot confine\n"
        b"hint: if you trust it: `wasihost --allow-precompiled x`\n"
    ) == done.stderr


def test_an_artifact_has_the_nans_that_it_was_made_with(wasihost):
    wasihost("compile", "m.wasm", "-o", "any", m=guests.NANS)
    wasihost("compile", "m.wasm", "--canonical-nans", "-o", "canonical")

    for options in ([], ["--canonical-nans"]):
        assert guests.CANONICAL == wasihost("--allow-precompiled", *options, "canonical").stdout
    done = wasihost("--allow-precompiled", "--canonical-nans", "any")
    assert (126, b"") == (done.returncode, done.stdout)
    assert (
        b"error: any: its NaNs are not canonical\nhint: compile it again: `wasihost compile --canonical-nans MODULE`\n"
    ) == done.stderr
    assert b"nans: canonical\n" in wasihost("inspect", "canonical").stdout
    assert b"select" in wasihost("compile", "m.wasm", "--canonical-nans", "--emit", "llvm-ir", "-o", "-").stdout


def test_an_artifact_that_was_changed_does_not_run(wasihost, tmp_path):
    wasihost("compile", "m.wasm", "-o", "x", m=guests.exits(7))
    data = bytearray((tmp_path / "x").read_bytes())
    data[-1] ^= 1
    (tmp_path / "x").write_bytes(data)

    done = wasihost("--allow-precompiled", "x")

    assert (126, b"error: x: damaged: it is not the file that was written") == (
        done.returncode,
        done.stderr.splitlines()[0],
    )


COMPILE_ERRORS = [
    (["compile", "gone.wasm"], 127, "error: cannot open module `gone.wasm`: no such file or directory\n"),
    (["compile"], 2, "error: `MODULE` is missing\nhint: `wasihost compile --help` explains it\n"),
    (["compile", "m.wasm", "-o", "no/x"], 125, "error: cannot write `no/x`: no such file or directory\n"),
    (["compile", "m.wasm", "-o", "/dev/full"], 125, "error: cannot write `/dev/full`: no space left on device\n"),
    (["compile", "bad.wasm"], 126, "error: bad.wasm:0x0: the file is empty\n"),
    (
        ["compile", "m.wasm", "--func", "1"],
        2,
        "error: an artifact contains all functions: use `--func` with another `--emit`\n",
    ),
    (["inspect", "bad.wasm"], 126, "error: bad.wasm:0x0: the file is empty\n"),
    (["cache", "lsx"], 2, None),
]


@pytest.mark.parametrize("args, status, stderr", COMPILE_ERRORS, ids=[" ".join(row[0]) for row in COMPILE_ERRORS])
def test_errors_of_commands_have_message_and_status(wasihost, tmp_path, args, status, stderr):
    (tmp_path / "bad.wasm").touch()

    done = wasihost(*args, m=guests.EMPTY)

    assert status == done.returncode
    assert stderr is None or stderr == done.stderr.decode()
    assert {"bad.wasm", "m.wasm"} == set(os.listdir(tmp_path))


def test_a_device_stays_a_device(wasihost):
    assert 0 == wasihost("compile", "m.wasm", "-o", "/dev/null", m=guests.EMPTY).returncode
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


# ----------------------------------------------------------------------------------------------------------- inspect
EVERYTHING = """(module
  (import "env" "log" (func $log (param i32)))
  (memory (export "memory") 1 2)
  (memory (export "shared") 1 2 shared)
  (table (export "table") 3 funcref)
  (global (export "counter") (mut i64) (i64.const 0))
  (tag (export "thrown") (param i32))
  (func $small (export "_start"))
  (func $large (param f64) (result f64) local.get 0 local.get 0 f64.add)
  (start $small))"""


def test_inspect_lists_imports_exports_and_sections(wasihost):
    text = wasihost("inspect", "m.wasm", m=EVERYTHING).stdout.decode()

    for line in (
        "  env::log  func  (i32) -> ()",
        "  memory   memory  [0]  1..2 pages",
        "  shared   memory  [1]  1..2 pages, shared",
        "  table    table   [0]  3.. funcref",
        "  counter  global  [0]  mut i64",
        "  thrown   tag     [0]  (i32) -> ()",
        "start function: func[1]",
    ):
        assert line in text.splitlines()
    assert text.index("large") < text.index("small")


def test_inspect_as_json(wasihost):
    facts = json.loads(wasihost("inspect", "--json", "m.wasm", m=EVERYTHING).stdout)

    assert ("module", 1) == (facts["format"], facts["start"])
    assert [{"module": "env", "name": "log", "kind": "func", "type": "(i32) -> ()"}] == facts["imports"]
    assert ["memory", "shared", "table", "counter", "thrown", "_start"] == [
        export["name"] for export in facts["exports"]
    ]
    assert ["small", "large"] == [function["name"] for function in facts["functions"]]
    assert {"type", "code", "custom `name`"} < {section["name"] for section in facts["sections"]}


def test_inspect_an_artifact(wasihost, tmp_path):
    (tmp_path / "x").write_bytes(make_artifact(key_of(b""), level="max"))

    facts = json.loads(wasihost("inspect", "--json", "x").stdout)

    assert ("artifact", "max", key_of(b"").hex()) == (facts["format"], facts["level"], facts["key"])


def test_inspect_prints_no_control_characters(wasihost):
    text = wasihost("inspect", "m.wasm", m='(module (func (export "\\1b[31m")))').stdout

    assert b"\x1b" not in text
    assert b"\\x1b[31m" in text


def test_inspect_wat_prints_a_module_that_reads_back(wasihost, tmp_path):
    text = wasihost("inspect", "--wat", "m.wasm", m=EVERYTHING).stdout.decode()

    (tmp_path / "m.wat").write_text(text)
    assert text == wasihost("inspect", "--wat", "m.wat").stdout.decode()
    assert "  (func $large (;2;) (type 2) (param f64) (result f64)\n    local.get 0\n" in text


def test_inspect_an_artifact_as_text(wasihost, tmp_path):
    (tmp_path / "x").write_bytes(make_artifact(key_of(b""), level="max"))

    done = wasihost("inspect", "--wat", "x")

    assert (126, b"") == (done.returncode, done.stdout)
    assert done.stderr.startswith(b"error: x: this is a compiled artifact")


def test_text_is_compiled_and_inspected_like_a_binary(wasihost, tmp_path):
    (tmp_path / "m.wat").write_text(f";; text\n{EVERYTHING}")

    assert 0 == wasihost("compile", "m.wat").returncode
    assert b"wasihost" == (tmp_path / "m.artifact").read_bytes()[:8]
    assert b"define" in wasihost("compile", "m.wat", "--emit", "llvm-ir", "-o", "-").stdout
    assert wasihost("inspect", "m.wat").stdout == wasihost("inspect", "m.wasm", m=EVERYTHING).stdout


# ------------------------------------------------------------------------------------------------------------- cache
@pytest.fixture
def cache(tmp_path, wasihost):
    """A cache with one artifact, and a way to ask about it."""
    (tmp_path / "made").write_bytes(make_artifact(key_of(b""), bytes(3 << 20), level="balanced"))
    store = Cache(str(tmp_path / "cache"))
    fd = store.store(key_of(b""), os.open(tmp_path / "made", os.O_RDONLY))
    store.remember((tmp_path / "made").stat(), "balanced", key_of(b""), fd, "/src/a.wasm", 10**20)

    def ask(command, directory="cache"):
        done = wasihost("cache", command, environ={"WASIHOST_CACHE_DIR": str(tmp_path / directory)})
        assert b"" == done.stderr
        return done.stdout.decode()

    return ask


def test_cache_ls_prints_size_level_and_source(cache):
    size, unit, level, _, _, key, source = cache("ls").split()

    assert ("3.1", "MiB", "balanced", key_of(b"").hex()[:12], "/src/a.wasm") == (size, unit, level, key, source)


def test_cache_info_prints_directory_count_and_size(cache, tmp_path):
    assert (
        f"directory  {tmp_path}/cache\nartifacts  1\nsize       3.1 MiB of at most 1.0 GiB\nstate      good\n"
    ) == cache("info")


def test_cache_info_of_one_that_is_not_used(cache, tmp_path):
    (tmp_path / "cache/modules").chmod(0o777)

    assert "state      not used: it is open to other users (mode 0777)\n" in cache("info")


def test_cache_clear_removes_all_artifacts(cache):
    assert "removed 1 artifact, 3.1 MiB\n" == cache("clear")
    assert "removed 0 artifacts, 0 B\n" == cache("clear")
    assert "" == cache("ls")


def test_cache_path_prints_the_directory(cache, tmp_path):
    assert f"{tmp_path}/cache\n" == cache("path")


def test_run_warns_if_the_cache_is_not_used(wasihost, tmp_path):
    (tmp_path / "file").touch()

    done = wasihost("--cache-dir", "file", "m.wasm", m=guests.exits(3))

    assert 3 == done.returncode
    assert done.stderr.startswith(b"warning: the cache `file` is not used: not a directory\nhint: ")
    assert b"" == wasihost("--cache-dir", "file", "--quiet", "m.wasm").stderr
    assert b"" == wasihost("--no-cache", "m.wasm").stderr


def test_help_of_each_command(wasihost):
    for command in (["compile"], ["inspect"], ["cache"], ["cache", "ls"]):
        done = wasihost(*command, "--help")
        assert (0, b"") == (done.returncode, done.stderr)
        assert done.stdout.startswith(b"Usage: wasihost " + " ".join(command).encode())
