// 32- and 64-bit integers: division and remainder by signs, shifts and rotations by every count, bit counting, 128-bit products.
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

static uint64_t seed = 88172645463325252ull;
static uint64_t next(void) {
  seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
  return seed;
}

static uint64_t digest = 14695981039346656037ull;
static void mix(uint64_t value) { digest = (digest ^ value) * 1099511628211ull; }

__attribute__((noinline)) static void one(int64_t a, int64_t b, unsigned by) {
  int32_t c = (int32_t)a, d = (int32_t)b;
  uint64_t ua = a, ub = b;
  uint32_t uc = c, ud = d;
  if (b && !(a == INT64_MIN && b == -1)) mix(a / b), mix(a % b);
  if (d && !(c == INT32_MIN && d == -1)) mix(c / d), mix(c % d);
  if (ub) mix(ua / ub), mix(ua % ub);
  if (ud) mix(uc / ud), mix(uc % ud);
  mix(ua << (by & 63)), mix(ua >> (by & 63)), mix(a >> (by & 63));
  mix(uc << (by & 31)), mix(uc >> (by & 31)), mix(c >> (by & 31));
  mix(ua << (by & 63) | ua >> (-by & 63)), mix(uc << (by & 31) | uc >> (-by & 31));
  mix(a < b), mix(ua < ub), mix(c <= d), mix(uc >= ud), mix(a == b), mix((uint64_t)a * b), mix(a - b);
  if (ua) mix(__builtin_clzll(ua)), mix(__builtin_ctzll(ua));
  if (uc) mix(__builtin_clz(uc)), mix(__builtin_ctz(uc));
  mix(__builtin_popcountll(ua)), mix(__builtin_popcount(uc));
  mix((int8_t)a), mix((int16_t)a), mix((int32_t)a), mix((uint8_t)a), mix((uint16_t)a);
  mix(__builtin_bswap64(ua)), mix(__builtin_bswap32(uc));
  unsigned __int128 product = (unsigned __int128)ua * ub;
  mix(product >> 64), mix(product);
  if (ub) mix((uint64_t)(product / ((unsigned __int128)ub << 3 | 5)));
  int64_t sum;
  mix(__builtin_add_overflow(a, b, &sum)), mix(__builtin_mul_overflow(c, d, &c));
}

int main(void) {
  static const int64_t edges[] = {0, 1, -1, 2, -2, 7, -7, 127, 128, -128, 255, 65535, INT32_MAX, INT32_MIN, UINT32_MAX,
                                  INT64_MAX, INT64_MIN, INT64_MIN + 1};
  enum { EDGES = sizeof edges / sizeof *edges };
  for (int i = 0; i < EDGES; i++)
    for (int k = 0; k < EDGES; k++) one(edges[i], edges[k], i * 5 + k);
  printf("edges %016" PRIx64 "\n", digest);
  for (int i = 0; i < 200000; i++) one(next(), next() >> (i % 64), i);
  printf("random %016" PRIx64 "\n", digest);
  printf("%" PRId64 " %" PRId64 " %" PRIu64 "\n", INT64_MIN / 3, INT64_MIN % 1000, UINT64_MAX / 10);
  return 0;
}
