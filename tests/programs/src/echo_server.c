// Sends back what each connection sends, until so many have come and gone; tells how much that was and how it ended.
// echo_server LISTENER CONNECTIONS
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 64, ROOM = 1 << 16 };

static struct connection {
  int fd, number;
  ssize_t start, end;
  long long total;
  char data[ROOM];
} connections[MOST];
static int open_now, accepted, ended;

static void accept_all(int listener) {
  while (open_now < MOST) {
    struct sockaddr from;
    socklen_t size = sizeof from;
    int fd = accept4(listener, &from, &size, SOCK_NONBLOCK);
    if (fd < 0) {
      if (errno != EAGAIN) printf("accept: %s\n", strerror(errno));
      return;
    }
    struct connection *c = &connections[open_now++];
    c->fd = fd, c->number = ++accepted, c->start = c->end = 0, c->total = 0;
  }
}

static void finish(struct connection *c, const char *how) {
  printf("%d: %lld bytes, %s\n", c->number, c->total, how);
  fflush(stdout);
  close(c->fd);
  *c = connections[--open_now];
  ended++;
}

// What was read goes back before more is read, so that a client which reads nothing has to wait.
static void serve(struct connection *c) {
  if (c->start == c->end) {
    ssize_t size = recv(c->fd, c->data, ROOM, 0);
    if (size < 0) {
      if (errno != EAGAIN) finish(c, strerror(errno));
      return;
    }
    if (size == 0) {
      char byte;
      // To a native program both would be a signal that ends it.
      int silent = shutdown(c->fd, SHUT_WR) == 0 && send(c->fd, "x", 1, 0) < 0 && errno == EPIPE &&
                   write(c->fd, "x", 1) < 0 && errno == EPIPE;
      finish(c, silent && read(c->fd, &byte, 1) == 0 ? "the end" : "no end");
      return;
    }
    c->start = 0, c->end = size, c->total += size;
  }
  // By turns the two ways to send.
  size_t left = c->end - c->start;
  ssize_t sent = c->total & 1 ? write(c->fd, c->data + c->start, left) : send(c->fd, c->data + c->start, left, 0);
  if (sent >= 0) c->start += sent;
  else if (errno != EAGAIN) finish(c, strerror(errno));
}

int main(int argc, char **argv) {
  int listener = atoi(argv[1]), count = atoi(argv[2]);
  struct sockaddr from;
  socklen_t size = sizeof from;
  if (fcntl(listener, F_SETFL, O_NONBLOCK)) return perror("fcntl"), 1;
  printf("accept: %s\n", accept(listener, &from, &size) < 0 ? strerror(errno) : "somebody");
  fflush(stdout);
  while (ended < count) {
    struct pollfd files[MOST + 1] = {{.fd = open_now < MOST ? listener : -1, .events = POLLIN}};
    int polled = open_now;
    for (int i = 0; i < polled; i++)
      files[i + 1] = (struct pollfd){
          .fd = connections[i].fd, .events = connections[i].start == connections[i].end ? POLLIN : POLLOUT};
    if (poll(files, polled + 1, -1) < 0) return perror("poll"), 1;
    for (int i = polled; i > 0; i--)
      if (files[i].revents) serve(&connections[i - 1]);
    if (files[0].revents) accept_all(listener);
  }
  return 0;
}
