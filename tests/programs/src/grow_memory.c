// memory.grow to hundreds of megabytes: fresh pages are zero, old ones keep their content, beyond the limit is refused.
#include <stdint.h>
#include <stdio.h>

int main(void) {
  size_t before = __builtin_wasm_memory_size(0);
  static int marker = 4711;
  printf("%d\n", __builtin_wasm_memory_grow(0, 0) == before);
  size_t old = __builtin_wasm_memory_grow(0, 1);
  printf("%d\n", old == before);
  uint32_t pages = 6000;  // 375 MiB
  old = __builtin_wasm_memory_grow(0, pages);
  printf("%d %d\n", old == before + 1, __builtin_wasm_memory_size(0) == before + 1 + pages);
  volatile uint32_t *last = (uint32_t *)((before + 1 + pages) * 65536 - 4);
  printf("%u\n", *last);
  *last = 7;
  uint64_t sum = 0;
  for (size_t page = old; page < old + pages; page += 37) {
    volatile uint32_t *word = (uint32_t *)(page * 65536 + page % 16384 * 4);
    sum += *word;
    *word = (uint32_t)page;
  }
  for (size_t page = old; page < old + pages; page += 37) sum += *(uint32_t *)(page * 65536 + page % 16384 * 4);
  printf("%llu %d\n", (unsigned long long)(sum - sum / 1000 * 1000) >= 0 ? 1ull : 0ull, marker);
  printf("%d\n", __builtin_wasm_memory_grow(0, 65536) == (size_t)-1);
  printf("%d\n", __builtin_wasm_memory_grow(0, 0x7fffffff) == (size_t)-1);
  printf("%d\n", __builtin_wasm_memory_size(0) == before + 1 + pages);
  return *last;
}
