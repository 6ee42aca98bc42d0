// Sizes: ftruncate down and up, truncate by name, posix_fallocate grows and never shrinks, posix_fadvise changes nothing.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

static long long size_of(const char *path) {
  struct stat st;
  return stat(path, &st) ? -1 : (long long)st.st_size;
}

int main(void) {
  put_file("file", "0123456789");
  int fd = open("file", O_RDWR);
  TRY(ftruncate(fd, 4));
  show_file("file");
  TRY(ftruncate(fd, 8));
  show_file("file");
  TRY(ftruncate(fd, -1));
  TRY(truncate("file", 2));
  show_file("file");
  TRY(truncate("missing", 2));
  int error = posix_fallocate(fd, 0, 6);  // hosts may not support it
  SHOW("%d", error == 0 ? size_of("file") == 6 : error == ENOTSUP && size_of("file") == 2);
  error = posix_fallocate(fd, 1, 2);
  SHOW("%d", error == 0 ? size_of("file") == 6 : error == ENOTSUP && size_of("file") == 2);
  TRY(ftruncate(fd, 2));
  SHOW("%d", posix_fadvise(fd, 0, 100, POSIX_FADV_SEQUENTIAL));
  SHOW("%d", posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
  SHOW("%lld", size_of("file"));
  TRY(fsync(fd));
  TRY(fdatasync(fd));
  close(fd);
  fd = open("file", O_RDONLY);
  TRY(ftruncate(fd, 1));
  SHOW("%lld", size_of("file"));
  return 0;
}
