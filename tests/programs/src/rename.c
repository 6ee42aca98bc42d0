// rename: files over files, directories over empty and full ones, across directories, and every mismatch.
#include <sys/stat.h>
#include <unistd.h>
#include "try.h"

int main(void) {
  put_file("one", "1");
  put_file("two", "2");
  mkdir("empty", 0777);
  mkdir("full", 0777);
  put_file("full/inside", "in");
  TRY(rename("one", "three"));
  TRY(rename("one", "three"));
  TRY(rename("three", "two"));
  show_file("two");
  TRY(rename("two", "full/two"));
  TRY(rename("full", "empty"));
  show_file("empty/inside");
  mkdir("other", 0777);
  TRY(rename("other", "empty"));
  TRY(rename("other", "empty/two"));
  TRY(rename("empty/two", "other"));
  TRY(rename("empty", "empty/below"));
  TRY(rename("other/", "moved/"));
  TRY(rename("empty/inside", "empty/inside"));
  TRY(rename("empty/inside", "no/such"));
  TRY(rename("empty/inside/", "gone"));
  return 0;
}
