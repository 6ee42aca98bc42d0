// Standard input to standard output by read and write of odd sizes, until end of file.
#include <stdio.h>
#include <unistd.h>

int main(void) {
  static char buffer[4099];
  size_t total = 0;
  for (size_t size = 1;; size = size * 3 % 4099 + 1) {
    ssize_t got = read(0, buffer, size);
    if (got <= 0) break;
    total += got;
    for (ssize_t done = 0; done < got;) done += write(1, buffer + done, got - done);
  }
  fprintf(stderr, "%zu bytes\n", total);
  return read(0, buffer, 1) == 0 ? 0 : 1;
}
