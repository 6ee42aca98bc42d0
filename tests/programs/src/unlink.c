// unlink and rmdir on the wrong kinds; a file unlinked while open can still be read and written; a removed name is free again.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  mkdir("dir", 0777);
  put_file("file", "text");
  TRY(rmdir("file"));
  TRY(unlink("file/"));
  TRY(unlink("missing"));
  TRY(unlink("no/such/file"));
  SHOW("%d", unlink("dir") < 0 && (errno == EISDIR || errno == EPERM));
  int fd = open("file", O_RDWR);
  TRY(unlink("file"));
  TRY(access("file", F_OK));
  char text[16] = "";
  SHOW("%zd", read(fd, text, sizeof text));
  SHOW("%s", text);
  SHOW("%zd", write(fd, " more", 5));
  struct stat st;
  fstat(fd, &st);
  printf("size %lld, links %d\n", (long long)st.st_size, (int)st.st_nlink);
  put_file("file", "new");
  lseek(fd, 0, SEEK_SET);
  read(fd, text, 9);
  SHOW("%s", text);
  TRY(close(fd));
  TRY(close(fd));
  TRY(remove("dir"));
  show_file("file");
  return 0;
}
