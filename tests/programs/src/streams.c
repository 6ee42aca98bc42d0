// Standard streams: stdout and stderr, unbuffered, line and fully buffered, flushed by exit; write to a closed descriptor.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  fprintf(stderr, "to stderr %d\n", 1);
  printf("isatty %d %d %d\n", isatty(0), isatty(1), isatty(2));
  fflush(stdout);
  write(1, "raw\n", 4);
  setvbuf(stdout, NULL, _IOFBF, 1 << 16);
  for (int i = 0; i < 3000; i++) printf("%d ", i);
  putchar('\n');
  fputs("to stderr 2\n", stderr);
  printf("write to 77: %s\n", write(77, "x", 1) < 0 ? strerror(errno) : "ok");
  close(2);
  printf("write to closed 2: %s\n", write(2, "x", 1) < 0 ? strerror(errno) : "ok");
  printf("no newline at the end");
  return 0;
}
