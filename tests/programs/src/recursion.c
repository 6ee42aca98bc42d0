// Deep but finite recursion: Ackermann, mutual recursion, a recursive descent through function pointers.
#include <stdio.h>

static int ackermann(int m, int n) {
  return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

static int is_odd(unsigned n);
__attribute__((noinline, optnone)) static int is_even(unsigned n) { return n == 0 ? 1 : is_odd(n - 1); }
__attribute__((noinline, optnone)) static int is_odd(unsigned n) { return n == 0 ? 0 : is_even(n - 1); }

typedef long step(void *self, long n);
__attribute__((noinline)) static long sum(void *self, long n) { return n == 0 ? 0 : n + (*(step **)self)(self, n - 1); }

int main(void) {
  step *volatile through = sum;
  printf("%d\n", ackermann(2, 300));
  printf("%d %d\n", is_even(3000), is_odd(3001));
  printf("%ld\n", sum((void *)&through, 3000));
  return 0;
}
