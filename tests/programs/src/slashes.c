// Slashes behind the names of directories that are made, renamed and removed.
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  TRY(mkdir("a/", 0777));
  TRY(mkdir("a/b///", 0777));
  put_file("file", "");
  TRY(mkdir("file/", 0777));
  TRY(rename("a/b/", "a/c/"));
  TRY(rename("a/c///", "d"));
  TRY(rmdir("file/"));
  TRY(rmdir("d//"));
  TRY(rmdir("a/"));
  TRY(rmdir("a/"));
  return 0;
}
