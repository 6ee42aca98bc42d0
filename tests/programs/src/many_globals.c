// A module with many functions, data segments and globals: generated code in the shape of a large program.
#include <stdint.h>
#include <stdio.h>

#define FUNCTION(n)                                                                             \
  static uint32_t table_##n[] = {n, n * 3u, n * 7u, n ^ 0x55u};                                 \
  static uint32_t state_##n = n;                                                                \
  __attribute__((noinline)) static uint32_t f_##n(uint32_t x, uint32_t y) {                     \
    for (uint32_t i = 0; i < (x & 7); i++) y = (y ^ table_##n[i & 3]) * 2654435761u + state_##n; \
    state_##n += y;                                                                             \
    return y > x ? y - x : x - y + n;                                                           \
  }
#define TEN(m, n) m(n##0) m(n##1) m(n##2) m(n##3) m(n##4) m(n##5) m(n##6) m(n##7) m(n##8) m(n##9)
#define HUNDRED(m, n) TEN(m, n##1) TEN(m, n##2) TEN(m, n##3) TEN(m, n##4) TEN(m, n##5) TEN(m, n##6) TEN(m, n##7) TEN(m, n##8) TEN(m, n##9)
HUNDRED(FUNCTION, 1)
HUNDRED(FUNCTION, 2)
HUNDRED(FUNCTION, 3)

#define ENTRY(n) f_##n,
static uint32_t (*const functions[])(uint32_t, uint32_t) = {HUNDRED(ENTRY, 1) HUNDRED(ENTRY, 2) HUNDRED(ENTRY, 3)};

int main(void) {
  enum { COUNT = sizeof functions / sizeof *functions };
  uint32_t value = 1;
  for (uint32_t i = 0; i < 100000; i++) value = functions[(value + i) % COUNT](value, i);
  printf("%d functions, %08x\n", COUNT, value);
  return 0;
}
