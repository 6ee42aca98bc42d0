// Arguments: count, order, empty ones, spaces, options, bytes that are not ASCII.
#include <stdio.h>

int main(int argc, char **argv) {
  printf("%d\n", argc);
  for (int i = 1; i < argc; i++) {
    printf("%d [", i);
    for (const unsigned char *p = (unsigned char *)argv[i]; *p; p++) *p < 128 ? putchar(*p) : printf("\\x%02x", *p);
    printf("]\n");
  }
  printf("%s\n", argv[argc] == NULL ? "ends with NULL" : "does not end");
  return 0;
}
