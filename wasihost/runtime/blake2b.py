"""BLAKE2b without a key (RFC 7693): the digests in the names of cache entries."""

from struct import pack

from wasihost.native import Global, Ptr, memcpy, memset, native, new, ptr, u8, u32, u64

BLOCK = 128  # bytes
_IV = (
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
)  # fmt: skip
_SIGMA = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
    (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
    (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
    (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
    (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
)
ROUNDS = 12
# The words that a round mixes: first the columns of the square of words, then its diagonals.
LANES = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
iv = Global(data=pack("<8Q", *_IV))
sigma = Global(data=b"".join(bytes(_SIGMA[n % len(_SIGMA)]) for n in range(ROUNDS)))
lanes = Global(data=b"".join(map(bytes, LANES)))


@native
def blake2b(out: ptr, out_size: u32, data: ptr, size: u64):
    """The first `out_size` (at most 64) bytes of the digest of `data`."""
    h, block = new(u64, 8), new(u8, BLOCK)
    memcpy(h, iv, 64)
    h[0] ^= 0x01010000 ^ u64(out_size)
    done: u64 = 0
    while size - done > BLOCK:
        done += BLOCK
        compress(h, data + (done - BLOCK), done, 0)
    memset(block, 0, BLOCK)
    memcpy(block, data + done, size - done)
    compress(h, block, size, ~u64(0))
    memcpy(out, h, out_size)


@native
def compress(h: Ptr(u64), block: ptr, count: u64, last: u64):
    """Process a block; `count` is the number of bytes so far, and `last` is all ones for the last block."""
    v = new(u64, 16)
    memcpy(v, h, 64)
    memcpy(ptr(v) + 64, iv, 64)
    v[12] ^= count
    v[14] ^= last
    for step in range(ROUNDS * 8):
        lane = lanes + 4 * (step & 7)
        order = sigma + 2 * step
        a, b, c, d = u8[lane, 0], u8[lane, 1], u8[lane, 2], u8[lane, 3]
        v[a] = v[a] + v[b] + u64[block, u8[order, 0]]
        v[d] = rotated_right(v[d] ^ v[a], 32)
        v[c] = v[c] + v[d]
        v[b] = rotated_right(v[b] ^ v[c], 24)
        v[a] = v[a] + v[b] + u64[block, u8[order, 1]]
        v[d] = rotated_right(v[d] ^ v[a], 16)
        v[c] = v[c] + v[d]
        v[b] = rotated_right(v[b] ^ v[c], 63)
    for i in range(8):
        h[i] ^= v[i] ^ v[i + 8]


@native(inline=True)
def rotated_right(x: u64, n: u64) -> u64:
    return x >> n | x << (64 - n)
