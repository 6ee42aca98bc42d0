// utimensat and futimens: nanoseconds kept, UTIME_OMIT, UTIME_NOW, links themselves, years before 1970 refused or kept alike.
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "try.h"

static void times(const char *path) {
  struct stat st;
  lstat(path, &st);
  printf("%s: accessed %lld.%09ld modified %lld.%09ld\n", path, (long long)st.st_atim.tv_sec, st.st_atim.tv_nsec,
         (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

int main(void) {
  put_file("file", "text");
  symlink("file", "link");
  struct timespec both[] = {{1000000001, 123456789}, {1500000002, 987654321}};
  struct timespec modified[] = {{0, UTIME_OMIT}, {1600000003, 5}};
  struct timespec accessed[] = {{1700000004, 6}, {0, UTIME_OMIT}};
  struct timespec now[] = {{1, 1}, {0, UTIME_NOW}};
  TRY(utimensat(AT_FDCWD, "file", both, 0));
  times("file");
  TRY(utimensat(AT_FDCWD, "file", modified, 0));
  times("file");
  TRY(utimensat(AT_FDCWD, "link", accessed, 0));
  times("file");
  TRY(utimensat(AT_FDCWD, "link", both, AT_SYMLINK_NOFOLLOW));
  times("link");
  times("file");
  int fd = open("file", O_RDWR);
  TRY(futimens(fd, both));
  times("file");
  TRY(futimens(fd, now));
  struct stat st;
  fstat(fd, &st);
  printf("accessed %lld, modified lately %d\n", (long long)st.st_atim.tv_sec, time(NULL) - st.st_mtim.tv_sec < 60);
  TRY(utimensat(AT_FDCWD, "missing", both, 0));
  TRY(futimens(98, both));
  return 0;
}
