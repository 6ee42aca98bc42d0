// mkdir and rmdir, nested, with and without trailing slashes, and their errors; chdir and relative names.
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  char here[256];
  TRY(mkdir("a", 0777));
  TRY(mkdir("a", 0777));
  TRY(mkdir("a/b", 0777));
  TRY(mkdir("a/b/c/", 0777));
  TRY(mkdir("x/y", 0777));
  put_file("a/file", "text");
  TRY(mkdir("a/file", 0777));
  TRY(mkdir("a/file/d", 0777));
  TRY(rmdir("a"));
  TRY(rmdir("a/file"));
  TRY(rmdir("a/b"));
  TRY(rmdir("missing"));
  TRY(chdir("a/b"));
  SHOW("%s", getcwd(here, sizeof here));
  show_file("../file");
  put_file("c/made", "relative");
  TRY(chdir(".."));
  show_file("b/c/made");
  TRY(chdir("missing"));
  TRY(chdir("/"));
  TRY(unlink("a/b/c/made"));
  TRY(rmdir("a/b/c"));
  TRY(rmdir("a/b"));
  TRY(access("a", F_OK));
  TRY(access("a/b", F_OK));
  TRY(access("a/file", R_OK | W_OK));
  return 0;
}
