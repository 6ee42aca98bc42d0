// Offsets: lseek from all three origins, past the end, negative; holes read as zeros; ftell and fsetpos.
#include <fcntl.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0666);
  write(fd, "0123456789", 10);
  SHOW("%lld", lseek(fd, 0, SEEK_CUR));
  SHOW("%lld", lseek(fd, 3, SEEK_SET));
  SHOW("%lld", lseek(fd, 2, SEEK_CUR));
  SHOW("%lld", lseek(fd, -4, SEEK_END));
  char text[8] = "";
  read(fd, text, 2);
  SHOW("%s", text);
  TRY(lseek(fd, -1, SEEK_SET));
  TRY(lseek(fd, -100, SEEK_CUR));
  SHOW("%lld", lseek(fd, 0, SEEK_CUR));
  SHOW("%lld", lseek(fd, 5000000000LL, SEEK_SET));
  SHOW("%zd", read(fd, text, 1));
  SHOW("%lld", lseek(fd, 14, SEEK_SET));
  write(fd, "end", 3);
  close(fd);
  show_file("file");
  FILE *file = fopen("file", "r+");
  fseek(file, -3, SEEK_END);
  SHOW("%ld", ftell(file));
  fpos_t mark;
  fgetpos(file, &mark);
  SHOW("%c", getc(file));
  SHOW("%c", getc(file));
  fsetpos(file, &mark);
  SHOW("%c", getc(file));
  rewind(file);
  SHOW("%c", getc(file));
  TRY(fclose(file));
  TRY(lseek(fd, 0, SEEK_SET));
  return 0;
}
