// Data layout: bit fields, unions, packed and aligned structures, unaligned access, flexible arrays, endianness, initialisers.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct flags {
  unsigned a : 3, b : 7, c : 1;
  int d : 5;
  uint64_t e : 40;
};

#pragma pack(push, 1)
struct packed {
  uint8_t tag;
  uint32_t word;
  uint16_t half;
  double real;
};
#pragma pack(pop)

struct aligned {
  char c;
  _Alignas(32) int i;
};

struct tail {
  int count;
  short items[];
};

union any {
  double d;
  uint64_t u;
  uint8_t bytes[8];
  struct { uint32_t low, high; };
};

static const struct { const char *name; int values[4]; } table[] = {
    {"first", {1, 2, 3}}, {.values = {[3] = 9}, .name = "second"}, {"third", {[1 ... 2] = 7}}};

int main(void) {
  struct flags f = {5, 100, 1, -7, 0xfedcba9876ull};
  f.a += 4, f.d -= 10;
  printf("%u %u %u %d %llx %zu\n", f.a, f.b, f.c, f.d, (unsigned long long)f.e, sizeof f);
  volatile struct packed p = {1, 0x12345678, 0xabcd, 2.5};
  printf("%zu %zu %zu %x %x %g\n", sizeof p, offsetof(struct packed, word), offsetof(struct packed, real), p.word, p.half, p.real);
  printf("%zu %zu\n", sizeof(struct aligned), offsetof(struct aligned, i));
  struct aligned on_stack;
  printf("%d\n", ((uintptr_t)&on_stack.i & 31) == 0);
  struct tail *t = malloc(sizeof *t + 5 * sizeof *t->items);
  t->count = 5;
  for (int i = 0; i < t->count; i++) t->items[i] = (short)(i * -1000);
  printf("%d %d\n", t->items[4], (int)sizeof *t);
  free(t);
  union any u = {.d = -1.5};
  printf("%llx %x %x %d\n", (unsigned long long)u.u, u.low, u.high, u.bytes[7]);
  for (size_t i = 0; i < 3; i++) printf("%s %d%d%d%d ", table[i].name, table[i].values[0], table[i].values[1], table[i].values[2], table[i].values[3]);
  uint8_t raw[16];
  for (int i = 0; i < 16; i++) raw[i] = (uint8_t)(0x11 * i);
  uint64_t sum = 0;
  for (int i = 0; i <= 8; i++) {
    uint64_t wide;
    int16_t half;
    float real;
    memcpy(&wide, raw + i, 8), memcpy(&half, raw + i, 2), memcpy(&real, raw + i, 4);
    sum = sum * 31 + wide + half + (real > 0);
  }
  printf("\n%llx\n", (unsigned long long)sum);
  return 0;
}
