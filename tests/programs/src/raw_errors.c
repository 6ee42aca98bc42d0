// The preview1 calls on a descriptor that is not open, and on a directory, a file and a preopen where they fit or not.
#include <fcntl.h>
#include <unistd.h>
#include <wasi/api.h>
#include "try.h"

static uint8_t room[256];
static __wasi_size_t size;
static __wasi_filesize_t offset;
static __wasi_iovec_t into = {room, sizeof room};
static __wasi_ciovec_t from = {room, 1};

// Hosts agree that a descriptor is not open; what exactly is wrong with an open one is theirs to say.
#define CLOSED(call) printf("%s: %d\n", #call, (int)(call))
#define OPEN(call) printf("%s: %s\n", #call, (call) ? "refused" : "ok")
#define EVERY(CHECK)                                                                                             \
  CHECK(__wasi_fd_fdstat_get(fd, &fdstat));                                                                      \
  CHECK(__wasi_fd_filestat_get(fd, &filestat));                                                                  \
  CHECK(__wasi_fd_pread(fd, &into, 1, 0, &size));                                                                \
  CHECK(__wasi_fd_pwrite(fd, &from, 1, 0, &size));                                                               \
  CHECK(__wasi_fd_read(fd, &into, 1, &size));                                                                    \
  CHECK(__wasi_fd_write(fd, &from, 1, &size));                                                                   \
  CHECK(__wasi_fd_readdir(fd, room, sizeof room, 0, &size));                                                     \
  CHECK(__wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &offset));                                                      \
  CHECK(__wasi_fd_tell(fd, &offset));                                                                            \
  CHECK(__wasi_path_create_directory(fd, "x/y/z"));                                                              \
  CHECK(__wasi_path_filestat_get(fd, 0, "missing", &filestat));                                                  \
  CHECK(__wasi_path_open(fd, 0, "missing", 0, __WASI_RIGHTS_FD_READ, 0, 0, (__wasi_fd_t *)&size));               \
  CHECK(__wasi_path_readlink(fd, "missing", room, sizeof room, &size));                                          \
  CHECK(__wasi_path_remove_directory(fd, "missing"));                                                            \
  CHECK(__wasi_path_rename(fd, "missing", fd, "other"));                                                         \
  CHECK(__wasi_path_symlink("target", fd, "no/such/place"));                                                     \
  CHECK(__wasi_path_unlink_file(fd, "missing"))

int main(void) {
  __wasi_fdstat_t fdstat;
  __wasi_filestat_t filestat;
  put_file("file", "0123456789");
  printf("not open\n");
  int fd = 1000;
  EVERY(CLOSED);
  CLOSED(__wasi_fd_advise(fd, 0, 0, __WASI_ADVICE_NORMAL));
  CLOSED(__wasi_fd_close(fd));
  CLOSED(__wasi_fd_datasync(fd));
  CLOSED(__wasi_fd_fdstat_set_flags(fd, 0));
  CLOSED(__wasi_fd_filestat_set_size(fd, 0));
  CLOSED(__wasi_fd_filestat_set_times(fd, 0, 0, 0));
  CLOSED(__wasi_fd_renumber(fd, 3));
  CLOSED(__wasi_fd_sync(fd));
  OPEN(__wasi_sock_shutdown(fd, __WASI_SDFLAGS_RD));
  printf("a directory\n");
  fd = 3;
  EVERY(OPEN);
  OPEN(__wasi_fd_filestat_set_size(fd, 0));
  OPEN(__wasi_sock_shutdown(fd, __WASI_SDFLAGS_RD));
  printf("a file\n");
  fd = open("file", O_RDWR);
  EVERY(OPEN);
  OPEN(__wasi_fd_advise(fd, 0, 0, __WASI_ADVICE_NORMAL));
  OPEN(__wasi_fd_datasync(fd));
  OPEN(__wasi_fd_sync(fd));
  OPEN(__wasi_sock_shutdown(fd, __WASI_SDFLAGS_RD));
  return 0;
}
