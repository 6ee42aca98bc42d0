// pread and pwrite: positioned transfers that leave the offset alone.
#include <fcntl.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  int fd = open("file", O_RDWR | O_CREAT, 0666);
  char a[6] = "";
  SHOW("%zd", write(fd, "abcdefghij", 10));
  SHOW("%zd", pread(fd, a, 4, 3));
  SHOW("%s", a);
  SHOW("%zd", pread(fd, a, 5, 8));
  SHOW("%zd", pread(fd, a, 5, 100));
  SHOW("%zd", pwrite(fd, "XY", 2, 1));
  SHOW("%zd", pwrite(fd, "Z", 1, 12));
  SHOW("%lld", lseek(fd, 0, SEEK_CUR));
  TRY(pread(fd, a, 1, -1));
  TRY(pread(0x7fff, a, 1, 0));
  close(fd);
  show_file("file");
  return 0;
}
