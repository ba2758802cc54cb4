// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.core.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control groups of this machine, where they can be written. */
class ControlGroupsTest {

  private static final Path PROC = Path.of("/proc");
  private static final String REMEDY =
      "run as root on Linux, or below a delegated group (systemd-run --user --scope -p Delegate=yes)";

  private final GroupSettings settings =
      GroupSettings.builder().wanted(EnumSet.allOf(Facility.class)).build();
  private final GroupScenarios scenarios = new GroupScenarios(settings);

  @TempDir private Path directory;

  @BeforeEach
  void groupsCanBeWritten() {
    OutsideComponent.require("perl", OutsideComponent.program("perl"), "apt-get install perl");
    Optional<Path> proc = Optional.of(PROC.resolve("self/mountinfo")).filter(Files::exists);
    OutsideComponent.require("cgroup", proc, REMEDY);
    try (ExecutorGroup group = scenarios.open()) {
      List<Shortfall> shortfalls = group.shortfalls();
      Optional<String> complete = shortfalls.isEmpty() ? Optional.of("yes") : Optional.empty();
      OutsideComponent.require("cgroup", complete, REMEDY + ": " + shortfalls);
    }
  }

  @Test
  void memory_hog_isKilledAndCountedPerExecution() throws Exception {
    scenarios.memory();
  }

  @Test
  void processes_oneTooMany_isNotForked() throws Exception {
    scenarios.processes();
  }

  @Test
  void processorTime_usedAndLimited_isCountedPerExecution() throws Exception {
    scenarios.processorTime();
    scenarios.quotaIsWritten();
    scenarios.quota();
  }

  @Test
  void kill_afterClose_doesNotHitTheNextExecution() throws Exception {
    scenarios.lateKill();
  }

  @Test
  void kill_forkStorm200Times_leavesNobody() throws Exception {
    scenarios.storms(200);
  }

  @Test
  void group_thousandExecutions_isOne() throws Exception {
    scenarios.uses(1_000);
  }

  @Test
  void claim_closedWithSomebodyInIt_endsThem() throws Exception {
    String word = "left-behind-" + ProcessHandle.current().pid();
    try (ExecutorGroup group = scenarios.open()) {
      GroupClaim claim = group.claim(GroupLimits.of(0, 16));
      GroupProgram.start(claim, "sh", "-c", "setsid sleep 600 & sleep 600; : " + word);
      GroupProgram.await("all run", () -> GroupProgram.population(claim) == 3);
      claim.close();
      assertThat(GroupProgram.survivors(word)).isEmpty();
      assertThatThrownBy(() -> claim.awaitEnd(java.time.Duration.ZERO))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** It counts as a process until its parent asks about it, which here it does when told to. */
  @Test
  void claim_closedWithAZombie_isUsedAgainOnlyWhenThatIsGone() throws Exception {
    String enters = "for f in \"$@\"; do echo $$ >\"$f\" || exit 125; done";
    String parent = "sh -c '" + enters + "' in \"$@\" & read go; wait $!; echo $?; read end";
    try (ExecutorGroup group = scenarios.open()) {
      GroupClaim first = group.claim(GroupLimits.of(0, 16));
      List<Path> files = first.entryFiles();
      List<String> command = new ArrayList<>(List.of("sh", "-c", parent, "parent"));
      files.forEach(file -> command.add(file.toString()));
      Process process = new ProcessBuilder(command).start();
      try (Writer told = process.outputWriter();
          BufferedReader tells = process.inputReader()) {
        Membership membership = new Membership(directories(files), Ticker.system());
        GroupProgram.await("a zombie", () -> membership.occupancy() == Occupancy.ZOMBIES);
        first.close();
        GroupClaim second = group.claim(GroupLimits.of(0, 16));

        assertThat(second.entryFiles()).doesNotContainAnyElementsOf(files);
        told.write("go\n");
        told.flush();
        assertThat(tells.readLine()).isEqualTo("0");
        GroupClaim third = group.claim(GroupLimits.of(0, 16));
        assertThat(third.entryFiles()).isEqualTo(files);
        assertThat(GroupProgram.run(third, "true")).isZero();
      }
    }
  }

  @Test
  void claims_closedWithZombies_leaveFewGroups() throws Exception {
    String enters = "for f in \"$@\"; do echo $$ >\"$f\" || exit 125; done";
    String parent = "sh -c '" + enters + "' in \"$@\" & read end";
    List<Process> parents = new ArrayList<>();
    List<Path> all = new ArrayList<>();
    try (ExecutorGroup group = scenarios.open()) {
      for (int i = 0; i < 20; i++) {
        GroupClaim claim = group.claim(GroupLimits.of(0, 16));
        all.addAll(directories(claim.entryFiles()));
        List<String> command = new ArrayList<>(List.of("sh", "-c", parent, "parent"));
        claim.entryFiles().forEach(file -> command.add(file.toString()));
        parents.add(new ProcessBuilder(command).start());
        Membership membership = new Membership(directories(claim.entryFiles()), Ticker.system());
        GroupProgram.await("a zombie", () -> membership.occupancy() == Occupancy.ZOMBIES);
        claim.close();
      }

      assertThat(all.stream().distinct().filter(Files::exists).count() * 20)
          .isEqualTo(all.size() * 8L);
    } finally {
      parents.forEach(Process::destroyForcibly);
    }
    assertThat(all).noneMatch(Files::exists);
  }

  private static List<Path> directories(List<Path> files) {
    return files.stream().map(Path::getParent).toList();
  }

  @Test
  void executor_closed_leavesNoGroupAndRefusesClaims() throws Exception {
    String word = "closed-over-" + ProcessHandle.current().pid();
    ExecutorGroup group = scenarios.open();
    List<Path> parents = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      GroupClaim claim = group.claim(GroupLimits.of(0, 16));
      GroupProgram.start(claim, "sh", "-c", "sleep 600; : " + word);
      GroupProgram.await("it runs", () -> GroupProgram.population(claim) > 0);
      claim.entryFiles().forEach(file -> parents.add(file.getParent().getParent()));
    }
    assertThat(parents).allMatch(Files::isDirectory);
    group.close();
    assertThat(parents).noneMatch(Files::exists);
    assertThat(GroupProgram.survivors(word)).isEmpty();
    assertThatThrownBy(() -> group.claim(GroupLimits.of(0, 16)))
        .isInstanceOf(IllegalStateException.class);
    group.close();
  }

  @Test
  void claim_afterFilesInMemoryThatStay_hasAllOfItsMemory() throws Exception {
    Path file = Path.of("/dev/shm/hermesx-stays-" + ProcessHandle.current().pid());
    try (ExecutorGroup group = scenarios.open()) {
      try (GroupClaim claim = group.claim(GroupLimits.of(64 << 20, 16))) {
        assertThat(GroupProgram.run(claim, "head", "-c", "40000000", "/dev/zero")).isZero();
        assertThat(
                GroupProgram.run(
                    claim, "sh", "-c", "head -c 40000000 /dev/zero >\"$0\"", file.toString()))
            .isZero();
      }
      try (GroupClaim claim = group.claim(GroupLimits.of(32 << 20, 16))) {
        String holds = "$x = 'a' x 8_000_000";
        assertThat(GroupProgram.run(claim, "perl", "-e", holds)).isZero();
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Test
  void claim_limitThatIsNotServed_isRefused() {
    GroupSettings pidsOnly = GroupSettings.builder().wanted(Set.of(Facility.PIDS_LIMIT)).build();
    try (ExecutorGroup group = ControlGroups.of(PROC).open(pidsOnly)) {
      assertThat(group.facilities()).containsExactly(Facility.PIDS_LIMIT);
      group.claim(GroupLimits.of(0, 16)).close();
      assertThatThrownBy(() -> group.claim(GroupLimits.of(1 << 20, 16)))
          .isInstanceOf(ControlGroupException.class)
          .hasMessageContaining("MEMORY_LIMIT of 1048576");
    }
  }

  @Test
  void executors_ofOneJvm_haveGroupsOfTheirOwn() {
    try (ExecutorGroup one = scenarios.open();
        ExecutorGroup other = scenarios.open();
        GroupClaim first = one.claim(GroupLimits.of(0, 16));
        GroupClaim second = other.claim(GroupLimits.of(0, 16))) {
      assertThat(first.entryFiles()).doesNotContainAnyElementsOf(second.entryFiles());
    }
  }

  @Test
  void nextStart_otherJvmAliveThenKilled_sweepsOnlyTheDead() throws Exception {
    String word = "abandoned-" + ProcessHandle.current().pid();
    String classPath = System.getProperty("java.class.path");
    Process jvm =
        new ProcessBuilder(JavaProgram.command(classPath, AbandonedGroup.class, word))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String sleeper = "sleep 600; : " + word;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8))) {
      Path slot = Path.of(reader.readLine());
      scenarios.open().close();
      assertThat(slot).isDirectory();
      // Its child is another of that name until it has become sleep.
      GroupProgram.await("it is one", () -> survivors(sleeper).size() == 1);
      jvm.destroyForcibly().waitFor();
      assertThat(GroupProgram.survivors(sleeper)).hasSize(1);
      try (ExecutorGroup group = scenarios.open()) {
        assertThat(group.leftovers()).isEmpty();
      }
      assertThat(slot.getParent()).doesNotExist();
      assertThat(GroupProgram.survivors(sleeper)).isEmpty();
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static List<String> survivors(String word) {
    try {
      return GroupProgram.survivors(word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ordinaryUser_delegatedGroup_holdsEverything() throws Exception {
    try (DelegatedGroup delegated = DelegatedGroup.make()) {
      String output = asNobody(delegated, "under=" + delegated.path(), "storms=5", "uses=20");
      assertThat(output).contains("every scenario held");
    }
  }

  @Test
  void ordinaryUser_nothingDelegated_isToldPathReasonAndRemedy() throws Exception {
    try (DelegatedGroup delegated = DelegatedGroup.make()) {
      assertThat(asNobody(delegated, "storms=1"))
          .doesNotContain("every scenario held")
          .contains("Permission denied", "/sys/fs/cgroup/", "name it as the control group");
    }
  }

  private String asNobody(DelegatedGroup delegated, String... arguments)
      throws IOException, InterruptedException, java.net.URISyntaxException {
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    String classPath = JavaProgram.readableClassPath(directory);
    List<String> command = new ArrayList<>(delegated.enter());
    command.addAll(JavaProgram.command(classPath, GroupScenarios.class, arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }
}
