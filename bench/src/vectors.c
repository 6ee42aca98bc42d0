// Kernels written with vectors, each timed by itself: `vectors NAME` prints the nanoseconds of a round, and a checksum.
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// Lanes are clang's vector types, which every target has; what these cannot say is an intrinsic of either machine.
typedef float f32x4 __attribute__((vector_size(16)));
typedef double f64x2 __attribute__((vector_size(16)));
typedef int64_t i64x2 __attribute__((vector_size(16)));
typedef int32_t i32x4 __attribute__((vector_size(16)));
typedef int16_t i16x8 __attribute__((vector_size(16)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));
#define AT(type, place) (((struct { type value; } __attribute__((packed, may_alias)) *)(place))->value)

#ifdef __wasm__
#include <wasm_simd128.h>
static i32x4 dot_pairs(i16x8 a, i16x8 b) { return (i32x4)wasm_i32x4_dot_i16x8((v128_t)a, (v128_t)b); }
static u8x16 average(u8x16 a, u8x16 b) { return (u8x16)wasm_u8x16_avgr((v128_t)a, (v128_t)b); }
static u8x16 lookup(u8x16 table, u8x16 index) { return (u8x16)wasm_i8x16_swizzle((v128_t)table, (v128_t)index); }
static int mask_of(u8x16 a) { return (int)wasm_i8x16_bitmask((v128_t)a); }
static int any(u8x16 a) { return wasm_v128_any_true((v128_t)a); }
static f32x4 less(f32x4 a, f32x4 b) { return (f32x4)wasm_f32x4_min((v128_t)a, (v128_t)b); }
static f32x4 more(f32x4 a, f32x4 b) { return (f32x4)wasm_f32x4_max((v128_t)a, (v128_t)b); }
static i32x4 whole(f32x4 a) { return (i32x4)wasm_i32x4_trunc_sat_f32x4((v128_t)a); }
static u8x16 narrow(i32x4 a, i32x4 b, i32x4 c, i32x4 d) {
  return (u8x16)wasm_u8x16_narrow_i16x8(wasm_i16x8_narrow_i32x4((v128_t)a, (v128_t)b),
                                        wasm_i16x8_narrow_i32x4((v128_t)c, (v128_t)d));
}
#else
#include <immintrin.h>
static i32x4 dot_pairs(i16x8 a, i16x8 b) { return (i32x4)_mm_madd_epi16((__m128i)a, (__m128i)b); }
static u8x16 average(u8x16 a, u8x16 b) { return (u8x16)_mm_avg_epu8((__m128i)a, (__m128i)b); }
static u8x16 lookup(u8x16 table, u8x16 index) { return (u8x16)_mm_shuffle_epi8((__m128i)table, (__m128i)index); }
static int mask_of(u8x16 a) { return _mm_movemask_epi8((__m128i)a); }
static int any(u8x16 a) { return !_mm_testz_si128((__m128i)a, (__m128i)a); }
static f32x4 less(f32x4 a, f32x4 b) { return (f32x4)_mm_min_ps((__m128)a, (__m128)b); }
static f32x4 more(f32x4 a, f32x4 b) { return (f32x4)_mm_max_ps((__m128)a, (__m128)b); }
static i32x4 whole(f32x4 a) { return (i32x4)_mm_cvttps_epi32((__m128)a); }
static u8x16 narrow(i32x4 a, i32x4 b, i32x4 c, i32x4 d) {
  return (u8x16)_mm_packus_epi16(_mm_packs_epi32((__m128i)a, (__m128i)b), _mm_packs_epi32((__m128i)c, (__m128i)d));
}
#endif

enum { SIZE = 1 << 12 };  // all of it lies in the first cache
static float x[SIZE], y[SIZE];
static int16_t samples[SIZE], taps[32];
static uint8_t bytes[4 * SIZE], other[4 * SIZE];

static void fill(void) {
  uint32_t seed = 1;
  for (int i = 0; i < SIZE; i++) {
    seed = seed * 1664525u + 1013904223u;
    x[i] = (float)(seed >> 20) / 64, y[i] = (float)(seed >> 12 & 0xff), samples[i] = (int16_t)(seed >> 16);
  }
  for (int i = 0; i < 32; i++) taps[i] = (int16_t)(i * 37 - 500);
  for (int i = 0; i < 4 * SIZE; i++) seed = seed * 1664525u + 1013904223u, bytes[i] = (uint8_t)(seed >> 24) | 1;
}

// ------------------------------------------------------------------------------------------------ float arithmetic
static uint64_t dot(void) {
  float total = 0;
  for (int round = 0; round < 8000; round++) {
    f32x4 sums[8] = {0};
    for (int i = 0; i < SIZE; i += 32)
      for (int k = 0; k < 8; k++) sums[k] += AT(f32x4, x + i + 4 * k) * AT(f32x4, y + i + 4 * k);
    for (int k = 1; k < 8; k++) sums[0] += sums[k];
    total += sums[0][0] + sums[0][1] + sums[0][2] + sums[0][3];
  }
  return (uint64_t)total;
}

static uint64_t saxpy(void) {
  for (int round = 0; round < 8000; round++) {
    f32x4 factor = {1, 1, 1, 1};
    factor /= (float)(round + 2);
    for (int i = 0; i < SIZE; i += 4) AT(f32x4, y + i) += factor * AT(f32x4, x + i);
  }
  return (uint64_t)y[SIZE / 3];
}

static uint64_t mandelbrot(void) {
  uint64_t sum = 0;
  for (int row = 0; row < 400; row++)
    for (int column = 0; column < 400; column += 2) {
      f64x2 cr = {column / 200. - 1.5, (column + 1) / 200. - 1.5}, ci = {row / 200. - 1, row / 200. - 1}, r = {0}, i = {0};
      i64x2 inside = {-1, -1}, count = {0};
      for (int n = 0; n < 200 && any((u8x16)inside); n++) {
        f64x2 rr = r * r, ii = i * i;
        inside = rr + ii <= 4.0, count -= inside;
        i = 2.0 * r * i + ci, r = rr - ii + cr;
      }
      sum += (uint64_t)(count[0] + 3 * count[1]);
    }
  return sum;
}

static uint64_t clamp(void) {  // what makes pixels of floats
  f32x4 low = {0}, high = {255, 255, 255, 255};
  for (int round = 0; round < 8000; round++)
    for (int i = 0; i < SIZE; i += 16) {
      i32x4 lanes[4];
      for (int k = 0; k < 4; k++) lanes[k] = whole(less(more(AT(f32x4, x + i + 4 * k) * 0.3f + 7.5f, low), high));
      AT(u8x16, other + i) = narrow(lanes[0], lanes[1], lanes[2], lanes[3]);
    }
  uint64_t sum = 0;
  for (int i = 0; i < SIZE; i++) sum = sum * 31 + other[i];
  return sum;
}

// ------------------------------------------------------------------------------------------------ integers
static uint64_t filter(void) {
  uint64_t sum = 0;
  for (int round = 0; round < 600; round++)
    for (int i = 0; i < SIZE - 32; i++) {
      i32x4 total = {0};
      for (int k = 0; k < 32; k += 8) total += dot_pairs(AT(i16x8, samples + i + k), AT(i16x8, taps + k));
      sum += (uint32_t)(total[0] + total[1] + total[2] + total[3]);
    }
  return sum;
}

static uint64_t blur(void) {
  for (int round = 0; round < 8000; round++)
    for (int i = 256; i < 4 * SIZE - 272; i += 16) {
      u8x16 across = average(AT(u8x16, bytes + i - 1), AT(u8x16, bytes + i + 1));
      u8x16 along = average(AT(u8x16, bytes + i - 256), AT(u8x16, bytes + i + 256));
      AT(u8x16, other + i) = average(average(across, along), AT(u8x16, bytes + i));
    }
  uint64_t sum = 0;
  for (int i = 0; i < 4 * SIZE; i++) sum = sum * 31 + other[i];
  return sum;
}

static uint64_t search(void) {  // the first zero byte, which is far away
  uint64_t sum = 0;
  for (int round = 0; round < 40000; round++) {
    int place = 4 * SIZE - 100 - round % 4000;
    bytes[place] = 0;
    int i = 0;
    while (!any((u8x16)(AT(u8x16, bytes + i) == 0))) i += 16;
    sum += (uint64_t)(i + __builtin_ctz((unsigned)mask_of((u8x16)(AT(u8x16, bytes + i) == 0))));
    bytes[place] = 1;
  }
  return sum;
}

static uint64_t hexadecimal(void) {  // bytes as digits
  u8x16 digits = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  for (int round = 0; round < 8000; round++)
    for (int i = 0; i < 2 * SIZE; i += 16) {
      u8x16 each = AT(u8x16, bytes + i), high = lookup(digits, each >> 4), low = lookup(digits, each & 15);
      AT(u8x16, other + 2 * i) = __builtin_shufflevector(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      AT(u8x16, other + 2 * i + 16) =
          __builtin_shufflevector(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
  uint64_t sum = 0;
  for (int i = 0; i < 4 * SIZE; i++) sum = sum * 31 + other[i];
  return sum;
}

static const struct { const char *name; uint64_t (*run)(void); } KERNELS[] = {
    {"dot", dot},       {"saxpy", saxpy}, {"mandelbrot", mandelbrot}, {"clamp", clamp},
    {"filter", filter}, {"blur", blur},   {"search", search},         {"hexadecimal", hexadecimal}};

int main(int argc, char **argv) {
  for (size_t i = 0; i < sizeof KERNELS / sizeof *KERNELS; i++) {
    if (argc < 2) {
      puts(KERNELS[i].name);
    } else if (!strcmp(argv[1], KERNELS[i].name)) {
      int64_t best = INT64_MAX;
      uint64_t sum = 0;
      for (int round = 0; round < 5; round++) {
        struct timespec start, end;
        fill();
        clock_gettime(CLOCK_MONOTONIC, &start);
        sum = KERNELS[i].run();
        clock_gettime(CLOCK_MONOTONIC, &end);
        int64_t took = (end.tv_sec - start.tv_sec) * 1000000000ll + (end.tv_nsec - start.tv_nsec);
        if (took < best) best = took;
      }
      printf("%lld %llu\n", (long long)best, (unsigned long long)sum);
    }
  }
  return 0;
}
