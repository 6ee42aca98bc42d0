// Names that are not UTF-8 never hide the other entries of a directory, and can be opened as they were read.
#include <dirent.h>
#include "try.h"

int main(int argc, char **argv) {
  int count = 0, odd = 0;
  DIR *dir = opendir(".");
  for (struct dirent *e; dir && (e = readdir(dir)); count++)
    if ((unsigned char)e->d_name[0] >= 0x80) {
      for (unsigned char *p = (unsigned char *)e->d_name; *p; p++) printf("%02x ", *p);
      show_file(e->d_name);
      odd++;
    }
  printf("%d entries, %d odd\n", count, odd);
  printf("%d arguments, last starts with %02x\n", argc, (unsigned char)argv[argc - 1][0]);
  return 0;
}
