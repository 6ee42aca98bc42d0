// stat, fstat, fstatat: kinds and sizes of files, directories, links and the standard streams.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

static const char *kind(mode_t mode) {
  return S_ISREG(mode) ? "file" : S_ISDIR(mode) ? "directory" : S_ISLNK(mode) ? "link" : "other";
}

int main(void) {
  struct stat st;
  TRY(stat("given", &st));
  printf("%s %lld links %d\n", kind(st.st_mode), (long long)st.st_size, (int)st.st_nlink);
  SHOW("%d", st.st_ino != 0 && st.st_dev != 0);
  SHOW("%d", st.st_mtim.tv_sec > 1600000000);
  TRY(stat(".", &st));
  printf("%s\n", kind(st.st_mode));
  TRY(stat("sub/", &st));
  TRY(stat("given/", &st));
  TRY(stat("missing", &st));
  TRY(stat("given/x", &st));
  symlink("given", "link");
  TRY(fstatat(AT_FDCWD, "link", &st, AT_SYMLINK_NOFOLLOW));
  printf("%s %lld\n", kind(st.st_mode), (long long)st.st_size);
  TRY(fstatat(AT_FDCWD, "link", &st, 0));
  printf("%s\n", kind(st.st_mode));
  int dir = open("sub", O_RDONLY | O_DIRECTORY);
  TRY(fstatat(dir, "deep", &st, 0));
  printf("%s %lld\n", kind(st.st_mode), (long long)st.st_size);
  int fd = openat(dir, "made", O_RDWR | O_CREAT, 0666);
  write(fd, "12345", 5);
  TRY(fstat(fd, &st));
  printf("%s %lld\n", kind(st.st_mode), (long long)st.st_size);
  TRY(fstat(99, &st));
  TRY(fstat(0, &st));
  TRY(unlinkat(dir, "made", 0));
  TRY(mkdirat(dir, "below", 0777));
  TRY(unlinkat(dir, "below", AT_REMOVEDIR));
  return 0;
}
