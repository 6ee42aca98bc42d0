// Hard and symbolic links: link, symlink, readlink, lstat against stat, link counts, loops, dangling and deep chains.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

static void kinds(const char *path) {
  struct stat l, s;
  int follows = stat(path, &s), itself = lstat(path, &l);
  printf("%s: %s, %s\n", path, itself ? "missing" : S_ISLNK(l.st_mode) ? "link" : S_ISDIR(l.st_mode) ? "dir" : "file",
         follows ? strerror(errno) : S_ISDIR(s.st_mode) ? "leads to a dir" : "leads to a file");
}

int main(void) {
  struct stat a, b;
  char target[64], tiny[3];
  put_file("file", "content");
  mkdir("dir", 0777);
  put_file("dir/inner", "inner content");
  TRY(link("file", "dir/hard"));
  TRY(link("file", "dir/hard"));
  TRY(link("missing", "hard"));
  stat("file", &a), stat("dir/hard", &b);
  SHOW("%d", a.st_ino == b.st_ino && a.st_dev == b.st_dev && a.st_nlink == 2 && b.st_nlink == 2);
  TRY(symlink("file", "soft"));
  TRY(symlink("../file", "dir/up"));
  TRY(symlink("dir", "to-dir"));
  TRY(symlink("nowhere", "dangling"));
  TRY(symlink("loop-b", "loop-a"));
  TRY(symlink("loop-a", "loop-b"));
  TRY(symlink("file", "soft"));
  kinds("soft"), kinds("dir/up"), kinds("to-dir"), kinds("dangling"), kinds("loop-a"), kinds("file");
  show_file("soft");
  show_file("dir/up");
  show_file("to-dir/inner");
  show_file("to-dir/up");
  show_file("loop-a");
  ssize_t length = readlink("dir/up", target, sizeof target);
  printf("readlink %zd %.*s\n", length, (int)length, target);
  SHOW("%zd", readlink("dir/up", tiny, sizeof tiny));
  TRY(readlink("file", target, sizeof target));
  TRY(open("soft", O_RDONLY | O_NOFOLLOW));
  SHOW("%d", open("to-dir", O_RDONLY | O_DIRECTORY | O_NOFOLLOW) < 0 && (errno == ELOOP || errno == ENOTDIR));
  TRY(open("dangling", O_RDONLY));
  char name[32], previous[32] = "file";
  for (int i = 0; i < 20; i++) {
    snprintf(name, sizeof name, "chain-%d", i);
    symlink(previous, name);
    strcpy(previous, name);
  }
  show_file("chain-19");
  TRY(unlink("soft"));
  show_file("file");
  TRY(unlink("to-dir"));
  TRY(rename("dangling", "renamed"));
  kinds("renamed");
  return 0;
}
