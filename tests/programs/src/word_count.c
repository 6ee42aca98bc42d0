// Many files through stdio: a word count over a tree, walked recursively, with a report written as a new file.
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  char word[24];
  int count;
} entry;
static entry *table;
static size_t used, room;

static void count(const char *word) {
  for (size_t i = 0; i < used; i++)
    if (!strcmp(table[i].word, word)) {
      table[i].count++;
      return;
    }
  if (used == room) table = realloc(table, (room = room * 2 + 8) * sizeof *table);
  strcpy(table[used].word, word);
  table[used++].count = 1;
}

static void read_words(const char *path) {
  FILE *file = fopen(path, "r");
  char word[24];
  size_t n = 0;
  for (int c; (c = getc(file)) != EOF || n;) {
    if (c != EOF && isalpha(c) && n < sizeof word - 1) word[n++] = (char)tolower(c);
    else if (n) word[n] = 0, count(word), n = 0;
    if (c == EOF && !n) break;
  }
  fclose(file);
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static void walk(const char *path) {
  struct dirent **list;
  int n = scandir(path, &list, NULL, by_name);
  for (int i = 0; i < n; i++) {
    char name[300];
    struct stat st;
    snprintf(name, sizeof name, "%s/%s", path, list[i]->d_name);
    if (list[i]->d_name[0] != '.' && stat(name, &st) == 0) {
      printf("%s %lld\n", name, S_ISDIR(st.st_mode) ? -1ll : (long long)st.st_size);
      S_ISDIR(st.st_mode) ? walk(name) : read_words(name);
    }
    free(list[i]);
  }
  free(list);
}

static int by_count(const void *a, const void *b) {
  const entry *x = a, *y = b;
  return x->count != y->count ? y->count - x->count : strcmp(x->word, y->word);
}

int main(void) {
  walk(".");
  qsort(table, used, sizeof *table, by_count);
  mkdir("report", 0777);
  FILE *report = fopen("report/words.txt", "w");
  for (size_t i = 0; i < used; i++) fprintf(report, "%5d %s\n", table[i].count, table[i].word);
  fclose(report);
  rename("report/words.txt", "report/final.txt");
  printf("%zu words\n", used);
  return 0;
}
