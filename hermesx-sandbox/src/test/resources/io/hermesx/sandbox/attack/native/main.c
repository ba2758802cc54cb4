/* SPDX-License-Identifier: Apache-2.0 */
#include "attacks.h"
#include <stdarg.h>

void breach(const char *what) {
  printf("BREACH %s\n", what);
  fflush(stdout);
}

long tried(const char *what, long result) {
  if (result >= 0) {
    breach(what);
  } else {
    printf("denied %s: %s\n", what, strerror(errno));
    fflush(stdout);
  }
  return result;
}

long reached(const char *what, long result) {
  int no = errno == EPERM || errno == EACCES || errno == ENOSYS;
  return tried(what, result >= 0 || !no ? 0 : -1);
}

long number(char **argv, int index) { return strtol(argv[index], NULL, 10); }

static const struct {
  const char *name;
  int (*run)(int, char **);
} ATTACKS[] = {
    {"fork-bomb", fork_bomb},
    {"thread-bomb", thread_bomb},
    {"vfork-storm", vfork_storm},
    {"zombies", zombies},
    {"churn", churn},
    {"exec-loop", exec_loop},
    {"daemonize", daemonize},
    {"kill-all", kill_all},
    {"stop-self", stop_self},
    {"deaf", deaf},
    {"trace", trace},
    {"priorities", priorities},
    {"raise-limits", raise_limits},
    {"burn", burn},
    {"burn-in-children", burn_in_children},
    {"touch-memory", touch_memory},
    {"shared-memory", shared_memory},
    {"memfd", memfd},
    {"system-v", system_v},
    {"lock-memory", lock_memory},
    {"huge-pages", huge_pages},
    {"many-processes", many_processes},
    {"pipe-buffers", pipe_buffers},
    {"socket-buffers", socket_buffers},
    {"tcp-buffers", tcp_buffers},
    {"page-tables", page_tables},
    {"stack", stack},
    {"score", score},
    {"fill", fill},
    {"inodes", inodes},
    {"sparse", sparse},
    {"deep", deep},
    {"dump-core", dump_core},
    {"descriptors", descriptors},
    {"inherited", inherited},
    {"open", open_paths},
    {"create-below", create_below},
    {"write-below", write_below},
    {"own-program", own_program},
    {"of-first-process", of_first_process},
    {"fake-status", fake_status},
    {"namespaces", namespaces},
    {"mounts", mounts},
    {"devices", devices},
    {"handles", handles},
    {"young-calls", young_calls},
    {"keys", keys},
    {"families", families},
    {"foreign-abi", foreign_abi},
    {"machine", machine},
    {"tamper", tamper},
    {"status", status},
    {"terminal", terminal},
    {"connect", connect_to},
    {"connect-unix", connect_unix},
    {"listen-abstract", listen_abstract},
    {"raw-network", raw_network},
    {"own-world", own_world},
};

int main(int argc, char **argv) {
  for (size_t i = 0; argc > 1 && i < sizeof ATTACKS / sizeof *ATTACKS; i++) {
    if (strcmp(argv[1], ATTACKS[i].name) == 0) {
      int code = ATTACKS[i].run(argc - 2, argv + 2);
      printf("done\n");
      return code;
    }
  }
  fprintf(stderr, "no such attack\n");
  return 64;
}
