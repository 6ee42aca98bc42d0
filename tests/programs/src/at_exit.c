// Order of constructors, main, atexit handlers (one registers another) and destructors; exit from deep inside.
#include <stdio.h>
#include <stdlib.h>

__attribute__((constructor(200))) static void second(void) { puts("constructor 200"); }
__attribute__((constructor(101))) static void first(void) { puts("constructor 101"); }
__attribute__((destructor)) static void last(void) { puts("destructor"); }

static void nested(void) { puts("nested handler"); }
static void one(void) { puts("handler one"); }
static void two(void) {
  puts("handler two");
  atexit(nested);
}

static void deep(int n) {
  if (n == 0) exit(7);
  deep(n - 1);
  puts("not reached");
}

int main(void) {
  puts("main");
  atexit(one);
  atexit(two);
  deep(50);
}
