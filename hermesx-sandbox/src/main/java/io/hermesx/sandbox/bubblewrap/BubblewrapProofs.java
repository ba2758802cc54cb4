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
  private final Trial inside;
  private Optional<TreeTrial> tree = Optional.empty();
  private Optional<Trial> memory = Optional.empty();

  private BubblewrapProofs(SandboxExecutor executor, BubblewrapHost host, Path secret) {
    this.executor = executor;
    this.host = host;
    this.secret = secret;
    this.inside =
        Trial.script(
            executor, UnaryOperator.identity(), ScriptResource.read("probe.sh"), secret.toString());
  }

  /**
   * Returns what was found out about every guarantee.
   *
   * @param secret a file of the host that anybody may read there
   */
  static List<GuaranteeProof> of(SandboxExecutor executor, BubblewrapHost host, Path secret) {
    BubblewrapProofs proofs = new BubblewrapProofs(executor, host, secret);
    return Arrays.stream(Guarantee.values()).map(proofs::prove).toList();
  }

  private GuaranteeProof prove(Guarantee guarantee) {
    if (!inside.outcome().equals(DONE) || !inside.printed("done:probe")) {
      return GuaranteeProof.missing(
          guarantee,
          "a first program did not run: " + inside.outcome(),
          Remedies.start(host.commands(), host.process().isRoot(), secret));
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
      case DISK_LIMIT ->
          // What a file takes besides its content is bounded as memory alone.
          without(Facility.MEMORY_LIMIT, guarantee).orElseGet(this::disk);
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

  private GuaranteeProof files() {
    List<String> reached = inside.after("host:");
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

  private GuaranteeProof processorTime() {
    Trial trial =
        Trial.script(
            executor, limits -> limits.cpu(Duration.ofMillis(50)), "(while :; do :; done)");
    return trial.proof(
        Guarantee.CPU_TIME_LIMIT,
        trial.outcome().equals(new SandboxOutcome.LimitExceeded(Guarantee.CPU_TIME_LIMIT)),
        "a busy child under a limit of 50 ms",
        Remedies.group(host.shortfalls(), Facility.CPU_USAGE));
  }

  private GuaranteeProof memory(Guarantee guarantee) {
    Trial trial = memory.orElseGet(this::memoryTrial);
    memory = Optional.of(trial);
    return trial.proof(
        guarantee,
        trial.printed("little:0")
            && trial
                .outcome()
                .equals(new SandboxOutcome.LimitExceeded(Guarantee.MEMORY_TREE_LIMIT)),
        "64 MiB under a limit of 32 MiB after 1 MiB " + trial.after("little:"),
        Remedies.group(host.shortfalls(), Facility.MEMORY_LIMIT));
  }

  private Trial memoryTrial() {
    return Trial.script(
        executor,
        limits -> limits.memoryBytes(32 << 20),
        "a=$(head -c 1048576 /dev/zero | tr '\\0' x); echo little:$?;"
            + " b=$(head -c 67108864 /dev/zero | tr '\\0' x); echo much:$?");
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
    return trial.proof(
        Guarantee.PIDS_LIMIT,
        started == 5 && !trial.outcome().equals(DONE),
        "a shell under a limit of 6 processes started " + started + " of 8 children",
        Remedies.group(host.shortfalls(), Facility.PIDS_LIMIT));
  }

  private GuaranteeProof disk() {
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
            + " octets; files without content count as memory",
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
            + (host.process().isRoot() ? "an account of its slot" : "that of this process")
            + " on the host",
        REPORT);
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
