// Ways out of a granted directory, none of which may work: "..", absolute names, and links made inside or found there.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

static void attempt(const char *path) {
  struct stat st;
  printf("%s: open %s, stat %s, list %s, write %s, mkdir %s\n", path, open(path, O_RDONLY) < 0 ? "refused" : "ALLOWED",
         stat(path, &st) < 0 ? "refused" : "ALLOWED", opendir(path) ? "ALLOWED" : "refused",
         open(path, O_WRONLY | O_CREAT, 0666) < 0 ? "refused" : "ALLOWED", mkdir(path, 0777) < 0 ? "refused" : "ALLOWED");
}

int main(void) {
  TRY(mkdir("in", 0777));
  symlink("..", "in/up");
  symlink("../..", "in/up-up");
  symlink("up-up/", "in/slashed");
  symlink("in/up-up/secret", "indirect");
  static const char *paths[] = {"../secret", "in/../../secret", "in/up-up/secret", "in/up/../secret", "in/slashed/secret",
                                "indirect", "found-absolute", "found-relative", "found-relative/", "found-slashed/passwd",
                                "/etc/passwd", "../granted/../secret", "in/up-up", "./..", ".."};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) attempt(paths[i]);
  SHOW("%d", symlink("/etc/passwd", "absolute") < 0);
  SHOW("%d", rename("in", "../out") < 0);
  SHOW("%d", rename("../secret", "in/secret") < 0);
  SHOW("%d", link("../secret", "in/secret") < 0);
  SHOW("%d", link("in/up-up/secret", "in/secret") < 0);
  SHOW("%d", unlink("../secret") < 0);
  SHOW("%d", unlink("in/up-up/secret") < 0);
  SHOW("%d", rmdir("in/up-up/granted") < 0);
  put_file("in/up/fine", "inner dots are fine");
  show_file("fine");
  show_file("in/.././fine");
  return 0;
}
