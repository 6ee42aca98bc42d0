// readv, writev, preadv and pwritev with many pieces, empty pieces, no pieces, and a read shorter than the pieces.
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>
#include "try.h"

enum { PIECES = 300 };

int main(void) {
  static char bytes[PIECES][7];
  static struct iovec pieces[PIECES];
  size_t total = 0;
  for (int i = 0; i < PIECES; i++) {
    int length = i % 7;
    for (int k = 0; k < length; k++) bytes[i][k] = (char)('a' + (i + k) % 26);
    pieces[i] = (struct iovec){bytes[i], length};
    total += length;
  }
  int fd = open("file", O_RDWR | O_CREAT, 0666);
  SHOW("%d", writev(fd, pieces, PIECES) == (ssize_t)total);
  SHOW("%zd", writev(fd, pieces, 0));
  SHOW("%lld", lseek(fd, 0, SEEK_SET));
  static char copy[PIECES][7];
  for (int i = 0; i < PIECES; i++) pieces[i] = (struct iovec){copy[i], i % 7};
  SHOW("%d", readv(fd, pieces, PIECES) == (ssize_t)total);
  SHOW("%d", memcmp(bytes, copy, sizeof bytes));
  lseek(fd, -5, SEEK_END);
  struct iovec rest[] = {{copy[0], 3}, {copy[1], 7}};
  SHOW("%zd", readv(fd, rest, 2));
  SHOW("%zd", readv(fd, rest, 2));
  printf("%.3s %.2s\n", copy[0], copy[1]);
  memset(copy, 0, sizeof copy);
  struct iovec in[] = {{copy[0], 2}, {NULL, 0}, {copy[1], 5}}, out[] = {{"12", 2}, {"345", 3}};
  SHOW("%zd", pwritev(fd, out, 2, 4));
  SHOW("%zd", preadv(fd, in, 3, 3));
  printf("%s %s\n", copy[0], copy[1]);
  struct iovec text[] = {{"to ", 3}, {"", 0}, {"stdout\n", 7}};
  fflush(stdout);
  writev(1, text, 3);
  return 0;
}
