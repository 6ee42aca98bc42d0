// A C++ exception nobody catches, and one thrown out of a noexcept function: terminate handlers, then a trap.
#include <cstdio>
#include <cstdlib>
#include <exception>

static void careless() noexcept { throw 1; }

int main(int argc, char **) {
  std::set_terminate([] {
    std::puts("terminate");
    std::fflush(stdout);
    std::abort();
  });
  if (argc > 1) careless();
  throw argc;
}
