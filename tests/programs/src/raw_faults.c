// Pointers and numbers no libc would pass: buffers outside memory give FAULT, unknown enumerators INVAL, and the host survives.
#include <fcntl.h>
#include <wasi/api.h>
#include "try.h"

#define RAW(call) printf("%s: %d\n", #call, (int)(call))

int main(void) {
  put_file("file", "0123456789");
  int fd = open("file", O_RDWR);
  uint8_t *outside = (uint8_t *)0xfffffff0u, room[64];
  __wasi_size_t size;
  __wasi_filesize_t offset;
  __wasi_iovec_t bad = {outside, 100};
  __wasi_ciovec_t endless = {room, 0xffffffffu};
  RAW(__wasi_fd_read(fd, (__wasi_iovec_t *)outside, 8, &size));
  RAW(__wasi_fd_read(fd, (__wasi_iovec_t *)room, 0xffffffffu, &size));
  RAW(__wasi_fd_read(fd, &bad, 1, &size));
  RAW(__wasi_fd_write(fd, &endless, 1, &size));
  RAW(__wasi_fd_tell(fd, (__wasi_filesize_t *)outside));
  RAW(__wasi_fd_seek(fd, 0, __WASI_WHENCE_END, (__wasi_filesize_t *)0xfffffffcu));
  RAW(__wasi_random_get(outside, 100));
  RAW(__wasi_args_get((uint8_t **)outside, room));
  RAW(__wasi_clock_time_get(__WASI_CLOCKID_REALTIME, 0, (__wasi_timestamp_t *)0xfffffff9u));
  RAW(__wasi_fd_readdir(3, outside, 0x100, 0, &size));
  RAW(__wasi_path_open(3, 0, "file", 0, __WASI_RIGHTS_FD_READ, 0, 0, (__wasi_fd_t *)0xfffffffdu));
  RAW(__wasi_poll_oneoff((__wasi_subscription_t *)outside, (__wasi_event_t *)room, 1, &size));
  RAW(__wasi_fd_seek(fd, 0, 9, &offset));
  RAW(__wasi_fd_advise(fd, 0, 0, 77));
  RAW(__wasi_clock_time_get(77, 0, &offset));
  RAW(__wasi_fd_seek(fd, -1, __WASI_WHENCE_SET, &offset));
  RAW(__wasi_fd_filestat_set_times(fd, 0, 0, __WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW));
  show_file("file");
  return 0;
}
