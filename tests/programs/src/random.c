// Random bytes: different every time, evenly spread, none asked for, a great many; rand is the same everywhere.
#include <stdlib.h>
#include <unistd.h>
#include <wasi/api.h>
#include "try.h"

int main(void) {
  static unsigned char bytes[1 << 20];
  uint64_t a = 0, b = 0;
  TRY(getentropy(&a, sizeof a));
  TRY(getentropy(&b, sizeof b));
  SHOW("%d", a != b && a != 0);
  TRY(getentropy(bytes, 257));
  SHOW("%d", __wasi_random_get(bytes, 0));
  SHOW("%d", __wasi_random_get(bytes, sizeof bytes));
  static int counts[256];
  for (size_t i = 0; i < sizeof bytes; i++) counts[bytes[i]]++;
  int even = 1;
  for (int i = 0; i < 256; i++) even &= counts[i] > 3600 && counts[i] < 4600;
  SHOW("%d", even);
  srand(42);
  printf("%d %d %d\n", rand(), rand(), rand());
  return 0;
}
