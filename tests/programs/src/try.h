// Shared by the programs: print what a call did as one line, "call: ok" or "call: <strerror>", so outputs can be compared.
#pragma once
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define TRY(call) (errno = 0, printf("%s: %s\n", #call, (call) < 0 ? strerror(errno) : "ok"))
#define SHOW(format, expression) printf("%s = " format "\n", #expression, expression)

static inline void put_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  if (!file || fputs(text, file) < 0 || fclose(file)) printf("cannot write %s: %s\n", path, strerror(errno));
}

static inline void show_file(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) {
    printf("%s: %s\n", path, strerror(errno));
    return;
  }
  printf("%s: \"", path);
  for (int c; (c = getc(file)) != EOF;) c < 32 || c > 126 ? printf("\\%02x", c) : putchar(c);
  printf("\"\n");
  fclose(file);
}
