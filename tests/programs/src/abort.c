// assert and abort: a message on stderr, then a trap; buffered output is lost as it is natively.
#undef NDEBUG
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
  write(1, "before\n", 7);
  printf("this stays in the buffer");
  if (argc > 1) assert(argc == 77);
  abort();
}
