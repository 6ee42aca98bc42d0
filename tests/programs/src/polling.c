// poll_oneoff: relative and absolute clocks, several at once, files always ready, waiting input, bad descriptors, no subscription.
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>
#include <wasi/api.h>
#include "try.h"

static __wasi_subscription_t clock_after(uint64_t userdata, uint32_t id, uint64_t ns, int absolute) {
  __wasi_subscription_t s = {.userdata = userdata, .u.tag = __WASI_EVENTTYPE_CLOCK};
  s.u.u.clock = (__wasi_subscription_clock_t){.id = id, .timeout = ns, .precision = 1, .flags = absolute};
  return s;
}

static __wasi_subscription_t ready(uint64_t userdata, int tag, int fd) {
  __wasi_subscription_t s = {.userdata = userdata, .u.tag = tag};
  s.u.u.fd_read.file_descriptor = fd;
  return s;
}

static void wait_for(const char *what, __wasi_subscription_t *subscriptions, size_t count) {
  __wasi_event_t events[8];
  size_t got = 0;
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  int error = __wasi_poll_oneoff(subscriptions, events, count, &got);
  clock_gettime(CLOCK_MONOTONIC, &b);
  double ms = (b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6;
  printf("%s: errno %d, %zu events, %s", what, error, error ? 0 : got, ms < 19 ? "at once" : ms < 1500 ? "in time" : "late");
  for (size_t i = 0; !error && i < got; i++)
    printf(" [%llu errno %d type %d]", (unsigned long long)events[i].userdata, events[i].error, events[i].type);
  printf("\n");
}

int main(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  uint64_t monotonic = now.tv_sec * 1000000000ull + now.tv_nsec;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t realtime = now.tv_sec * 1000000000ull + now.tv_nsec;
  put_file("file", "text");
  int file = open("file", O_RDWR);
  __wasi_subscription_t s[4];

  wait_for("nothing", s, 0);
  s[0] = clock_after(1, __WASI_CLOCKID_MONOTONIC, 0, 0);
  wait_for("zero", s, 1);
  s[0] = clock_after(2, __WASI_CLOCKID_MONOTONIC, 20000000, 0);
  wait_for("20 ms", s, 1);
  s[0] = clock_after(3, __WASI_CLOCKID_REALTIME, 20000000, 0);
  wait_for("20 ms of real time", s, 1);
  s[0] = clock_after(4, __WASI_CLOCKID_MONOTONIC, monotonic, 1);
  wait_for("past", s, 1);
  s[0] = clock_after(5, __WASI_CLOCKID_REALTIME, realtime - 1000000000, 1);
  wait_for("past of real time", s, 1);
  s[0] = clock_after(6, __WASI_CLOCKID_MONOTONIC, 5000000000, 0);
  s[1] = clock_after(7, __WASI_CLOCKID_MONOTONIC, 20000000, 0);
  wait_for("the earlier of two", s, 2);
  s[1] = ready(8, __WASI_EVENTTYPE_FD_READ, file);
  wait_for("file before clock", s, 2);
  s[1] = ready(9, __WASI_EVENTTYPE_FD_WRITE, file);
  wait_for("file is writable", s, 2);
  s[1] = ready(10, __WASI_EVENTTYPE_FD_READ, 0);
  wait_for("input waits", s, 2);
  char line[16] = "";
  read(0, line, sizeof line - 1);
  SHOW("%s", line);

  struct pollfd fds[] = {{.fd = 0, .events = POLLIN}, {.fd = 1, .events = POLLOUT}};
  SHOW("%d", poll(fds, 2, 1000) >= 1);
  SHOW("%d", (fds[1].revents & POLLOUT) != 0);
  SHOW("%d", poll(NULL, 0, 0));
  struct timeval tv = {0, 1000};
  SHOW("%d", select(0, NULL, NULL, NULL, &tv));
  return 0;
}
