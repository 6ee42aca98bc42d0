"""Atomic memory instructions (threads proposal, section on instructions): each row's meaning as LLVM IR.

Toolchains also emit them for memories that are not shared.  An access must be aligned to its natural width; memories
themselves are, so the host address can be tested.  An unshared memory has no waiters: notify wakes none, wait traps.
Both load from the address first, so they trap like a load, and the runtime gets only addresses in bounds.
"""

from wasihost.ops.row import Op, op

PREFIX = 0xFE
_ALIGNED = """
    %bits = ptrtoint ptr %p to i64
    %low = and i64 %bits, {mask}
    %unaligned = icmp ne i64 %low, 0
    trap %unaligned, UNALIGNED_ATOMIC
"""
# Read-modify-write operators of the text format → of LLVM, in opcode order.
_OPERATORS = {"add": "add", "sub": "sub", "and": "and", "or": "or", "xor": "xor", "xchg": "xchg"}
# Accessed type and value type, in opcode order: name's first part, log2 of the width, LLVM's narrow type or none.
_WIDTHS = (
    ("i32", "", 2, "i32"),
    ("i64", "", 3, "i64"),
    ("i32", "8", 0, "i8"),
    ("i32", "16", 1, "i16"),
    ("i64", "8", 0, "i8"),
    ("i64", "16", 1, "i16"),
    ("i64", "32", 2, "i32"),
)


def _atomic(name: str, opcode: int, signature: str, width: int, ir: str, shared: str = "") -> Op:
    aligned = _ALIGNED.format(mask=(1 << width) - 1) if width else ""
    shared = shared and aligned + shared
    return op(
        name, (PREFIX, opcode), signature, aligned + ir, imm="memarg", touches="memory", width=width, shared=shared
    )


def _narrowed(value: str, bits: str, valtype: str) -> tuple[str, str]:
    """IR that narrows an operand, and the name of the result."""
    if bits == valtype:
        return "", value
    return f"{value}.narrow = trunc {valtype} {value} to {bits}\n".replace(".", "_"), f"{value}_narrow"


def _widened(bits: str, valtype: str, ir: str) -> str:
    """`ir` is an expression of type `bits`; the result is zero-extended to the value type."""
    if bits == valtype:
        return f"%r = {ir}"
    return f"%old = {ir}\n%r = zext {bits} %old to {valtype}"


def _loads() -> list[Op]:
    rows = []
    for number, (valtype, suffix, width, bits) in enumerate(_WIDTHS):
        ir = _widened(bits, valtype, f"load atomic volatile {bits}, ptr %p seq_cst, align {1 << width}")
        name = f"{valtype}.atomic.load{suffix}{'_u' if suffix else ''}"
        rows.append(_atomic(name, 0x10 + number, f"addr -> {valtype}", width, ir))
    return rows


def _stores() -> list[Op]:
    rows = []
    for number, (valtype, suffix, width, bits) in enumerate(_WIDTHS):
        narrow, value = _narrowed("%b", bits, valtype)
        ir = f"{narrow}store atomic volatile {bits} {value}, ptr %p seq_cst, align {1 << width}"
        rows.append(_atomic(f"{valtype}.atomic.store{suffix}", 0x17 + number, f"addr {valtype} ->", width, ir))
    return rows


def _read_modify_writes() -> list[Op]:
    rows = []
    for group, (name, operator) in enumerate(_OPERATORS.items()):
        for number, (valtype, suffix, width, bits) in enumerate(_WIDTHS):
            narrow, value = _narrowed("%b", bits, valtype)
            ir = narrow + _widened(bits, valtype, f"atomicrmw volatile {operator} ptr %p, {bits} {value} seq_cst")
            text = f"{valtype}.atomic.rmw{suffix}.{name}{'_u' if suffix else ''}"
            rows.append(_atomic(text, 0x1E + 7 * group + number, f"addr {valtype} -> {valtype}", width, ir))
    return rows


def _compare_exchanges() -> list[Op]:
    rows = []
    for number, (valtype, suffix, width, bits) in enumerate(_WIDTHS):
        text = f"{valtype}.atomic.rmw{suffix}.cmpxchg{'_u' if suffix else ''}"
        rows.append(
            _atomic(text, 0x48 + number, f"addr {valtype} {valtype} -> {valtype}", width, _exchange(bits, valtype))
        )
    return rows


def _exchange(bits: str, valtype: str) -> str:
    """The expected value is compared in full: if it has bits beyond the width of the access, it never equals memory."""
    pair = f"{{ {bits}, i1 }}"
    if bits == valtype:
        return f"""
            %pair = cmpxchg volatile ptr %p, {bits} %b, {bits} %c seq_cst seq_cst
            %r = extractvalue {pair} %pair, 0
        """
    return f"""
        %expected = trunc {valtype} %b to {bits}
        %as_given = zext {bits} %expected to {valtype}
        %fits = icmp eq {valtype} %as_given, %b
        %narrow = trunc {valtype} %c to {bits}
        %replacement = select i1 %fits, {bits} %narrow, {bits} %expected
        %pair = cmpxchg volatile ptr %p, {bits} %expected, {bits} %replacement seq_cst seq_cst
        %old = extractvalue {pair} %pair, 0
        %r = zext {bits} %old to {valtype}
    """


def _touch(width: int) -> str:
    return f"%touched = load volatile i{8 << width}, ptr %p, align {1 << width}\n"


def _wait(opcode: int, width: int, widened: str, expected: str) -> Op:
    """`widened` extends an expected value that is no i64."""
    signature = f"addr i{8 << width} i64 -> i32"
    unshared = "trap true, EXPECTED_SHARED_MEMORY\n%r = trunc i64 %c to i32"
    call = f"{widened}%r = call i32 @memory_wait(ptr %vm, ptr %p, i64 {expected}, i64 %c, i32 {1 << width})"
    name = f"memory.atomic.wait{8 << width}"
    return _atomic(name, opcode, signature, width, _touch(width) + unshared, _touch(width) + call)


ROWS = (
    _atomic(
        "memory.atomic.notify",
        0x00,
        "addr i32 -> i32",
        2,
        _touch(2) + "%r = and i32 %touched, 0",
        _touch(2) + "%r = call i32 @memory_notify(ptr %vm, ptr %p, i32 %b)",
    ),
    _wait(0x01, 2, "%expected = zext i32 %b to i64\n", "%expected"),
    _wait(0x02, 3, "", "%b"),
    op("atomic.fence", (PREFIX, 0x03), "->", "fence seq_cst", imm="zero"),
    *_loads(),
    *_stores(),
    *_read_modify_writes(),
    *_compare_exchanges(),
)
