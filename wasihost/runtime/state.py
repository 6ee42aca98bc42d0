"""An instance in memory: what the runtime knows of it besides its VMContext."""

from wasihost.abi import Store, Table, Tag, VMContext
from wasihost.native import Array, Ptr, Struct, ptr, u64
from wasihost.runtime.image import Image
from wasihost.runtime.memory import OwnedMemory

MAX_SEGMENTS = 16  # with more of them, looking through them for each entry takes longer than writing all entries


class Instance(Struct):
    next: ptr  # in the chain of its store
    size: u64  # bytes of the mapping
    image: Ptr(Image)
    store: Ptr(Store)
    vm: Ptr(VMContext)
    memories: Ptr(OwnedMemory)  # defined ones
    tables: Ptr(Table)
    tags: Ptr(Tag)
    applied_elements: u64  # active element segments in front of this one fill their tables
    element_starts: Array(u64, MAX_SEGMENTS)  # of the first segments: where each begins, computed once
    dropped_elements: ptr  # u8 per segment
    dropped_data: ptr
