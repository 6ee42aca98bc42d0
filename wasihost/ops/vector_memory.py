"""Vector memory instructions (specification section 4.6.7, release 3.0): each row's meaning as LLVM IR.

Each accesses memory once, by one volatile load or store of at most 16 bytes: see ops/memory.py.
"""

from collections.abc import Iterable

from wasihost.ops.lanes import INTEGERS, NARROWER, PREFIX, broadcast
from wasihost.ops.row import Op, op

_WIDTHS = {8: 0, 16: 1, 32: 2, 64: 3}


def _access(name: str, opcode: int, signature: str, width: int, ir: str, imm: str = "memarg") -> Op:
    return op(f"v128.{name}", (PREFIX, opcode), signature, ir, imm=imm, touches="memory", width=width)


def _whole() -> Iterable[Op]:
    yield _access("load", 0, "addr -> v128", 4, "%r = load volatile %v128, ptr %p, align 1")
    yield _access("store", 11, "addr v128 ->", 4, "store volatile %v128 %b, ptr %p, align 1")


def _extending() -> Iterable[Op]:
    """Load 8 bytes and widen each lane to twice its width."""
    opcode = 1
    for wide, narrow in NARROWER.items():
        for sign, extend in (("s", "sext"), ("u", "zext")):
            shorter = f"<{wide.lanes} x {narrow.lane}>"
            ir = f"""
                %bits = load volatile i64, ptr %p, align 1
                %narrow = bitcast i64 %bits to {shorter}
                %wide = {extend} {shorter} %narrow to {wide.vector}
                %r = bitcast {wide.vector} %wide to %v128
            """
            yield _access(f"load{narrow.bits}x{wide.lanes}_{sign}", opcode, "addr -> v128", 3, ir)
            opcode += 1


def _splats() -> Iterable[Op]:
    for opcode, shape in enumerate(INTEGERS, 7):
        ir = f"""
            %scalar = load volatile {shape.lane}, ptr %p, align 1
            {broadcast(shape, "%scalar")}
            %r = bitcast {shape.vector} %all to %v128
        """
        yield _access(f"load{shape.bits}_splat", opcode, "addr -> v128", _WIDTHS[shape.bits], ir)


def _with_zeros() -> Iterable[Op]:
    for opcode, shape in enumerate(INTEGERS[2:], 92):
        ir = f"""
            %scalar = load volatile {shape.lane}, ptr %p, align 1
            %lanes = insertelement {shape.vector} zeroinitializer, {shape.lane} %scalar, i64 0
            %r = bitcast {shape.vector} %lanes to %v128
        """
        yield _access(f"load{shape.bits}_zero", opcode, "addr -> v128", _WIDTHS[shape.bits], ir)


def _lanes() -> Iterable[Op]:
    for number, shape in enumerate(INTEGERS):
        width = _WIDTHS[shape.bits]
        load = f"""
            %scalar = load volatile {shape.lane}, ptr %p, align 1
            %before = bitcast %v128 %b to {shape.vector}
            %lanes = insertelement {shape.vector} %before, {shape.lane} %scalar, i64 $1
            %r = bitcast {shape.vector} %lanes to %v128
        """
        yield _access(f"load{shape.bits}_lane", 84 + number, "addr v128 -> v128", width, load, "memarg lane")
        store = f"""
            %lanes = bitcast %v128 %b to {shape.vector}
            %scalar = extractelement {shape.vector} %lanes, i64 $1
            store volatile {shape.lane} %scalar, ptr %p, align 1
        """
        yield _access(f"store{shape.bits}_lane", 88 + number, "addr v128 ->", width, store, "memarg lane")


ROWS = (*_whole(), *_extending(), *_splats(), *_lanes(), *_with_zeros())
