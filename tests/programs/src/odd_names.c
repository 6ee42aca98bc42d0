// Names that are not UTF-8 never hide the other entries of a directory, and can be opened as they were read.
#include <dirent.h>
#include "try.h"

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

int main(int argc, char **argv) {
  struct dirent **list;
  int count = scandir(".", &list, NULL, by_name), odd = 0;
  for (int i = 0; i < count; i++)
    if ((unsigned char)list[i]->d_name[0] >= 0x80) {
      for (unsigned char *p = (unsigned char *)list[i]->d_name; *p; p++) printf("%02x ", *p);
      show_file(list[i]->d_name);
      odd++;
    }
  printf("%d entries, %d odd\n", count, odd);
  printf("%d arguments, last starts with %02x\n", argc, (unsigned char)argv[argc - 1][0]);
  return 0;
}
