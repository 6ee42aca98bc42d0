"""Run an executable that contains its module and its options, without Python and without a cache.

The program header PT_BUNDLE has the offset of the bundle in the file (`abi.Bundle`).  `cli.executable.build` creates
such files.
"""

from errno import ENOENT

from wasihost import abi
from wasihost.abi import (
    BUNDLE_SETTABLE,
    MAGIC,
    MEMORY_LIMIT,
    TABLE_LIMIT,
    VERSION,
    Bundle,
    InstantiationFault,
    InstantiationReport,
    ReportOptions,
    RunRequest,
    WasiConfig,
)
from wasihost.elf import ProgramHeader
from wasihost.launcher.cache import CPUINFO_SIZE, cpu_flags
from wasihost.launcher.doubts import found_instead, hiding
from wasihost.launcher.options import NOT_READ, Options, is_consistent, take
from wasihost.launcher.process import HOST_FAILURE, Process, leave, open_own_file, take_room, variable
from wasihost.launcher.run import leave_as, run
from wasihost.launcher.say import say_code_refused, say_import, say_reason, say_size, say_text
from wasihost.native import bool_, i32, native, new, noreturn, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import SYS, Stat
from wasihost.native.prelude import memcmp, say, say_decimal, strlen, write_all
from wasihost.options import doubts
from wasihost.runtime.image import Image
from wasihost.runtime.memory_file import memory_file, seal
from wasihost.runtime.report.end import base_name

INVALID_MODULE, USAGE = 126, 2
VARIABLE = b"WASIHOST_OPTIONS"  # options for an executable that was created without grants
OTHER_CODE = (
    b"`WASIHOST_OPTIONS` needs other code: `--fuel`, `--canonical-nans` and `--reproducible` change it\n"
    b"hint: compile this file again with that option: `wasihost compile --emit exe`\n"
)
HIDDEN_BY, SAME_NAME = b"` is hidden by `--dir ", f"`: {doubts.SAME_NAME}\nhint: {doubts.OTHER_NAME}\n".encode()
BEGINS = tuple((int(fault), *(text.encode() for text in texts)) for fault, texts in abi.BEGINS.items())
NONE_MAY_HAVE = abi.NONE_MAY_HAVE.encode()
DAMAGED = b"this file is damaged\nhint: compile it again\n"
FAULTS = (
    (int(InstantiationFault.NONE), b"cannot write the file of `--trace`\n"),  # fails before linking
    (int(InstantiationFault.NO_ADDRESS_SPACE), b"cannot reserve address space for the guest's memory\n"
     b"hint: raise the limit with `ulimit -v unlimited`\n"),
    (int(InstantiationFault.NO_MEMORY), b"the host does not have enough memory for the guest\n"),
    (int(InstantiationFault.NO_ROOM_TO_SHARE),
     b"cannot reserve address space for all that a shared memory may grow to\n"
     b"hint: raise the limit with `ulimit -v unlimited`, or build the module with a lower maximum\n"),
    (int(InstantiationFault.BAD_ARTIFACT), DAMAGED),
    (int(InstantiationFault.NOT_CONFINED), b"this kernel cannot confine the guest\n"
     b"hint: compile this file again without `--confine`, or with `--no-confine`\n"),
)  # fmt: skip


@native
def run_bundle(
    process: Process, options: Options, request: RunRequest, config: WasiConfig, report: ReportOptions
) -> noreturn:
    bundle = bundle_map(process, request)
    texts = ptr(bundle) + sizeof(Bundle)
    features = read_options(process, options, texts, bundle.option_count)
    check_cpu(process, features, bundle.feature_count)
    if bundle.flags & BUNDLE_SETTABLE:
        kind = kind_of_code(options)
        read_variable(process, options)
        if kind_of_code(options) != kind:
            fail(process, OTHER_CODE, USAGE)
        tell_hidden(options)
    options.module = ptr[process.argv] if process.argc else b""
    options.arguments = min(u64(1), process.argc)
    if not run(process, options, request, config):
        tell_fault(process, options, request, bundle.flags & BUNDLE_SETTABLE != 0)
    report.module = options.module
    leave_as(request, report)


@native
def tell_hidden(options: Options):
    """Warn like `cli.report.doubts.tell_hidden`, about grants that were added after this file was created."""
    i = u64(options.grant_count) if options.quiet else hiding(options, u64(0))
    while i < options.grant_count:
        say(b"warning: `--dir ")
        say_text(options.dir[i])
        say(HIDDEN_BY)
        say_text(options.dir[found_instead(options, i)])
        say(SAME_NAME)
        i = hiding(options, i + 1)


@native
def kind_of_code(options: Options) -> u32:
    """The properties of code that need another artifact (`variant.CompileVariant`)."""
    return u32(options.guest.fuel != 0) + 2 * u32(options.canonical_nans or options.guest.reproducible)


@native
def bundle_map(process: Process, request: RunRequest) -> Bundle:
    """Find the data before the artifact, which the kernel has mapped, and store the position of the artifact."""
    header = process.bundle
    fd, at, status = open_own_file(), header.offset, new(Stat)
    if fd < 0:
        fd, at = copy_of_itself(process, header), u64(0)
    is_whole = syscall(SYS.fstat, fd, status) == 0 and at + header.file_size <= u64(status.size)
    bundle = Bundle(ptr(header.address))
    # Reading past a file's end is a fault.
    if not is_whole or bundle.magic != MAGIC or bundle.version != VERSION:
        fail(process, DAMAGED, HOST_FAILURE)
    request.artifact_fd = fd
    request.artifact_at, request.artifact_size = at + bundle.artifact, bundle.artifact_size
    return bundle


@native
def copy_of_itself(process: Process, header: ProgramHeader) -> i32:
    """A file with the content that the kernel has mapped, for a user who can execute but not read this file."""
    fd = memory_file(b"wasihost-bundle")
    if fd < 0:
        start(process)
        say(b"cannot read its own file, or copy it: ")
        say_reason(u32(-fd))
        say(b"\nhint: let it be read: `chmod a+r`, and /proc be mounted\n")
        leave(HOST_FAILURE)
    if write_all(fd, ptr(header.address), header.file_size) < 0:
        fail(process, DAMAGED, HOST_FAILURE)
    seal(fd)
    return fd


@native
def read_options(process: Process, options: Options, texts: ptr, count: u32) -> ptr:
    """Act on so many texts as on the words of a command line; the address after them."""
    words, at = take_room(process, u64(count) * 8), texts
    for i in range(count):
        ptr[words, i] = at
        at = at + strlen(at) + 1
    if take(options, words, count, 0, False) != count:
        fail(process, DAMAGED, HOST_FAILURE)
    return at


@native
def read_variable(process: Process, options: Options):
    """Read the arguments in the variable, which spaces separate.

    If there are newlines, these do; then a line may also be an option, a space, and its value with any spaces.
    """
    value = variable(process, VARIABLE, len(VARIABLE))
    if not value or process.secure:
        return
    size = strlen(value)
    newlines: bool_ = False
    for i in range(size):
        newlines = newlines or u8[value, i] == ord("\n")
    text, words = take_room(process, size + 1), take_room(process, (size // 2 + 1) * 8)
    count: u64 = 0
    inside: bool_ = False
    by_spaces = not newlines  # whether a space ends the word
    for i in range(size + 1):
        c = u8[value, i]
        starts_line = newlines and (i == 0 or u8[value, i - 1] == ord("\n"))
        if starts_line:
            by_spaces = c == ord("-")
        divides = c == 0 or c == ord("\n") or (c == ord(" ") and by_spaces)
        u8[text, i] = u8(0) if divides else c
        if not divides and not inside:
            ptr[words, count] = text + i
            count += 1
            by_spaces = by_spaces and (starts_line or not newlines)
        if c == ord("="):
            by_spaces = not newlines
        inside = not divides
    end = take(options, words, count, 0, False)
    if end == count and is_settable(options):
        return
    start(process)
    if end != count:
        say(b"invalid option `")
        say_text(options.word_at_fault if end == NOT_READ else ptr[words, end])
        if end == NOT_READ and options.value_at_fault:
            say(b" ")
            say_text(options.value_at_fault)
        say(b"` in `WASIHOST_OPTIONS`\n")
    elif options.of_compiling:
        say(b"`")
        say_text(options.of_compiling)
        say(b"` in `WASIHOST_OPTIONS` has no effect: this file is compiled already\n")
        leave(USAGE)
    else:
        say(b"invalid options in `WASIHOST_OPTIONS`\n")
    say(b"hint: write options such as `--dir HOST::GUEST`, separated by spaces, or one on each line\n")
    leave(USAGE)


@native
def is_settable(options: Options) -> bool_:
    """Whether the options need nothing that only Python can do."""
    others = options.config or options.profile or options.cwd or options.error_format
    return not others and not options.of_compiling and is_consistent(options)


@native
def check_cpu(process: Process, features: ptr, count: u32):
    """Check that the processor has all features that the code uses."""
    if not count:
        return
    flags, feature = take_room(process, CPUINFO_SIZE + 1), features
    known = cpu_flags(flags)
    for _ in range(count):
        if known and not has_word(flags, feature):
            start(process)
            say(b"this program was compiled for a processor with `")
            say_text(feature)
            say(b"`, which this one lacks\nhint: compile it with `--cpu baseline`, which runs on all of them\n")
            leave(HOST_FAILURE)
        feature = feature + strlen(feature) + 1


@native
def has_word(text: ptr, word: ptr) -> bool_:
    """Whether a line contains a word, separated by spaces."""
    size, at = strlen(word), text
    while u8[at]:
        end: u64 = 0
        while u8[at, end] and u8[at, end] != ord(" "):
            end += 1
        if end == size and memcmp(at, word, size) == 0:
            return True
        at = at + end
        while u8[at] == ord(" "):
            at = at + 1
    return False


# ------------------------------------------------------------------------------------------------------------ messages
@native
def start(process: Process):
    say(b"error: ")
    if process.argc:
        say_text(base_name(ptr[process.argv]))
        say(b": ")


@native
def fail(process: Process, text: ptr, status: u64) -> noreturn:
    start(process)
    say(text)
    leave(status)


@native
def tell_fault(process: Process, options: Options, request: RunRequest, settable: bool_) -> noreturn:
    """Report why the guest was not started; `settable`: its grants were in the variable, not in this file."""
    if options.grant_at_fault:
        start(process)
        say(b"cannot preopen `")
        say_text(options.grant_at_fault)
        say(b"`: ")
        tell_reason(options.fault)
        say(b"\n")
        leave(u64(USAGE) if settable else u64(HOST_FAILURE))
    if request.report.fault == InstantiationFault.CODE_REFUSED:
        start(process)
        say_code_refused(request.report)
    for fault, text in FAULTS:
        if request.report.fault == fault:
            fail(process, text, HOST_FAILURE)
    if request.report.fault == InstantiationFault.NO_ENTRY:
        fail(process, DAMAGED, HOST_FAILURE)
    start(process)
    if tell_size(options, request.report):
        leave(INVALID_MODULE)
    say(b"unknown import, or one of another type: ")
    say_import(Image(request.image).header, request.report.import_index)
    say(b"\n")
    leave(INVALID_MODULE)


@native
def tell_size(options: Options, report: InstantiationReport) -> bool_:
    """Report a definition whose initial size exceeds a limit (`host.failures.too_large`).

    False: that is not the reason.
    """
    for fault, before, after, at_most in BEGINS:
        if report.fault == fault:
            say(before)
            say_amount(report.fault, report.size)
            say(after)
            tell_limit(options, report, at_most)
            say(b"\n")
            return True
    return False


@native
def tell_limit(options: Options, report: InstantiationReport, at_most: ptr):
    """Report the limit: the guest's own, if it is less than the maximum for all guests."""
    largest = u64(TABLE_LIMIT) if report.fault == InstantiationFault.TABLE_LIMIT else u64(MEMORY_LIMIT)
    if report.fault != InstantiationFault.KEPT_LIMIT and report.size > largest:
        say(NONE_MAY_HAVE)
        say_amount(report.fault, largest)
        return
    say(at_most)
    if report.fault == InstantiationFault.TABLE_LIMIT:
        say_decimal(options.guest.max_table)
        say(b" (--max-table)")
    else:
        say_size(options.guest.max_memory)
        say(b" (--max-memory)")


@native
def say_amount(fault: u32, amount: u64):
    """Write a number of table entries, or of bytes."""
    if fault == InstantiationFault.TABLE_LIMIT:
        say_decimal(amount)
    else:
        say_size(amount)


@native
def tell_reason(error: u32):
    if not error:
        say(b"write HOST[::GUEST[::ro]]")
        return
    if error == ENOENT:
        say(b"no such directory")
        return
    say_reason(error)
