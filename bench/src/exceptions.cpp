// Exceptions, each case timed by itself: `exceptions NAME` prints nanoseconds for one throw or call.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>

static volatile int limit = -1;
static uint64_t sum;

struct Cleanup {
  int depth;
  ~Cleanup() { sum += depth; }
};

[[gnu::noinline]] static int thrower(int x) {
  if (x > limit) throw x;
  return x + 1;
}

[[gnu::noinline]] static int frames(int depth, int x) {
  if (!depth) return thrower(x);
  return frames(depth - 1, x) + 1;
}

[[gnu::noinline]] static int cleanups(int depth, int x) {
  Cleanup cleanup{depth};
  return depth ? cleanups(depth - 1, x) + 1 : thrower(x);
}

static void throw_1(int x) {
  try {
    sum += thrower(x);
  } catch (int caught) {
    sum += caught;
  }
}

static void throw_10(int x) {
  try {
    sum += frames(9, x);
  } catch (int caught) {
    sum += caught;
  }
}

static void throw_10_cleanups(int x) {
  try {
    sum += cleanups(9, x);
  } catch (int caught) {
    sum += caught;
  }
}

static void rethrow(int x) {
  try {
    try {
      sum += thrower(x);
    } catch (int) {
      throw;
    }
  } catch (int caught) {
    sum += caught;
  }
}

[[gnu::noinline]] static int step(int x) {
  if (x < 0) throw x;
  return x + 1;
}

static void call_in_try(int x) {
  try {
    sum += step(x);
  } catch (int caught) {
    sum -= caught;
  }
}

static void call_alone(int x) { sum += step(x); }

enum { CALLS = 1000 };  // of a loop

static void loop_in_try(int) {
  try {
    for (int x = 0; x < CALLS; x++) sum += step(x);
  } catch (int caught) {
    sum -= caught;
  }
}

static void loop_alone(int) {
  for (int x = 0; x < CALLS; x++) sum += step(x);
}

static const struct {
  const char *name;
  void (*run)(int);
  int count;
  int calls;  // or throws, of each run
} CASES[] = {
    {"throw-1", throw_1, 300000, 1},
    {"throw-10", throw_10, 100000, 1},
    {"cleanups-10", throw_10_cleanups, 100000, 1},
    {"rethrow", rethrow, 200000, 1},
    {"call-in-try", call_in_try, 50000000, 1},
    {"call-alone", call_alone, 50000000, 1},
    {"loop-in-try", loop_in_try, 50000, CALLS},
    {"loop-alone", loop_alone, 50000, CALLS},
};

int main(int argc, char **argv) {
  for (auto &each : CASES) {
    if (argc < 2) {
      puts(each.name);
    } else if (!strcmp(argv[1], each.name)) {
      double best = 1e99;
      for (int round = 0; round < 3; round++) {
        timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        for (int n = 0; n < each.count; n++) each.run(n);
        clock_gettime(CLOCK_MONOTONIC, &end);
        double took = (end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec);
        if (took < best) best = took;
      }
      printf("%.2f %llu\n", best / each.count / each.calls, (unsigned long long)sum);
    }
  }
}
