// Environment: inherited order, empty values, getenv, setenv, unsetenv, putenv.
#include <stdio.h>
#include <stdlib.h>

extern char **environ;

int main(void) {
  for (char **entry = environ; entry && *entry; entry++) puts(*entry);
  printf("EMPTY is %s\n", getenv("EMPTY") ? *getenv("EMPTY") ? "full" : "empty" : "missing");
  printf("HOME is %s\n", getenv("HOME") ? "set" : "missing");
  setenv("ADDED", "1", 0);
  setenv("ADDED", "2", 0);
  setenv("GREETING", "changed", 1);
  putenv("PUT=3");
  unsetenv("EMPTY");
  for (char **entry = environ; *entry; entry++) puts(*entry);
  return 0;
}
