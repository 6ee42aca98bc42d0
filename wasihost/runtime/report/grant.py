"""Parse the value of `--dir`: HOST[::GUEST[::ro]]."""

from wasihost.native import Struct, native, ptr, u8, u64

COLON = ord(":")


class Grant(Struct):
    host: ptr
    host_size: u64
    guest: ptr  # the host path if no guest path is given
    guest_size: u64
    suffix: ptr  # the text after the second `::`, with a NUL; or null


@native(inline=False)
def read_grant(text: ptr, grant: Grant):
    grant.host, grant.host_size = text, part_size(text)
    grant.guest, grant.guest_size, grant.suffix = text, grant.host_size, ptr(0)
    if u8[text, grant.host_size]:
        grant.guest = text + grant.host_size + 2
        grant.guest_size = part_size(grant.guest)
        if u8[grant.guest, grant.guest_size]:
            grant.suffix = grant.guest + grant.guest_size + 2


@native(inline=False)
def part_size(text: ptr) -> u64:
    """The number of bytes before `::` or the end."""
    size: u64 = 0
    while u8[text, size] and not (u8[text, size] == COLON and u8[text, size + 1] == COLON):
        size += 1
    return size
