// Entries removed while their directory is listed: every one that is not yet removed is still seen, in one pass.
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  char name[300];
  mkdir("many", 0777);
  for (int i = 0; i < 500; i++) {
    snprintf(name, sizeof name, "many/some-longer-name-%d", i);
    put_file(name, "");
  }
  DIR *dir = opendir("many");
  int removed = 0;
  for (struct dirent *e; (e = readdir(dir));) {
    snprintf(name, sizeof name, "many/%s", e->d_name);
    removed += e->d_name[0] != '.' && unlink(name) == 0;
  }
  closedir(dir);
  SHOW("%d", removed);
  TRY(rmdir("many"));
  return 0;
}
