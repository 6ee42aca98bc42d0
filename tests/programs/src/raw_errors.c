// Every preview1 call on a descriptor that is not open, on the wrong kind of one, and with pointers outside memory.
#include <fcntl.h>
#include <unistd.h>
#include <wasi/api.h>
#include "try.h"

#define RAW(call) printf("%s: %d\n", #call, (int)(call))

static uint8_t room[256];
static __wasi_size_t size;
static __wasi_filesize_t offset;
static __wasi_iovec_t into = {room, sizeof room};
static __wasi_ciovec_t from = {room, 1};

static void on(int fd) {
  __wasi_fdstat_t fdstat;
  __wasi_filestat_t filestat;
  RAW(__wasi_fd_advise(fd, 0, 0, __WASI_ADVICE_NORMAL));
  RAW(__wasi_fd_allocate(fd, 0, 1) != 0);
  RAW(__wasi_fd_datasync(fd));
  RAW(__wasi_fd_fdstat_get(fd, &fdstat));
  RAW(__wasi_fd_filestat_get(fd, &filestat));
  RAW(__wasi_fd_pread(fd, &into, 1, 0, &size) != 0);
  RAW(__wasi_fd_pwrite(fd, &from, 1, 0, &size) != 0);
  RAW(__wasi_fd_read(fd, &into, 1, &size) != 0);
  RAW(__wasi_fd_write(fd, &from, 1, &size) != 0);
  RAW(__wasi_fd_readdir(fd, room, sizeof room, 0, &size));
  RAW(__wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &offset) != 0);
  RAW(__wasi_fd_tell(fd, &offset) != 0);
  RAW(__wasi_fd_sync(fd));
  RAW(__wasi_path_create_directory(fd, "x/y/z"));
  RAW(__wasi_path_open(fd, 0, "missing", 0, __WASI_RIGHTS_FD_READ, 0, 0, (__wasi_fd_t *)&size));
  RAW(__wasi_path_unlink_file(fd, "missing"));
  RAW(__wasi_sock_shutdown(fd, __WASI_SDFLAGS_RD) != 0);
}

int main(void) {
  put_file("file", "0123456789");
  printf("not open\n");
  on(1000);
  RAW(__wasi_fd_close(1000));
  RAW(__wasi_fd_renumber(1000, 3));
  RAW(__wasi_fd_fdstat_set_flags(1000, 0));
  RAW(__wasi_fd_filestat_set_size(1000, 0));
  RAW(__wasi_fd_filestat_set_times(1000, 0, 0, 0));
  printf("a directory\n");
  on(3);
  printf("a file\n");
  on(open("file", O_RDWR));
  printf("outside memory\n");
  int fd = open("file", O_RDWR);
  uint8_t *outside = (uint8_t *)0xfffffff0u;
  RAW(__wasi_fd_filestat_set_times(fd, 0, 0, __WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW));
  RAW(__wasi_fd_seek(fd, -1, __WASI_WHENCE_SET, &offset));
  RAW(__wasi_fd_read(fd, (__wasi_iovec_t *)outside, 8, &size));
  __wasi_iovec_t bad = {outside, 100};
  RAW(__wasi_fd_read(fd, &bad, 1, &size));
  RAW(__wasi_random_get(outside, 100));
  RAW(__wasi_args_get((uint8_t **)outside, room) != 0);
  RAW(__wasi_clock_time_get(77, 0, &offset) != 0);
  RAW(__wasi_fd_tell(fd, (__wasi_filesize_t *)outside));
  return 0;
}
