/* SPDX-License-Identifier: Apache-2.0 */
#include "attacks.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>

/* Starts up to argv[0] processes that wait, and ends them; breach: all of them at once. */
int fork_bomb(int argc, char **argv) {
  long most = number(argv, 0), made = 0;
  pid_t *all = calloc(most, sizeof *all);
  while (made < most && (all[made] = fork()) >= 0) {
    if (all[made] == 0) {
      pause();
      _exit(0);
    }
    made++;
  }
  printf("%ld processes\n", made);
  if (made == most) breach("all processes at once");
  for (long i = 0; i < made; i++) kill(all[i], SIGKILL);
  while (wait(NULL) > 0) {
  }
  return 0;
}

static void *idle(void *nothing) {
  pause();
  return nothing;
}

int thread_bomb(int argc, char **argv) {
  long most = number(argv, 0), made = 0;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 32768);
  pthread_t thread;
  while (made < most && pthread_create(&thread, &small, idle, NULL) == 0) made++;
  printf("%ld threads\n", made);
  if (made == most) breach("all threads at once");
  return 0;
}

/* vfork from every child, none of which ends by itself. */
int vfork_storm(int argc, char **argv) {
  long most = number(argv, 0);
  volatile long depth = 0;
  while (depth < most) {
    pid_t child = vfork();
    if (child < 0) {
      printf("%ld deep\n", depth);
      _exit(0);
    }
    if (child > 0) break;
    depth++;
  }
  if (depth == most) breach("all vforks at once");
  _exit(0);
}

int zombies(int argc, char **argv) {
  long most = number(argv, 0), made = 0;
  while (made < most) {
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) _exit(0);
    made++;
  }
  printf("%ld zombies\n", made);
  if (made == most) breach("all zombies at once");
  return 0;
}

/* Each process starts the next one and ends: what kills by a list of pids is always too late. */
int churn(int argc, char **argv) {
  long most = number(argv, 0);
  for (long i = 0; i < most; i++) {
    pid_t child = fork();
    if (child < 0) return 1;
    if (child > 0) {
      if (i == 0) {
        printf("started\n");
        fflush(stdout);
        if (argc > 1) sleep(600);
      }
      _exit(0);
    }
    setsid();
  }
  breach("outran what ends processes");
  return 0;
}

/* Becomes a new program over and over; the last one says so. */
int exec_loop(int argc, char **argv) {
  long left = number(argv, 0);
  if (left == 0) {
    breach("outran what ends processes");
    return 0;
  }
  char next[32];
  snprintf(next, sizeof next, "%ld", left - 1);
  execl("/proc/self/exe", "attacks", "exec-loop", next, (char *)NULL);
  return 1;
}

/* A daemon by the book: two forks, a session, no streams; argv[0] seconds. */
int daemonize(int argc, char **argv) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      prctl(PR_SET_PDEATHSIG, 0);
      signal(SIGHUP, SIG_IGN);
      signal(SIGTERM, SIG_IGN);
      if (argc < 2) {
        close(0);
        close(1);
        close(2);
      }
      sleep(number(argv, 0));
      _exit(0);
    }
    _exit(0);
  }
  wait(NULL);
  return 0;
}

/* Ends everything in reach. The neighbour, a process beside it, shows that it works. */
int kill_all(int argc, char **argv) {
  pid_t neighbour = fork();
  if (neighbour == 0) {
    pause();
    _exit(0);
  }
  kill(1, SIGKILL);
  kill(1, SIGTERM);
  kill(1, SIGSTOP);
  kill(getppid(), SIGKILL);
  kill(-1, SIGKILL);
  if (waitpid(neighbour, NULL, 0) == neighbour && argc > 0) breach("ended the neighbour");
  return 0;
}

int stop_self(int argc, char **argv) {
  printf("stopping\n");
  fflush(stdout);
  raise(SIGSTOP);
  breach("went on");
  return 0;
}

/* Ignores every signal that can be ignored, for argv[0] seconds. */
int deaf(int argc, char **argv) {
  for (int i = 1; i < NSIG; i++) signal(i, SIG_IGN);
  time_t end = time(NULL) + number(argv, 0);
  while (time(NULL) < end) sleep(1);
  breach("nobody ended it");
  return 0;
}

/* Looks into another process: argv[0], or with 0 a child of its own. */
int trace(int argc, char **argv) {
  pid_t target = number(argv, 0);
  if (target == 0 && (target = fork()) == 0) {
    pause();
    _exit(0);
  }
  char there[8] = "", here[8];
  struct iovec local = {here, 8}, remote = {there, 8};
  tried("process_vm_readv", process_vm_readv(target, &local, 1, &remote, 1, 0));
  tried("process_vm_writev", process_vm_writev(target, &local, 1, &remote, 1, 0));
  int pidfd = syscall(SYS_pidfd_open, target, 0);
  tried("pidfd_getfd", pidfd < 0 ? -1 : syscall(438, pidfd, 0, 0));
  tried("kcmp", syscall(SYS_kcmp, getpid(), target, 0, 1, 1));
  tried("PTRACE_SEIZE", ptrace(PTRACE_SEIZE, target, 0, 0));
  tried("PTRACE_ATTACH", ptrace(PTRACE_ATTACH, getppid() == 0 ? 1 : target, 0, 0));
  if (target != 1) kill(target, SIGKILL);
  return 0;
}

/* More than its share of the processors. */
int priorities(int argc, char **argv) {
  struct sched_param param = {1};
  unsigned long attr[7] = {48 | (6UL << 32), 0, 0, 0, 10000000, 30000000, 30000000};
  tried("nice -20", setpriority(PRIO_PROCESS, 0, -20));
  tried("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO, &param));
  tried("SCHED_RR", sched_setscheduler(0, SCHED_RR, &param));
  param.sched_priority = 0;
  sched_setscheduler(0, SCHED_OTHER, &param);
  tried("SCHED_DEADLINE", syscall(SYS_sched_setattr, 0, attr, 0));
  tried("real-time input and output", syscall(SYS_ioprio_set, 1, 0, 1 << 13));
  return 0;
}

/* Limits that the parent set must not go up again. */
int raise_limits(int argc, char **argv) {
  static const struct {
    const char *name;
    int id;
  } LIMITS[] = {{"RLIMIT_CORE", RLIMIT_CORE},     {"RLIMIT_NOFILE", RLIMIT_NOFILE},
                {"RLIMIT_FSIZE", RLIMIT_FSIZE},   {"RLIMIT_CPU", RLIMIT_CPU}};
  for (size_t i = 0; i < 4; i++) {
    struct rlimit limit;
    getrlimit(LIMITS[i].id, &limit);
    limit.rlim_max = LIMITS[i].id == RLIMIT_NOFILE ? limit.rlim_max + 1 : RLIM_INFINITY;
    limit.rlim_cur = limit.rlim_max;
    rlim_t wanted = limit.rlim_cur;
    /* What is said to have worked need not have. */
    if (setrlimit(LIMITS[i].id, &limit) == 0) {
      getrlimit(LIMITS[i].id, &limit);
      if (limit.rlim_cur == wanted) breach(LIMITS[i].name);
    }
  }
  return 0;
}

static void spin(double seconds) {
  struct timespec now;
  do {
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  } while (now.tv_sec + now.tv_nsec / 1e9 < seconds);
}

/* argv[0] processes that each burn argv[1] milliseconds of processor time at once. */
int burn(int argc, char **argv) {
  signal(SIGXCPU, SIG_IGN);
  for (long i = 1; i < number(argv, 0); i++) {
    if (fork() == 0) {
      spin(number(argv, 1) / 1e3);
      _exit(0);
    }
  }
  spin(number(argv, 1) / 1e3);
  while (wait(NULL) > 0) {
  }
  breach("burned it all");
  return 0;
}

/* The same one after the other, each too short to be noticed by itself. */
int burn_in_children(int argc, char **argv) {
  for (long i = 0; i < number(argv, 0); i++) {
    if (fork() == 0) {
      spin(number(argv, 1) / 1e3);
      _exit(0);
    }
    wait(NULL);
  }
  breach("burned it all");
  return 0;
}
