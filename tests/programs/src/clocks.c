// Clocks: resolution, monotonic order, the real time's year, sleeping for at least as long, a thousand empty sleeps, dates.
#include <time.h>
#include <unistd.h>
#include <sched.h>
#include "try.h"

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(void) {
  struct timespec resolution;
  TRY(clock_getres(CLOCK_REALTIME, &resolution));
  SHOW("%d", resolution.tv_sec > 0 || resolution.tv_nsec > 0);
  TRY(clock_getres(CLOCK_MONOTONIC, &resolution));
  SHOW("%d", now(CLOCK_REALTIME) > 1.7e9 && now(CLOCK_REALTIME) < 1e10);
  int backwards = 0;
  double last = now(CLOCK_MONOTONIC);
  for (int i = 0; i < 10000; i++) {
    double next = now(CLOCK_MONOTONIC);
    backwards += next < last;
    last = next;
  }
  SHOW("%d", backwards);
  double start = now(CLOCK_MONOTONIC);
  TRY(nanosleep(&(struct timespec){0, 30000000}, NULL));
  SHOW("%d", now(CLOCK_MONOTONIC) - start >= 0.03);
  TRY(usleep(1000));
  TRY(sched_yield());
  start = now(CLOCK_MONOTONIC);
  for (int i = 0; i < 1000; i++) nanosleep(&(struct timespec){0, 0}, NULL);
  SHOW("%d", now(CLOCK_MONOTONIC) - start < 2);
  char text[64];
  time_t then = 1234567890;
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %j %a", gmtime(&then));
  SHOW("%s", text);
  struct tm parts = {.tm_year = 100, .tm_mon = 1, .tm_mday = 29, .tm_hour = 12};
  SHOW("%lld", (long long)mktime(&parts));
  TRY(nanosleep(&(struct timespec){0, 2000000000}, NULL));
  return 0;
}
