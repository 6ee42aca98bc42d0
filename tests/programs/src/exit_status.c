// Exit status: exit(argv[1]), _Exit when a second argument is given; buffers are flushed by the first only.
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  int status = argc > 1 ? atoi(argv[1]) : 0;
  printf("buffered");
  if (argc > 2) _Exit(status);
  exit(status);
}
