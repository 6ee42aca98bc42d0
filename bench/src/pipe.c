// The stages of a pipe: `pipe make MODE MEGABYTES | pipe translate MODE | pipe count MODE` prints lines, words and bytes.
// MODE is how they read and write: blocks, as cat, tr and wc do, or stdio, a character at a time by C's library.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned char block[65536], upper[256];
static long long lines, words, bytes;
static int inside;

static void write_all(size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t put = write(1, block + done, size - done);
    if (put < 0) exit(1);
    done += put;
  }
}

static void count(int c) {
  int space = c == ' ' || c == '\n';
  bytes++, lines += c == '\n', words += space & inside, inside = !space;
}

static void make(int blocks, long long size) {
  for (size_t i = 0; i < sizeof block; i++) block[i] = i % 61 == 60 ? '\n' : "etaoin shrdlu cmfwyp"[i % 20];
  for (long long done = 0; done < size; done += sizeof block)
    if (blocks) write_all(sizeof block);
    else for (size_t i = 0; i < sizeof block; i++) putchar(block[i]);
}

static void translate(int blocks) {
  for (int c = 0; c < 256; c++) upper[c] = toupper(c);
  if (!blocks) {
    for (int c; (c = getchar()) != EOF;) putchar(upper[c]);
    return;
  }
  for (ssize_t got; (got = read(0, block, sizeof block)) > 0;) {
    for (ssize_t i = 0; i < got; i++) block[i] = upper[block[i]];
    write_all(got);
  }
}

static void count_all(int blocks) {
  if (blocks)
    for (ssize_t got; (got = read(0, block, sizeof block)) > 0;)
      for (ssize_t i = 0; i < got; i++) count(block[i]);
  else
    for (int c; (c = getchar()) != EOF;) count(c);
  printf("%lld %lld %lld\n", lines, words + inside, bytes);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int blocks = !strcmp(argv[2], "blocks");
  switch (argv[1][0]) {
    case 'm': make(blocks, argc > 3 ? atoll(argv[3]) << 20 : 1 << 20); break;
    case 't': translate(blocks); break;
    case 'c': count_all(blocks); break;
  }
  return fflush(stdout) || ferror(stdin) || ferror(stdout);
}
