"""Add better code to an image, and let the older code lead to it (abi.BetterCode).

Nothing is ever written into code.  A page of a file is mapped in place of an older one, so no page is both writable and
executable, and threads that execute it see one or the other.
"""

from wasihost.abi import HOST_PAGE, ArtifactHeader, BetterCode, PatchedPages
from wasihost.native import bool_, i32, native, new, ptr, sizeof, syscall, u64
from wasihost.native.platform import MAP_FIXED, MAP_PRIVATE, PROT_READ, SYS
from wasihost.runtime.image import Image, header_valid, image_make, map_executable


@native(export=True)
def use_better_code(image: Image, fd: i32, code: BetterCode) -> bool_:
    """Map what a file has; it may be closed then.  False: nothing, or not all, could be mapped."""
    if not map_better_code(image, fd, code.address, code.size):
        return False
    pages = new(PatchedPages)
    for i in range(code.page_count):
        at = code.pages + i * sizeof(PatchedPages)
        if syscall(SYS.pread64, fd, pages, sizeof(PatchedPages), at) != sizeof(PatchedPages):
            return False
        if not replace_pages(image, fd, pages.offset, pages.address, pages.size):
            return False
    return True


@native
def map_better_code(image: Image, fd: i32, address: u64, size: u64) -> bool_:
    """Map better code at an address in the room of an image.  The file may be closed."""
    if size < HOST_PAGE or address < image.room or address - image.room > image.room_size:
        return False
    if size > image.room_size - (address - image.room):
        return False
    file = syscall(SYS.mmap, address, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0)
    if file < 0:
        return False
    better, error = Image(ptr(0)), new(i32)
    error[0] = 0
    if header_valid(ArtifactHeader(ptr(file)), size):
        better = image_make(ArtifactHeader(ptr(file)), size, fd, 0, error)
    if not better:
        return False
    better.fd, better.module, better.better, better.mapped = -1, ptr(image), image.better, size
    image.better = ptr(better)
    return True


@native
def replace_pages(image: Image, fd: i32, offset: u64, address: u64, size: u64) -> bool_:
    """Replace pages of the code of an image by others from a file, at once for all threads that execute them."""
    code = image.code
    if address < code.low or address > code.high or size > code.high - address:
        return False
    return map_executable(ptr(address), size, fd, offset) >= 0
