// Listing 600 entries: each exactly once, types filled in, rewinddir, telldir and seekdir.
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

enum { FILES = 600 };

int main(void) {
  char name[64];
  mkdir("many", 0777);
  for (int i = 0; i < FILES; i++) {
    snprintf(name, sizeof name, "many/entry-%0*d", i % 40 + 3, i);
    if (i % 10 == 0) mkdir(name, 0777);
    else put_file(name, "");
  }
  DIR *dir = opendir("many");
  static int seen[FILES];
  int dots = 0, dirs = 0, files = 0, inodes = 0, count = 0;
  long middle = 0;
  char at_middle[64] = "";
  for (struct dirent *e; (e = readdir(dir)); count++) {
    struct stat st;
    if (e->d_name[0] == '.') dots++;
    else seen[atoi(e->d_name + 6)]++;
    dirs += e->d_type == DT_DIR;
    files += e->d_type == DT_REG;
    inodes += fstatat(dirfd(dir), e->d_name, &st, 0) == 0 && st.st_ino == e->d_ino;
    if (count == 299) middle = telldir(dir);
    if (count == 300) strcpy(at_middle, e->d_name);
  }
  int once = 0;
  for (int i = 0; i < FILES; i++) once += seen[i] == 1;
  printf("%d entries, %d once, %d dots, %d directories, %d files\n", count, once, dots, dirs, files);
  printf("inodes %s\n", inodes >= count - 1 ? "agree" : "differ");
  seekdir(dir, middle);
  struct dirent *again = readdir(dir);
  SHOW("%d", again && !strcmp(again->d_name, at_middle));
  rewinddir(dir);
  count = 0;
  while (readdir(dir)) count++;
  SHOW("%d", count);
  closedir(dir);
  for (int i = 0; i < FILES; i++) {
    snprintf(name, sizeof name, "many/entry-%0*d", i % 40 + 3, i);
    i % 10 == 0 ? rmdir(name) : unlink(name);
  }
  TRY(rmdir("many"));
  SHOW("%d", opendir("missing") == NULL && errno == ENOENT);
  put_file("plain", "");
  SHOW("%d", opendir("plain") == NULL && errno == ENOTDIR);
  return 0;
}
