// One trap of every kind, chosen by the first argument.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile int seven = 7, zero = 0;
static volatile int minimum = INT32_MIN;
static volatile float big = 1e30f, nan_value;
static volatile uint32_t far_address = 0xfffffff0u;

typedef int binary(int, int);
static int add(int a, int b) { return a + b; }
static void *volatile function = (void *)add;

// Keeps nothing in linear memory: there the program's own stack would end before the host's does.
static int recurse(int n) {
  int below = recurse(n + seven);
  return below * 3 + zero;
}

int main(int argc, char **argv) {
  const char *kind = argc > 1 ? argv[1] : "";
  fprintf(stderr, "about to %s\n", kind);
  nan_value = big * big - big * big;
  if (!strcmp(kind, "unreachable")) __builtin_trap();
  if (!strcmp(kind, "divide-by-zero")) return seven / zero;
  if (!strcmp(kind, "remainder-by-zero")) return seven % zero;
  if (!strcmp(kind, "divide-by-zero-64")) return (int)((long long)seven / zero);
  if (!strcmp(kind, "overflow")) return minimum / (zero - 1);
  if (!strcmp(kind, "truncate")) return __builtin_wasm_trunc_s_i32_f32(big);
  if (!strcmp(kind, "truncate-nan")) return __builtin_wasm_trunc_u_i32_f32(nan_value);
  if (!strcmp(kind, "load")) return *(volatile int *)far_address;
  if (!strcmp(kind, "store")) *(volatile char *)far_address = 1;
  if (!strcmp(kind, "straddle")) return *(volatile int *)(__builtin_wasm_memory_size(0) * 65536 - 2);
  if (!strcmp(kind, "fill")) memset((void *)far_address, 1, (size_t)(32 + zero));
  if (!strcmp(kind, "null-function")) return ((binary *)(uintptr_t)zero)(1, 2);
  if (!strcmp(kind, "wrong-signature")) ((void (*)(double))function)(1.0);
  if (!strcmp(kind, "no-such-function")) return ((binary *)(uintptr_t)(zero + 99999))(1, 2);
  if (!strcmp(kind, "recursion")) return recurse(zero);
  puts("no trap");
  return 0;
}
