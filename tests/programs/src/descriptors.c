// Descriptors: renumbering onto free and used numbers, use after close, many open at once, reuse of numbers.
#include <fcntl.h>
#include <unistd.h>
#include <wasi/libc.h>
#include "try.h"

int main(void) {
  put_file("a", "from a");
  put_file("b", "from b");
  char text[16] = "";
  int a = open("a", O_RDONLY), b = open("b", O_RDONLY);
  TRY(__wasilibc_fd_renumber(a, b));
  SHOW("%zd", read(b, text, sizeof text));
  SHOW("%s", text);
  TRY(read(a, text, 1));
  TRY(__wasilibc_fd_renumber(b, b));
  TRY(lseek(b, 0, SEEK_SET));
  TRY(__wasilibc_fd_renumber(1234, b));
  TRY(close(b));
  TRY(close(b));
  TRY(close(-1));
  int many[100], opened = 0;
  for (int i = 0; i < 100; i++) opened += (many[i] = open(i % 2 ? "a" : "b", O_RDONLY)) >= 0;
  SHOW("%d", opened);
  int distinct = 1;
  for (int i = 0; i < 100; i++)
    for (int k = 0; k < i; k++) distinct &= many[i] != many[k];
  SHOW("%d", distinct);
  int right = 0;
  for (int i = 0; i < 100; i++) right += read(many[i], text, 6) == 6 && text[5] == (i % 2 ? 'a' : 'b');
  SHOW("%d", right);
  for (int i = 0; i < 100; i++) close(many[i]);
  int highest = 0, failed = 0;
  for (int i = 0; i < 3000; i++) {
    int fd = open("a", O_RDONLY);
    failed += fd < 0 || read(fd, text, 1) != 1 || close(fd);
    if (fd > highest) highest = fd;
  }
  printf("3000 opens: %d failed, numbers %s\n", failed, highest < 3000 ? "reused" : "not reused");
  FILE *first = fopen("a", "r");
  first = freopen("b", "r", first);
  SHOW("%s", first && fgets(text, sizeof text, first) ? text : "failed");
  return 0;
}
