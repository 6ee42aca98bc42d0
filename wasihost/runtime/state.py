"""An instance in memory: the runtime's data besides its VMContext."""

from wasihost.abi import Store, Table, Tag, VMContext
from wasihost.native import Array, Ptr, Struct, ptr, u64
from wasihost.runtime.image import Image
from wasihost.runtime.memory import OwnedMemory

MAX_SEGMENTS = 16  # with more segments, searching them for each entry takes longer than writing all entries


class Instance(Struct):
    next: ptr  # next instance of its store
    size: u64  # size of the mapping in bytes
    image: Ptr(Image)
    store: Ptr(Store)
    vm: Ptr(VMContext)
    memories: Ptr(OwnedMemory)  # defined ones
    tables: Ptr(Table)
    tags: Ptr(Tag)
    applied_elements: u64  # active element segments before this one have filled their tables
    element_starts: Array(u64, MAX_SEGMENTS)  # offset of each of the first segments, computed once
    dropped_elements: ptr  # u8 per segment
    dropped_data: ptr
