/* SPDX-License-Identifier: Apache-2.0 */
#include "attacks.h"
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define MIB (1L << 20)

/* Writes to files in the folders argv[1...] until nothing goes, argv[0] MiB at most. */
int fill(int argc, char **argv) {
  static char block[65536];
  long kib = 0, most = number(argv, 0) << 10;
  signal(SIGXFSZ, SIG_IGN);
  memset(block, 7, sizeof block);
  for (int i = 1; i < argc; i++) {
    int fails = 0;
    for (int n = 0; fails < 3 && kib < most; n++) {
      char path[PATH_MAX];
      snprintf(path, sizeof path, "%s/fill-%d-%d", argv[i], getpid(), n);
      int file = open(path, O_CREAT | O_WRONLY, 0600);
      ssize_t put = 0;
      long before = kib;
      while (file >= 0 && kib < most && (put = write(file, block, sizeof block)) > 0) kib += put >> 10;
      if (file >= 0) close(file);
      fails = kib == before ? fails + 1 : 0;
    }
    printf("%s: %ld KiB so far\n", argv[i], kib);
  }
  if (kib >= most) breach("all of the disk");
  return 0;
}

/* Makes argv[0] files, links, folders and pipes in the folders argv[1...]. */
int inodes(int argc, char **argv) {
  long made = 0, most = number(argv, 0);
  for (int i = 1; i < argc; i++) {
    int goes = 1;
    while (goes && made < most) {
      char path[PATH_MAX];
      snprintf(path, sizeof path, "%s/inode-%d-%ld", argv[i], getpid(), made);
      switch (made % 4) {
        case 0: goes = mknod(path, S_IFREG | 0600, 0) == 0; break;
        case 1: goes = symlink("/", path) == 0; break;
        case 2: goes = mkdir(path, 0700) == 0; break;
        default: goes = mkfifo(path, 0600) == 0;
      }
      made += goes;
    }
    printf("%s: %ld so far\n", argv[i], made);
  }
  if (made >= most) breach("all of the files");
  return 0;
}

/* A file that claims argv[1] MiB and reserves them. */
int sparse(int argc, char **argv) {
  signal(SIGXFSZ, SIG_IGN);
  int file = open(argv[0], O_CREAT | O_RDWR, 0600);
  off_t size = number(argv, 1) << 20;
  printf("truncate: %d\n", ftruncate(file, size));
  tried("fallocate", posix_fallocate(file, 0, size) == 0 ? 0 : -1);
  return 0;
}

/* Folders in each other, argv[0] of them. */
int deep(int argc, char **argv) {
  long made = 0, most = number(argv, 0);
  while (made < most && mkdir("down", 0700) == 0 && chdir("down") == 0) made++;
  printf("%ld deep\n", made);
  if (made == most) breach("as deep as it likes");
  return 0;
}

int dump_core(int argc, char **argv) {
  pid_t child = fork();
  if (child == 0) {
    struct rlimit all;
    getrlimit(RLIMIT_CORE, &all);
    all.rlim_cur = all.rlim_max = RLIM_INFINITY;
    setrlimit(RLIMIT_CORE, &all);
    abort();
  }
  int state = 0;
  waitpid(child, &state, 0);
  if (WCOREDUMP(state)) breach("dumped core");
  return 0;
}

/* argv[0] descriptors in one process, also with a limit that it tries to raise. */
int descriptors(int argc, char **argv) {
  long made = 0, most = number(argv, 0);
  struct rlimit more = {most + 16, most + 16};
  setrlimit(RLIMIT_NOFILE, &more);
  while (made < most && dup(1) >= 0) made++;
  printf("%ld descriptors\n", made);
  if (made >= most) breach("all of the descriptors");
  return 0;
}

/* What the parent left open: nothing but the three streams, and these are pipes. */
int inherited(int argc, char **argv) {
  for (int i = 0; i < 4096; i++) {
    char path[64], target[PATH_MAX] = "";
    snprintf(path, sizeof path, "/proc/self/fd/%d", i);
    if (readlink(path, target, sizeof target - 1) < 0) continue;
    printf("%d %s\n", i, target);
    int stream = strncmp(target, "pipe:", 5) == 0 || strcmp(target, "/dev/null") == 0;
    if (i > 2 || !stream) breach(path);
  }
  return 0;
}

/* Opens files by pattern for reading (r), writing (w), or as a folder (d). */
int open_paths(int argc, char **argv) {
  int flags = *argv[0] == 'w' ? O_WRONLY : *argv[0] == 'd' ? O_RDONLY | O_DIRECTORY : O_RDONLY;
  for (int i = 1; i < argc; i++) {
    glob_t found;
    if (glob(argv[i], GLOB_NOCHECK, NULL, &found) != 0) continue;
    for (size_t n = 0; n < found.gl_pathc && n < 64; n++) {
      int file = open(found.gl_pathv[n], flags | O_NONBLOCK | O_CLOEXEC);
      tried(found.gl_pathv[n], file);
      if (file >= 0) close(file);
    }
  }
  return 0;
}

/* Makes a file in each of the folders. */
int create_below(int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/hermesx-attack-%d", argv[i], getpid());
    tried(argv[i], open(path, O_CREAT | O_EXCL | O_WRONLY, 0600));
    unlink(path);
  }
  return 0;
}

static long opened;

/* Settings of the IPC and PID namespace, which a young kernel gives to whoever owns these. */
static int is_own(const char *path) {
  static const char *const OWN[] = {"/fs/mqueue/", "/kernel/auto_msgmni", "/kernel/msg", "/kernel/sem",
                                    "/kernel/shm", "/kernel/ns_last_pid", "/kernel/pid_max"};
  for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
    if (strstr(path, OWN[i])) return 1;
  }
  return 0;
}

static int opens(const char *path, const struct stat *about, int kind, struct FTW *where) {
  if (kind == FTW_F && S_ISREG(about->st_mode) && !is_own(path)) {
    int file = open(path, O_WRONLY | O_NONBLOCK);
    if (file >= 0) {
      if (opened++ < 20) breach(path);
      close(file);
    }
  }
  return 0;
}

/* Opens every file below the folders for writing, and writes nothing. */
int write_below(int argc, char **argv) {
  for (int i = 0; i < argc; i++) nftw(argv[i], opens, 16, FTW_PHYS);
  printf("%ld files open for writing\n", opened);
  return 0;
}

/* The programs of the host, and that of whoever started this one. */
int own_program(int argc, char **argv) {
  tried("/proc/1/exe", open("/proc/1/exe", O_WRONLY | O_CLOEXEC));
  for (int i = 0; i < argc; i++) {
    char path[PATH_MAX];
    tried(argv[i], open(argv[i], O_WRONLY | O_APPEND | O_CLOEXEC));
    tried("rename", rename(argv[i], argv[i]));
    tried("chmod", chmod(argv[i], 0755));
    snprintf(path, sizeof path, "%s.new", argv[i]);
    tried("link", link(argv[i], path));
    unlink(path);
  }
  return 0;
}

static int holds(const char *path, off_t from, size_t length, const char *text) {
  int file = open(path, O_RDONLY);
  char *all = file < 0 ? NULL : malloc(length);
  ssize_t got = all ? pread(file, all, length, from) : -1;
  int found = got > 0 && memmem(all, got, text, strlen(text)) != NULL;
  free(all);
  if (file >= 0) close(file);
  return found;
}

/*
 * Looks for the text argv[1]argv[2] (in two pieces, so that it is not found in a copy of these
 * arguments) in all that it can read of the process argv[0], and for descriptors to write to.
 */
int of_first_process(int argc, char **argv) {
  static const char *const NAMES[] = {"environ", "cmdline", "auxv", "mountinfo", "cgroup"};
  char text[PATH_MAX], path[PATH_MAX], target[PATH_MAX], line[512];
  snprintf(text, sizeof text, "%s%s", argv[1], argv[2]);
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    snprintf(path, sizeof path, "/proc/%s/%s", argv[0], NAMES[i]);
    if (holds(path, 0, MIB, text)) breach(path);
  }
  snprintf(path, sizeof path, "/proc/%s/maps", argv[0]);
  FILE *maps = fopen(path, "r");
  snprintf(path, sizeof path, "/proc/%s/mem", argv[0]);
  while (maps && fgets(line, sizeof line, maps)) {
    unsigned long from = 0, to = 0;
    char rights[8] = "";
    if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && rights[1] == 'w' &&
        to - from < 16 * MIB && holds(path, from, to - from, text)) {
      breach(path);
    }
  }
  for (int i = 3; i < 256; i++) {
    snprintf(path, sizeof path, "/proc/%s/fd/%d", argv[0], i);
    memset(target, 0, sizeof target);
    if (readlink(path, target, sizeof target - 1) < 0) continue;
    printf("%s -> %s\n", path, target);
    tried(path, open(path, O_RDWR | O_NONBLOCK));
  }
  return 0;
}

/* Tells whoever listens on any descriptor that all went well, then ends with argv[0]. */
int fake_status(int argc, char **argv) {
  static const char *const LINE = "{ \"exit-code\": 0 }\n";
  char path[64];
  for (int i = 3; i < 1024; i++) {
    if (write(i, LINE, strlen(LINE)) > 0) breach("a descriptor of the host");
  }
  for (int process = 1; argc > 1 && process < 3; process++) {
    for (int i = 3; i < 64; i++) {
      snprintf(path, sizeof path, "/proc/%d/fd/%d", process, i);
      int file = open(path, O_WRONLY | O_NONBLOCK);
      if (file >= 0 && process != getpid() && write(file, LINE, strlen(LINE)) > 0) breach(path);
      if (file >= 0) close(file);
    }
  }
  printf("done\n");
  fflush(stdout);
  _exit(number(argv, 0));
}
