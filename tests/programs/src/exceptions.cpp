// C++ exceptions by try_table: through frames with destructors, rethrown, nested, from constructors, by type, standard ones, uncaught_exceptions.
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

struct Trace {
  std::string name;
  explicit Trace(std::string n) : name(std::move(n)) {}
  ~Trace() { std::printf("  leave %s%s\n", name.c_str(), std::uncaught_exceptions() ? " while throwing" : ""); }
};

struct Custom : std::runtime_error {
  int code;
  Custom(int c) : std::runtime_error("custom " + std::to_string(c)), code(c) {}
};

static int deep(int n, int fail_at) {
  Trace trace("deep " + std::to_string(n));
  if (n == fail_at) throw Custom(n);
  return n == 0 ? 0 : 1 + deep(n - 1, fail_at);
}

static void rethrows(int kind) {
  try {
    switch (kind) {
      case 0: throw 42;
      case 1: throw std::string("a string");
      case 2: throw std::out_of_range("out of range");
      case 3: throw Custom(3);
      case 4: throw 2.5;
      case 5: std::vector<int>().at(9); break;
      case 6: std::function<void()>()(); break;
    }
  } catch (const std::runtime_error &) {
    std::puts("  passing on");
    throw;
  } catch (const std::string &text) {
    throw text + ", wrapped";
  }
}

struct Half {
  Trace first{"first member"};
  std::unique_ptr<Trace> second;
  Half() : second(new Trace("second member")) { throw std::logic_error("constructor failed"); }
};

static int finally_like(int n) {
  int result = 0;
  for (int i = 0; i < n; i++) {
    try {
      if (i % 3 == 0) throw i;
      result += i;
    } catch (int value) {
      result -= value;
      try {
        if (value % 2) throw "inner";
      } catch (const char *) {
        result += 1000;
        continue;
      }
    }
  }
  return result;
}

int main() {
  std::printf("%d\n", deep(2, -1));
  try {
    deep(4, 1);
  } catch (const std::exception &e) {
    std::printf("caught %s\n", e.what());
  }
  for (int kind = 0; kind <= 6; kind++) {
    try {
      rethrows(kind);
    } catch (int n) {
      std::printf("int %d\n", n);
    } catch (const std::string &s) {
      std::printf("string %s\n", s.c_str());
    } catch (const Custom &c) {
      std::printf("custom %d %s\n", c.code, c.what());
    } catch (const std::exception &e) {
      std::printf("%s\n", kind == 5 ? "at() refused" : kind == 6 ? "empty function" : e.what());
    } catch (...) {
      std::printf("something else\n");
    }
  }
  try {
    Half half;
  } catch (std::logic_error &e) {
    std::printf("%s\n", e.what());
  }
  std::printf("%d\n", finally_like(20000));
  std::exception_ptr saved;
  try {
    throw Custom(77);
  } catch (...) {
    saved = std::current_exception();
  }
  try {
    std::rethrow_exception(saved);
  } catch (const Custom &c) {
    std::printf("saved %d\n", c.code);
  }
  return 0;
}
