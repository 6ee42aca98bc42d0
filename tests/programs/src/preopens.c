// Preopened directories as the raw interface shows them: numbers from 3, names, BADF after the last, then use of each.
#include <wasi/api.h>
#include "try.h"

int main(void) {
  char name[64];
  for (__wasi_fd_t fd = 0;; fd++) {
    __wasi_prestat_t prestat;
    __wasi_errno_t error = __wasi_fd_prestat_get(fd, &prestat);
    printf("fd %d: errno %d", fd, error);
    if (!error) {
      memset(name, '?', sizeof name);
      size_t length = prestat.u.dir.pr_name_len;
      int got = __wasi_fd_prestat_dir_name(fd, (uint8_t *)name, length);
      printf(" tag %d length %zu errno %d name %.*s next %c", prestat.tag, length, got, (int)length, name, name[length]);
      if (length > 1)
        printf(" short buffer errno %d", __wasi_fd_prestat_dir_name(fd, (uint8_t *)name, length - 1));
    }
    printf("\n");
    if (error && fd > 3) break;
  }
  show_file("/data/one");
  show_file("/data/inner/two");
  show_file("/other/two");
  put_file("/other/three", "made");
  show_file("/data/inner/three");
  show_file("/nowhere/else");
  return 0;
}
