"""Runs that can be repeated, as a shell sees them."""

import pytest

from tests.cli import guests
from tests.programs.build import build

PROGRAM = r"""
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    unsigned char bytes[16];
    struct timespec t;
    volatile double zero = 0, nan;
    getentropy(bytes, sizeof bytes);
    for (int i = 0; i < 16; i++) printf("%02x", bytes[i]);
    for (int id = 0; id < 3; id++) {
        clock_gettime(id == 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC, &t);
        printf(" %lld.%09ld", (long long)t.tv_sec, t.tv_nsec);
    }
    sleep(3600);
    clock_gettime(CLOCK_REALTIME, &t);
    printf(" %lld.%09ld", (long long)t.tv_sec, t.tv_nsec);
    nan = zero / zero;
    unsigned long long bits;
    memcpy(&bits, (void *)&nan, 8);
    printf(" %llx", bits);
    DIR *dir = opendir(".");
    for (struct dirent *e; dir && (e = readdir(dir));) printf(" %s", e->d_name);
    puts("");
}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    path = tmp_path_factory.mktemp("reproducible") / "program.c"
    path.write_text(PROGRAM)
    return build(path)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "d").mkdir()
    for name in ("c", "a", "b"):
        (tmp_path / "d" / name).touch()
    return tmp_path


@pytest.mark.parametrize("level", ["fast", "balanced", "max"])
def test_two_runs_are_the_same_to_the_bit(wasihost, place, program, level):
    done = [
        wasihost("--reproducible", "--level", level, str(program), "--dir", str(place / "d") + "::.") for _ in range(2)
    ]

    assert [0, 0] == [run.returncode for run in done], done[0].stderr
    assert done[0].stdout == done[1].stdout
    words = done[0].stdout.decode().split()
    assert ["7ff8000000000000", ".", "..", "a", "b", "c"] == words[5:]
    assert [0, 0, 0, 3600] == [int(float(word)) for word in words[1:5]]


def test_each_option_is_one_part(wasihost, place, program):
    def words(*options):
        return wasihost(*options, "--no-cache", str(program), "--dir", f"{place / 'd'}::.").stdout.decode().split()

    clock = ("--clock", "virtual:2026-01-31T12:00:00Z")
    one, other = words("--seed", "1", *clock), words("--seed", "2", *clock)
    assert one[0] != other[0]
    assert one[0] == words("--seed", "1", *clock)[0]
    assert one[1:5] == other[1:5] and one[1].startswith("1769860800.")
    assert "1700000000.000000000" == words("--clock", "fixed:1700000000")[1]
    assert ["a", "b", "c"] == words("--sorted-dirs", *clock)[-3:]
    assert words("--reproducible", "--seed", "1")[0] == one[0]


@pytest.mark.parametrize(
    "option, value",
    [
        ("--seed", ""), ("--seed", "-1"), ("--seed", "1.5"), ("--seed", "18446744073709551616"), ("--seed", "x"),
        ("--clock", "fixed"), ("--clock", "real"), ("--clock", "fixed:"), ("--clock", "fixed:noon"),
        ("--clock", "virtual:-1"), ("--clock", "fixed:1969-12-31"), ("--clock", "virtual:99999999999"),
    ],
)  # fmt: skip
def test_invalid_values_of_seed_and_clock_are_rejected(wasihost, option, value):
    done = wasihost(option, value, "m.wasm", m=guests.EMPTY)

    assert 2 == done.returncode
    assert done.stderr.startswith(f"error: `{option}`: expected ".encode())


@pytest.mark.parametrize(
    "option",
    [
        ("--seed", "0"), ("--seed", str(2**64 - 1)), ("--clock", "fixed:0"), ("--clock", "virtual"),
        ("--clock", "fixed:2026-01-31"), ("--clock", "virtual:2026-01-31T12:00+02:00"),
    ],
)  # fmt: skip
def test_valid_values_of_seed_and_clock_are_accepted(wasihost, option):
    assert 0 == wasihost(*option, "m.wasm", m=guests.EMPTY).returncode


WATCHED = [
    ["--trace"], ["--trace=log"], ["--trace-summary"], ["--trace", "--trace-filter", "fd_write"],
    ["--trace", "--trace-filter", "clock_*", "--trace-summary"], ["--quiet"],
]  # fmt: skip


@pytest.mark.parametrize("watched", WATCHED, ids=" ".join)
@pytest.mark.parametrize(
    "made_up",
    [["--reproducible"], ["--seed", "1", "--clock", "fixed:7"], ["--clock", "virtual:7", "--seed", "3"]],
    ids=" ".join,
)
def test_a_guest_sees_nothing_of_being_traced(wasihost, made_up, watched):
    alone, traced = (wasihost(*options, *made_up, "m.wasm", m=guests.LOOKS) for options in ([], watched))

    assert 256 == len(alone.stdout)
    assert alone.stdout == traced.stdout
