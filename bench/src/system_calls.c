// System calls, each timed by itself: `system_calls NAME` prints nanoseconds for one call.  Works in `.`.
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int file;
static char buffer[64];
static struct timespec now;
static struct stat status;

static int clock_call(void) { return clock_gettime(CLOCK_MONOTONIC, &now); }
static int read_call(void) { return pread(file, buffer, sizeof buffer, 0) < 0; }
static int write_call(void) { return pwrite(file, buffer, sizeof buffer, 0) < 0; }
static int seek_call(void) { return lseek(file, 8, SEEK_SET) < 0; }
static int fstat_call(void) { return fstat(file, &status); }
static int stat_call(void) { return stat("bench.file", &status); }
static int deep_stat_call(void) { return stat("bench.dir/bench.dir/bench.file", &status); }
static int open_call(void) {
  int opened = open("bench.file", O_RDONLY);
  return opened < 0 || close(opened);
}

static const struct { const char *name; int (*call)(void); int count; } CALLS[] = {
    {"clock", clock_call, 2000000}, {"read", read_call, 500000}, {"write", write_call, 300000}, {"seek", seek_call, 1000000},
    {"fstat", fstat_call, 500000}, {"stat", stat_call, 200000}, {"deep-stat", deep_stat_call, 200000}, {"open", open_call, 100000}};

int main(int argc, char **argv) {
  mkdir("bench.dir", 0755), mkdir("bench.dir/bench.dir", 0755);
  close(open("bench.dir/bench.dir/bench.file", O_CREAT | O_RDWR, 0644));
  file = open("bench.file", O_CREAT | O_RDWR, 0644);
  for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
    if (argc < 2) {
      puts(CALLS[i].name);
    } else if (!strcmp(argv[1], CALLS[i].name)) {
      int64_t best = INT64_MAX;
      for (int round = 0; round < 3; round++) {
        struct timespec start, end;
        int failed = 0;
        clock_gettime(CLOCK_MONOTONIC, &start);
        for (int n = 0; n < CALLS[i].count; n++) failed |= CALLS[i].call();
        clock_gettime(CLOCK_MONOTONIC, &end);
        if (failed) return perror(argv[1]), 1;
        int64_t took = (end.tv_sec - start.tv_sec) * 1000000000ll + (end.tv_nsec - start.tv_nsec);
        if (took < best) best = took;
      }
      printf("%.1f 0\n", (double)best / CALLS[i].count);
    }
  }
  return 0;
}
