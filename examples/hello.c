// Greets, and shows what the host granted: nothing unless asked.  Try: wasihost hello.wasm --dir . --env WHO=you
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <wasi/api.h>

enum { SHOWN = 10 };

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }
static int visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static void show_directory(const char *path) {
  struct dirent **entries;
  int count = scandir(path, &entries, visible, by_name);
  if (count < 0) {
    perror(path);
    return;
  }
  printf("I was granted the directory `%s` and see %d %s in it%s\n", path, count, count == 1 ? "entry" : "entries",
         count ? ":" : ".");
  for (int i = 0; i < count && i < SHOWN; i++) {
    char name[1024];
    struct stat status;
    snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
    if (stat(name, &status)) printf("           ?  %s\n", entries[i]->d_name);
    else if (S_ISDIR(status.st_mode)) printf("   directory  %s\n", entries[i]->d_name);
    else printf("%12lld  %s\n", (long long)status.st_size, entries[i]->d_name);
  }
  if (count > SHOWN) printf("              and %d more\n", count - SHOWN);
}

int main(int argc, char **argv) {
  const char *who = getenv("WHO");
  printf("Hello, %s! This is WebAssembly.\n", who ? who : "world");
  for (int i = 1; i < argc; i++) printf("You said `%s`.\n", argv[i]);

  int granted = 0;
  for (__wasi_fd_t fd = 3;; fd++) {
    __wasi_prestat_t prestat;
    char name[256];
    if (__wasi_fd_prestat_get(fd, &prestat)) break;
    size_t length = prestat.u.dir.pr_name_len;
    if (length >= sizeof name || __wasi_fd_prestat_dir_name(fd, (uint8_t *)name, length)) continue;
    name[length] = 0;
    show_directory(name);
    granted++;
  }
  if (!granted) printf("I was granted no directory, so I cannot see a single file. Try `--dir .`\n");
  return 0;
}
