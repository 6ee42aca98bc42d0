// Conversions between floats and integers: saturation, NaN, sign extension, rounding of large integers, bit patterns.
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static volatile double doubles[] = {0.0,   -0.0,  0.5,     -0.5,     1.5,    2.5,     -1.9, 127.9, 2147483647.0, 2147483648.0, -2147483649.0,
                                    4294967295.5, 4294967296.0, 9223372036854775807.0, -9223372036854775808.0, 1.8446744073709552e19, 1e300,
                                    -1e300, INFINITY, -INFINITY, NAN, 1e-310, 16777217.0, 9007199254740993.0};
static volatile int64_t integers[] = {0, -1, 16777217, -16777219, 9007199254740993, INT64_MAX, INT64_MIN, 0x80000000, 0x7fffffbf};

static uint32_t bits32(float f) {
  uint32_t u;
  memcpy(&u, &f, 4);
  return u;
}

static uint64_t bits64(double d) {
  uint64_t u;
  memcpy(&u, &d, 8);
  return u;
}

int main(void) {
  for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++) {
    double d = doubles[i];
    float f = (float)d;
    printf("%g: %d %u %" PRId64 " %" PRIu64 " | %d %u %" PRId64 " %" PRIu64, d, (int)d, (unsigned)d, (int64_t)d, (uint64_t)d, (int)f,
           (unsigned)f, (int64_t)f, (uint64_t)f);
    printf(" | %g %g %g %g %g\n", trunc(d), floor(d), ceil(d), nearbyint(d), copysign(1, d));
    if (d == d) printf("   %08" PRIx32 " %016" PRIx64 "\n", bits32(f), bits64((double)f));
  }
  for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
    int64_t n = integers[i];
    printf("%" PRId64 ": %08" PRIx32 " %08" PRIx32 " %016" PRIx64 " %016" PRIx64 " %08" PRIx32 " %016" PRIx64 "\n", n, bits32((float)n),
           bits32((float)(uint64_t)n), bits64((double)n), bits64((double)(uint64_t)n), bits32((float)(int32_t)n),
           bits64((double)(uint32_t)n));
  }
  volatile int8_t c = -100;
  volatile int16_t s = -30000;
  volatile uint8_t uc = 200;
  printf("%d %d %u %" PRId64 " %" PRId64 " %u\n", c, s, uc, (int64_t)c, (int64_t)s, (unsigned)(int8_t)uc);
  return 0;
}
