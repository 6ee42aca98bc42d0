// O_APPEND: writes go to the end whatever the offset; the flag can be read, cleared and set with fcntl.
#include <fcntl.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  put_file("log", "one\n");
  int fd = open("log", O_RDWR | O_APPEND);
  SHOW("%d", (fcntl(fd, F_GETFL) & O_APPEND) != 0);
  SHOW("%d", (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
  SHOW("%zd", write(fd, "two\n", 4));
  SHOW("%lld", lseek(fd, 0, SEEK_SET));
  SHOW("%zd", write(fd, "three\n", 6));
  SHOW("%lld", lseek(fd, 0, SEEK_CUR));
  TRY(fcntl(fd, F_SETFL, 0));
  SHOW("%d", (fcntl(fd, F_GETFL) & O_APPEND) != 0);
  lseek(fd, 0, SEEK_SET);
  SHOW("%zd", write(fd, "ONE", 3));
  TRY(fcntl(fd, F_SETFL, O_APPEND));
  SHOW("%zd", write(fd, "four\n", 5));
  close(fd);
  show_file("log");
  return 0;
}
