// Serves the files that it was granted.  Try: wasihost server.wasm --tcp-listen 127.0.0.1:8080 --dir .::/::ro
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 4096 };

// Listening sockets come behind the directories, which begin with descriptor 3.
static int find_listener(void) {
  struct stat status;
  for (int fd = 3; fstat(fd, &status) == 0; fd++)
    if (S_ISSOCK(status.st_mode)) return fd;
  return -1;
}

static int send_all(int fd, const char *data, size_t size) {
  while (size > 0) {
    ssize_t sent = send(fd, data, size, 0);
    if (sent < 0) return -1; // whoever asked has gone: the next one may stay
    data += sent, size -= sent;
  }
  return 0;
}

static void answer(int connection, const char *path) {
  char buffer[ROOM];
  struct stat status;
  int file = open(path, O_RDONLY);
  int found = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  const char *head = found ? "HTTP/1.0 200 OK\r\n\r\n" : "HTTP/1.0 404 Not Found\r\n\r\nThere is no such file.\n";
  printf("%s: %s\n", path, found ? "sent" : "not found");
  fflush(stdout);
  if (send_all(connection, head, strlen(head)) == 0 && found)
    for (ssize_t size; (size = read(file, buffer, ROOM)) > 0;)
      if (send_all(connection, buffer, size)) break;
  if (file >= 0) close(file);
}

// The first line of a request: `GET /path HTTP/1.0`.  The headers do not matter here, but have to be read.
static void serve(int connection) {
  char request[ROOM + 1], path[ROOM];
  size_t size = 0;
  do {
    ssize_t got = recv(connection, request + size, ROOM - size, 0);
    if (got <= 0) return;
    size += got, request[size] = 0;
  } while (!strstr(request, "\r\n\r\n") && size < ROOM);
  if (sscanf(request, "GET %4095s", path) == 1) answer(connection, path);
  shutdown(connection, SHUT_WR);
}

int main(void) {
  int listener = find_listener();
  if (listener < 0) return fputs("I was granted no socket: `--tcp-listen 127.0.0.1:8080`\n", stderr), 1;
  for (;;) {
    struct sockaddr from;
    socklen_t length = sizeof from;
    int connection = accept(listener, &from, &length);
    if (connection < 0) return perror("accept"), 1;
    serve(connection);
    close(connection);
  }
}
