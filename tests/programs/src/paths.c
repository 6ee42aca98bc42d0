// Names: repeated and trailing slashes, dots, very long ones, spaces, UTF-8, and case.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  struct stat st;
  mkdir("dir", 0777);
  mkdir("dir/nested", 0777);
  put_file("dir/nested/file", "found");
  show_file("dir//nested///file");
  show_file("./dir/./nested/./file");
  show_file("dir/nested/../nested/../../dir/nested/file");
  show_file("/dir/nested/file");
  show_file("dir/nested/file/");
  show_file("dir/missing/../nested/file");
  TRY(stat("dir/nested/", &st));
  TRY(stat("dir/nested///", &st));
  TRY(stat("dir/nested/.", &st));
  TRY(stat("dir/nested/..", &st));
  TRY(stat(".", &st));
  put_file("a name with spaces", "1");
  put_file("\303\244\342\202\254\360\237\230\200", "2");
  put_file("-leading", "3");
  put_file("back\\slash", "4");
  put_file("Case", "upper");
  put_file("case", "lower");
  show_file("\303\244\342\202\254\360\237\230\200");
  show_file("Case");
  char name[400];
  memset(name, 'n', sizeof name);
  name[255] = 0;
  SHOW("%d", close(open(name, O_CREAT | O_WRONLY, 0666)));
  name[255] = 'n', name[256] = 0;
  SHOW("%d", open(name, O_CREAT | O_WRONLY, 0666) < 0 && errno == ENAMETOOLONG);
  return 0;
}
