// memcpy, memmove, memset: every overlap and alignment near a page edge, large blocks, zero lengths, the end of memory.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static unsigned char area[1 << 17], expected[1 << 17];

static void slow_move(unsigned char *to, const unsigned char *from, size_t n) {
  static unsigned char copy[1 << 17];
  for (size_t i = 0; i < n; i++) copy[i] = from[i];
  for (size_t i = 0; i < n; i++) to[i] = copy[i];
}

static void *(*volatile move)(void *, const void *, size_t) = memmove;
static void *(*volatile set)(void *, int, size_t) = memset;

int main(void) {
  unsigned wrong = 0;
  for (size_t i = 0; i < sizeof area; i++) area[i] = expected[i] = (unsigned char)(i * 7 + i / 256);
  for (size_t from = 65500; from < 65560; from += 3)
    for (size_t to = 65490; to < 65570; to += 5)
      for (size_t n = 0; n < 90; n += 7) {
        move(area + to, area + from, n);
        slow_move(expected + to, expected + from, n);
        wrong += memcmp(area + 65400, expected + 65400, 300) != 0;
      }
  printf("moves %u wrong\n", wrong);
  move(area + 1000, area, 100000);
  slow_move(expected + 1000, expected, 100000);
  printf("large up %d\n", memcmp(area, expected, sizeof area));
  move(area, area + 777, 100001);
  slow_move(expected, expected + 777, 100001);
  printf("large down %d\n", memcmp(area, expected, sizeof area));
  for (size_t at = 0; at < 40; at++)
    for (size_t n = 0; n < 70; n += 3) {
      set(area + at, (int)(at * n), n);
      for (size_t i = 0; i < n; i++) expected[at + i] = (unsigned char)(at * n);
    }
  printf("set %d\n", memcmp(area, expected, sizeof area));
  unsigned char *end = (unsigned char *)(__builtin_wasm_memory_size(0) * 65536);
  set(end, 1, 0);
  set(end - 3, 9, 3);
  move(end - 3, area, 3);
  printf("end %d\n", end[-1] == area[2]);
  uint64_t sum = 0;
  for (size_t i = 0; i < sizeof area; i++) sum = sum * 131 + area[i];
  printf("%llx\n", (unsigned long long)sum);
  return 0;
}
