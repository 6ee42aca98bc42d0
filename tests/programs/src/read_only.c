// What a directory granted for reading refuses: every call that writes, and what it still allows.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

static void refused(const char *what, int result) { printf("%s: %s\n", what, result < 0 ? "refused" : "ALLOWED"); }

int main(void) {
  struct stat st;
  struct timespec times[2] = {{1, 0}, {2, 0}};
  show_file("/ro/file");
  refused("create", open("/ro/new", O_WRONLY | O_CREAT, 0666));
  refused("create for reading", open("/ro/new", O_RDONLY | O_CREAT, 0666));
  refused("write", open("/ro/file", O_WRONLY));
  refused("read and write", open("/ro/file", O_RDWR));
  refused("truncate on open", open("/ro/file", O_RDONLY | O_TRUNC));
  refused("append", open("/ro/file", O_WRONLY | O_APPEND));
  refused("truncate", truncate("/ro/file", 1));
  refused("mkdir", mkdir("/ro/dir", 0777));
  refused("rmdir", rmdir("/ro/sub"));
  refused("unlink", unlink("/ro/file"));
  refused("rename within", rename("/ro/file", "/ro/other"));
  refused("rename out", rename("/ro/file", "/rw/file"));
  refused("rename in", rename("/rw/mine", "/ro/mine"));
  refused("link within", link("/ro/file", "/ro/hard"));
  refused("link out", link("/ro/file", "/rw/hard"));
  refused("link in", link("/rw/mine", "/ro/mine"));
  refused("symlink", symlink("file", "/ro/soft"));
  refused("times", utimensat(AT_FDCWD, "/ro/file", times, 0));
  refused("size of an open file", ftruncate(open("/ro/file", O_RDONLY), 1));
  refused("times of an open file", futimens(open("/ro/file", O_RDONLY), times));
  refused("below", open("/ro/sub/new", O_WRONLY | O_CREAT, 0666));
  show_file("/ro/file");
  TRY(stat("/ro/file", &st));
  TRY(opendir("/ro/sub") ? 0 : -1);
  put_file("/rw/made", "yes");
  show_file("/rw/made");
  return 0;
}
