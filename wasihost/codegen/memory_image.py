"""Lay out the initial bytes of memory 0: active data segments → one image that is mapped instead of copied.

This must not be observable.  Segments are written in order, and the first one out of bounds ends instantiation.  So the
image has only the first segments, each known to be in bounds.  It has none if an element segment, which comes before
them, might end instantiation after functions have escaped into an imported table.
"""

from __future__ import annotations

from wasihost.abi import HOST_PAGE, ExternKind, SegmentMode
from wasihost.codegen.constant import constant_value, fold
from wasihost.wasm.module import Data, Module

MAX_SPARSE_BYTES = 1 << 20  # an image of this size may have any number of zeros
MAX_RATIO = 8  # a larger one may be so many times as large as its contents


def lay_out_memory(module: Module) -> tuple[bytearray, frozenset[int]]:
    """The image, padded to whole pages, and the indices of the segments in it; both may be empty."""
    offsets = _foldable(module)
    end = max((offset + _size(module.datas[index]) for index, offset in offsets.items()), default=0)
    image = bytearray(-(-end // HOST_PAGE) * HOST_PAGE)
    for index, offset in offsets.items():
        data = module.datas[index]
        image[offset : offset + _size(data)] = module.data[data.start : data.end]
    return image, frozenset(offsets)


def _foldable(module: Module) -> dict[int, int]:
    """Segment → offset in memory."""
    offsets: dict[int, int] = {}
    if not module.memories or module.imported[ExternKind.MEMORY] or _elements_may_trap(module):
        return offsets
    memory = module.memories[0]
    length = memory.limits.minimum << memory.page_shift
    contents = sum(_size(data) for data in module.datas if data.mode == SegmentMode.ACTIVE)
    length = min(length, max(MAX_SPARSE_BYTES, MAX_RATIO * contents))
    for index, data in enumerate(module.datas):
        if data.mode != SegmentMode.ACTIVE:
            continue
        offset = constant_value(fold(data.offset))
        if data.memory or offset is None or offset + _size(data) > length:
            break
        offsets[index] = offset
    return offsets


def _elements_may_trap(module: Module) -> bool:
    if not module.imported[ExternKind.TABLE]:
        return False
    for element in module.elements:
        if element.mode == SegmentMode.ACTIVE:
            offset = constant_value(fold(element.offset))
            if offset is None or offset + element.size > module.tables[element.table].type.limits.minimum:
                return True
    return False


def _size(data: Data) -> int:
    return data.end - data.start
