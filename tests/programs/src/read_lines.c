// Standard input through stdio: fgets, getline, ungetc, scanf, feof.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  char line[64];
  if (fgets(line, sizeof line, stdin)) printf("first: %s", line);
  int a, b;
  double c;
  char word[16];
  int n = scanf("%d %x %lf %15s", &a, (unsigned *)&b, &c, word);
  printf("scanf %d: %d %d %g %s\n", n, a, b, c, word);
  int ch = getchar();
  ungetc('#', stdin);
  printf("next %d then %c\n", ch, getchar());
  char *text = NULL;
  size_t room = 0, lines = 0, longest = 0;
  for (ssize_t length; (length = getline(&text, &room, stdin)) >= 0; lines++)
    if ((size_t)length > longest) longest = length;
  printf("%zu lines, longest %zu, last \"%s\", eof %d\n", lines, longest, text, feof(stdin) != 0);
  free(text);
  return 0;
}
