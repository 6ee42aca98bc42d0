"""Landlock: make only the granted directories accessible, each with the rights of its grant.

The kernel checks every open, create, rename and remove against rules for the directories; open descriptors stay usable.
If supported, it also forbids TCP, abstract sockets, and signals to other processes.
"""

from wasihost.abi import Preopen
from wasihost.native import i64, native, new, select, sizeof, syscall, u64
from wasihost.native.platform import (
    LANDLOCK_CREATE_RULESET_VERSION,
    LANDLOCK_RULE_PATH_BENEATH,
    SYS,
    LandlockPathBeneath,
    LandlockRuleset,
)

# Rights in the kernel's order, and the first version of the interface that supports them.
(
    EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE, MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK,
    MAKE_FIFO, MAKE_BLOCK, MAKE_SYM, REFER, TRUNCATE, IOCTL_DEV,
) = (1 << n for n in range(16))  # fmt: skip
RIGHTS_OF = (1, (EXECUTE << 13) - 1), (2, REFER), (3, TRUNCATE), (5, IOCTL_DEV)
NETWORK_VERSION, NETWORK = 4, 3  # bind and connect TCP
SCOPE_VERSION, SCOPED = 6, 3  # abstract UNIX sockets, and signals
# Earlier versions forbid renaming between directories, which guests may do.
FIRST_VERSION = 2
# The rights that WASI needs.  Detecting a terminal in a granted directory needs an ioctl.  Renaming needs the right to
# create a file of the same type; the right to create devices is not included, because root could create any disk.
READS = READ_FILE | READ_DIR | IOCTL_DEV
WRITES = (
    WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | MAKE_SOCK | MAKE_FIFO | REFER
)


@native(export=True)
def landlock_version() -> i64:
    """The version that the kernel supports, or negative: it has none, or does not allow it."""
    return syscall(SYS.landlock_create_ruleset, 0, 0, LANDLOCK_CREATE_RULESET_VERSION)


@native
def landlock_restrict(version: i64, preopens: Preopen, count: u64) -> i64:
    """Confine this thread to the grants.  Returns 0 or -errno."""
    ruleset, handled = new(LandlockRuleset), u64(0)
    for since, rights in RIGHTS_OF:
        handled |= select(version >= since, u64(rights), u64(0))
    ruleset.handled_fs = handled
    ruleset.handled_net = u64(NETWORK) if version >= NETWORK_VERSION else u64(0)
    ruleset.scoped = u64(SCOPED) if version >= SCOPE_VERSION else u64(0)
    rules = syscall(SYS.landlock_create_ruleset, ruleset, sizeof(LandlockRuleset), 0)
    if rules < 0:
        return rules
    result, rule = i64(0), new(LandlockPathBeneath)
    for i in range(count):
        if preopens[i].name_size and result == 0:  # a listening socket has no name
            rule.allowed = handled & (u64(READS) if preopens[i].read_only else u64(READS | WRITES))
            rule.parent_fd = preopens[i].host_fd
            result = syscall(SYS.landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, rule, 0)
    if result == 0:
        result = syscall(SYS.landlock_restrict_self, rules, 0)
    syscall(SYS.close, rules)
    return result
