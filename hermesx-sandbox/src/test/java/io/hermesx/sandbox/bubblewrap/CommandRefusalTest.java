// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.cgroup.GroupSettings;
import io.hermesx.sandbox.run.EngineSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell, {@code setpriv} and {@code prlimit} taken away, or exchanged for some that do not do
 * what they are told: refused by the name of what does not hold, with what to install.
 */
@Timeout(60)
class CommandRefusalTest {

  private static final Set<Guarantee> ALL = SandboxTier.UNTRUSTED.guarantees();
  private static final Set<Guarantee> NEEDS_CONTROL_GROUP =
      EnumSet.of(
          Guarantee.CPU_TIME_LIMIT,
          Guarantee.MEMORY_TREE_LIMIT,
          Guarantee.DISK_LIMIT,
          Guarantee.HOST_OOM_SAFE);

  @TempDir private Path folder;
  private BubblewrapCommands real;

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Path bubblewrap = Bubblewrap.require();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    BubblewrapCommands found = BubblewrapCommands.find();
    real = new BubblewrapCommands(found.shell(), bubblewrap, found.setpriv(), found.prlimit());
  }

  @Test
  void shell_missing_nothingIsHeldAndTheRemedyNamesIt() {
    Path missing = folder.resolve("no-sh");
    Map<Guarantee, String> lacking = lacking(shell(missing), false);

    assertThat(lacking.keySet()).isEqualTo(ALL);
    assertThat(lacking.values())
        .allMatch(
            remedy -> remedy.contains("POSIX shell") && remedy.contains(missing + " is missing"));
  }

  @Test
  void shell_notExecutable_nothingIsHeldAndTheRemedyNamesIt() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");
    Map<Guarantee, String> lacking = lacking(shell(plain), false);

    assertThat(lacking.keySet()).isEqualTo(ALL);
    assertThat(lacking.values()).allMatch(remedy -> remedy.contains(plain + " cannot be executed"));
  }

  @Test
  void shell_thatDoesNothing_nothingIsHeldAndTheRemedyNamesItAlone() throws IOException {
    Path idle = program("exit 0");
    Map<Guarantee, String> lacking = lacking(shell(idle), false);

    assertThat(lacking.keySet()).isEqualTo(ALL);
    assertThat(lacking.values())
        .allMatch(remedy -> remedy.contains(idle + " does not do what it is told"))
        .noneMatch(remedy -> remedy.contains("util-linux"));
  }

  @Test
  void shell_thatSetsNoLimits_nothingIsHeldAndTheRemedyNamesIt() throws IOException {
    Path careless = editing("sed -e 's/^ulimit .*/true \\&\\&/' -e 's/^ *ulimit -S.*/true/'");
    Map<Guarantee, String> lacking = lacking(shell(careless), false);

    assertThat(lacking.keySet()).isEqualTo(ALL);
    assertThat(lacking.values())
        .allMatch(remedy -> remedy.contains(careless + " does not do what it is told"));
  }

  /** A kernel that hands dumps of memory to a socket of the host, which it does without limit. */
  @Test
  void dumps_thatGoToASocket_nothingIsHeldAndTheEvidenceNamesThePattern() throws IOException {
    Path elsewhere = editing("sed -e 's/^IFS= read.*/dumps=@\\/run\\/dumps/'");

    try (SandboxExecutor executor = open(settings(shell(elsewhere), false))) {
      assertThat(executor.guarantees()).isEmpty();
      assertThat(executor.proofs())
          .anyMatch(proof -> proof.evidence().contains("core_pattern is @/run/dumps"));
    }
  }

  @Test
  void shell_thatLeavesTheScoreOfMemory_lacksTheHostsSafetyAlone() throws IOException {
    Bubblewrap.requireControlGroups();
    Path careless = editing("grep -v oom_score_adj");

    assertThat(lacking(shell(careless), true).keySet()).containsExactly(Guarantee.HOST_OOM_SAFE);
  }

  @Test
  void shell_thatEntersNoControlGroup_lacksWhatGroupsHoldAndTheEndOfTheTree() throws IOException {
    Bubblewrap.requireControlGroups();
    Path careless = editing("sed -e 's/echo $$ >.*/true/'");
    Set<Guarantee> expected = EnumSet.copyOf(NEEDS_CONTROL_GROUP);
    expected.add(Guarantee.PIDS_LIMIT);
    expected.add(Guarantee.TREE_KILL);

    assertThat(lacking(shell(careless), true).keySet()).isEqualTo(expected);
  }

  @Test
  void setpriv_missing_nothingIsHeldAndTheRemedyNamesIt() {
    requireRoot();
    Path missing = folder.resolve("no-setpriv");
    Map<Guarantee, String> lacking = lacking(setpriv(missing), false);

    assertThat(lacking.keySet()).isEqualTo(ALL);
    assertThat(lacking.values())
        .allMatch(remedy -> remedy.contains("util-linux: " + missing + " is missing"));
  }

  @Test
  void setpriv_thatDoesNothing_nothingIsHeldAndTheRemedyNamesItAlone() throws IOException {
    requireRoot();
    Path idle = program("exit 0");
    Map<Guarantee, String> lacking = lacking(setpriv(idle), false);

    assertThat(lacking.keySet()).isEqualTo(ALL);
    assertThat(lacking.values())
        .allMatch(remedy -> remedy.contains("util-linux: " + idle + " does not do what it is told"))
        .noneMatch(remedy -> remedy.contains("POSIX"));
  }

  @Test
  void setpriv_thatStaysRoot_lacksTheAccountAndWhatRootMayRead() throws IOException {
    requireRoot();
    Path root = program("shift 6; exec \"$@\"");
    Map<Guarantee, String> lacking = lacking(setpriv(root), false);
    NEEDS_CONTROL_GROUP.forEach(lacking::remove);

    assertThat(lacking.keySet()).contains(Guarantee.NON_ROOT, Guarantee.FS_CONFINED);
    assertThat(lacking.get(Guarantee.NON_ROOT)).contains("util-linux", root.toString());
  }

  @Test
  void setpriv_thatKeepsTheGroups_lacksTheAccountAlone() throws IOException {
    requireRoot();
    Path groups =
        program(
            "account=$2; shift 6; exec "
                + real.setpriv()
                + " --reuid $account --regid $account --groups 0,6 --no-new-privs \"$@\"");
    Map<Guarantee, String> lacking = lacking(setpriv(groups), false);
    NEEDS_CONTROL_GROUP.forEach(lacking::remove);

    assertThat(lacking.keySet()).containsExactly(Guarantee.NON_ROOT);
    assertThat(lacking.get(Guarantee.NON_ROOT)).contains(groups.toString());
  }

  @Test
  void prlimit_missing_lacksTheLimitOnProcessesAloneAndTheRemedyNamesIt() {
    Path missing = folder.resolve("no-prlimit");
    Map<Guarantee, String> lacking = lacking(prlimit(missing), false);
    NEEDS_CONTROL_GROUP.forEach(lacking::remove);

    assertThat(lacking.keySet()).containsExactly(Guarantee.PIDS_LIMIT);
    assertThat(lacking.get(Guarantee.PIDS_LIMIT))
        .contains("util-linux: " + missing + " is missing")
        .contains("withoutControlGroups");
  }

  @Test
  void prlimit_thatIsNotInside_lacksTheLimitOnProcessesAlone() throws IOException {
    Path outside = program("exec " + real.prlimit() + " \"$@\"");
    Map<Guarantee, String> lacking = lacking(prlimit(outside), false);
    NEEDS_CONTROL_GROUP.forEach(lacking::remove);

    assertThat(lacking.keySet()).containsExactly(Guarantee.PIDS_LIMIT);
  }

  @Test
  void prlimit_thatDoesNothing_lacksTheLimitOnProcessesAlone() throws IOException {
    Map<Guarantee, String> lacking = lacking(insteadOfPrlimit(program("exit 0")), false);
    NEEDS_CONTROL_GROUP.forEach(lacking::remove);

    assertThat(lacking.keySet()).containsExactly(Guarantee.PIDS_LIMIT);
    assertThat(lacking.get(Guarantee.PIDS_LIMIT))
        .contains("util-linux: " + real.prlimit() + " does not do what it is told");
  }

  @Test
  void prlimit_thatSetsNoLimit_lacksTheLimitOnProcessesAlone() throws IOException {
    Map<Guarantee, String> lacking =
        lacking(insteadOfPrlimit(program("shift 2; exec \"$@\"")), false);
    NEEDS_CONTROL_GROUP.forEach(lacking::remove);

    assertThat(lacking.keySet()).containsExactly(Guarantee.PIDS_LIMIT);
    assertThat(lacking.get(Guarantee.PIDS_LIMIT))
        .contains("util-linux: " + real.prlimit() + " does not do what it is told");
  }

  private static void requireRoot() {
    Optional<Path> own =
        Optional.of(Path.of("/proc/self"))
            .filter(
                self -> {
                  try {
                    return Files.getAttribute(self, "unix:uid").equals(0);
                  } catch (IOException e) {
                    return false;
                  }
                });
    OutsideComponent.require("root", own, "run as root: setpriv is used as root alone");
  }

  private BubblewrapCommands shell(Path shell) {
    return new BubblewrapCommands(shell, real.bubblewrap(), real.setpriv(), real.prlimit());
  }

  private BubblewrapCommands setpriv(Path setpriv) {
    return new BubblewrapCommands(real.shell(), real.bubblewrap(), setpriv, real.prlimit());
  }

  private BubblewrapCommands prlimit(Path prlimit) {
    return new BubblewrapCommands(real.shell(), real.bubblewrap(), real.setpriv(), prlimit);
  }

  /** A bubblewrap inside of which another program is where prlimit was. */
  private BubblewrapCommands insteadOfPrlimit(Path program) throws IOException {
    Path bubblewrap =
        program(
            "[ \"$1\" = --args ] || exec "
                + real.bubblewrap()
                + " \"$@\"\nshift 2\nexec "
                + real.bubblewrap()
                + " --args 7 --ro-bind "
                + program
                + " "
                + real.prlimit().toRealPath()
                + " \"$@\"");
    return new BubblewrapCommands(real.shell(), bubblewrap, real.setpriv(), real.prlimit());
  }

  /** A shell that runs other scripts than it is handed. */
  private Path editing(String command) throws IOException {
    return program(
        "[ \"$1\" = -c ] || exec /bin/sh \"$@\"\n"
            + "script=$(printf '%s\\n' \"$2\" | "
            + command
            + ")\n"
            + "shift 2; exec /bin/sh -c \"$script\" \"$@\"");
  }

  private Path program(String script) throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("program-" + script.hashCode()), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  /** What of the tier is missing, with the remedies; a program that needs it is refused by name. */
  private Map<Guarantee, String> lacking(BubblewrapCommands commands, boolean grouped) {
    try (SandboxExecutor executor = open(settings(commands, grouped))) {
      Map<Guarantee, String> lacking =
          executor.proofs().stream()
              .filter(proof -> !proof.held() && ALL.contains(proof.guarantee()))
              .collect(Collectors.toMap(GuaranteeProof::guarantee, GuaranteeProof::remedy));
      SandboxOutcome outcome =
          executor.start(SandboxRequest.of(ALL, "true")).result().join().outcome();
      assertThat(outcome).isInstanceOf(SandboxOutcome.Refused.class);
      assertThat(((SandboxOutcome.Refused) outcome).missing()).isEqualTo(lacking.keySet());
      return lacking;
    }
  }

  private BubblewrapSettings settings(BubblewrapCommands commands, boolean grouped) {
    return new BubblewrapSettings(
        EngineSettings.standard(),
        commands,
        grouped ? Optional.of(GroupSettings.usual()) : Optional.empty(),
        List.of(),
        folder);
  }

  /** A kernel that counts no memory of its own: making files without content never ends there. */
  @Test
  void kernelMemory_thatDoesNotCount_lacksWhatTheLimitOnMemoryHolds() throws IOException {
    Bubblewrap.requireControlGroups();
    Path bubblewrap =
        program(
            "case $* in *': >/tmp/$i'*) exec "
                + real.bubblewrap()
                + " --args 7 -- /bin/true;; esac\nexec "
                + real.bubblewrap()
                + " \"$@\"");
    BubblewrapCommands commands =
        new BubblewrapCommands(real.shell(), bubblewrap, real.setpriv(), real.prlimit());

    assertThat(lacking(commands, true).keySet())
        .containsExactlyInAnyOrder(
            Guarantee.MEMORY_TREE_LIMIT, Guarantee.HOST_OOM_SAFE, Guarantee.DISK_LIMIT);
  }

  /** Whatever a program on the host's side does not do, nothing of what it started stays. */
  @AfterEach
  void nothingIsLeftInside() throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        assertThat(mounts(process)).as(process.toString()).doesNotContain(folder.toString());
      }
    }
  }

  private static String mounts(Path process) {
    try {
      return Files.readString(process.resolve("mountinfo"));
    } catch (IOException e) {
      return "";
    }
  }

  private static SandboxExecutor open(BubblewrapSettings settings) {
    try {
      return BubblewrapOpening.open(settings);
    } catch (IOException e) {
      throw new AssertionError("what is missing is refused and does not fail the opening", e);
    }
  }
}
