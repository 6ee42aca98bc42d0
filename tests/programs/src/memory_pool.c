// The allocator: many sizes live at once, realloc keeps content, calloc clears, alignment, and memory is used again.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1000, ROUNDS = 60000 };
static unsigned char *blocks[SLOTS];
static size_t sizes[SLOTS];

static int intact(int i) {
  for (size_t k = 0; k < sizes[i]; k += 1 + sizes[i] / 16)
    if (blocks[i][k] != (unsigned char)(i + k)) return 0;
  return 1;
}

static void fill(int i) {
  for (size_t k = 0; k < sizes[i]; k++) blocks[i][k] = (unsigned char)(i + k);
}

int main(void) {
  unsigned state = 1, damaged = 0, dirty = 0, misaligned = 0;
  size_t live = 0, peak = 0;
  for (int round = 0; round < ROUNDS; round++) {
    state = state * 1103515245 + 12345;
    int i = state / 65536 % SLOTS;
    size_t size = state % 7 == 0 ? state / 8 % 20000 : state / 8 % 200;
    if (blocks[i]) damaged += !intact(i);
    live -= sizes[i];
    if (state % 3 == 0 && blocks[i]) {
      size_t kept = sizes[i] < size ? sizes[i] : size;
      blocks[i] = realloc(blocks[i], size + 1);
      sizes[i] = kept;
      damaged += !intact(i);
    } else {
      free(blocks[i]);
      blocks[i] = state % 2 ? malloc(size + 1) : calloc(size + 1, 1);
      if (state % 2 == 0)
        for (size_t k = 0; k < size; k += 13) dirty += blocks[i][k] != 0;
    }
    sizes[i] = size;
    live += size;
    if (live > peak) peak = live;
    fill(i);
  }
  for (size_t a = 16; a <= 65536; a *= 2) {
    void *p = aligned_alloc(a, a);
    misaligned += ((uintptr_t)p & (a - 1)) != 0;
    free(p);
  }
  printf("damaged %u dirty %u misaligned %u peak %zu\n", damaged, dirty, misaligned, peak);
  printf("pages %s\n", __builtin_wasm_memory_size(0) < 400 ? "few" : "many");
  volatile size_t too_much = 0xf0000000u;
  void *volatile huge = malloc(too_much);
  printf("%s\n", huge ? "impossible" : "refused");
  return 0;
}
