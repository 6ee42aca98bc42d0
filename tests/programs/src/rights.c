// fdstat: kinds, flags and rights of streams, directories and files; dropping rights; flags that path_open set.
#include <fcntl.h>
#include <unistd.h>
#include <wasi/api.h>
#include "try.h"

static void show(const char *what, int fd) {
  __wasi_fdstat_t st;
  int error = __wasi_fd_fdstat_get(fd, &st);
  if (error) {
    printf("%s: errno %d\n", what, error);
    return;
  }
  int file = st.fs_filetype != __WASI_FILETYPE_DIRECTORY;
  printf("%s: kind %d flags %d%s%s%s\n", what, st.fs_filetype, st.fs_flags,
         file && st.fs_rights_base & __WASI_RIGHTS_FD_READ ? " read" : "",
         file && st.fs_rights_base & __WASI_RIGHTS_FD_WRITE ? " write" : "",
         !file && st.fs_rights_base & __WASI_RIGHTS_FD_SEEK ? " seek" : "");
}

int main(void) {
  put_file("file", "text");
  show("preopen", 3);
  show("closed", 50);
  show("read", open("file", O_RDONLY));
  show("write", open("file", O_WRONLY));
  show("both", open("file", O_RDWR));
  show("append", open("file", O_WRONLY | O_APPEND));
  show("directory", open(".", O_RDONLY | O_DIRECTORY));
  int fd = open("file", O_RDWR);
  printf("append on: %d\n", __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND));
  show("changed", fd);
  printf("append off: %d\n", __wasi_fd_fdstat_set_flags(fd, 0));
  show("changed back", fd);
  return 0;
}
