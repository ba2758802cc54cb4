/* SPDX-License-Identifier: Apache-2.0 */
#include "attacks.h"
#include <dirent.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <time.h>

/* In a child, since a namespace cannot be left again. */
static void in_child(const char *what, long (*attempt)(long), long argument) {
  pid_t child = fork();
  if (child == 0) {
    long result = attempt(argument);
    _exit(result >= 0 ? 0 : errno);
  }
  int state = 0;
  if (waitpid(child, &state, 0) < 0) return;
  errno = WIFEXITED(state) ? WEXITSTATUS(state) : EPERM;
  tried(what, WIFEXITED(state) && WEXITSTATUS(state) == 0 ? 0 : -1);
}

static long try_unshare(long flags) { return unshare(flags); }

static long try_clone(long flags) {
  long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  return child;
}

static long try_clone3(long flags) {
  unsigned long args[11] = {flags, 0, 0, 0, SIGCHLD};
  long child = syscall(435, args, sizeof args);
  if (child == 0) _exit(0);
  return child;
}

static long try_setns(long process) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/ns/mnt", process);
  int file = open(path, O_RDONLY);
  return file < 0 ? -1 : setns(file, 0);
}

int namespaces(int argc, char **argv) {
  in_child("unshare user", try_unshare, CLONE_NEWUSER);
  in_child("unshare user and mount", try_unshare, CLONE_NEWUSER | CLONE_NEWNS);
  in_child("unshare mount", try_unshare, CLONE_NEWNS);
  in_child("unshare network", try_unshare, CLONE_NEWNET);
  in_child("unshare pid", try_unshare, CLONE_NEWPID);
  in_child("unshare cgroup", try_unshare, 0x02000000);
  in_child("unshare uts", try_unshare, CLONE_NEWUTS);
  in_child("unshare ipc", try_unshare, CLONE_NEWIPC);
  in_child("unshare time", try_unshare, 0x80);
  in_child("clone user", try_clone, CLONE_NEWUSER);
  in_child("clone3 user", try_clone3, CLONE_NEWUSER);
  in_child("setns", try_setns, 1);
  return 0;
}

int mounts(int argc, char **argv) {
  tried("mount tmpfs", mount("x", "/tmp", "tmpfs", 0, ""));
  tried("mount proc", mount("x", "/tmp", "proc", 0, ""));
  tried("bind /", mount("/", "/tmp", NULL, MS_BIND | MS_REC, ""));
  tried("remount /", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, ""));
  tried("remount /usr", mount("/usr", "/usr", NULL, MS_REMOUNT | MS_BIND, ""));
  tried("remount /tmp larger", mount(NULL, "/tmp", NULL, MS_REMOUNT, "size=1g"));
  tried("umount /tmp", umount2("/tmp", MNT_DETACH));
  tried("umount /proc", umount2("/proc", MNT_DETACH));
  tried("make private", mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL));
  tried("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp"));
  tried("chroot", chroot("/tmp"));
  tried("fsopen", syscall(430, "tmpfs", 0));
  tried("open_tree", syscall(428, AT_FDCWD, "/", 1));
  tried("fspick", syscall(433, AT_FDCWD, "/", 0));
  long attributes[4] = {0, 1, 0, 0};
  tried("mount_setattr", syscall(442, AT_FDCWD, "/", 0, attributes, sizeof attributes));
  tried("swapon", swapon("/nowhere", 0));
  return 0;
}

int devices(int argc, char **argv) {
  char path[256];
  snprintf(path, sizeof path, "%s/device", argv[0]);
  tried("mknod mem", mknod(path, S_IFCHR | 0600, 0x101));
  unlink(path);
  tried("mknod disk", mknod(path, S_IFBLK | 0600, 0xFE00));
  unlink(path);
  tried("mknodat null", mknodat(AT_FDCWD, path, S_IFCHR | 0600, 0x103));
  unlink(path);
  return 0;
}

/* A file of the host by its handle instead of its name. */
int handles(int argc, char **argv) {
  struct file_handle *handle = calloc(1, sizeof *handle + 128);
  int mount = 0;
  handle->handle_bytes = 128;
  tried("name_to_handle_at", name_to_handle_at(AT_FDCWD, "/usr", handle, &mount, 0));
  int folder = open("/usr", O_RDONLY);
  tried("open_by_handle_at", open_by_handle_at(folder, handle, O_RDONLY));
  return 0;
}

int young_calls(int argc, char **argv) {
  char zeros[512] = "";
  unsigned attributes[32] = {2, 4, 4, 1};
  tried("io_uring_setup", syscall(425, 4, zeros));
  tried("bpf", syscall(SYS_bpf, 0, attributes, sizeof attributes));
  *(unsigned *)zeros = 1;
  ((unsigned *)zeros)[1] = 112;
  tried("perf_event_open", syscall(SYS_perf_event_open, zeros, 0, -1, -1, 0));
  tried("userfaultfd", syscall(SYS_userfaultfd, 1));
  tried("fanotify_init", syscall(SYS_fanotify_init, 0, 0));
  tried("memfd_secret", syscall(447, 0));
  tried("quotactl", syscall(SYS_quotactl, 0x80000100, NULL, 0, NULL));
  return 0;
}

int keys(int argc, char **argv) {
  char text[64];
  tried("add_key", syscall(SYS_add_key, "user", "hermesx", "x", 1, -1));
  tried("keyctl", syscall(SYS_keyctl, 0, -3, 1));
  tried("join session", syscall(SYS_keyctl, 1, NULL));
  tried("describe", syscall(SYS_keyctl, 6, -4, text, sizeof text));
  return 0;
}

/* Doors into the kernel that no program here needs: family, type, protocol. */
int families(int argc, char **argv) {
  static const struct {
    const char *name;
    int family, type, protocol;
  } DOORS[] = {
      {"AF_PACKET", 17, SOCK_RAW, 0},      {"AF_NETLINK route", 16, SOCK_RAW, 0},
      {"AF_NETLINK audit", 16, SOCK_RAW, 9}, {"AF_NETLINK netfilter", 16, SOCK_RAW, 12},
      {"AF_VSOCK", 40, SOCK_STREAM, 0},    {"AF_ALG", 38, SOCK_SEQPACKET, 0},
      {"AF_KEY", 15, SOCK_RAW, 2},         {"AF_XDP", 44, SOCK_RAW, 0},
      {"AF_BLUETOOTH", 31, SOCK_RAW, 1},   {"AF_TIPC", 30, SOCK_RDM, 0},
      {"AF_CAN", 29, SOCK_RAW, 1},         {"AF_RDS", 21, SOCK_SEQPACKET, 0},
      {"AF_SMC", 43, SOCK_STREAM, 0},      {"AF_APPLETALK", 5, SOCK_DGRAM, 0},
      {"raw ICMP", 2, SOCK_RAW, 1},        {"ping", 2, SOCK_DGRAM, 1},
      {"raw IPv6", 10, SOCK_RAW, 58},      {"SCTP", 2, SOCK_STREAM, 132},
      {"MPTCP", 2, SOCK_STREAM, 262},      {"UDP-Lite", 2, SOCK_DGRAM, 136},
  };
  for (size_t i = 0; i < sizeof DOORS / sizeof *DOORS; i++) {
    tried(DOORS[i].name, socket(DOORS[i].family, DOORS[i].type, DOORS[i].protocol));
  }
  return 0;
}

#ifdef __x86_64__
static long through_int80(long call) {
  long result = call;
  __asm__ volatile("int $0x80" : "+a"(result) : "b"(0), "c"(0), "d"(0) : "memory", "r8", "r9", "r10", "r11");
  return result > 0 ? 0 : -1;
}

static long through_x32(long call) { return syscall(0x40000000L | call); }
#endif

/* The same calls by other numbers, past a filter that looks at one table only. */
int foreign_abi(int argc, char **argv) {
#ifdef __x86_64__
  in_child("getpid through int 0x80", through_int80, 20);
  in_child("socketcall through int 0x80", through_int80, 102);
  in_child("getpid through x32", through_x32, 39);
#endif
  return 0;
}

/* What changes the machine for everybody; arguments are wrong or change nothing. */
int machine(int argc, char **argv) {
  struct timespec now;
  reached("reboot", syscall(SYS_reboot, 1, 2, 3, 4));
  reached("kexec_load", syscall(SYS_kexec_load, 0, 99, NULL, 0));
  reached("kexec_file_load", syscall(320, -1, -1, 0, NULL, 0));
  reached("init_module", syscall(SYS_init_module, NULL, 0, NULL));
  reached("finit_module", syscall(SYS_finit_module, -1, NULL, 0));
  reached("delete_module", syscall(SYS_delete_module, "no such module", O_NONBLOCK));
  reached("swapon", swapon("/nowhere", 0));
  reached("swapoff", swapoff("/nowhere"));
  reached("acct", syscall(SYS_acct, "/nowhere"));
  reached("syslog", syscall(SYS_syslog, 3, (char[64]){0}, 63));
  reached("sethostname", syscall(SYS_sethostname, "x", -1L));
  reached("setdomainname", syscall(SYS_setdomainname, "x", -1L));
  clock_gettime(CLOCK_REALTIME, &now);
  tried("clock_settime", clock_settime(CLOCK_REALTIME, &now));
  struct timex frequency = {.modes = ADJ_FREQUENCY};
  frequency.freq = 0;
  struct timex as_is = {.modes = 0};
  if (adjtimex(&as_is) >= 0) frequency.freq = as_is.freq;
  tried("adjtimex", adjtimex(&frequency));
#ifdef __x86_64__
  tried("iopl", syscall(SYS_iopl, 0) == 0 && syscall(SYS_iopl, 3) == 0 ? 0 : -1);
  tried("ioperm", syscall(SYS_ioperm, 0x80, 1, 1));
#endif
  return 0;
}

/* Gets rid of what holds it: the filter, the bits of its process, its name. */
int tamper(int argc, char **argv) {
  struct sock_filter allow = {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW};
  struct sock_fprog program = {1, &allow};
  tried("another filter by prctl", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
  tried("another filter by seccomp", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
  tried("bpf behind another filter", syscall(SYS_bpf, 0, (unsigned[32]){2, 4, 4, 1}, 128));
  tried("PR_SET_NO_NEW_PRIVS 0", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0 ? 0 : -1);
  tried("PR_CAPBSET_READ", prctl(PR_CAPBSET_READ, 21, 0, 0, 0) == 1 ? 0 : -1);
  tried("setuid 0", setuid(0));
  tried("setgid 0", setgid(0));
  tried("setgroups", syscall(SYS_setgroups, 0, NULL));
  tried("personality without random addresses", personality(ADDR_NO_RANDOMIZE));
  return 0;
}

static long field(const char *name, int base) {
  char line[256];
  long value = -1;
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file)) {
    if (strncmp(line, name, strlen(name)) == 0) value = strtol(line + strlen(name), NULL, base);
  }
  return value;
}

/* What the kernel says that holds it. */
int status(int argc, char **argv) {
  if (field("NoNewPrivs:", 10) != 1) breach("may gain privileges");
  if (field("Seccomp:", 10) != 2) breach("no filter");
  if (field("CapEff:", 16) != 0) breach("effective capabilities");
  if (field("CapPrm:", 16) != 0) breach("permitted capabilities");
  if (field("CapInh:", 16) != 0) breach("inheritable capabilities");
  if (field("CapBnd:", 16) != 0) breach("bounding capabilities");
  if (field("CapAmb:", 16) != 0) breach("ambient capabilities");
  if (field("Uid:", 10) == 0) breach("root");
  if (field("Gid:", 10) == 0) breach("group root");
  return 0;
}

int terminal(int argc, char **argv) {
  char letter = 'x';
  int discipline = 0;
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  tried("/dev/tty", open("/dev/tty", O_RDWR));
  if (master >= 0) {
    grantpt(master);
    unlockpt(master);
    setsid();
    int own = open(ptsname(master), O_RDWR);
    tried("TIOCSTI", ioctl(own, TIOCSTI, &letter));
    tried("TIOCSETD", ioctl(own, TIOCSETD, &discipline));
  }
  return 0;
}
