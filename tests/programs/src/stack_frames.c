// Large frames: big arrays, alloca, variable length arrays, frames far bigger than a page in deep recursion.
#include <alloca.h>
#include <stdio.h>
#include <string.h>

__attribute__((noinline)) static unsigned big(unsigned n) {
  volatile unsigned char frame[40000];
  for (unsigned i = 0; i < sizeof frame; i += 1000) frame[i] = (unsigned char)(i / 1000 + n);
  unsigned below = n == 0 ? 1 : big(n - 1);
  return below * 31 + frame[39000] + frame[0];
}

__attribute__((noinline)) static unsigned variable(unsigned n) {
  unsigned numbers[n + 1];
  char *text = alloca(n * 10 + 1);
  memset(text, 'a' + n % 26, n * 10);
  text[n * 10] = 0;
  for (unsigned i = 0; i <= n; i++) numbers[i] = i * i;
  return n == 0 ? numbers[0] : numbers[n] + (unsigned)strlen(text) + variable(n - 1);
}

int main(void) {
  printf("%u\n", big(20));
  printf("%u\n", variable(150));
  return 0;
}
