// String functions: copying, searching, splitting, comparing, numbers, wide and multibyte text, formatted reading.
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

int main(void) {
  char a[64] = "hello", b[64];
  printf("%zu %s %s\n", strlen(a), strcpy(b, a), strcat(b, ", world"));
  printf("%s %s %s\n", strchr(b, 'o'), strrchr(b, 'o'), strstr(b, "wor"));
  printf("%zu %zu %s\n", strspn(b, "ehlo"), strcspn(b, ","), strpbrk(b, ", "));
  printf("%d %d %d %d\n", strcmp("a", "b") < 0, strncmp("abc", "abd", 2), strcasecmp("ABC", "abc"), memcmp("\xff", "\1", 1) > 0);
  char list[] = "one,two;;three", *rest;
  for (char *word = strtok_r(list, ",;", &rest); word; word = strtok_r(NULL, ",;", &rest)) printf("<%s>", word);
  printf("\n%ld %ld %ld %lu\n", strtol("-0x1F", NULL, 16), strtol("077", NULL, 0), strtol("zz", NULL, 36), strtoul("4294967295", NULL, 10));
  errno = 0;
  printf("%d %d\n", strtol("99999999999", NULL, 10) == LONG_MAX, errno == ERANGE);
  printf("%5d|%-5d|%05d|%+d|%x|%#o|%c|%10.3s|%%|%p\n", 42, 42, 42, 42, 48879, 8, 'c', "truncated", (void *)0x10);
  printf("%hhd %hd %lld %zu %jd %n\n", (signed char)-1, (short)-2, -3ll, (size_t)4, (long long)5, &(int){0});
  int day, year, n;
  char month[8];
  n = sscanf("12 Mar 2026", "%d %7[a-zA-Z] %d", &day, month, &year);
  printf("%d %d %s %d\n", n, day, month, year);
  for (int c = 0, classes = 0; c < 128; c++) {
    classes = classes * 31 + isalpha(c) + 2 * isdigit(c) + 4 * isspace(c) + 8 * ispunct(c) + (isupper(c) ? 16 : 0) + tolower(c);
    if (c == 127) printf("%d\n", classes);
  }
  setlocale(LC_ALL, "C.UTF-8");
  wchar_t wide[16];
  size_t count = mbstowcs(wide, "a\303\244\342\202\254\360\237\230\200", 16);
  printf("%zu %x %x %x %x\n", count, wide[0], wide[1], wide[2], wide[3]);
  char narrow[32];
  printf("%zu %zu\n", wcstombs(narrow, wide, sizeof narrow), strlen(narrow));
  printf("%ls %d\n", wide, wcscmp(L"abc", L"abd") < 0);
  char *copy = strdup(b), *limited = strndup(b, 3);
  printf("%s %s %s\n", copy, limited, (char *)memchr(copy, 'w', 20));
  free(copy), free(limited);
  printf("%s; %s; %s\n", strerror(ENOENT), strerror(0), strerror(EILSEQ));
  return 0;
}
