// qsort, bsearch, tsearch-like trees and hash tables over many elements, comparison through function pointers.
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  unsigned key;
  char name[12];
} record;

static int by_key(const void *a, const void *b) {
  unsigned x = ((record *)a)->key, y = ((record *)b)->key;
  return x < y ? -1 : x > y;
}

static int by_name(const void *a, const void *b) { return strcmp(((record *)a)->name, ((record *)b)->name); }

static unsigned long long checksum(const record *r, size_t n) {
  unsigned long long sum = 0;
  for (size_t i = 0; i < n; i++) sum = sum * 1000003 + r[i].key;
  return sum;
}

static int visited;
static void visit(const void *node, VISIT when, int depth) {
  if (when == postorder || when == leaf) visited++;
}

int main(void) {
  enum { N = 20000 };
  record *records = malloc(N * sizeof *records);
  unsigned state = 12345;
  for (int i = 0; i < N; i++) {
    state = state * 1664525 + 1013904223;
    records[i].key = state;
    snprintf(records[i].name, sizeof records[i].name, "n%u", state % 99991);
  }
  qsort(records, N, sizeof *records, by_key);
  int ordered = 1;
  for (int i = 1; i < N; i++) ordered &= records[i - 1].key <= records[i].key;
  printf("%d %llx\n", ordered, checksum(records, N));
  int found = 0;
  for (int i = 0; i < N; i += 7) found += bsearch(&records[i], records, N, sizeof *records, by_key) != NULL;
  record absent = {1, ""};
  printf("%d %d\n", found, bsearch(&absent, records, N, sizeof *records, by_key) == NULL);
  qsort(records, N, sizeof *records, by_name);
  printf("%s %s\n", records[0].name, records[N - 1].name);
  void *root = NULL;
  for (int i = 0; i < 3000; i++) tsearch(&records[i], &root, by_key);
  twalk(root, visit);
  printf("%d %d\n", visited, tfind(&absent, &root, by_key) == NULL);
  free(records);
  return 0;
}
