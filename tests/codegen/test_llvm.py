"""LLVM is driven as each level says, and its failures are ours to report."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.codegen.objects import HOST, LEVELS, compile, in_worker, on_x86_64
from tests.door import environ
from wasihost.codegen import llvm
from wasihost.errors import InternalError

# Values that live across calls, a branch that needs no frame, and arguments on the stack.
PROBE = """
declare hidden i32 @f0(i32, i32, i32, i32, i32, i32, i32, i32, i32)
define hidden i32 @f1(i32 %a, double %b) nounwind "frame-pointer"="all" {
  %none = icmp eq i32 %a, 0
  br i1 %none, label %done, label %more
more:
  %one = icmp eq i32 %a, 1
  br i1 %one, label %other, label %work
other:
  %o = mul i32 %a, 1000
  ret i32 %o
work:
  %x = mul i32 %a, 3
  %y = fmul double %b, 2.5
  %z = mul i32 %a, 7
  %r = call i32 @f0(i32 %a, i32 %x, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7)
  %i = fptosi double %y to i32
  %s = add i32 %x, %i
  %t = xor i32 %s, %z
  %u = sub i32 %t, %r
  ret i32 %u
done:
  ret i32 %a
}
"""
# Little is gained where these are computed as one vector.
LANES = """
define hidden i64 @f2(<2 x i64> %v) {
  %x = extractelement <2 x i64> %v, i32 0
  %y = extractelement <2 x i64> %v, i32 1
  %p = xor i64 %x, 77
  %q = xor i64 %y, 5
  %s = and i64 %p, 65535
  %t = and i64 %q, 255
  %u = or i64 %s, %t
  ret i64 %u
}
"""
UNREACHABLE = """
declare hidden void @end() noreturn
define hidden void @f3() { unreachable }
define hidden void @f4() { call void @end() noreturn unreachable }
"""
UNORDERED = "define i32 @f(i32 %x) { %y = add i32 %z, 1 %z = add i32 %x, 1 ret i32 %y }"
DEBUG = """
!llvm.module.flags = !{!0}
!0 = !{i32 2, !"Debug Info Version", i32 3}
"""


@pytest.mark.parametrize("level", LEVELS)
def test_an_object_is_made_at_each_level(level):
    assert compile(PROBE, level).startswith(b"\x7fELF")


@pytest.mark.parametrize("level", LEVELS)
def test_the_same_text_gives_the_same_object(level):
    def again() -> bytes:
        target = llvm.baseline_target()
        return b"".join({llvm.compile_ir(PROBE, level, target=target) for _ in range(3)})

    assert compile(PROBE, level) == in_worker(again)


@on_x86_64
@pytest.mark.parametrize(
    "level, flag",
    [
        (name, flag)
        for name, level in llvm.PIPELINES.items()
        for flag in level.flags
        if flag != llvm.PIPELINES["max"].flags[0] and (name == "max" or not flag.startswith("-slp"))
    ],
)
def test_every_flag_changes_the_code(level, flag):
    """LLVM ignores flags that it does not know, so a renamed one would go unnoticed."""

    def without() -> bytes:
        kept = tuple(other for other in llvm.PIPELINES[level].flags if other != flag)
        llvm.PIPELINES[level] = llvm.PIPELINES[level]._replace(flags=kept)
        return llvm.compile_ir(PROBE + LANES + UNREACHABLE, level, target=llvm.baseline_target())

    assert compile(PROBE + LANES + UNREACHABLE, level) != in_worker(without)


def test_assembly_and_optimised_ir_are_text():
    assert "f1:" in compile(PROBE, "max", emit="asm")
    assert "define hidden" in compile(PROBE, "max", emit="llvm-ir")


def test_machines_other_than_the_host():
    assert "bl\tf0" in compile(PROBE, "fast", "aarch64", emit="asm")
    assert "callq\tf0" in compile(PROBE, "fast", "x86_64", emit="asm")


@pytest.mark.parametrize(
    "ir, message",
    [
        ("define i32 @f( {", "generated IR does not parse: LLVM IR parsing error"),
        (UNORDERED, "generated IR does not verify: Instruction does not dominate all uses"),
        (UNORDERED + DEBUG, "generated IR does not verify: Instruction does not dominate all uses"),
    ],
    ids=["syntax", "order", "order with debug information"],
)
def test_broken_ir_is_an_internal_error(ir, message):
    with pytest.raises(InternalError, match=message):
        compile(ir)


def test_one_process_keeps_to_one_set_of_flags():
    def both() -> bytes:
        llvm.compile_ir(PROBE, "balanced")
        llvm.compile_ir(PROBE, "max")  # has the same flags
        llvm.compile_ir(PROBE, "fast")
        return b""

    with pytest.raises(InternalError, match="one process cannot compile for two levels"):
        in_worker(both)


def test_alignment_follows_the_target():
    """Accesses whose alignment the text leaves open are aligned as the target's data layout says."""
    ir = compile("define i64 @f(ptr %p) { %v = load i64, ptr %p ret i64 %v }", emit="llvm-ir")

    assert "load i64, ptr %p, align 8" in ir


def test_memory_does_not_grow_with_the_number_of_units():
    def many() -> bytes:
        import resource

        peaks = []
        for count in (10, 60):
            for _ in range(count):
                llvm.compile_ir(PROBE.replace("7", str(count)) * 1, "fast")
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return str(peaks[1] - peaks[0]).encode()

    assert int(in_worker(many)) < 4 << 10  # KiB


def test_targets_exist_for_supported_architectures_only():
    assert llvm.host_target().triple.startswith(HOST)
    assert llvm.baseline_target().features == ""
    assert "m:e" in llvm.baseline_target("aarch64").data_layout
    with pytest.raises(InternalError, match="architecture `vax`"):
        llvm.baseline_target("vax")


def test_native_code_is_compiled_for_any_cpu():
    ir = "define i32 @f(i32 %x) { %y = call i32 @llvm.ctpop.i32(i32 %x) ret i32 %y } declare i32 @llvm.ctpop.i32(i32)"

    assert in_worker(lambda: llvm.compile_native(ir)).startswith(b"\x7fELF")


# What LLVM 22 knows of x86 that no wasm code is compiled to: for systems, for libraries, or only in the assembler.
NEVER_EMITTED = set(
    "64bit amx-avx512 amx-bf16 amx-complex amx-fp16 amx-fp8 amx-int8 amx-movrs amx-tf32 amx-tile avx10.1 avx10.2 "
    "avx512vp2intersect avxifma avxneconvert avxvnniint16 avxvnniint8 ccmp cf cldemote clflushopt clwb clzero cmov "
    "cmpccxadd crc32 cx8 egpr enqcmd fsgsbase fxsr hreset invpcid kl lwp mmx movdir64b movdiri movrs mwaitx ndd nf "
    "pconfig pku ppx prefetchi prfchw ptwrite push2pop2 raoint rdpid rdpru rdrnd rdseed rtm sahf serialize sgx sha512 "
    "shstk sm3 sm4 sse sse2 tsxldtrk uintr usermsr waitpkg wbnoinvd widekl xsave xsavec xsaveopt xsaves zu".split()
)


@pytest.mark.skipif(not HOST.startswith("x86_64"), reason="the names are those of x86")
def test_every_feature_of_this_cpu_has_the_kernel_s_name_or_is_never_used():
    names = llvm.features(llvm.host_target()) - {"x86_64"}
    cpuinfo = Path("/proc/cpuinfo").read_text()
    flags = set(next(line for line in cpuinfo.splitlines() if line.startswith("flags")).split())

    assert set() == names - set(llvm._X86_FLAGS) - NEVER_EMITTED
    assert set() == set(llvm.kernel_flags(llvm.host_target())) - flags
    assert () == llvm.kernel_flags(llvm.baseline_target())


# ------------------------------------------------------------------------------------------------- without the library
LOAD = """
import ctypes, os, sys
def refuse(*_):
    raise OSError("Libsomething.so.9: no such file")
ctypes.CDLL = refuse
if {musl}:
    del os.confstr_names["CS_GNU_LIBC_VERSION"]
from wasihost.cli.report import wording
from wasihost.errors import WasihostError
try:
    import wasihost.codegen.llvm
except WasihostError as error:
    print(error.message, wording.hint(error), sep="\\n")
"""


@pytest.mark.parametrize(
    "musl, hint",
    [(False, "it needs `libstdc++.so.6`, "), (True, "this Python is linked to musl, for which there is no ")],
)
def test_a_library_that_cannot_be_loaded_is_no_bug(musl, hint):
    """Of llvmlite's own message nothing is left but the loader's words."""
    done = subprocess.run([sys.executable, "-c", LOAD.format(musl=musl)], env=environ(), capture_output=True, text=True)

    message, said = done.stdout.splitlines()
    assert "LLVM cannot be loaded: libsomething.so.9: no such file" == message
    assert said.startswith(hint) and (musl or "`ulimit -v`" in said)
