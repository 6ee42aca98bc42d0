// Calls: function pointers and tables of them, varargs, structures by value, many parameters, callbacks, inlined and indirect alike.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  double x, y;
  int tag;
} point;

static point moved(point p, double by) { return (point){p.x + by, p.y - by, p.tag + 1}; }

__attribute__((noinline)) static int64_t many(int a, int64_t b, float c, double d, char e, short f, unsigned g, uint64_t h, int i, double j,
                                              float k, int64_t l) {
  return a + b * 2 + (int64_t)(c * 3) + (int64_t)(d * 4) + e * 5 + f * 6 + g * 7 + (int64_t)h * 8 + i * 9 + (int64_t)(j * 10) +
         (int64_t)(k * 11) + l * 12;
}

static double total(const char *kinds, ...) {
  va_list arguments, again;
  va_start(arguments, kinds);
  va_copy(again, arguments);
  double sum = 0;
  for (const char *k = kinds; *k; k++)
    sum += *k == 'i' ? va_arg(arguments, int)
         : *k == 'l' ? (double)va_arg(arguments, long long)
         : *k == 'd' ? va_arg(arguments, double)
                     : va_arg(arguments, point).x;
  sum += *kinds == 'i' ? va_arg(again, int) : 0;
  va_end(arguments), va_end(again);
  return sum;
}

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int multiply(int a, int b) { return a * b; }
static int (*const operations[])(int, int) = {add, subtract, multiply};

static int apply(int (*f)(void *, int), void *state, int n) {
  int result = 0;
  for (int i = 0; i < n; i++) result = result * 3 + f(state, i);
  return result;
}
static int counter(void *state, int i) { return ++*(int *)state + i; }

static void print_all(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
}

struct shape {
  double (*area)(const struct shape *);
  double a, b;
};
static double square(const struct shape *s) { return s->a * s->a; }
static double rectangle(const struct shape *s) { return s->a * s->b; }

int main(void) {
  int (*volatile through)(int, int);
  for (int i = 0; i < 3; i++) {
    through = operations[i];
    printf("%d ", through(7, i + 2));
  }
  point p = moved(moved((point){1, 2, 3}, 0.5), 0.25);
  printf("\n%g %g %d\n", p.x, p.y, p.tag);
  printf("%lld\n", (long long)many(1, -2, 3.5f, 4.5, 'c', -6, 7u, 8, 9, 10.25, 11.5f, -12));
  printf("%g %g\n", total("ildip", 1, 2ll, 3.5, 4, p), total("dd", 1e100, -1e100));
  int state = 10;
  printf("%d %d\n", apply(counter, &state, 20), state);
  print_all("%s %c %d %lld %g\n", "varargs", 'v', -1, 1ll << 40, 2.5);
  struct shape shapes[] = {{square, 3, 0}, {rectangle, 2, 5}};
  double area = 0;
  for (int i = 0; i < 1000; i++) area += shapes[i % 2].area(&shapes[i % 2]);
  printf("%g %d\n", area, square == shapes[0].area);
  return 0;
}
