// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.sandbox.cgroup.Facility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds out what bubblewrap can hold here, by running programs that try to get out. Not
 * thread-safe.
 */
final class BubblewrapProofs {

  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);
  private static final String NO_CAPABILITY = "0000000000000000";
  private static final String REPORT =
      "this is a fault of this executor or of the host's bwrap: report it with this evidence";

  private final SandboxExecutor executor;
  private final BubblewrapHost host;
  private final Path secret;
  private final List<Path> readOnly;
  private final Trial inside;
  private Optional<TreeTrial> tree = Optional.empty();
  private Optional<Trial> memory = Optional.empty();
  private Optional<Trial> kernelMemory = Optional.empty();
  private Optional<String> startRemedy = Optional.empty();

  private BubblewrapProofs(
      SandboxExecutor executor, BubblewrapHost host, Path secret, List<Path> readOnly) {
    this.readOnly = readOnly;
    this.executor = executor;
    this.host = host;
    this.secret = secret;
    Trial first = probe();
    if (!isDone(first) && host.innerLimit().isUsed()) {
      // Whether it is the program inside that keeps the others from running shows without it.
      host.innerLimit().giveUp();
      first = probe();
    }
    this.inside = first;
  }

  private Trial probe() {
    return Trial.script(
        executor, UnaryOperator.identity(), ScriptResource.read("probe.sh"), secret.toString());
  }

  private static boolean isDone(Trial probe) {
    return probe.outcome().equals(DONE) && probe.printed("done:probe");
  }

  /**
   * Returns what was found out about every guarantee.
   *
   * @param secret a file of the host that anybody may read there
   * @param readOnly what is handed in, at its own path
   */
  static List<GuaranteeProof> of(
      SandboxExecutor executor, BubblewrapHost host, Path secret, List<Path> readOnly) {
    BubblewrapProofs proofs = new BubblewrapProofs(executor, host, secret, readOnly);
    return Arrays.stream(Guarantee.values()).map(proofs::prove).toList();
  }

  private GuaranteeProof prove(Guarantee guarantee) {
    if (!isDone(inside)) {
      return GuaranteeProof.missing(
          guarantee, "a first program did not run: " + inside.outcome(), startRemedy());
    }
    List<String> absent =
        StartLimits.of(Trial.LIMITS, host.process()).notIn(inside.after("limit:"));
    if (!absent.isEmpty()) {
      return GuaranteeProof.missing(
          guarantee,
          "a first program was not under the limits " + absent + " but " + inside.after("limit:"),
          Remedies.shell(host.commands()));
    }
    return switch (guarantee) {
      case FS_CONFINED -> files();
      case NET_NONE -> network();
      case TREE_KILL -> tree().treeKill();
      case CRASH_CLEANUP -> new CrashProof(host).prove();
      case WALL_LIMIT -> wall();
      case CPU_TIME_LIMIT -> without(Facility.CPU_USAGE, guarantee).orElseGet(this::processorTime);
      case MEMORY_TREE_LIMIT ->
          without(Facility.MEMORY_LIMIT, guarantee).orElseGet(() -> memory(guarantee));
      case HOST_OOM_SAFE -> without(Facility.MEMORY_LIMIT, guarantee).orElseGet(this::hostMemory);
      case PIDS_LIMIT -> processes();
      case DISK_LIMIT -> without(Facility.MEMORY_LIMIT, guarantee).orElseGet(this::disk);
      case OUTPUT_LIMIT -> output();
      case NO_NEW_PRIVS -> privileges();
      case NON_ROOT -> account();
      case SYSCALL_FILTER -> filter();
      case NO_NESTED_USERNS -> nesting();
      case ENV_CLEAN -> environment();
      case NET_ALLOWLIST_ENFORCED, SEPARATE_KERNEL, SECRET_BROKERED ->
          GuaranteeProof.missing(guarantee, "not offered", Remedies.NOT_OFFERED);
    };
  }

  /** Found out once: it is the same for every guarantee, and tries each program. */
  private String startRemedy() {
    String known =
        startRemedy.orElseGet(
            () ->
                Remedies.start(
                    host.commands(),
                    host.slots()
                        .last()
                        .map(BubblewrapSlot::account)
                        .filter(account -> host.process().isRoot()),
                    secret));
    startRemedy = Optional.of(known);
    return known;
  }

  private GuaranteeProof files() {
    List<String> reached =
        inside.after("host:").stream().filter(place -> !isOnlyAbove(Path.of(place))).toList();
    List<String> written = inside.after("written:");
    boolean works = inside.after("writable:").equals(List.of("/tmp", "/work", "/dev/shm"));
    return inside.proof(
        Guarantee.FS_CONFINED,
        reached.isEmpty() && written.isEmpty() && works,
        "read "
            + reached
            + " of "
            + secret
            + " and the host's state, wrote to "
            + written
            + " beside its own folders",
        REPORT);
  }

  /** Whether a folder is there only because something below it was handed in. */
  private boolean isOnlyAbove(Path place) {
    return isAbove(place)
        && inside.after("within:").stream()
            .map(Path::of)
            .filter(entry -> entry.startsWith(place))
            .allMatch(entry -> readOnly.contains(entry) || isAbove(entry));
  }

  private boolean isAbove(Path place) {
    return readOnly.stream().anyMatch(path -> path.startsWith(place) && !path.equals(place));
  }

  private GuaranteeProof network() {
    List<String> interfaces = inside.after("interface:");
    return inside.proof(
        Guarantee.NET_NONE,
        interfaces.equals(List.of("lo")),
        "network interfaces " + interfaces,
        "use a kernel with network namespaces (CONFIG_NET_NS)");
  }

  private GuaranteeProof wall() {
    Trial trial =
        Trial.script(
            executor, limits -> limits.wall(Duration.ofMillis(50)), "while :; do sleep 1; done");
    return trial.proof(
        Guarantee.WALL_LIMIT,
        trial.outcome().equals(new SandboxOutcome.TimedOut()),
        "an endless program under a limit of 50 ms",
        REPORT);
  }

  /** Without the means, there is nothing to try. */
  private Optional<GuaranteeProof> without(Facility facility, Guarantee guarantee) {
    return host.group().filter(group -> group.facilities().contains(facility)).isPresent()
        ? Optional.empty()
        : Optional.of(
            GuaranteeProof.missing(
                guarantee,
                "no control group has " + facility,
                Remedies.group(host.shortfalls(), facility)));
  }

  /** No child is busy for long, so the kernel's limit on each process is never reached. */
  private GuaranteeProof processorTime() {
    Trial trial =
        Trial.script(
            executor,
            limits -> limits.cpu(Duration.ofMillis(50)).wall(Duration.ofSeconds(20)),
            "while :; do (i=0; while [ $i -lt 10000 ]; do i=$((i+1)); done); done");
    return trial.proof(
        Guarantee.CPU_TIME_LIMIT,
        trial.outcome().equals(new SandboxOutcome.LimitExceeded(Guarantee.CPU_TIME_LIMIT)),
        "one busy child after the other under a limit of 50 ms for all",
        Remedies.group(host.shortfalls(), Facility.CPU_USAGE));
  }

  private GuaranteeProof memory(Guarantee guarantee) {
    GuaranteeProof filter = filter();
    if (!filter.held()) {
      return GuaranteeProof.missing(
          guarantee,
          "access lists of files count as nobody's memory, and no filter keeps a program from them: "
              + filter.evidence(),
          filter.remedy());
    }
    Trial trial = memory.orElseGet(this::memoryTrial);
    memory = Optional.of(trial);
    boolean held = trial.printed("little:0") && isTooMuch(trial);
    String evidence = "64 MiB under a limit of 32 MiB after 1 MiB " + trial.after("little:");
    if (held) {
      Trial ofKernel = kernelMemory.orElseGet(this::kernelMemoryTrial);
      kernelMemory = Optional.of(ofKernel);
      held = isTooMuch(ofKernel);
      evidence += ", files without content under one of 8 MiB " + ofKernel.outcome();
    }
    return trial.proof(
        guarantee, held, evidence, Remedies.group(host.shortfalls(), Facility.MEMORY_LIMIT));
  }

  private static boolean isTooMuch(Trial trial) {
    return trial.outcome().equals(new SandboxOutcome.LimitExceeded(Guarantee.MEMORY_TREE_LIMIT));
  }

  /** What files take besides their content is memory of the kernel, like page tables. */
  private Trial kernelMemoryTrial() {
    return Trial.script(
        executor,
        limits -> limits.memoryBytes(8 << 20),
        "i=0; while :; do : >/tmp/$i; i=$((i+1)); done");
  }

  /** By a program that keeps its input: a shell would read it octet by octet. */
  private Trial memoryTrial() {
    return Trial.script(
        executor,
        limits -> limits.memoryBytes(32 << 20),
        "head -c 1048576 /dev/zero | tail -c 1048576 >/dev/null; echo little:$?;"
            + " head -c 67108864 /dev/zero | tail -c 67108864 >/dev/null; echo much:$?");
  }

  private GuaranteeProof hostMemory() {
    GuaranteeProof limit = memory(Guarantee.HOST_OOM_SAFE);
    return limit.held()
        ? inside.proof(
            Guarantee.HOST_OOM_SAFE,
            inside.printed("oom:1000"),
            "oom_score_adj " + inside.after("oom:") + ", and " + limit.evidence(),
            REPORT)
        : limit;
  }

  private GuaranteeProof processes() {
    Trial trial =
        Trial.script(
            executor,
            limits -> limits.processes(6).wall(Duration.ofSeconds(2)),
            "for i in 1 2 3 4 5 6 7 8; do sleep 60 & echo started:$i; done 2>/dev/null");
    int started = trial.after("started:").size();
    boolean held = started == 5 && !trial.outcome().equals(DONE);
    if (!held) {
      host.innerLimit().giveUp();
    }
    return trial.proof(
        Guarantee.PIDS_LIMIT,
        held,
        "a shell under a limit of 6 processes started " + started + " of 8 children",
        Remedies.processes(host.commands(), host.shortfalls()));
  }

  /** What files take besides their content is no part of a file system's size, but is memory. */
  private GuaranteeProof disk() {
    GuaranteeProof limit = memory(Guarantee.DISK_LIMIT);
    if (!limit.held()) {
      return limit;
    }
    Trial trial =
        Trial.script(
            executor,
            limits -> limits.diskBytes(1 << 20),
            "head -c 65536 /dev/zero >/tmp/little && echo little:0;"
                + " for f in /tmp/a /tmp/b /dev/shm/a /work/c; do"
                + " (head -c 1048576 /dev/zero >$f); cat $f; done | wc -c;"
                + " exit 0");
    long most =
        trial.lines().stream()
            .filter(line -> line.matches("[0-9]+"))
            .mapToLong(Long::parseLong)
            .sum();
    return trial.proof(
        Guarantee.DISK_LIMIT,
        trial.printed("little:0") && most > 0 && most <= 1 << 20,
        "4 MiB under a limit of 1 MiB left "
            + most
            + " octets, and "
            + limit.evidence()
            + (host.process().isRoot() ? "" : "; not with files or in a session"),
        Remedies.group(host.shortfalls(), Facility.MEMORY_LIMIT));
  }

  private GuaranteeProof output() {
    Trial trial =
        Trial.script(
            executor,
            limits -> limits.outputBytes(4_096).maxOutputBytes(65_536),
            "while :; do echo 0123456789012345678901234567890123456789; done");
    return trial.proof(
        Guarantee.OUTPUT_LIMIT,
        trial.outcome().equals(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT)),
        "endless output under a limit of 65,536 octets",
        REPORT);
  }

  private GuaranteeProof privileges() {
    List<String> none = List.of(NO_CAPABILITY);
    return inside.proof(
        Guarantee.NO_NEW_PRIVS,
        inside.printed("NoNewPrivs:1")
            && inside.after("CapEff:").equals(none)
            && inside.after("CapBnd:").equals(none),
        "NoNewPrivs " + inside.after("NoNewPrivs:") + ", capabilities " + inside.after("CapBnd:"),
        REPORT);
  }

  private GuaranteeProof account() {
    return inside.proof(
        Guarantee.NON_ROOT,
        inside.printed("user:65534") && tree().noneIsRoot(),
        "user "
            + inside.after("user:")
            + " inside, "
            + (host.process().isRoot() ? tree().accounts() : "that of this process")
            + " on the host",
        host.process().isRoot() ? Remedies.account(host.commands()) : REPORT);
  }

  private TreeTrial tree() {
    TreeTrial known = tree.orElseGet(() -> TreeTrial.run(executor, host));
    tree = Optional.of(known);
    return known;
  }

  /** That there is a filter inside says nothing: this process may be under one, as in Docker. */
  private GuaranteeProof filter() {
    FilterCount own = host.process().filters();
    FilterCount found = FilterCount.of(inside.lines());
    return inside.proof(
        Guarantee.SYSCALL_FILTER,
        host.hasFilter() && found.hasMoreThan(own),
        "a filter of "
            + (host.hasFilter() ? "its own" : "nothing, which this processor has no names for")
            + "; "
            + found
            + " inside, "
            + own
            + " in this process",
        "use Linux on x86-64 or arm64 with CONFIG_SECCOMP_FILTER");
  }

  private GuaranteeProof nesting() {
    return inside.proof(
        Guarantee.NO_NESTED_USERNS,
        inside.printed("unshare:works") && inside.after("nested:").isEmpty(),
        "unshare " + inside.after("unshare:") + ", with --user " + inside.after("nested:"),
        "install bubblewrap 0.8 or newer and util-linux, whose unshare tries it");
  }

  private GuaranteeProof environment() {
    List<String> names =
        inside.after("env:").stream().map(line -> line.split("=", 2)[0]).sorted().toList();
    return inside.proof(
        Guarantee.ENV_CLEAN,
        names.equals(List.of("HERMESX_GIVEN", "PWD")),
        "one variable given, seen " + names,
        REPORT);
  }
}
