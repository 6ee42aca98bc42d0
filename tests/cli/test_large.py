"""Tables and memories that begin large: through both doors, and in an executable."""

import resource

import pytest

START = '(func (export "_start"))'
OURS = "but wasihost allows at most"
LARGE = [
    # module, options, exit status, standard error without its first words
    ("(table 10000001 funcref)", [], 0, ""),
    ("(table 0xffffffff funcref)", [], 0, ""),
    ("(table 0xffffffff externref)", [], 0, ""),
    ("(table 1 0xffffffff funcref)" * 300, [], 0, ""),
    ("(table i64 0xffffffff funcref)", [], 0, ""),
    ("(table i64 0x100000000 funcref)", [], 126, f"a table starts with 4294967296 entries, {OURS} 4294967295\n"),
    (
        "(table i64 0xffffffffffffffff funcref)",
        ["--max-table", "5"],
        126,
        f"a table starts with 18446744073709551615 entries, {OURS} 4294967295\n",
    ),
    (
        "(table 10000001 funcref)",
        ["--max-table", "10000000"],
        126,
        "a table starts with 10000001 entries, but all tables together may have at most 10000000 (--max-table)\n",
    ),
    (
        "(table 10000001 funcref)",
        ["--max-memory", "64M"],
        126,
        "its tables, globals and functions need 76.3 MiB, but may have at most 64.0 MiB (--max-memory)\n",
    ),
    ("(memory i64 0x400000)", [], 0, ""),
    ("(memory i64 0x400001)", [], 126, f"a memory starts with 256.0 GiB, {OURS} 256.0 GiB\n"),
    ("(memory i64 0x1000000000000)", [], 126, f"a memory starts with 16777216.0 TiB, {OURS} 256.0 GiB\n"),
    (
        "(memory i64 0x400000)",
        ["--max-memory", "1G"],
        126,
        "a memory starts with 256.0 GiB, but all memories together may have at most 1.0 GiB (--max-memory)\n",
    ),
]


@pytest.mark.parametrize("text, options, status, stderr", LARGE, ids=range(len(LARGE)))
def test_exceeded_limit_names_the_option_that_raises_it(start, text, options, status, stderr):
    done = start(f"(module {text} {START})", options=options)

    assert status == done.returncode
    assert stderr == done.stderr.decode().removeprefix("error: ").removeprefix("m.wasm: ").removeprefix("m: ")


GROWS = """(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (table $t 1 funcref)
  (func (export "_start")
    (call $exit (i32.eq (table.grow $t (ref.null func) (i32.const 1000000)) (i32.const -1)))))"""


@pytest.mark.parametrize("space", [1 << 30, 2 << 30])
def test_where_address_space_is_scarce_a_table_reserves_less(start, space):
    done = start(GROWS, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (space, space)))

    assert (0, b"") == (done.returncode, done.stderr)
