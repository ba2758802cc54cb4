/* SPDX-License-Identifier: Apache-2.0 */
#include "attacks.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

/* Waits at most 300 ms for a connection. */
static long connects(int file, struct sockaddr *to, socklen_t length) {
  if (file < 0) return -1;
  fcntl(file, F_SETFL, O_NONBLOCK);
  if (connect(file, to, length) == 0) return 0;
  if (errno != EINPROGRESS) return -1;
  struct pollfd ready = {file, POLLOUT, 0};
  int error = ETIMEDOUT;
  socklen_t size = sizeof error;
  if (poll(&ready, 1, 300) == 1) getsockopt(file, SOL_SOCKET, SO_ERROR, &error, &size);
  errno = error;
  return error == 0 ? 0 : -1;
}

/* Pairs of address and port, over TCP and UDP, version 4 and 6. */
int connect_to(int argc, char **argv) {
  for (int i = 0; i + 1 < argc; i += 2) {
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(number(argv, i + 1))};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(number(argv, i + 1))};
    int is_six = inet_pton(AF_INET6, argv[i], &six.sin6_addr) == 1;
    if (!is_six && inet_aton(argv[i], &four.sin_addr) == 0) return 1;
    int family = is_six ? AF_INET6 : AF_INET;
    struct sockaddr *to = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    socklen_t length = is_six ? sizeof six : sizeof four;
    char what[128];
    snprintf(what, sizeof what, "TCP %s %s", argv[i], argv[i + 1]);
    tried(what, connects(socket(family, SOCK_STREAM, 0), to, length));
    int own = strncmp(argv[i], "127.", 4) == 0 || strcmp(argv[i], "0.0.0.0") == 0 ||
              strcmp(argv[i], "::1") == 0 || strncmp(argv[i], "::ffff:127.", 11) == 0;
    snprintf(what, sizeof what, "UDP %s %s", argv[i], argv[i + 1]);
    if (!own) tried(what, sendto(socket(family, SOCK_DGRAM, 0), "x", 1, 0, to, length));
  }
  return 0;
}

static socklen_t address(struct sockaddr_un *to, const char *name) {
  memset(to, 0, sizeof *to);
  to->sun_family = AF_UNIX;
  strncpy(to->sun_path, name, sizeof to->sun_path - 1);
  if (name[0] == '@') to->sun_path[0] = 0;
  return offsetof(struct sockaddr_un, sun_path) + strlen(name) + (name[0] == '@' ? 0 : 1);
}

/* Sockets of the host by path, or by an abstract name that begins with an at sign. */
int connect_unix(int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    struct sockaddr_un to;
    socklen_t length = address(&to, argv[i]);
    tried(argv[i], connects(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&to, length));
  }
  return 0;
}

/* Listens under a name for argv[1] seconds. */
int listen_abstract(int argc, char **argv) {
  struct sockaddr_un at;
  socklen_t length = address(&at, argv[0]);
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(file, (struct sockaddr *)&at, length) != 0 || listen(file, 4) != 0) {
    breach("the name is taken");
    return 1;
  }
  printf("listening\n");
  fflush(stdout);
  sleep(number(argv, 1));
  return 0;
}

/* The network as the program finds it, and making one of its own. */
int raw_network(int argc, char **argv) {
  char line[512];
  FILE *file = fopen("/proc/net/dev", "r");
  for (int n = 0; file && fgets(line, sizeof line, file); n++) {
    char *colon = strchr(line, ':');
    if (n > 1 && colon && strstr(line, " lo:") == NULL) {
      *colon = 0;
      breach(line);
    }
  }
  int own = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq request = {0};
  strcpy(request.ifr_name, "lo");
  ioctl(own, SIOCGIFFLAGS, &request);
  request.ifr_flags &= ~IFF_UP;
  if (argc > 0) tried("lo down", ioctl(own, SIOCSIFFLAGS, &request));
  strcpy(request.ifr_name, "dummy9");
  tried("new bridge", ioctl(own, 0x89a0, "hermesx9"));
  int low = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(81)};
  tried("port 81", bind(low, (struct sockaddr *)&at, sizeof at));
  return 0;
}

static int is_own(int family, struct sockaddr *at, socklen_t length) {
  int server = socket(family, SOCK_STREAM, 0);
  if (bind(server, at, length) == 0) listen(server, 64);
  return connects(socket(family, SOCK_STREAM, 0), at, length) == 0;
}

/* In a network of its own, where each of the addresses is given to the loopback first, with a
   server. Connects only if every one of version 4 is there: not every system has version 6. */
int own_world(int argc, char **argv) {
  struct ifreq lo = {.ifr_name = "lo"};
  int four = socket(AF_INET, SOCK_DGRAM, 0), six = socket(AF_INET6, SOCK_DGRAM, 0);
  ioctl(four, SIOCGIFFLAGS, &lo);
  lo.ifr_flags |= IFF_UP;
  ioctl(four, SIOCSIFFLAGS, &lo);
  for (int i = 0; i + 1 < argc; i += 2) {
    struct sockaddr_in at4 = {.sin_family = AF_INET, .sin_port = htons(number(argv, i + 1))};
    struct sockaddr_in6 at6 = {.sin6_family = AF_INET6, .sin6_port = htons(number(argv, i + 1))};
    int is_six = inet_pton(AF_INET6, argv[i], &at6.sin6_addr) == 1;
    if (!is_six && inet_aton(argv[i], &at4.sin_addr) == 0) return 1;
    struct ifreq alias;
    snprintf(alias.ifr_name, sizeof alias.ifr_name, "lo:%d", i);
    memcpy(&alias.ifr_addr, &at4, sizeof at4);
    struct {
      struct in6_addr address;
      unsigned prefix;
      int index;
    } one = {at6.sin6_addr, 128, 1};
    if (is_six) {
      ioctl(six, SIOCSIFADDR, &one);
      is_own(AF_INET6, (struct sockaddr *)&at6, sizeof at6);
      continue;
    }
    ioctl(four, SIOCSIFADDR, &alias);
    int own = 0;
    for (int look = 0; look < 20 && !own; look++) {
      own = is_own(AF_INET, (struct sockaddr *)&at4, sizeof at4);
    }
    if (!own) {
      printf("%s is not there: %s\n", argv[i], strerror(errno));
      return 1;
    }
  }
  return connect_to(argc, argv);
}
