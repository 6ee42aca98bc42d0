// Opening files: every fopen mode, exclusive creation, and each error an open can give.
#include <fcntl.h>
#include <unistd.h>
#include "try.h"

static void try_mode(const char *path, const char *mode) {
  FILE *file = fopen(path, mode);
  if (!file) {
    printf("fopen %s %s: %s\n", path, mode, strerror(errno));
    return;
  }
  char text[32] = "";
  size_t got = fread(text, 1, sizeof text - 1, file);
  fseek(file, 0, SEEK_CUR);
  int wrote = fputs("+", file) >= 0 && fflush(file) == 0;
  printf("fopen %s %s: read %zu \"%s\", write %s\n", path, mode, got, text, wrote ? "ok" : "refused");
  fclose(file);
  show_file(path);
}

int main(void) {
  static const char *modes[] = {"r", "r+", "w", "w+", "a", "a+", "wx", "w+x", "rb", "wb", "a+b"};
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    put_file("old", "old text");
    try_mode("old", modes[i]);
    unlink("new");
    try_mode("new", modes[i]);
  }
  TRY(open("missing", O_RDONLY));
  TRY(open("old", O_RDONLY | O_DIRECTORY));
  TRY(open("old/below", O_RDONLY));
  TRY(open(".", O_WRONLY));
  TRY(open("no/such/dir", O_WRONLY | O_CREAT, 0666));
  TRY(open("old", O_WRONLY | O_CREAT | O_EXCL, 0666));
  TRY(open("", O_RDONLY));
  TRY(close(open(".", O_RDONLY)));
  TRY(close(open("old", O_WRONLY | O_TRUNC)));
  show_file("old");
  int fd = open("old", O_RDONLY);
  TRY(write(fd, "x", 1));
  close(fd);
  fd = open("old", O_WRONLY);
  char byte;
  TRY(read(fd, &byte, 1));
  return 0;
}
