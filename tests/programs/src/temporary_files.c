// stdio files at length: updating in place, buffering modes, fread and fwrite of records, ungetc, sparse writes, errors.
#include <stdlib.h>
#include <unistd.h>
#include "try.h"

typedef struct {
  int id;
  double value;
  char name[20];
} record;

int main(void) {
  FILE *file = fopen("records", "wb+");
  for (int i = 0; i < 500; i++) {
    record r = {i, i * 1.5, ""};
    snprintf(r.name, sizeof r.name, "record %d", i);
    fwrite(&r, sizeof r, 1, file);
  }
  for (int i = 499; i >= 0; i -= 7) {
    record r;
    fseek(file, i * (long)sizeof r, SEEK_SET);
    fread(&r, sizeof r, 1, file);
    r.value = -r.value;
    fseek(file, -(long)sizeof r, SEEK_CUR);
    fwrite(&r, sizeof r, 1, file);
  }
  rewind(file);
  double sum = 0;
  record r;
  int count = 0;
  while (fread(&r, sizeof r, 1, file) == 1) sum += r.value, count++;
  printf("%d %g %s %d\n", count, sum, r.name, feof(file) != 0);
  fclose(file);

  file = fopen("lines", "w+");
  setvbuf(file, NULL, _IOLBF, 32);
  for (int i = 0; i < 50; i++) fprintf(file, "%d: %*s\n", i, i, "x");
  fflush(file);
  rewind(file);
  char line[80];
  int lines = 0, longest = 0;
  while (fgets(line, sizeof line, file)) lines++, longest = (int)strlen(line) > longest ? (int)strlen(line) : longest;
  printf("%d %d\n", lines, longest);
  TRY(fseek(file, 0, SEEK_SET));
  int c = getc(file);
  ungetc('!', file);
  printf("%c%c\n", getc(file), c);
  fclose(file);

  file = fopen("lines", "r");
  SHOW("%d", fputc('x', file) == EOF && ferror(file));
  clearerr(file);
  SHOW("%d", ferror(file));
  SHOW("%d", fileno(file) > 2);
  fclose(file);
  file = fopen("unbuffered", "w");
  setvbuf(file, NULL, _IONBF, 0);
  for (int i = 0; i < 20; i++) fputc('a' + i, file);
  show_file("unbuffered");
  fclose(file);
  char *memory;
  size_t size;
  file = open_memstream(&memory, &size);
  fprintf(file, "in memory %d", 42);
  fclose(file);
  printf("%s %zu\n", memory, size);
  free(memory);
  return 0;
}
