/* SPDX-License-Identifier: Apache-2.0 */
#include "attacks.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define MIB (1L << 20)

static void *anonymous(size_t length, int flags) {
  void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | flags, -1, 0);
  return at == MAP_FAILED ? NULL : at;
}

static int reported(long made, long most) {
  printf("%ld of %ld MiB\n", made, most);
  if (made >= most) breach("all of the memory");
  return 0;
}

/* argv[0] MiB, each page touched. */
int touch_memory(int argc, char **argv) {
  long made = 0;
  for (char *at; made < number(argv, 0) && (at = malloc(MIB)); made++) memset(at, 1, MIB);
  return reported(made, number(argv, 0));
}

int shared_memory(int argc, char **argv) {
  long made = 0;
  for (char *at; made < number(argv, 0) && (at = anonymous(MIB, MAP_SHARED)); made++) memset(at, 1, MIB);
  return reported(made, number(argv, 0));
}

int memfd(int argc, char **argv) {
  static char block[MIB];
  long made = 0;
  int file = syscall(SYS_memfd_create, "x", 0);
  memset(block, 1, MIB);
  while (file >= 0 && made < number(argv, 0) && write(file, block, MIB) == MIB) made++;
  return reported(made, number(argv, 0));
}

int system_v(int argc, char **argv) {
  long made = 0;
  int all[4096];
  for (; made < number(argv, 0) && made < 4096; made++) {
    all[made] = shmget(IPC_PRIVATE, MIB, IPC_CREAT | 0600);
    char *at = all[made] < 0 ? (void *)-1 : shmat(all[made], NULL, 0);
    if (all[made] >= 0 && argc == 1) shmctl(all[made], IPC_RMID, NULL);
    if (at == (void *)-1) break;
    memset(at, 1, MIB);
    if (argc > 1) shmdt(at);
  }
  for (long i = 0; argc > 1 && i < made; i++) shmctl(all[i], IPC_RMID, NULL);
  return reported(made, number(argv, 0));
}

/* argv[0] KiB that may not be taken away, in pieces of 16: by mlock, else by MAP_LOCKED. */
int lock_memory(int argc, char **argv) {
  long made = 0, piece = 16 << 10, most = number(argv, 0) << 10;
  for (int refused = 0; made < most && refused < 2;) {
    char *at = anonymous(piece, refused ? MAP_PRIVATE | MAP_LOCKED : MAP_PRIVATE);
    if (!at || (!refused && mlock(at, piece) != 0)) {
      printf("denied after %ld KiB: %s\n", made >> 10, strerror(errno));
      refused++;
      continue;
    }
    memset(at, 1, piece);
    made += piece;
  }
  if (made >= most) breach("locks all of it");
  return 0;
}

/* Pages of a pool of the host that no memory group counts. */
int huge_pages(int argc, char **argv) {
  void *at = anonymous(2 * MIB, MAP_PRIVATE | MAP_HUGETLB);
  if (at) *(volatile char *)at = 1;
  tried("MAP_HUGETLB", at ? 0 : -1);
  int file = syscall(SYS_memfd_create, "x", 4);
  tried("MFD_HUGETLB", file < 0 ? -1 : fallocate(file, 0, 0, 2 * MIB));
  int id = shmget(IPC_PRIVATE, 2 * MIB, IPC_CREAT | SHM_HUGETLB | 0600);
  tried("SHM_HUGETLB", id);
  if (id >= 0) shmctl(id, IPC_RMID, NULL);
  return 0;
}

/* argv[0] processes of argv[1] MiB each: none is large. */
int many_processes(int argc, char **argv) {
  int ready[2];
  char octet;
  long processes = number(argv, 0), size = number(argv, 1), made = 0;
  if (pipe(ready) != 0) return 1;
  for (long i = 0; i < processes; i++) {
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      char *at = anonymous(size * MIB, MAP_PRIVATE);
      if (at) memset(at, 1, size * MIB);
      if (at && write(ready[1], "x", 1) == 1) pause();
      _exit(1);
    }
  }
  close(ready[1]);
  signal(SIGTERM, SIG_IGN);
  while (made < processes && read(ready[0], &octet, 1) == 1) made++;
  usleep(300000);
  while (waitpid(-1, NULL, WNOHANG) > 0) made--;
  reported(made * size, processes * size);
  kill(0, SIGTERM);
  return 0;
}

/* Memory of the kernel on behalf of a program: full pipes. */
int pipe_buffers(int argc, char **argv) {
  static char block[65536];
  long kib = 0, most = number(argv, 0) << 10;
  int ends[2];
  while (kib < most && pipe2(ends, O_NONBLOCK) == 0) {
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    for (ssize_t put; (put = write(ends[1], block, sizeof block)) > 0;) kib += put >> 10;
  }
  return reported(kib >> 10, most >> 10);
}

int socket_buffers(int argc, char **argv) {
  static char block[65536];
  long kib = 0, most = number(argv, 0) << 10;
  int ends[2], large = 1 << 20;
  while (kib < most && socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0) {
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &large, sizeof large);
    for (ssize_t put; (put = write(ends[0], block, sizeof block)) > 0;) kib += put >> 10;
  }
  return reported(kib >> 10, most >> 10);
}

/* Connections on the loopback whose other end never reads. */
int tcp_buffers(int argc, char **argv) {
  static char block[65536];
  long kib = 0, most = number(argv, 0) << 10;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  int server = socket(AF_INET, SOCK_STREAM, 0), large = 4 << 20;
  if (bind(server, (struct sockaddr *)&at, length) || listen(server, 4096)) return 0;
  getsockname(server, (struct sockaddr *)&at, &length);
  for (int client; kib < most && (client = socket(AF_INET, SOCK_STREAM, 0)) >= 0;) {
    setsockopt(client, SOL_SOCKET, SO_SNDBUF, &large, sizeof large);
    if (connect(client, (struct sockaddr *)&at, length)) break;
    fcntl(client, F_SETFL, O_NONBLOCK);
    for (ssize_t put; (put = write(client, block, sizeof block)) > 0;) kib += put >> 10;
  }
  return reported(kib >> 10, most >> 10);
}

/* One page in every 2 MiB reads as zero and costs a page of tables. */
int page_tables(int argc, char **argv) {
  long most = number(argv, 0), touched = 0, all = most * 256;
  char *at = anonymous(all * 2 * MIB, MAP_PRIVATE | MAP_NORESERVE);
  volatile char octet = 0;
  for (; at && touched < all; touched++) octet += at[touched * 2 * MIB];
  return reported(touched / 256 + octet, most);
}

static int deeper(int left) {
  volatile char frame[65536];
  memset((void *)frame, left, sizeof frame);
  return left == 0 ? frame[9] : deeper(left - 1) + frame[7];
}

int stack(int argc, char **argv) {
  printf("%d\n", deeper(number(argv, 0)) & 1);
  breach("a stack without end");
  return 0;
}

/* Makes the host's own processes the first to go when memory is short. */
int score(int argc, char **argv) {
  char now[16] = "";
  ssize_t length = read(open("/proc/self/oom_score_adj", O_RDONLY), now, sizeof now - 1);
  if (length <= 0 || atoi(now) < 500) breach("not the first to go");
  int file = open("/proc/self/oom_score_adj", O_WRONLY);
  tried("lower oom_score_adj", write(file, argv[0], strlen(argv[0])));
  return 0;
}
