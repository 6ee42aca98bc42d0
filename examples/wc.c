// Counts lines, words and bytes of files, or of standard input.  Try: wasihost wc.wasm --dir . README.md
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  unsigned long long lines, words, bytes;
} counts;

static void print(counts c, const char *name) {
  printf("%8llu %8llu %8llu%s%s\n", c.lines, c.words, c.bytes, name ? " " : "", name ? name : "");
}

static int count(FILE *file, counts *c) {
  static unsigned char block[1 << 16];
  int in_word = 0;
  for (size_t n; (n = fread(block, 1, sizeof block, file));) {
    c->bytes += n;
    for (size_t i = 0; i < n; i++) {
      int space = isspace(block[i]) != 0;
      c->lines += block[i] == '\n';
      c->words += !space && !in_word;
      in_word = !space;
    }
  }
  return ferror(file);
}

int main(int argc, char **argv) {
  int failed = 0;
  counts total = {0};
  if (argc < 2) {
    failed = count(stdin, &total);
    print(total, NULL);
  }
  for (int i = 1; i < argc; i++) {
    counts c = {0};
    FILE *file = fopen(argv[i], "rb");
    if (!file || count(file, &c)) {
      fprintf(stderr, "wc: %s: %s\n", argv[i], strerror(errno));
      failed = 1;
    } else {
      print(c, argv[i]);
      total.lines += c.lines, total.words += c.words, total.bytes += c.bytes;
    }
    if (file) fclose(file);
  }
  if (argc > 2) print(total, "total");
  return failed;
}
